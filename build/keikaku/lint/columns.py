"""What a column holds, judged by its heading and its cells: numbers, times, codes, choices, areas."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

from keikaku.lint.grid import DATE, NUMBER, Cell
from keikaku.lint.layout import Column
from keikaku.national_rules import is_era, is_number
from keikaku.text import normalise

_UNIT: Final = (
    r"(円|千円|万円|百万円|億円|兆円|ドル|人|名|千人|万人|件|箇所|か所|カ所|ヶ所|ヵ所|個|個所|%|‰|パーセント|ポイント|pt|世帯|戸|"
    r"棟|台|校|園|館|回|時間|分|秒|km2?|k㎡|平方キロ(メートル)?|平方メートル|メートル|m[23²³]?|㎡|cm|mm|ha|ヘクタール|kg|t|トン|"
    r"g|kwh|mwh|kw|l|リットル|点|位|歳|本|冊|枚|着|団体|事業|施設|地区|店|社|組|部|羽|頭|匹|基|床|便|路線|品目|種類?|"
    r"件/年|人/日|人/年|回/年|t-co2|人日)"
)
_FOOTNOTE: Final = r"([(（]?(※|注|\*|†)[\d)）]*|[(（]注?\d*[)）])?"
_DIRTY: Final = re.compile(
    rf"(約|およそ|概ね|計|[▲△▼−–—‐+¥￥$\\(（])*-?(\d{{1,3}}(,\d{{3}})+|\d+)(\.\d+)?[)）]?(以上|以下|未満|超|程度|強|弱)?"
    rf"{_UNIT}?(以上|以下|未満|超|程度|強|弱|増|減)?{_FOOTNOTE}",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"[▲△▼−–—‐]")
MARK: Final = re.compile(
    r"[-－―‐–—−ー]{1,4}|[*＊※]{1,4}|…+|・{1,4}|[.．]{2,4}|[xXχ×]|#?n/?a#?|#[A-Z/0]+[!?]?|[.]", re.IGNORECASE
)
"""What stands for a number that is not given."""
ZERO_WORD: Final = re.compile(r"なし|無し?|無|ゼロ|零|〇|皆無|該当なし")
_TIME_NAME: Final = re.compile(
    r"(年|月|日|期|時|年度)([(（末]|$)|年月|日付|日時|時点|期間|期日|時期|期限|曜日|date|(^|_)(year|fy|month|day|time|period)(_|$)",
    re.IGNORECASE,
)
_NOT_TIME: Final = re.compile(r"(人|件|回|額|率|数|量|平均|割合)|時間$|年齢|日数|月数|年数|平日|休日", re.IGNORECASE)
_CODE_NAME: Final = re.compile(
    r"番号|コード|ｺｰﾄﾞ|記号|符号|電話|内線|ファクス|ファックス|郵便|法人番号|連番|通番|整理番|項番|"
    r"(^|[_\s])(no\.?|id|ids|code|tel|fax|zip|isbn|seq|key|number)([_\s]|$)|^№|ＩＤ|ＮＯ|番地|地番|号$|キー$|_id$|^id|ID$|[Nn]o\.?$",
    re.IGNORECASE,
)
_ORDINAL_NAME: Final = re.compile(
    r"順位?|^位$|ページ|頁|行番|階層|レベル|緯度|経度|座標|^[xy]$|lat|lon|lng|position|level|page|line|年齢$|歳$|指数|点数|得点|"
    r"評価|版|世代|等級|級$|学年|番目|rank|order|(^|_)seq$|^ph$|score|bom|version",
    re.IGNORECASE,
)
_WESTERN: Final = re.compile(
    r"(19|20)\d\d(年度?|[-/.年](0?[1-9]|1[0-2])([-/.月](0?[1-9]|[12]\d|3[01])日?)?月?)?"
    r"([T\s]\d{1,2}:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?(末|時点|現在|頃)?"
)
_COMPACT: Final = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_ESTAT: Final = re.compile(r"(19|20)\d\d(10|00)0000|(19|20)\d\d00(0[1-9]|1[0-2]){2}")
_YEARLESS: Final = re.compile(
    r"(0?[1-9]|1[0-2])[/月.-](0?[1-9]|[12]\d|3[01])日?|'?\d\d[/.](0?[1-9]|1[0-2])([/.]\d{1,2})?"
)
_MOMENT: Final = r"\d{1,2}:\d\d"
_DAY: Final = r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|(令和|平成|R|H)\.?\d{1,2}[年.]\d{1,2}[月.]\d{1,2}日?)"
_RANGE: Final = re.compile(
    rf"{_MOMENT}[〜~～\-−–から]{{1,2}}{_MOMENT}(まで)?|{_DAY}[〜~～から\-−–]{{1,2}}{_DAY}(まで)?|"
    r"(午[前後])?\d{1,2}時(\d{1,2}分|半)?(から|[〜~～\-−–])(午[前後])?\d{1,2}時(\d{1,2}分|半)?(まで)?|"
    r"0\d{1,4}-\d{1,4}-\d{3,4}([、,/・;]|または|及び)+0\d{1,4}-\d{1,4}-\d{3,4}|"
    r"[約]?\d[\d,.]*\D{0,3}[〜~～]\d[\d,.]*\D{0,3}|\d[\d,.]*\D{0,4}[(（](うち|内|男|女|内訳)[^\d)）]*\d[\d,.]*\D{0,4}[)）]",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"\s+")
_CHOICES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Facts:
    """What a column holds. `numeric` means that most of its cells are numbers or would be if cleanly written."""

    column: Column
    filled: int
    numeric: bool
    time: bool
    code: bool
    ordinal: bool
    choices: bool
    values: Counter[str]


def facts_of(column: Column, declared: str = "") -> Facts:
    """Judge a column; `declared` is its type in the descriptor, where there is one."""
    filled = {row: cell for row, cell in column.cells.items() if cell.text.strip()}
    values = Counter(plain(cell.text) for cell in filled.values())
    total = sum(values.values())
    western = sum(count for value, count in values.items() if is_time(value))
    dated = sum(cell.kind == DATE for cell in filled.values())
    name = normalise(column.name)
    times = total > 0 and (western + dated) * 2 > total and any(not is_number(value) for value in values)
    time = (bool(_TIME_NAME.search(name)) and not _NOT_TIME.search(name)) or (times and not declared)
    code = bool(_CODE_NAME.search(name))
    if declared:
        numeric = declared in ("integer", "number")
        time, code = time and not (numeric and not _TIME_NAME.search(name)), code and not numeric
    else:
        numeric = not time and not code and _is_numeric(values, filled)
    choices = total >= 3 and len(values) <= max(2, total * _CHOICES) and not numeric
    return Facts(column, len(filled), numeric, time, code, bool(_ORDINAL_NAME.search(name)), choices, values)


def _is_numeric(values: Counter[str], filled: dict[int, Cell]) -> bool:
    counted = {value: count for value, count in values.items() if not MARK.fullmatch(value)}
    total = sum(counted.values())
    good = sum(count for value, count in counted.items() if is_number(value))
    dirty = sum(count for value, count in counted.items() if not is_number(value) and is_dirty_number(value))
    stored = any(cell.kind == NUMBER for cell in filled.values())
    return total > 0 and (good + dirty) >= 0.6 * total and (good + dirty > 1 or stored)


@cache
def plain(text: str) -> str:
    """Give a text in its normal form, without spaces around it."""
    return normalise(text).strip()


@cache
def is_dirty_number(text: str) -> bool:
    """Tell whether a text is a number that is not cleanly written: with a unit, a comma, ▲, 約."""
    joined = _SPACES.sub("", text)
    return bool(_DIRTY.fullmatch(joined)) and not _WESTERN.fullmatch(joined)


@cache
def spans_values(text: str) -> bool:
    """Tell whether a text without spaces gives a range of numbers, times or days, or a number with a part of it."""
    return bool(_RANGE.fullmatch(text))


@cache
def is_time(text: str) -> bool:
    """Tell whether a text is a time in some form."""
    return is_western(text) or is_era(text, short=True)


@cache
def is_western(text: str) -> bool:
    """Tell whether a text is a time with a Western year of four digits."""
    joined = text.strip()
    return bool(_WESTERN.fullmatch(joined) or _COMPACT.fullmatch(joined) or _ESTAT.fullmatch(joined))


@cache
def time_form(text: str) -> str:
    """Name the form in which a day is written, by an example; empty for what is no whole day."""
    joined = plain(text)
    if not joined[:4].isdigit() or not len("20240401") <= len(joined) <= len("2024年10月10日"):
        return ""
    for form, pattern in (
        ("2024-04-01", r"\d{4}-\d{1,2}-\d{1,2}"),
        ("2024/4/1", r"\d{4}/\d{1,2}/\d{1,2}"),
        ("2024.4.1", r"\d{4}\.\d{1,2}\.\d{1,2}"),
        ("2024年4月1日", r"\d{4}年\d{1,2}月\d{1,2}日"),
        ("20240401", _COMPACT.pattern),
    ):
        if re.fullmatch(pattern, joined):
            return form
    return ""


def is_yearless(text: str) -> bool:
    """Tell whether a text is a day without a year, or with one of two digits."""
    return bool(_YEARLESS.fullmatch(text))
