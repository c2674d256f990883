"""The sheet in front of a returned workbook: every problem by importance, with a link to its cell and the mend.

It also remembers, in a hidden column, which fill each marked cell had, so that the next marking can give it back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from keikaku.marking.fills import COLOURS, MAIN, Styles, solid
from keikaku.marking.order import Report
from keikaku.marking.wording import say, summary
from keikaku.problem import Lang, Problem, Severity, mend, message
from keikaku.read import letters

HEADINGS: Final = ("number", "kind", "sheet", "place", "what", "mend", "code", "row", "kept")
KEPT_COLUMN: Final = len(HEADINGS)
HEADING_ROW: Final = 7
_WIDTHS: Final = (7, 9, 20, 14, 60, 70, 8, 24, 12)
_BAD: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""
_LONGEST: Final = 32_000
_LINE: Final = 18
_TALLEST: Final = 400
"""Height of a line and of the tallest row, in points."""
_TOP: Final = '<alignment vertical="top" wrapText="1"/>'


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem with the sheet and cell that it is marked at; both are empty where it has none in this workbook.

    `former` are the fills that cells had which are marked for this problem first.
    """

    problem: Problem
    sheet: str = ""
    cell: str = ""
    former: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Looks:
    title: int
    text: int
    head: int
    link: int
    kinds: Mapping[Severity, int]


def recall(text: str) -> dict[str, str]:
    """Read the former fills that a line of an earlier list remembers; none where somebody wrote over them."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(cell): str(fill) for cell, fill in found.items()} if isinstance(found, dict) else {}


def listing(report: Report, placed: Sequence[Placed], styles: Styles, lang: Lang) -> bytes:
    """Give the sheet's part."""
    looks = _looks(styles)
    lines = [
        say("sheet_title", lang),
        *summary(report, lang).splitlines(),
        say("sheet_help", lang),
        say("sheet_renewed", lang),
    ]
    rows = [
        _row(number, [_text(f"A{number}", line, looks.title if number == 1 else 0)])
        for number, line in enumerate(lines, 1)
    ]
    heads = [_text(f"{letters(at)}{HEADING_ROW}", say(key, lang), looks.head) for at, key in enumerate(HEADINGS)]
    rows.append(_row(HEADING_ROW, heads))
    links = []
    for number, one in enumerate(placed, 1):
        row = HEADING_ROW + number
        rows.append(_problem_row(row, number, one, looks, lang))
        if one.sheet:
            links.append(
                f'<hyperlink ref="D{row}" location={quoteattr(_location(one))} display={quoteattr(_place(one))}/>'
            )
    return _sheet(rows, links, HEADING_ROW + len(placed)).encode()


def _looks(styles: Styles) -> _Looks:
    font = '<font>{}<sz val="11"/>{}<name val="Yu Gothic"/></font>'
    plain = font.format("", "")
    return _Looks(
        styles.add('<font><b/><sz val="16"/><name val="Yu Gothic"/></font>', "", "<alignment/>"),
        styles.add(plain, "", _TOP),
        styles.add(font.format("<b/>", ""), solid("FFE8F1FE"), _TOP),
        styles.add(font.format("<u/>", '<color rgb="FF0017C1"/>'), "", _TOP),
        {severity: styles.add(plain, solid(colour), _TOP) for severity, colour in COLOURS.items()},
    )


def _problem_row(row: int, number: int, one: Placed, looks: _Looks, lang: Lang) -> str:
    problem = one.problem
    texts = (
        (say(problem.severity.value, lang), looks.kinds[problem.severity]),
        (one.sheet or problem.where.sheet or problem.where.file, looks.text),
        (_place(one), looks.link if one.sheet else looks.text),
        (message(problem, lang), looks.text),
        (mend(problem, lang), looks.text),
        (problem.code, looks.text),
        (problem.where.row_key, looks.text),
        (json.dumps(dict(one.former), ensure_ascii=False) if one.former else "", looks.text),
    )
    cells = [f'<c r="A{row}" s="{looks.text}"><v>{number}</v></c>']
    cells += [_text(f"{letters(at)}{row}", text, style) for at, (text, style) in enumerate(texts, 1)]
    return _row(row, cells, _lines([text for text, _ in texts[:-1]]))


def _place(one: Placed) -> str:
    where = one.problem.where
    return where.cell or one.cell or where.column or where.row_key


def _location(one: Placed) -> str:
    quoted = one.sheet.replace("'", "''")
    return f"'{quoted}'!{one.cell or 'A1'}"


def _text(cell: str, text: str, style: int) -> str:
    look = f' s="{style}"' if style else ""
    if not text:
        return f'<c r="{cell}"{look}/>'
    shown = escape(_BAD.sub("□", text[:_LONGEST]))
    return f'<c r="{cell}"{look} t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _lines(texts: Sequence[str]) -> int:
    """Tell how many lines a row needs; some programmes leave wrapped rows one line high unless they are told."""
    return max(
        sum(1 + int(_columns(line) / (width - 1)) for line in text.split("\n"))
        for text, width in zip(texts, _WIDTHS[1:], strict=False)
    )


def _columns(text: str) -> int:
    """Give a text's width, in which a Japanese letter counts as two."""
    return sum(1 if char.isascii() else 2 for char in text)


def _row(number: int, cells: list[str], lines: int = 1) -> str:
    height = f' ht="{min(_LINE * lines, _TALLEST)}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _sheet(rows: list[str], links: list[str], last: int) -> str:
    hidden = {KEPT_COLUMN: ' hidden="1"'}
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"{hidden.get(at, "")}/>'
        for at, width in enumerate(_WIDTHS, 1)
    )
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    below = f'<pane ySplit="{HEADING_ROW}" topLeftCell="A{HEADING_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFCE0000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{letters(KEPT_COLUMN - 1)}{last}"/>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">{below}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18"/><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>{linked}'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
