"""Rules on choices: one spelling, a closed list, "other" apart, and a list of codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from keikaku.lint.checks.numbers import is_coded
from keikaku.lint.columns import Facts, plain
from keikaku.lint.finding import Finding, Sheet, check
from keikaku.lint.grid import cell_name
from keikaku.national_rules import other_details

_SYNONYMS: Final = (
    ("有", "有り", "あり", "有る", "ある"),
    ("無", "無し", "なし", "無い", "ない"),
    ("○", "〇", "◯", "o", "まる", "丸"),
    ("×", "✕", "✖", "☓", "x", "ばつ"),
    ("男", "男性"),
    ("女", "女性"),
    ("済", "済み", "ずみ"),
    ("可", "可能"),
    ("不可", "不可能"),
    ("はい", "yes", "y"),
    ("いいえ", "no", "n"),
    ("該当", "該当する", "該当あり"),
    ("非該当", "該当しない", "該当なし"),
)
_MEANING: Final = {word: words[0] for words in _SYNONYMS for word in words}
_DETAILS: Final = re.compile(r"[\s\u3000]*[(（\[［:：、,・\-－=「『／/][\s\S]+|[\s\u3000]+\S[\s\S]*")
_FREE: Final = re.compile(
    r"備考|名称|名$|内容|説明|詳細|摘要|理由|意見|タイトル|概要|コメント|title|name|note|remark", re.IGNORECASE
)
_CODE_LIST: Final = re.compile(r"コード表|符号表|コード一覧|凡例|選択肢|code|定義|説明", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 30
_MOST: Final = 200


@check
def one_spelling(sheet: Sheet) -> Iterator[Finding]:
    """L2-04: the same choice is written in one way; a published list has every value."""
    for facts in sheet.facts:
        if facts.numeric or facts.time or facts.code or not _is_short(facts):
            continue
        raw = Counter(cell.text.strip() for cell in facts.column.cells.values())
        meant: dict[str, list[str]] = {}
        for text, _ in sorted(raw.items(), key=lambda item: -item[1]):
            meant.setdefault(_meaning(text), []).append(text)
        # Figures in words are no choices: 10件 and １０件 are told by other rules.
        usual = {text: texts[0] for texts in meant.values() for text in texts[1:] if not _DIGIT.search(text)}
        if not usual or facts.column.number in sheet.as_printed:
            continue
        for row, cell in facts.column.cells.items():
            if (text := cell.text.strip()) in usual:
                place = cell_name(row, facts.column.number)
                yield sheet.found("L2-04", "spelling", place, text, usual[text])


def _is_short(facts: Facts) -> bool:
    values = facts.values
    repeats = any(count > 1 for count in values.values())
    return 0 < len(values) <= _MOST and repeats and all(len(value) <= _LONGEST for value in values)


def _meaning(text: str) -> str:
    folded = "".join(plain(text).lower().split()).replace("・", "").rstrip("。.")
    return _MEANING.get(folded, folded)


@check
def listed(sheet: Sheet) -> Iterator[Finding]:
    """L2-04: values of a choice column are those that its descriptor lists."""
    for facts in sheet.facts:
        constraints = sheet.declared.get(facts.column.name, {}).get("constraints")
        allowed = constraints.get("enum") if isinstance(constraints, dict) else None
        if isinstance(allowed, list):
            known = {str(one) for one in allowed}
            for row, cell in facts.column.cells.items():
                if cell.text and cell.text not in known:
                    yield sheet.at("L2-04", "unlisted", row, facts.column.number, cell)


@check
def other_apart(sheet: Sheet) -> Iterator[Finding]:
    """L2-05: details of "other" stand in another column."""
    for facts in sheet.facts:
        if facts.numeric or _FREE.search(plain(facts.column.name)) or facts.column.number in sheet.as_printed:
            continue
        if any(len(value) > 2 * _LONGEST for value in facts.values):
            continue
        for row, cell in facts.column.cells.items():
            details = other_details(cell.text.strip())
            if details and _DETAILS.fullmatch(details):
                yield sheet.at("L2-05", "other", row, facts.column.number, cell)


@check
def codes_are_explained(sheet: Sheet) -> Iterator[Finding]:
    """L3-02: bare codes come with their meanings: a column, a sheet, or a file beside."""
    if sheet.declared or _CODE_LIST.search(sheet.defined):
        return
    names = [plain(column.name) for column in sheet.layout.columns]
    for facts in sheet.facts:
        name = plain(facts.column.name)
        stem = re.sub(r"コード$|符号$|番号$|_?code$", "", name, flags=re.IGNORECASE)
        explained = any(other != name and other.startswith(stem) and stem for other in names)
        if facts.filled > 1 and is_coded(facts) and not explained:
            yield sheet.found(
                "L3-02", "no_list", cell_name(sheet.layout.header, facts.column.number), facts.column.name
            )
