"""`keikaku init` as staff call it: asked on a terminal, given everything by a script, called twice by mistake."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from keikaku.check import check_city
from keikaku.cli import run
from keikaku.problem import has_errors
from keikaku.read import city_folders
from keikaku.schema import Schema
from keikaku.start import load_municipalities, plan_id_of, year_of
from kitchen import write_kitchen

PLAN = ["--plan-title", "伊万里市DX推進計画", "--start", "R6", "--end", "令和10年度"]


def init(workspace: Path, *more: str, lang: str = "ja") -> int:
    return run(["init", *more, "--source", str(workspace), "--lang", lang])


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand for somebody who types: the answers are taken one by one."""
    answers: list[str] = []

    def prompt(text: str, default: str | None = None, **settings: object) -> str:
        answer = answers.pop(0)
        return answer or str(default)

    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    return answers


def test_a_city_is_made_without_a_question(workspace: Path, schema: Schema, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(workspace, "412058", *PLAN, "--yes", "--licence", "cc-by-4.0") == 0
    shown = capsys.readouterr().out
    assert "伊万里市（いまりし、Imari）" in shown
    assert "keikaku template --city imari" in shown
    assert "keikaku import" in shown
    checked = check_city(workspace / "imari", workspace, schema)
    assert [problem.code for problem in checked.problems] == ["W509"]
    assert checked.city is not None
    city = checked.city.city
    assert (city.lgcode, city.name.ja, city.name.en) == ("412058", "伊万里市", "Imari")
    assert (city.kana, city.prefecture.ja, city.prefecture.en) == ("いまりし", "佐賀県", "Saga")
    assert city.licence is not None
    assert city.licence.name == "CC-BY-4.0"
    plan = next(checked.city.tables["plans"].dicts())
    assert (plan["plan_id"], plan["title"], plan["start_fy"], plan["end_fy"]) == (
        "dx",
        "伊万里市DX推進計画",
        "2024",
        "2028",
    )
    edition = next(checked.city.tables["editions"].dicts())
    assert (edition["edition_id"], edition["label"]) == ("dx-2024", "令和6年度から令和10年度まで")
    source = next(checked.city.tables["sources"].dicts())
    assert (source["kind"], source["pagination"], source["publisher"]) == ("form", "tables", "伊万里市")


def test_check_tells_what_is_still_missing(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(workspace, "伊万里市", *PLAN) == 0
    capsys.readouterr()
    assert run(["check", str(workspace), "--lang", "ja"]) == 0
    shown = capsys.readouterr().out
    assert "施策も事業も指標もまだありません" in shown
    assert "keikaku template" in shown
    assert "利用条件" in shown


def test_the_terms_of_use_can_be_decided_later_and_once(
    workspace: Path, schema: Schema, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(workspace, "412058", *PLAN) == 0
    assert "keikaku init 412058 --licence" in capsys.readouterr().out
    before = (workspace / "imari/city.yaml").read_bytes()
    assert init(workspace, "412058", "--licence", "pdl-1.0") == 0
    after = (workspace / "imari/city.yaml").read_bytes()
    assert after.startswith(before)
    checked = check_city(workspace / "imari", workspace, schema)
    assert checked.city is not None
    assert checked.city.city.licence is not None
    assert checked.city.city.licence.name == "PDL-1.0"
    assert init(workspace, "412058", "--licence", "cc0-1.0") == 2
    assert "E963" in capsys.readouterr().err
    assert (workspace / "imari/city.yaml").read_bytes() == after
    (workspace / "imari/city.yaml").write_text(
        "{lgcode: '412058', name: {ja: あ, en: A}, kana: あ, prefecture: {ja: い, en: I}}\n", encoding="utf-8"
    )
    assert init(workspace, "412058", "--licence", "cc0-1.0") == 2


def test_what_is_missing_is_told_at_once_and_nothing_is_asked_of_a_script(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **settings: object) -> None:
        raise AssertionError("a script was asked")

    monkeypatch.setattr("click.prompt", fail)
    assert init(workspace, "412058", "--start", "いつか") == 2
    shown = capsys.readouterr().err
    assert shown.count("E964") == 2
    assert "E965" in shown
    assert "いつか" in shown
    assert "--plan-title" in shown
    assert list(workspace.iterdir()) == []


def test_somebody_at_a_terminal_is_asked_until_it_can_be_understood(workspace: Path, terminal: list[str]) -> None:
    terminal += ["こども計画", "らいねん", "R7", "2029年度", "town", "", "", "自由", "cc0-1.0"]
    assert init(workspace, "太良町") == 0
    assert terminal == []
    config = (workspace / "town" / "city.yaml").read_text(encoding="utf-8")
    assert "CC0-1.0" in config
    assert "name:\n  ja: 太良町\n  en: Tara" in config
    assert "kodomo,こども計画,,,,2025,2029" in (workspace / "town/tables/plans.csv").read_text(encoding="utf-8")


def test_a_city_is_never_made_twice_or_over_another(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_kitchen(workspace)
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))
    assert init(workspace, "212105", *PLAN, "--folder", "other") == 2
    assert "E963" in capsys.readouterr().err
    (workspace / "imari").mkdir()
    assert init(workspace, "412058", *PLAN, "--folder", "imari") == 2
    assert "E966" in capsys.readouterr().err
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*")) == before
    assert [path.name for path in city_folders(workspace)] == ["ena"]
    assert init(workspace, "412058", *PLAN) == 0
    assert (workspace / "imari-412058").is_dir()


@pytest.mark.parametrize(
    "more",
    [
        ("--folder", "../outside"),
        ("--folder", "伊万里"),
        ("--folder", "schema"),
        ("--plan-id", "data"),
        ("--plan-id", "con"),
        ("--plan-id", "計画"),
        ("--start", "2030"),
        ("--plan-title", "=1+1"),
        ("--plan-title", "見えない\u202e文字"),
    ],
)
def test_a_wrong_value_makes_nothing(
    more: tuple[str, str], workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(workspace, "412058", *PLAN, *more) == 2
    assert "Traceback" not in (shown := capsys.readouterr().err)
    assert "E" in shown
    assert list(workspace.iterdir()) == []
    assert sorted(path.name for path in workspace.parent.iterdir()) == [workspace.name]


def test_a_name_that_yaml_would_misread_is_kept(workspace: Path, schema: Schema) -> None:
    assert init(workspace, "412058", *PLAN, "--name-en", "No: {x} # 'y'") == 0
    city = check_city(workspace / "imari", workspace, schema).city
    assert city is not None
    assert city.city.name.en == "No: {x} # 'y'"


def test_a_printed_plan_is_a_document_with_pages(workspace: Path) -> None:
    assert init(workspace, "412058", *PLAN, "--pages") == 0
    assert ",plan,,,printed," in (workspace / "imari/tables/sources.csv").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "file").write_text("a file", encoding="utf-8")
    assert init(workspace / "file" / "datapackage", "412058", *PLAN, lang="en") == 2
    assert "Cannot write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和6年度", 2024),
        ("R6", 2024),
        ("r6", 2024),
        ("Ｒ６", 2024),
        ("２０２４", 2024),
        ("2024年度", 2024),
        ("令和元年", 2019),
        ("平成31年度", 2019),
        ("2024/4", None),
        ("6", None),
        ("", None),
        ("来年", None),
    ],
)
def test_years_are_understood(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_plans_get_telling_codes() -> None:
    assert [plan_id_of(title) for title in ("第6次総合計画", "ＤＸ推進計画", "行政改革大綱", "なんとか計画")] == [
        "sogo",
        "dx",
        "gyokaku",
        "plan",
    ]


@pytest.mark.parametrize("one", load_municipalities()[::97], ids=lambda one: one.lgcode)
def test_any_municipality_can_begin(one: object, workspace: Path, schema: Schema) -> None:
    from keikaku.start import Municipality

    assert isinstance(one, Municipality)
    assert init(workspace, one.lgcode, *PLAN) == 0
    (folder,) = city_folders(workspace)
    assert not has_errors(check_city(folder, workspace, schema).problems)
    assert folder.name.isascii()
