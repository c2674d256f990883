"""The report: the most important first, the same problem in many places once, all of them counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from staff_workbook import problem, problems

from keikaku.cli import run
from keikaku.marking import as_html, as_json, as_text, report
from keikaku.problem import catalogue
from kitchen import Tables, write_kitchen


def test_problems_are_grouped_and_ordered_by_importance() -> None:
    told = report(problems(), 20)
    codes = [group.code for group in told.groups]
    assert codes == ["E106", "E113", "E203", "E203", "E201", "E201", "E201", "W216"]
    assert (told.counts.errors, told.counts.warnings, told.counts.rows) == (12, 1, 20)
    cells = [one.where.cell for one in told.groups[2].problems]
    assert cells == ["B2", "B3", "B4", "B5", "B6", "B7"]

    assert len(told.problems) == len(problems())


def test_a_title_stands_for_all_problems_of_its_kind() -> None:
    """Titles are shown without facts, in the page and in JSON."""
    entries = catalogue().values()
    assert [one.ja.title for one in entries if "{" in one.ja.title + one.en.title] == []


def test_what_import_cannot_take_comes_before_what_follows_from_it() -> None:
    found = [problem("E410", "目標", "C2"), problem("E202", "目標", "B2"), problem("E901", "", "")]
    assert [group.code for group in report(found, 1).groups] == ["E901", "E202", "E410"]


def test_warnings_never_come_before_errors() -> None:
    found = [problem("W216", "目標", f"C{row}") for row in range(2, 90)] + [problem("E420", "目標", "B2")]
    assert [group.code for group in report(found, 1).groups] == ["E420", "W216"]


def test_a_group_names_its_other_places_and_says_what_differs() -> None:
    shown = as_text(report(problems(), 20), "ja")
    assert shown.count("E203  ") == 2
    assert "同じ問題がほかに 5 か所: \n" in shown
    assert "B3 「値」が数値ではありません:「約1」 数値の列には 1 のように" in shown
    same = [problem("W216", "目標", f"C{row}", value="％") for row in range(2, 60)]
    cut = as_text(report(same, 1), "ja")
    assert "同じ問題がほかに 57 か所: C3、C4、" in cut
    assert "ほか 37 か所" in cut
    assert as_text(report(same, 1), "ja", everything=True).count("W216  ") == 58


@pytest.mark.parametrize(
    ("found", "command", "japanese", "english"),
    [
        ([problem("E201", "目標", "B2")], "check", "もう一度「keikaku check」", "run keikaku check again"),
        ([problem("E201", "目標", "B2")], "import", "もう一度「keikaku import」", "run keikaku import again"),
        ([problem("W216", "目標", "B2")], "check", "次は「keikaku build」", "keikaku build is next"),
        ([problem("W216", "目標", "B2")], "import", "取り込めます", "import is possible"),
        ([], "check", "問題は見つかりませんでした（20 行を検査）", "No problem found (20 rows checked)"),
    ],
)
def test_the_next_step_is_said(found: list[object], command: object, japanese: str, english: str) -> None:
    told = report(found, 20, command=command)  # type: ignore[arg-type]
    assert japanese in as_text(told, "ja")
    assert english in as_text(told, "en")


def test_json_has_groups_problems_and_both_languages() -> None:
    body = json.loads(as_json(report(problems(), 20)))
    assert (body["errors"], body["warnings"], body["rows"]) == (12, 1, 20)
    assert body["groups"][2]["cells"] == ["B2", "B3", "B4", "B5", "B6", "B7"]
    assert body["problems"][0]["code"] == "E106"
    assert set(body["problems"][0]["message"]) == {"ja", "en"}
    assert body["summary"]["ja"][0].startswith("エラー 12 件、警告 1 件（8 種類。20 行を検査）")


def test_html_folds_the_other_places_and_escapes() -> None:
    found = [problem("E203", "目標", f"B{row}", value="<script>x</script>", guess=1) for row in range(2, 5)]
    page = as_html(report(found, 3), "ja")
    assert "<details>" in page
    assert "同じ問題がほかに 2 か所" in page
    assert "<script>" not in page


def spoilt(tables: Tables) -> None:
    tables["targets"][0].update(value="約10", raw="約10")


def test_check_returns_the_marked_workbook(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_kitchen(workspace, spoil=spoilt)
    target = tmp_path / "戻り.xlsx"
    assert run(["check", str(folder), "--returned", str(target), "--format", "json", "--lang", "ja"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["errors"] == 1
    assert "直すところを書き込んだブックを" in printed.err
    book = load_workbook(target)
    assert book.sheetnames[0] == "直すところ"
    assert "E203" in str(book["targets"]["H2"].comment.text)
    # The returned workbook is checked in its turn: its first sheet is no table.
    assert run(["check", str(target), "--lang", "ja"]) == 1
    assert "直すところ" not in capsys.readouterr().out
    table = folder / "tables" / "targets.csv"
    assert run(["check", str(table), "--returned", str(table)]) == 2
    assert run(["check", str(folder), "--returned", str(tmp_path / "x.pdf")]) == 2
    assert "E904" in capsys.readouterr().err


def test_check_of_a_workspace_of_several_cities_says_what_to_name(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)
    write_kitchen(workspace, "other")
    assert run(["check", str(workspace), "--returned", str(tmp_path / "x.xlsx")]) == 2
    assert "E906" in capsys.readouterr().err
