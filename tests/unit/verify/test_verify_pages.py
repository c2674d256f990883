"""Pages: by the table, by form feeds, by the rule, by the rows, by a PDF's sheets; in texts that were altered."""

from __future__ import annotations

from pathlib import Path

import pytest
from verify_pdf import Placed, make_pdf
from verify_plan import DOCUMENT, STARTS, Tables, change, left, lines_of, prove, sheets, standing, verified

from keikaku.verify import Thresholds, Verified, passes
from keikaku.verify.document import Document, read_document, ruled_sheets


def no_table(tables: Tables) -> None:
    tables["pages"] = []


def sound(one: Verified) -> bool:
    return passes(one, Thresholds()) and not standing(one, "elsewhere")


def test_without_a_table_the_rule_tells_the_pages(workspace: Path) -> None:
    one = verified(prove(workspace, no_table))
    assert sound(one)
    assert (one.pagination.how, one.pagination.starts) == ("rule", STARTS)


def test_the_rule_is_one_space_or_a_page_number_before() -> None:
    lines = ("a", "  b", " c", "\u3000d", "12", "e", " \u3000f", "- 3 -", "g", "５", "")
    assert ruled_sheets(lines) == (1, 3, 6, 9, 11)


@pytest.mark.parametrize("at_the_end", [False, True])
def test_form_feeds_are_preferred_to_the_rule(at_the_end: bool, workspace: Path) -> None:
    pages = ["\n".join(lines) for lines in sheets()]
    document = "\f\n".join(pages) if at_the_end else "\n\f".join(pages)
    one = verified(prove(workspace, no_table, document))
    assert sound(one)
    assert (one.pagination.how, one.pagination.offset) == ("form_feeds", 0)


def test_a_cover_shifts_the_numbers_of_form_feeds(workspace: Path) -> None:
    document = "表紙の言葉\n\f" + "\n\f".join("\n".join(lines) for lines in sheets())
    one = verified(prove(workspace, no_table, document))
    assert standing(one, "elsewhere") == standing(one, "nowhere") == []
    assert one.pagination.offset == -1


def test_without_breaks_the_rows_tell_the_pages(workspace: Path) -> None:
    lines = [line.strip() if line.strip() not in {"1", "2", "3"} else "—" for line in lines_of()]
    one = verified(prove(workspace, no_table, "\n".join(lines)))
    assert one.pagination.how == "rows"
    assert standing(one, "elsewhere") == standing(one, "nowhere") == []


def test_a_row_whose_page_does_not_fit_has_no_say(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        no_table(tables)
        tables["results"][0]["page"] = "4"

    lines = [line.strip() if line.strip() not in {"1", "2", "3"} else "—" for line in lines_of()]
    one = verified(prove(workspace, spoil, "\n".join(lines)))
    assert ("raw", "①１２％") in standing(one, "elsewhere")


def test_the_table_moves_with_an_altered_text(workspace: Path) -> None:
    lines = [line.strip() if line.strip() not in {"1", "2", "3"} else "—" for line in lines_of()]
    lines[1:1] = ["前書き", "目的の前に置く言葉"]
    lines[15:15] = ["（ここに写真）"]
    proof = prove(workspace, document="\n".join(lines))
    one = verified(proof)
    assert [problem.code for problem in proof.problems] == ["W712"]
    assert not one.same
    assert standing(one, "elsewhere") == standing(one, "nowhere") == []


def test_an_altered_figure_of_the_document_is_found(workspace: Path) -> None:
    one = verified(prove(workspace, document=DOCUMENT.replace("②２８０件", "②２８１件")))
    assert standing(one, "nowhere") == [("raw", "②２８０件")]
    assert ("figure", "281件") in left(one)
    assert not passes(one, Thresholds())


def test_a_removed_page_is_found(workspace: Path) -> None:
    document = "\n".join("\n".join(lines) for number, lines in enumerate(sheets()) if number != 2)
    assert ("raw", "②２８０件") in standing(verified(prove(workspace, document=document)), "nowhere")


def placed(lines: list[str]) -> list[Placed]:
    """Write lines on a sheet, one below the other."""
    return [(50, 760 - 14 * index, line.strip()) for index, line in enumerate(lines) if len(line.strip()) > 1]


def test_a_pdf_is_verified_by_its_sheets(workspace: Path) -> None:
    data = make_pdf([placed(lines) for lines in sheets()])
    proof = prove(workspace, document=data, name="plan.pdf")
    assert proof.problems == ()
    assert sound(verified(proof))
    assert (verified(proof).pagination.how, verified(proof).pagination.offset) == ("sheets", 0)


def test_the_offset_of_printed_page_numbers_is_found(workspace: Path) -> None:
    covers = [[(50.0, 700.0, "表紙の言葉")], [(50.0, 700.0, "はじめの言葉")]]
    one = verified(prove(workspace, document=make_pdf([*covers, *map(placed, sheets())]), name="PLAN.pdf"))
    assert standing(one, "elsewhere") == standing(one, "nowhere") == []
    assert one.pagination.offset == -2


def test_sheets_are_joined_where_no_offset_fits(workspace: Path) -> None:
    data = make_pdf([half for lines in sheets() for half in (placed(lines)[:4], placed(lines)[4:])])
    one = verified(prove(workspace, document=data, name="plan.pdf"))
    assert standing(one, "elsewhere") == standing(one, "nowhere") == []
    assert one.pagination.offset is None


def test_a_missing_row_shows_in_a_pdf(workspace: Path) -> None:
    data = make_pdf([placed(lines) for lines in sheets()])
    one = verified(prove(workspace, change("results", 1, raw="②２９０件"), data, "plan.pdf"))
    assert standing(one, "nowhere") == [("raw", "②２９０件")]
    assert ("figure", "280件") in left(one)


def test_words_are_read_by_place_where_they_were_drawn_in_another_order(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["projects"][0]["description"] = "窓口で待つ時間を短くする取組と案内の人を増やす取組"

    pages = [placed(lines) for lines in sheets()]
    row = next(index for index, (_, _, text) in enumerate(pages[1]) if "短くする取組" in text)
    x, y, _ = pages[1][row]
    pages[1][row:row] = [(x, y - 7, "と案内の人を増やす取組")]
    one = verified(prove(workspace, spoil, make_pdf(pages), "plan.pdf"))
    assert standing(one, "nowhere") == []


def test_gaps_on_a_line_divide_figures(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(make_pdf([[(50, 700, "10"), (200, 700, "20"), (50, 720, "上の行")]]))
    document = read_document(path)
    assert isinstance(document, Document)
    assert document.other is not None
    assert document.other.lines == ("上の行", "10 20")
