"""What no row accounts for: rows that are missing show, forms and prose do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from verify_plan import DOCUMENT, Spoil, Tables, change, left, place, prove, standing, verified, without

from keikaku.verify import Thresholds, passes


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (without("results", indicator_id="san-2.2"), [("figure", "280件"), ("status", "【未達成】")]),
        (without("results", indicator_id="san-3.1"), [("figure", "10%"), ("status", "【達成】")]),
        (without("targets", indicator_id="san-2.2"), [("figure", "300件")]),
        (without("projects", project_id="san-3"), [("project", "産-③"), ("text", "施策名称産-③道路の点検")]),
    ],
)
def test_a_missing_row_shows(spoil: Spoil, expected: list[tuple[str, str]], workspace: Path) -> None:
    one = verified(prove(workspace, spoil))
    assert set(expected) <= set(left(one))
    assert one.coverage.share < 98
    assert not passes(one, Thresholds())


def test_a_page_that_shows_an_example_wants_no_rows(workspace: Path) -> None:
    lacking = without("results", indicator_id="san-2.2")

    def example(tables: Tables) -> None:
        lacking(tables)
        page = next(row for row in tables["pages"] if row["page"] == "3")
        page["kind"] = "example"

    one = verified(prove(workspace, example))
    assert {each.what for each in one.coverage.left if each.page == 3} == {"prose_figure", "aside"}
    assert passes(one, Thresholds())


def test_rows_with_the_same_words_take_one_place_after_another(workspace: Path) -> None:
    document = DOCUMENT.replace("件数 ３００件以上\n", "件数 ３００件以上\n電話 ３００件以上\n")

    def second(tables: Tables) -> None:
        rows = [row for row in tables["targets"] if row["indicator_id"] == "san-2.2"]
        tables["targets"].append({**rows[0], "seq": "2"})

    complete, lacking = workspace / "complete", workspace / "lacking"
    complete.mkdir()
    lacking.mkdir()
    assert left(verified(prove(complete, second, document)), "figure") == []
    assert left(verified(prove(lacking, document=document)), "figure") == [("figure", "300件")]


def test_a_shared_mark_is_the_one_before_its_result(workspace: Path) -> None:
    document = DOCUMENT.replace("実績 ②２８０件\n【未達成】", "【達成】\n実績 ②２８０件\n【達成】\n別の実績 ③９件")
    one = verified(prove(workspace, change("results", 1, status_raw="【達成】"), document))
    assert left(one, "status") == [("status", "【達成】")]
    assert [each.line for each in one.coverage.left if each.what == "status"] == [20]


def test_a_correction_does_not_stand_in_for_the_row_of_which_it_speaks(workspace: Path) -> None:
    row = {"edition_id": "e", "correction_id": "c", "table_name": "results", "row_key": "san-2.2|2024|1"}
    row |= {"as_printed": "②２８０件", "kind": "ambiguous", "reason": "理由。", **place("②２８０件")}

    def correct(tables: Tables) -> None:
        tables["corrections"] = [row]

    def spoil(tables: Tables) -> None:
        correct(tables)
        without("results", indicator_id="san-2.2")(tables)

    (workspace / "with").mkdir()
    assert left(verified(prove(workspace / "with", correct))) == []
    assert ("figure", "280件") in left(verified(prove(workspace, spoil)))


def test_prose_is_no_table_and_its_figures_are_listed_apart(workspace: Path) -> None:
    document = DOCUMENT.replace(
        "計画の期間は三年とする。", "市民アンケートに答えた人のうち、４２％は市役所に行く時間が\nないと答えた。"
    )
    one = verified(prove(workspace, document=document))
    assert left(one) == [("prose_figure", "42%")]
    assert one.coverage.share == 100


def test_a_row_of_figures_before_a_sentence_is_no_prose(workspace: Path) -> None:
    rows = "産業の分野の事業 44件 37件 7件 84.1%\n全部の分野の事業の合計 112件 94件 15件\n"
    document = DOCUMENT.replace("この計画は、", f"{rows}この計画は、")
    found = left(verified(prove(workspace, document=document)), "figure", "prose_figure")
    assert [what for what, _ in found] == ["figure"] * 7


def test_figures_without_a_row_are_told_from_dates_ordinals_and_words(workspace: Path) -> None:
    document = DOCUMENT.replace(
        "備考\n3",
        "備考 第２回、令和６年５月、２０２４年度、８０歳、R4、1-2、３基本、延べ５０人、2.5倍、１，２００千円\n3",
    )
    found = [words for _, words in left(verified(prove(workspace, document=document)), "figure")]
    assert found == ["50人", "2.5倍", "1,200千円"]


def test_a_bare_number_in_a_cell_is_a_figure(workspace: Path) -> None:
    document = DOCUMENT.replace("備考\n3", "備考\n１，２３４\n3")
    assert left(verified(prove(workspace, document=document)), "figure") == [("figure", "1,234")]


def test_a_status_in_a_cell_of_its_own_is_listed(workspace: Path) -> None:
    document = DOCUMENT.replace("備考\n3", "備考\n一部未達成\n3")
    assert left(verified(prove(workspace, document=document)), "status") == [("status", "一部未達成")]


def test_an_overview_names_projects_again(workspace: Path) -> None:
    overview = "取組の一覧\n産－①窓口の改善\n産－②相談の受付\n産－③道路の点検\n"
    document = DOCUMENT.replace("計画の期間は三年とする。\n", f"計画の期間は三年とする。\n{overview}")
    (workspace / "all").mkdir()
    assert left(verified(prove(workspace / "all", document=document)), "project") == []
    one = verified(prove(workspace, without("projects", project_id="san-2"), document))
    assert [each.line for each in one.coverage.left if each.what == "project"] == [8, 18]


TABLE = """# 推進計画

