"""keikaku.toml: what it says of a portal, and every way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.portal.settings import USUAL_FILES, fill
from keikaku.portal.settings_file import read_portal
from keikaku.problem import mend, message

SOUND = {
    "kind": '"ckan"',
    "address": '"https://portal.example.jp/base/"',
    "organisation": '"c{code5}"',
    "name": '"c{lgcode}-{number}"',
    "maintainer": '"情報政策課"',
    "frequency": '"ANNUAL"',
}


def write(folder: Path, **lines: str | None) -> Path:
    path = folder / "keikaku.toml"
    values = {**SOUND, **lines}
    text = "\n".join(f"{key} = {value}" for key, value in values.items() if value is not None)
    path.write_text(f"[portals.gifu]\n{text}\n", encoding="utf-8")
    return path


def test_a_sound_file(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        numbers='{ 212105 = "001" }',
        licences='{ "CC-BY-4.0" = "cc-by" }',
        limits="{ file_mb = 10, request_mb = 2.5, seconds = 30 }",
    )
    portal, problems = read_portal(path, "gifu")
    assert not problems
    assert portal is not None
    assert portal.address == "https://portal.example.jp/base"
    assert (portal.files, portal.maintainer_email) == (USUAL_FILES, "")
    assert (portal.limits.file_bytes, portal.limits.request_bytes, portal.limits.seconds) == (10**7, 2_500_000, 30.0)
    assert portal.token_variable == f"KEIKAKU_TOKEN_{portal.name.upper()}"
    assert dict(portal.numbers) == {"212105": "001"}


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        kind='"dataeye"',
        address='"http://portal.example.jp"',
        organisation=None,
        name='"計画"',
        frequency='"yearly"',
        files="[]",
        omit='["keikaku_id"]',
        extras="{ a = 1 }",
        limits="{ speed = 3, seconds = -1 }",
        maintainer_email='"nobody"',
        api_key='"x"',
        colour='"red"',
    )
    portal, problems = read_portal(path, "gifu")
    assert portal is None
    told = sorted((one.code, one.where.cell.removeprefix("portals.gifu.")) for one in problems)
    assert told == [
        ("E1004", "organisation"),
        ("E1005", "colour"),
        ("E1006", "extras"),
        ("E1006", "files"),
        ("E1006", "frequency"),
        ("E1006", "kind"),
        ("E1006", "limits.seconds"),
        ("E1006", "limits.speed"),
        ("E1006", "maintainer_email"),
        ("E1006", "name"),
        ("E1006", "omit"),
        ("E1007", "address"),
        ("E1008", "api_key"),
    ]
    for one in problems:
        for lang in ("ja", "en"):
            assert "—" not in message(one, lang) + mend(one, lang)


@pytest.mark.parametrize("name", ["keikaku_id", "private", "license_id", "resources"])
@pytest.mark.parametrize("table", ["fields", "extras"])
def test_names_of_our_own_are_refused(tmp_path: Path, table: str, name: str) -> None:
    portal, problems = read_portal(write(tmp_path, **{table: f'{{ {name} = "x" }}'}), "gifu")
    assert portal is None
    assert [(one.code, one.where.cell) for one in problems] == [("E1006", f"portals.gifu.{table}.{name}")]


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    path = write(tmp_path, api_key='"hunter2"', address='"https://user:hunter2@portal.example.jp"')
    _, problems = read_portal(path, "gifu")
    assert {one.code for one in problems} == {"E1007", "E1008"}
    assert not any("hunter2" in message(one, "ja") + mend(one, "ja") for one in problems)


@pytest.mark.parametrize("host", ["127.0.0.1:5055", "localhost", "[::1]:80"])
def test_this_machine_needs_no_encryption(tmp_path: Path, host: str) -> None:
    assert read_portal(write(tmp_path, address=f'"http://{host}"'), "gifu")[0]


@pytest.mark.parametrize(
    "address", ["ftp://a.jp", "portal.example.jp", "https://", "https://a.jp/?x=1", "", "https://[::"]
)
def test_other_addresses_are_refused(tmp_path: Path, address: str) -> None:
    portal, problems = read_portal(write(tmp_path, address=f'"{address}"'), "gifu")
    assert portal is None
    assert {one.code for one in problems} <= {"E1006", "E1007"}


def test_no_file_no_toml_no_portal(tmp_path: Path) -> None:
    path = tmp_path / "keikaku.toml"
    assert [one.code for one in read_portal(path, "gifu")[1]] == ["E1001"]
    path.write_text("[portals\n", encoding="utf-8")
    assert [one.code for one in read_portal(path, "gifu")[1]] == ["E1002"]
    path.write_bytes("[portals.岐阜]".encode("cp932"))
    assert [one.code for one in read_portal(path, "gifu")[1]] == ["E1002"]
    for text in ("", "portals = 3", "[portals.saga]", "portals.gifu = 1"):
        path.write_text(text, encoding="utf-8")
        assert [one.code for one in read_portal(path, "gifu")[1]] == ["E1003"], text


def test_patterns_are_filled() -> None:
    assert fill("c{lgcode}-{number}", {"lgcode": "212105", "number": "001"}) == "c212105-001"


def test_the_example_of_the_documentation_is_sound(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "portal.md").read_text(encoding="utf-8")
    path = tmp_path / "keikaku.toml"
    path.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    portal, problems = read_portal(path, "gifu")
    assert not problems
    assert portal is not None
    assert fill(portal.dataset_name, {"lgcode": "212105", "number": portal.numbers["212105"]}) == "c212105-001"
    for pattern in USUAL_FILES:
        assert f'"{pattern}"' in page
