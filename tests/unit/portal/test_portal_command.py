"""`keikaku publish` before it calls anybody: settings, token, build, and what cannot be reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from descriptors import change

from keikaku.cli import run

TOML = """
[portals.gifu]
kind = "ckan"
address = "http://127.0.0.1:9"
organisation = "ena"
name = "c{lgcode}"
maintainer = "情報政策課"
frequency = "ANNUAL"
"""
TOKEN = "-".join(["a", "token", "that", "nobody", "may", "see"])


@pytest.fixture
def home(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a built site; calls would go where nobody listens."""
    site = tmp_path / "public"
    (site / "212105").mkdir(parents=True)
    data.rename(site / "212105" / "data")
    (site / "keikaku.json").write_text(json.dumps({"base_url": "https://x.jp/", "cities": ["212105"]}))
    (tmp_path / "keikaku.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEIKAKU_TOKEN_GIFU", TOKEN)
    monkeypatch.setattr("keikaku.portal.ckan.WAITS", ())
    return tmp_path


def publish(*options: str) -> int:
    return run(["publish", "--portal", "gifu", "--lang", "ja", *options])


def test_out_of_reach(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish("--yes") == 3
    told = capsys.readouterr()
    assert "E1021" in told.err
    log = (home / ".keikaku" / "portal-gifu.jsonl").read_text(encoding="utf-8")
    assert '"code": "E1021"' in log
    assert TOKEN not in told.out + told.err + log


@pytest.mark.parametrize("token", ["", " ", "全角", "a b", "a\nb"])
def test_no_usable_token(
    home: Path, token: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEIKAKU_TOKEN_GIFU", token)
    assert publish() == 2
    told = capsys.readouterr().err
    assert "E1009" in told
    assert "KEIKAKU_TOKEN_GIFU" in told


def test_settings_and_cities(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish("--city", "999999") == 2
    assert "E1010" in capsys.readouterr().err
    assert publish("--city", "ena", "--city", "恵那市") == 3
    assert capsys.readouterr().err.count("E1021") == 1
    assert publish("--out", "nowhere") == 2
    assert publish("--config", "nowhere.toml") == 2
    assert "E1001" in capsys.readouterr().err
    assert run(["publish"]) == 2


def test_a_package_without_a_licence_is_a_problem_of_the_data(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(home / "public" / "212105" / "data", lambda told: told.pop("licenses"))
    # The build's checksums tell that somebody changed the descriptor, too.
    assert publish("--yes") == 1
    told = capsys.readouterr().err
    assert "E1013" in told
    assert "city.yaml" in told


@pytest.mark.parametrize(
    "lines", ['kind = "git"\nremote = "file:///nowhere"', 'kind = "bucket"\naddress = "memory://plans"']
)
def test_a_site_is_published_as_a_whole(home: Path, lines: str, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "keikaku.toml").write_text(f"[portals.gifu]\n{lines}\n", encoding="utf-8")
    assert publish("--city", "ena") == 2
    assert "E1072" in capsys.readouterr().err


def test_a_folder_within_the_site_is_no_place_to_publish_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = (home / "public" / "www").as_uri()
    settings = f'[portals.gifu]\nkind = "bucket"\naddress = "{address}"\n'
    (home / "keikaku.toml").write_text(settings, encoding="utf-8")
    (home / "public" / "212105" / "data" / "SHA256SUMS").unlink(missing_ok=True)
    assert publish("--yes") == 2
    assert "E1040" in capsys.readouterr().err


def test_a_folder_portal_needs_no_token_and_writes_on_yes_alone(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEIKAKU_TOKEN_GIFU")
    kind = '[portals.gifu]\nkind = "folder"\npath = "up"\nmaintainer = "担当課"\nfrequency = "ANNUAL"\n'
    (home / "keikaku.toml").write_text(kind, encoding="utf-8")
    change(home / "public" / "212105" / "data", lambda told: told)
    checksums = home / "public" / "212105" / "data" / "SHA256SUMS"
    checksums.unlink(missing_ok=True)
    assert publish() == 0
    assert "何も書き込んでいません" in capsys.readouterr().out
    assert not (home / "up").exists()
    assert publish("--yes") == 0
    told = capsys.readouterr().out
    assert "up/212105/手順.html" in told
    assert "呼び出し" not in told
    assert publish("--yes") == 0
    assert "フォルダはすでにこのとおりです" in capsys.readouterr().out
    (home / "up" / "212105" / "files" / "datapackage.json").write_text("{}", encoding="utf-8")
    assert publish() == 0
    assert "手が加えられています" in capsys.readouterr().out
    assert publish("--yes") == 3
    assert "E1039" in capsys.readouterr().err
    (home / "up" / "212105").rename(home / "up" / "aside")
    (home / "up" / "212105").symlink_to(home / "up" / "aside")
    assert publish("--yes") == 2
    assert "E1040" in capsys.readouterr().err