## 事業

| 番号 | 事業名 | 目標 | 実績 |
|---|---|---|---|
| 産－① | 窓口の改善 | 達成率 １０％ | ①１２％ |
| 産－② | 相談の受付 | 達成率 １０％ | ②２８０件 |

## 進捗

| 事業名 | 目標 | 実績 |
|---|---|---|
| 窓口の改善 | １０％ | ①１２％ |
| 相談の受付 | １０％ | ①１２％ |

目次 ........ 12
"""


def _marked(tables: Tables) -> None:
    """Transcribe the first table of the marked document, which has one page."""
    tables["pages"] = []
    tables["projects"] = tables["projects"][:2]
    for row in tables["projects"]:
        row.pop("description")
    tables["indicators"] = [row for row in tables["indicators"] if row["indicator_id"] in {"san-1.1", "san-2.1"}]
    tables["targets"] = [row for row in tables["targets"] if row["indicator_id"] in {"san-1.1", "san-2.1"}]
    tables["results"] = tables["results"][:2]
    tables["results"][1]["indicator_id"] = "san-2.1"
    for row in tables["results"]:
        row["status_raw"] = ""
    for name in ("plans", "editions", "projects", "indicators", "targets", "results"):
        for index, row in enumerate(tables[name]):
            row |= {"page": "1", "line": "1" if name in {"plans", "editions"} else str(7 + index)}


def test_a_printed_row_that_repeats_another_is_accounted_for_and_one_that_differs_is_not(workspace: Path) -> None:
    one = verified(prove(workspace, _marked, TABLE))
    assert standing(one, "nowhere") == []
    assert [(each.line, each.words) for each in one.coverage.left if each.what == "figure"] == [
        (15, "10%"),
        (15, "12%"),
    ]


def test_headings_contents_and_rules_are_labels(workspace: Path) -> None:
    one = verified(prove(workspace, _marked, TABLE))
    assert left(one, "text", "aside") == [("text", "相談の受付")]
    assert one.coverage.label > 10
