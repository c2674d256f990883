"""What a cell of the form shows for a code, and which code a typed text means."""

from __future__ import annotations

from typing import Final

from keikaku.schema import CodeList
from keikaku.text import normalise

TRUTH: Final = {"true": "はい", "false": "いいえ"}
"""What a cell of a truth value shows."""


def shown(codes: CodeList, value: str) -> str:
    """Give what a cell shows for a code: its Japanese label; the units of the open list are shown as they are."""
    code = codes.by_value.get(value)
    return value if codes.open or code is None else code.ja


def choices(codes: CodeList) -> tuple[str, ...]:
    """Give the drop-down list of a code list, in its order."""
    return tuple(shown(codes, code.value) for code in codes.codes)


def code_of(codes: CodeList, text: str) -> str | None:
    """Tell which code is meant by a text: a code itself or one of its labels, in any width; None where none is."""
    wanted = _folded(text)
    if not wanted:
        return None
    for code in codes.codes:
        if wanted == _folded(code.value):
            return code.value
    for code in codes.codes:
        if wanted in {_folded(name) for name in (code.ja, code.en, code.abbreviation or "")}:
            return code.value
    others = (code for code in codes.codes if wanted in map(_folded, (*code.also.ja, *code.also.en)))
    return next((code.value for code in others), None)


def _folded(text: str) -> str:
    return "".join(normalise(text).split()).casefold()
