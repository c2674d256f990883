"""Values: at their page, elsewhere, nowhere; with marks in them, in parts, as corrections say, over a page's end."""

from __future__ import annotations

from pathlib import Path

import pytest
from verify_plan import DOCUMENT, Spoil, Tables, change, lines_of, place, prove, standing, verified

from keikaku.schema import load_schema
from keikaku.verify import Thresholds, context, count, passes, transcribed
from keikaku.verify.columns import ALSO, CONTEXT, OURS, SHARED, words_of


def test_a_true_transcription_is_proved(workspace: Path) -> None:
    one = verified(prove(workspace))
    counts = count(transcribed(one))
    assert (counts.at_page, counts.elsewhere, counts.nowhere) == (counts.total, 0, 0)
    assert counts.at_line >= 15
    assert counts.share == one.coverage.share == 100
    assert one.coverage.left == ()
    assert passes(one, Thresholds())
    assert (one.same, one.pagination.how) == (True, "table")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (change("results", 0, raw="①１３％"), "①１３％"),
        (change("results", 1, raw="８０件"), "８０件"),
        (change("results", 1, raw="②２８件"), "②２８件"),
        (change("targets", 0, raw="１１０％"), "１１０％"),
        (change("targets", 0, raw="０％"), "０％"),
        (change("projects", 2, title="道路の点険"), "道路の点険"),
        (change("projects", 1, code_raw="産－④"), "産－④"),
    ],
)
def test_an_altered_value_is_nowhere(spoil: Spoil, words: str, workspace: Path) -> None:
    one = verified(prove(workspace, spoil))
    assert words in [value for _, value in standing(one, "nowhere")]
    assert not passes(one, Thresholds())


def test_a_value_on_another_page_names_the_pages_with_it(workspace: Path) -> None:
    one = verified(prove(workspace, change("results", 1, page="2")))
    (found,) = [found for found in one.found if found.value.column == "raw" and found.standing == "elsewhere"]
    assert (found.value.words, found.pages) == ("②２８０件", (3,))
    assert not passes(one, Thresholds())
    assert not passes(one, Thresholds(found=50, covered=50))
    assert passes(one, Thresholds(found=50, covered=50, left=9))


@pytest.mark.parametrize("page", ["", "x", "99", "-1"])
def test_a_page_that_is_none_is_no_page(page: str, workspace: Path) -> None:
    one = verified(prove(workspace, change("results", 1, page=page)))
    assert ("raw", "②２８０件") in standing(one, "elsewhere")


def test_printing_marks_and_widths_do_not_matter(workspace: Path) -> None:
    document = DOCUMENT.replace("産－② 相談の受付", "**産－② 相談※\u3000の<sup>3)</sup>受&#20184;**<br>")
    assert standing(verified(prove(workspace, document=document)), "nowhere") == []


