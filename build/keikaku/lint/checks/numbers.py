"""Rules on number columns: numbers only, zero and nothing, marks, units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from keikaku.lint.columns import MARK, ZERO_WORD, Facts, is_dirty_number, plain, spans_values
from keikaku.lint.finding import Finding, Sheet, check
from keikaku.lint.grid import NUMBER, TEXT, Cell, cell_name
from keikaku.national_rules import is_ditto, is_number, is_two_values

_BRACKETS: Final = re.compile(r"[(（\[［〔【〈<].{1,16}[)）\]］〕】〉>]")
_UNIT_NAME: Final = re.compile(
    r"(人|円|件|回|%|率_%|km2?|m2|ha|kg|t|世帯|時間|日|分|点|箇所|か所|戸|台|校|棟|_[a-z0-9%]{1,8})$|(人|件|回|世帯|戸|箇所|か所|"
    r"台|本|冊|棟|校|園|館|室|店|社|団体|事業|施設|参加者|利用者|職員|児童|生徒|会員|登録者|来場者|日|月|年|時間|点|組|部|種|"
    r"項目|行|列|総)数|人口|定員|人員|人数|歳児|(男|女|男性|女性|総数|計)$|円|パーセント|ファイル_?サイズ",
    re.IGNORECASE,
)
_UNIT_NOTE: Final = re.compile(r"単位\s*[:：]")
_UNIT_COLUMN: Final = re.compile(r"単位|(^|_)unit(_|$)", re.IGNORECASE)


@check
def numbers_only(sheet: Sheet) -> Iterator[Finding]:
    """L2-01, L1-09 and L3-03: what stands in number columns and is no number."""
    for facts in sheet.facts:
        if not facts.numeric:
            continue
        coded = is_coded(facts)
        for row, cell in facts.column.cells.items():
            found = _fault(sheet, cell) if cell.kind == TEXT else None
            if found and not (found[1] == "stored_as_text" and coded):
                yield sheet.at(*found, row, facts.column.number, cell)
        yield from _two_ways(sheet, facts)


def _fault(sheet: Sheet, cell: Cell) -> tuple[str, str] | None:
    """Give rule and kind of a text in a number column."""
    text = plain(cell.text)
    if not text or is_ditto(text) or cell.formula or is_two_values(cell.text) or spans_values("".join(text.split())):
        return None
    if MARK.fullmatch(text):
        return None if _is_defined(sheet, text) else ("L3-03", "mark")
    if ZERO_WORD.fullmatch(text):
        return "L1-09", "word"
    if is_number(text) and text == cell.text.strip():
        # In a CSV file this is a number but for the spaces around it, which another rule tells.
        return None if sheet.file.is_csv else ("L2-01", "stored_as_text")
    return ("L2-01", "text") if is_dirty_number(text) or text[:1].isdigit() else ("L2-01", "words")


def _is_defined(sheet: Sheet, text: str) -> bool:
    """Tell whether a mark is explained: in the descriptor or in a sheet or note of definitions."""
    return (
        bool(text)
        and re.search(rf"[「『\"'“（(]?{re.escape(text)}[」』\"'”）)]?\s*[はとを:：=＝…]", sheet.defined) is not None
    )


def _two_ways(sheet: Sheet, facts: Facts) -> Iterator[Finding]:
    cells = facts.column.cells
    empty = any(row not in cells for row in sheet.layout.body)
    for row, cell in cells.items():
        if (
            empty
            and cell.kind == TEXT
            and MARK.fullmatch(plain(cell.text))
            and not _is_defined(sheet, plain(cell.text))
        ):
            yield sheet.at("L1-09", "two_ways", row, facts.column.number, cell)
            return


@check
def zeros_are_seen(sheet: Sheet) -> Iterator[Finding]:
    """L1-09: no format shows zero as blank."""
    for row, column, cell in sheet.cells():
        if cell.kind == NUMBER and cell.text == "0":
            look = sheet.grid.looks.get(cell.style)
            if not sheet.grid.shows_zeros or (look and _hides_zero(look.format)):
                yield sheet.at("L1-09", "hidden_zero", row, column, cell)


def _hides_zero(number_format: str) -> bool:
    sections = number_format.split(";")
    if len(sections) > 2:
        return not sections[2].strip()
    first = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", sections[0])
    return "#" in first and "0" not in first


@check
def units(sheet: Sheet) -> Iterator[Finding]:
    """L3-04: every column of quantities has a unit."""
    if _UNIT_NOTE.search(sheet.defined):
        return
    if any(_UNIT_COLUMN.search(plain(column.name)) for column in sheet.layout.columns if not sheet.declared):
        return
    for facts in sheet.facts:
        name = plain(facts.column.name)
        if not facts.numeric or facts.time or facts.code or facts.ordinal or not name or is_number(name):
            continue
        if not _has_unit(sheet, facts, name):
            yield sheet.found("L3-04", "no_unit", cell_name(sheet.layout.header, facts.column.number), name)


def _has_unit(sheet: Sheet, facts: Facts, name: str) -> bool:
    declared = sheet.declared.get(facts.column.name)
    if declared is not None:
        return bool(declared.get("unit") or declared.get("unitColumn") in sheet.layout.names)
    if is_coded(facts) or _BRACKETS.search(facts.column.name) or _UNIT_NAME.search(name):
        return True
    values = [cell.text.strip() for cell in facts.column.cells.values() if cell.kind == TEXT]
    dirty = [value for value in values if not is_number(plain(value)) and is_dirty_number(plain(value))]
    # A unit that stands in the cells is told by another rule.
    looks = [sheet.grid.looks.get(cell.style) for cell in facts.column.cells.values()]
    shown = any(look and ("%" in look.format or '"' in look.format or look.format_id in (9, 10)) for look in looks)
    return shown or (bool(dirty) and any(not value[-1].isdigit() for value in dirty))


_CODED_NAME: Final = re.compile(
    r"区分|種別|分類|性別|フラグ|回答|選択|カテゴリ|有無|状態|状況|category|type|flag|status|kind|sex|gender|^Q\d|^問\d|設問",
    re.IGNORECASE,
)
_CODED: Final = re.compile(r"\d{1,2}")


def is_coded(facts: Facts) -> bool:
    """Tell whether a column holds bare codes (1, 2, 3) that stand for something."""
    values = facts.values
    return bool(
        _CODED_NAME.search(plain(facts.column.name))
        and len(values) > 1
        and all(_CODED.fullmatch(one) for one in values)
    )
