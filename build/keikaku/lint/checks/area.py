"""The rule on areas: codes with sound check digits, official names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from keikaku.iri import check_digit
from keikaku.lint.columns import plain
from keikaku.lint.finding import Finding, Sheet, check
from keikaku.national_rules import is_ditto

_PREFECTURES: Final = frozenset(
    re.findall(
        r"\w+",
        "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 "
        "富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 "
        "鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 "
        "宮崎県 鹿児島県 沖縄県 全国",
    )
)
_CODE_NAME: Final = re.compile(
    r"(団体|自治体|市区町村|市町村|都道府県|地域|行政区域?)_?コード|lgcode|area_?code|(municipality|city|prefecture|pref)_?code",
    re.IGNORECASE,
)
_PREFECTURE_NAME: Final = re.compile(r"都道府県名?|prefecture(_name)?", re.IGNORECASE)
_CITY_NAME: Final = re.compile(
    r"(市区町村|市町村|自治体|(地方公共)?団体|市)名(称)?|市区町村|市町村|自治体|municipality(_name)?|city(_name)?",
    re.IGNORECASE,
)
_AREA_NAME: Final = re.compile(
    r"都道府県|市区町村|市町村|自治体|公共団体|団体名|団体コード|地域コード|地域名|住所|所在地|municipality|prefecture|city|lgcode|area|address",
    re.IGNORECASE,
)
_OFFICIAL: Final = re.compile(r".+([都道府県市区町村郡]|組合|連合|局|全国)|.*計")
_IN_TEXT: Final = re.compile(
    r"(北海道|東京都|京都府|大阪府|[一-鿿]{2,3}県|[一-鿿ぁ-ヿ]{1,5}(?<![都農市町])([市町村]|市.{1,4}区)(?![民町村場内外道街長営立議区]))"
)
"""A place in running text; 市 and 町 are parts of many other words (都市, 市民, 市町村)."""
_FILE_CODE: Final = re.compile(r"(?<!\d)(\d{6}|\d{5})(?!\d)")


@check
def sound_areas(sheet: Sheet) -> Iterator[Finding]:
    """L3-06: area codes and names are sound."""
    for facts in sheet.facts:
        name = plain(facts.column.name)
        for row, cell in facts.column.cells.items():
            text = plain(cell.text)
            if not text or is_ditto(text):
                # That a value is left out is another rule's.
                continue
            if _CODE_NAME.search(name):
                if not is_area_code(text):
                    yield sheet.at("L3-06", "code", row, facts.column.number, cell)
            elif (_PREFECTURE_NAME.fullmatch(name) and text not in _PREFECTURES) or (
                _CITY_NAME.fullmatch(name) and not _OFFICIAL.fullmatch(text)
            ):
                yield sheet.at("L3-06", "name", row, facts.column.number, cell)


def is_area_code(text: str) -> bool:
    """Tell whether a text is a municipality code of six digits, an area code of five, or a prefecture's of two."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:2]) <= len(_PREFECTURES) - 1:
        return False
    if len(text) == 2:
        return True
    within = int(text[2:5]) if len(text) >= 5 else -1
    if len(text) not in (5, 6) or not (within == 0 or within >= 100):
        return False
    return len(text) == 5 or check_digit(text[:5]) == text[5]


def names_area(sheet: Sheet) -> bool:
    """Tell whether a sheet says in any way which area it is about: columns, names of file and sheet, cells."""
    stem = sheet.grid.file.rpartition(".")[0]
    if any(is_area_code(code) for code in _FILE_CODE.findall(stem)) or _IN_TEXT.search(f"{stem} {sheet.grid.sheet}"):
        return True
    if any(_AREA_NAME.search(plain(column.name)) for column in sheet.layout.columns):
        return True
    if any(_IN_TEXT.search(column.name) for column in sheet.layout.columns):
        return True
    titles = (cell.text for row in sheet.layout.above for cell in sheet.grid.rows[row].values())
    if any(_IN_TEXT.search(text) for text in titles):
        return True
    return any(
        sum(count for value, count in facts.values.items() if _IN_TEXT.match(value)) * 2 > facts.filled > 0
        for facts in sheet.facts
        if not facts.numeric
    )