def test_circled_digits_are_not_figures(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["results"][0]["raw"] = "１１２％"

    assert ("raw", "１１２％") in standing(verified(prove(workspace, spoil)), "nowhere")


def test_a_title_may_have_plain_digits_for_circled_ones(workspace: Path) -> None:
    document = DOCUMENT.replace("道路の点検\n", "道路の点検（施策②）\n")
    one = verified(prove(workspace, change("projects", 2, title="道路の点検(施策2)"), document))
    assert standing(one, "nowhere") == []


def test_a_value_may_run_over_the_end_of_its_page(workspace: Path) -> None:
    document = DOCUMENT.replace("備考\n2\n", "備考 次の年も\n2\n", 1).replace(
        " 施策名称 産－②", " 続ける 施策名称 産－②"
    )

    def spoil(tables: Tables) -> None:
        row = {"edition_id": "e", "project_id": "san-1", "fiscal_year": "2025", "kind": "activity", "seq": "1"}
        tables["schedule"] = [{**row, "raw": "次の年も続ける", **place("備考")}]

    one = verified(prove(workspace, spoil, document))
    assert standing(one, "nowhere") == standing(one, "elsewhere") == []


def test_a_mark_may_be_printed_into_a_value(workspace: Path) -> None:
    document = DOCUMENT.replace("産－② 相談の受付", "産－② 相談【再掲 産－①】の受付")
    one = verified(prove(workspace, document=document))
    assert standing(one, "nowhere") == []
    assert [left.words for left in one.coverage.left if left.what == "project"] == ["産-①"]


def test_the_parts_of_a_value_may_be_printed_apart(workspace: Path) -> None:
    document = DOCUMENT.replace("実績 ②２８０件\n", "実績 ②２８０件\n電話\n（内訳２００件）\n")
    one = verified(prove(workspace, change("results", 1, raw="②２８０件 （内訳２００件）"), document))
    assert standing(one, "nowhere") == []


def test_a_part_with_a_figure_is_not_borrowed(workspace: Path) -> None:
    one = verified(prove(workspace, change("results", 1, raw="②２８０件 １０％")))
    assert ("raw", "②２８０件 １０％") in standing(one, "nowhere")


def test_a_correction_tells_the_printed_form(workspace: Path) -> None:
    document = DOCUMENT.replace("産－② 相談の受付", "産－② 相淡の 受付")
    row = {"edition_id": "e", "correction_id": "c", "table_name": "projects", "row_key": "san-2"}
    row |= {"column_name": "title", "kind": "typo", "reason": "誤記。", **place("産－②")}

    def correct(as_printed: str, as_published: str) -> Spoil:
        def spoil(tables: Tables) -> None:
            tables["corrections"] = [{**row, "as_printed": as_printed, "as_published": as_published}]

        return spoil

    for number, (printed, published, found) in enumerate(
        [
            ("相淡の受付", "相談の受付", True),
            ("相淡の 受付", "相談の受付", True),
            ("相淡の受付", "相談の窓口", False),
            ("相炎の受付", "相談の受付", False),
        ]
    ):
        folder = workspace / str(number)
        folder.mkdir()
        one = verified(prove(folder, correct(printed, published), document))
        assert (("title", "相談の受付") not in standing(one, "nowhere")) is found


def test_what_is_stated_once_may_stand_on_another_page(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        row = {"edition_id": "e", "statistic_id": "st", "raw": "３００件以上", **place("３００件以上")}
        tables["statistics"] = [
            {**row, "topic": "受け付けた相談の件数", "survey": "市役所の仕事", "period_raw": "三年"}
        ]

    one = verified(prove(workspace, spoil))
    assert standing(one, "elsewhere") == [("survey", "市役所の仕事"), ("period_raw", "三年")]
    assert count(context(one)).nowhere == 0
    assert passes(one, Thresholds())


def test_a_period_that_is_nowhere_fails_and_a_label_of_ours_does_not(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        row = {"edition_id": "e", "statistic_id": "st", "raw": "３００件以上", **place("３００件以上")}
        tables["statistics"] = [{**row, "topic": "火星の人口", "period_raw": ""}]

    one = verified(prove(workspace, spoil))
    assert standing(one, "nowhere") == [("topic", "火星の人口")]
    assert passes(one, Thresholds())

    def worse(tables: Tables) -> None:
        spoil(tables)
        tables["statistics"][0]["period_raw"] = "令和九年"

    (workspace / "worse").mkdir()
    assert not passes(verified(prove(workspace / "worse", worse)), Thresholds())


def test_the_lines_of_values_are_compared(workspace: Path) -> None:
    lines = {found.value.words: found.line for found in verified(prove(workspace)).found}
    assert lines["①１２％"] == 1 + lines_of().index("実績 ①１２％")


def test_exceptions_name_columns_that_exist_and_their_reasons() -> None:
    schema = load_schema()
    for name, column in [*OURS, *CONTEXT, *SHARED, *ALSO]:
        assert column in schema.by_name[name].names
    assert all(reason for declared in (OURS, CONTEXT, SHARED) for reason in declared.values())
    assert not set(OURS) & set(CONTEXT)
    raw = {(table.name, column.name) for table in schema.tables for column in table.columns if column.raw}
    looked_for = {(table.name, column.name) for table in schema.tables for column in words_of(table)}
    assert raw - looked_for == {("corrections", "as_published"), ("corrections", "reason")}
