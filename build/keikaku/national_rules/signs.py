"""Signs in a cell's text that a rule is not met. Both who judge by the rules read them here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from keikaku.text import normalise

_AMOUNT: Final = r"[約▲△-]?\d++(?:,\d{3})*+(?:\.\d+)?[^\d()\[\]、,;/・ぁ-おき-ん]{0,6}"
_TWO_VALUES: Final = re.compile(rf"(?:\(?\d\))?{_AMOUNT}(?:[(\[]{_AMOUNT}[)\]]|(?:[,、;/]{_AMOUNT})+)")
_DAY: Final = re.compile(r"\d{4}/\d{1,2}(/\d{1,2})?")
_MARKED: Final = re.compile(r"[①-⑳][^①-⑳]+[②-⑳]")
_SPACES: Final = re.compile(r"\s+")
_BLOCKS: Final = (
    (0x2150, 0x218F), (0x2460, 0x24FF), (0x2776, 0x2793), (0x2E80, 0x2FDF), (0x3200, 0x33FF), (0xE000, 0xF8FF),
    (0xFF61, 0xFF9F), (0x1F100, 0x1F2FF), (0xF0000, 0x10FFFF),
)  # fmt: skip
"""Number forms, enclosed letters and numbers, radicals, squared abbreviations, private use, half-width kana."""
_CP932_ONLY: Final = range(0x87, 0x88), range(0xED, 0xEF), range(0xFA, 0xFD)
"""First bytes of the characters that NEC and IBM added to Shift_JIS."""
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_DITTO: Final = re.compile(
    r"[(「]?\s*(〃|々|仝|[\"”″]|同[上左右前]|上に同じ|左に同じ|ditto|same as above)\s*[)」]?", re.IGNORECASE
)
_OTHER: Final = re.compile(r"(その他|other)s?", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ERA: Final = re.compile(
    r"((令和|平成|昭和)(元|\d{1,2})|[RHS]\.?(元|\d{1,2})(?=[年./-]))(年度?|[./-]\d{1,2}){0,2}(\d{1,2}月)?(\d{1,2}日)?(末|現在|時点)?"
)
_ERA_BEGINNINGS: Final = frozenset("令平昭RHSＲＨＳ㋿㍻㍼")
_SHORT_ERA: Final = re.compile(r"[RHS]\.?(元|\d{1,2})")
"""An era's letter with a number: a time where it is known to be one, elsewhere perhaps somebody's code."""
_NO_NAME: Final = re.compile(r"(列|項目|col|column|field|item|var|unnamed|f|c|v|x)?[\s_:.-]*\d*|[!-~]", re.IGNORECASE)
_YEAR: Final = re.compile(
    r"(?<!\d)(19|20)\d\d(?!\d)|(?<![a-z])[rhs]\d{1,2}(?!\d)|(令和|平成|昭和)\s*[元\d]", re.IGNORECASE
)

_FIELD: Final = re.compile(r'(?:"(?:[^"]++|"")*+"|[^",\r\n]*+)(,|\r?\n|\Z)')
"""One field of a CSV file with what ends it."""
_LINE_END: Final = re.compile(r"\r?\n|\Z")
_SHOWN: Final = 40


def is_number(text: str) -> bool:
    """Tell whether a text is a number as a machine writes it."""
    return bool(_NUMBER.fullmatch(text))


def is_two_values(text: str) -> bool:
    """Tell whether a text lists values, such as 12(3) or numbered items."""
    plain = _SPACES.sub("", normalise(text))
    listed = bool(_TWO_VALUES.fullmatch(plain)) and not _DAY.fullmatch(plain)
    return listed or bool(_MARKED.match(text))


@cache
def dependent(char: str) -> bool:
    """Tell whether a character depends on the platform."""
    if any(first <= ord(char) <= last for first, last in _BLOCKS):
        return True
    try:
        return any(char.encode("cp932")[0] in added for added in _CP932_ONLY)
    except UnicodeEncodeError:
        # What Shift_JIS never had (rare kanji of names) is no matter of the machine, but of its age.
        return unicodedata.category(char) in {"Cn", "Co", "Cs"}


def is_ditto(text: str) -> bool:
    """Tell whether a text stands for the one above."""
    return bool(_DITTO.fullmatch(text.strip()))


def other_details(text: str) -> str | None:
    """Give what follows "other" in a text, nothing included; None for a text that does not begin with it."""
    found = _OTHER.match(text)
    return text[found.end() :] if found else None


def is_date(text: str) -> bool:
    """Tell whether a text is a year, month or day in ISO 8601."""
    return bool(_DATE.fullmatch(text))


def is_era(text: str, *, short: bool) -> bool:
    """Tell whether a text is a time in an era year; `short` counts R6 as well."""
    if text.lstrip()[:1] not in _ERA_BEGINNINGS:
        return False
    plain = _SPACES.sub("", normalise(text))
    return bool(_ERA.fullmatch(plain) or (short and _SHORT_ERA.fullmatch(plain)))


def is_nameless(heading: str) -> bool:
    """Tell whether a heading tells nothing of its column: empty, a number, a sign."""
    return bool(_NO_NAME.fullmatch(heading.strip()))


def years_in(text: str) -> str | None:
    """Give the first year in a name; None where there is none."""
    found = _YEAR.search(text)
    return found[0] if found else None


def misquoted_fields(text: str) -> Iterator[tuple[int, str]]:
    """Find quotation marks where RFC 4180 has none: the number of the record and what stands there."""
    at, record = 0, 1
    while at < len(text):
        found = _FIELD.match(text, at)
        if found is None:
            end = _LINE_END.search(text, at)
            stop = end.end() if end else len(text)
            yield record, text[at : min(stop, at + _SHOWN)].strip()
            at, record = stop, record + 1
        else:
            at = found.end()
            record += found[1].endswith("\n")
