"""Normal form of Japanese text: what a column that is not `*_raw` may hold.

NFKC (Unicode Standard Annex #15) folds full-width digits, circled digits and Kangxi radicals, but leaves most
of the block "CJK Radicals Supplement" alone. Text taken from PDFs is full of them (⺠ for 民), so they are mapped
first, after Unicode's own list of equivalent unified ideographs; so is the wave dash.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_RADICALS: Final = (
    "⺁厂⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭"
    "⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶"
    "⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
# The wave dash has two code points, and which one a text has depends on the machine that wrote it: U+FF5E is Windows'
# reading of the same Shift_JIS character as U+301C. NFKC would make one of them a tilde and leave the other.
_WAVE_DASH: Final = {"～": "〜"}
_BEFORE_NFKC: Final = str.maketrans(dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)) | _WAVE_DASH)

_RUNS: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")
_KANSUJI_GANNEN = "元"
_ERA_START: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_ERA = re.compile(r"(令和|平成|昭和|[RHSrhs])\.?\s*(元|\d{1,2})(?:\s*年|\b|[./])?")
_ERA_DATE = re.compile(r"(令和|平成|昭和|[RHSrhs])\.?\s*(元|\d{1,2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


def normalise(text: str) -> str:
    """Give the normal form of a text: radicals and the wave dash mapped, then NFKC."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_BEFORE_NFKC))


def western_year(text: str) -> int | None:
    """Read a year written with a Japanese era (令和6年度, R6); None where there is none.

    Source: the first years of the eras are 1926 (昭和), 1989 (平成) and 2019 (令和).
    """
    found = _ERA.search(normalise(text))
    if not found:
        return None
    era, year = found.groups()
    number = 1 if year == _KANSUJI_GANNEN else int(year)
    return _ERA_START[era.upper()] + number


def western_date(text: str) -> str | None:
    """Read a date written with a Japanese era (令和6年3月28日) as ISO 8601; None where there is none."""
    found = _ERA_DATE.search(normalise(text))
    if not found:
        return None
    era, year, month, day = found.groups()
    number = 1 if year == _KANSUJI_GANNEN else int(year)
    return f"{_ERA_START[era.upper()] + number:04d}-{int(month):02d}-{int(day):02d}"


def shorten(text: str, length: int = 40) -> str:
    """Cut a text for a message, with an ellipsis where something was cut; control characters are shown as □."""
    shown = text[: length + 1]
    if not shown.isprintable():  # Most texts are, and the test is much faster than the loop.
        shown = "".join("□" if unicodedata.category(c) in {"Cc", "Cf"} else c for c in shown)
    return shown if len(shown) <= length else shown[:length] + "…"


def harmless_cell(text: str) -> str:
    """Put a quotation mark before what a spreadsheet would run as a formula; what is plainly a number is left alone."""
    return f"'{text}" if _RUNS.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text
