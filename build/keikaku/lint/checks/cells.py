"""Rules on what every cell may hold: spaces, one value, characters, nothing left out, no formulas."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from keikaku.lint.columns import Facts, plain, spans_values
from keikaku.lint.finding import Finding, Sheet, check
from keikaku.lint.grid import TEXT, area_name, cell_name
from keikaku.national_rules import dependent, is_ditto, is_two_values

_AROUND: Final = re.compile(r"^[\s\u3000]|[\s\u3000]$")
_DOUBLED: Final = re.compile(r"[ \u3000\t\xa0]{2,}")
_SPACED: Final = re.compile(r"[ぁ-ヿ一-鿿](?:[ \u3000][ぁ-ヿ一-鿿])+")
_NAMES: Final = re.compile(r"氏名|姓名|名前|人名|代表者|担当者|委員|議員|作成者|name", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[、，/／;；|｜]|,(?!\d{3}(?!\d))")
_DOT: Final = re.compile(r"[・･]")
_SENTENCE: Final = re.compile(r"[。．！？]|する|した|ます|です|である|を|る$")
_SEVERAL: Final = re.compile(r"キーワード|タグ|keyword|tag", re.IGNORECASE)
"""What the national lists of data sets themselves write into one cell."""
_CLASSES: Final = re.compile(r"区分|階級|階層|年齢|年代|層$|帯$|規模")
_SHORT: Final = 12
_SHOWN: Final = 10


@check
def plain_cells(sheet: Sheet) -> Iterator[Finding]:
    """L1-06, L1-08 and L2-02: spaces for looks, platform-dependent characters, ditto marks."""
    kept = {facts.column.number for facts in sheet.facts if _NAMES.search(facts.column.name)}
    lines = sheet.file.delimited is None
    for row, column, cell in sheet.cells():
        if cell.kind != TEXT or column in sheet.as_printed:
            continue
        spaces, strange, ditto = _signs(cell.text)
        if spaces and (spaces != "line_break" or lines) and not (spaces == "spaced" and column in kept):
            yield sheet.at("L1-06", spaces, row, column, cell)
        if strange:
            yield sheet.found("L1-08", "characters", cell_name(row, column), cell.text, strange)
        if ditto:
            yield sheet.at("L2-02", "ditto", row, column, cell)


@cache
def _signs(text: str) -> tuple[str, str, bool]:
    """Give the kind of spaces for looks, the platform-dependent characters, and whether a text is a ditto mark."""
    strange = "" if text.isascii() else "".join(dict.fromkeys(char for char in text if dependent(char)))[:_SHOWN]
    return _spaces(text), strange, is_ditto(text)


def _spaces(text: str) -> str:
    if not text.strip():
        return "around" if text else ""
    if "\n" in text or "\r" in text:
        return "line_break"
    if _AROUND.search(text):
        return "around"
    if _DOUBLED.search(text):
        return "doubled"
    return "spaced" if _SPACED.fullmatch(text) else ""


@check
def one_value(sheet: Sheet) -> Iterator[Finding]:
    """L1-07: one value a cell."""
    for facts in sheet.facts:
        if facts.column.number in sheet.as_printed:
            continue
        several = sheet.declared or _SEVERAL.search(facts.column.name)
        listed = frozenset[str]() if several else _listed(facts)
        # 0〜4歳 is one value where classes are what the column holds.
        classes = bool(_CLASSES.search(facts.column.name))
        for row, cell in facts.column.cells.items():
            if cell.kind != TEXT:
                continue
            if _is_listed(cell.text, code=facts.code or classes, time=facts.time):
                yield sheet.at("L1-07", "values", row, facts.column.number, cell)
            elif plain(cell.text) in listed:
                yield sheet.at("L1-07", "listed", row, facts.column.number, cell)


@cache
def _is_listed(text: str, *, code: bool, time: bool) -> bool:
    joined = "".join(plain(text).split())
    if spans_values(joined):
        # A range of codes may be a code; two telephone numbers are two.
        return not code or (joined.startswith("0") and "-" in joined)
    return not code and not time and is_two_values(text)


def _listed(facts: Facts) -> frozenset[str]:
    """Give the texts that list words of which others stand in cells of their own, or in other lists."""
    values = facts.values
    if facts.numeric or facts.code or facts.time or len(values) > 2000:
        return frozenset()
    parts = {value: _parts(value) for value in values if len(value) <= 80}
    lists = {value: found for value, found in parts.items() if len(found) > 1}
    seen = Counter(part for found in lists.values() for part in set(found))
    by_words = {
        value
        for value, found in lists.items()
        if _known(found, values)
        or _is_marked(value, found)
        or ("/" not in value and len(lists) > 1 and _recurs(found, seen))
    }
    by_dots = {
        value for value in values if len(found := _DOT.split(value)) > 1 and all(part in values for part in found)
    }
    return frozenset(by_words | by_dots)


def _known(parts: tuple[str, ...], values: Counter[str]) -> bool:
    """Tell whether the words of a list stand in cells of their own; one of three or more may not."""
    missing = sum(part not in values for part in parts)
    return missing == 0 or (missing == 1 and len(parts) > 2)


def _is_marked(value: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a list is separated by signs that Japanese sentences do not have."""
    return any(sign in value for sign in ";；|｜") and all(len(part) <= _SHORT for part in parts)


def _recurs(parts: tuple[str, ...], seen: Counter[str]) -> bool:
    """Tell whether a list is one of short words, some of which other lists have too."""
    return all(len(part) <= _SHORT for part in parts) and any(seen[part] > 1 for part in parts)


def _parts(value: str) -> tuple[str, ...]:
    if _SENTENCE.search(value) or "://" in value or "@" in value:
        return (value,)
    return tuple(part.strip() for part in _SEPARATORS.split(value) if part.strip())


@check
def nothing_left_out(sheet: Sheet) -> Iterator[Finding]:
    """L2-02: no column on the left is blank for the same as above. Merged cells are another rule's."""
    body = sheet.layout.body
    if len(body) < 3 or sheet.declared:
        return
    merged = {area[1] for area in sheet.grid.merged if area[2] > area[0] and area[0] >= sheet.layout.header}
    for column in sheet.layout.columns[:-1]:
        filled = [row for row in body if column.cells.get(row) and column.cells[row].text.strip()]
        if column.number in merged or not filled or filled[0] != body[0] or len(filled) == len(body):
            return
        if (len(filled) < 2 and column is not sheet.layout.columns[0]) or not _continues(sheet, column.number, filled):
            return
        for start, after in zip(filled, [*filled[1:], body[-1] + 1], strict=True):
            blank = body[bisect_right(body, start) : bisect_left(body, after)]
            if blank:
                area = area_name((blank[0], column.number, blank[-1], column.number))
                yield sheet.found("L2-02", "blank", area, column.cells[start].text)


def _continues(sheet: Sheet, number: int, filled: list[int]) -> bool:
    """Tell whether blanks stand below a value while the columns to the right go on, as in a printed list."""
    body = sheet.layout.body
    blank = len(body) - len(filled)
    texts = [sheet.grid.text(row, number) for row in filled]
    right = [column for column in sheet.layout.columns if column.number > number]
    full = sum(
        1 for column in right if sum(1 for row in body if sheet.grid.text(row, column.number).strip()) == len(body)
    )
    return blank * 4 >= len(body) and len(set(texts)) == len(texts) and full > 0


@check
def no_formulas(sheet: Sheet) -> Iterator[Finding]:
    """L2-06: values and no formulas."""
    for row, cells in sorted(sheet.grid.rows.items()):
        for column, cell in sorted(cells.items()):
            if cell.formula:
                yield sheet.found("L2-06", "formula", cell_name(row, column), f"={cell.formula}")
