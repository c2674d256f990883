"""Small files, each with one breach of a rule planted in it, and their clean twins.

A case is a table (or a function that writes a file) with the rule that it breaks. `also` are rules that the same fault
breaks as well: a title above the headings means that the headings do not stand in the first row.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.filters import FilterColumn, Filters
from PIL import Image

Rows = list[list[Any]]
Edit = Callable[[Rows], object]
Write = Callable[[Path], object]

HEAD = ["地方公共団体名", "年度", "施設名", "区分", "利用者数（人）", "面積（平方メートル）", "開館日"]
BASE: Rows = [
    HEAD,
    ["恵那市", 2023, "中央公民館", "直営", 1200, 350.5, "2001-04-01"],
    ["恵那市", 2023, "西図書館", "指定管理", 5400, 820, "1998-10-12"],
    ["恵那市", 2024, "中央公民館", "直営", 1310, 350.5, "2001-04-01"],
    ["恵那市", 2024, "西図書館", "指定管理", 0, 820, "1998-10-12"],
    ["恵那市", 2024, "東体育館", "直営", 890, 1500, "2015-07-01"],
]


@dataclass(frozen=True)
class Case:
    rule: str
    name: str
    write: Write
    suffix: str
    also: frozenset[str] = frozenset()
    file: str = "施設一覧"


def text(rows: Rows) -> str:
    def one(value: Any) -> str:
        shown = "" if value is None else str(value)
        return '"' + shown.replace('"', '""') + '"' if any(mark in shown for mark in ',"\n') else shown

    return "".join(",".join(one(value) for value in row) + "\r\n" for row in rows)


def csv(rule: str, name: str, edit: Edit | None = None, also: Iterable[str] = (), file: str = "施設一覧") -> Case:
    def write(path: Path) -> None:
        rows = deepcopy(BASE)
        if edit:
            edit(rows)
        path.write_text(text(rows), encoding="utf-8", newline="")

    return Case(rule, name, write, ".csv", frozenset(also), file)


def raw(rule: str, name: str, data: bytes, suffix: str = ".csv", also: Iterable[str] = ()) -> Case:
    return Case(rule, name, lambda path: path.write_bytes(data), suffix, frozenset(also))


def xlsx(
    rule: str,
    name: str,
    edit: Callable[[Any, Any], object] | None = None,
    also: Iterable[str] = (),
    rows: Rows | None = None,
) -> Case:
    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "施設"
        for row in deepcopy(rows or BASE):
            sheet.append(row)
        if edit:
            edit(sheet, book)
        book.save(path)

    return Case(rule, name, write, ".xlsx", frozenset(also))


def put(row: int, column: int, value: Any) -> Edit:
    return lambda rows: rows[row].__setitem__(column, value)


def column(name: str, *values: Any) -> Edit:
    def edit(rows: Rows) -> None:
        for row, value in zip(rows, [name, *values], strict=True):
            row.append(value)

    return edit


def rename(at: int, name: str) -> Edit:
    return put(0, at, name)


def both(*edits: Edit) -> Edit:
    return lambda rows: [edit(rows) for edit in edits]


def fill(*places: str, colour: str = "FFFFFF00") -> Callable[[Any, Any], None]:
    def edit(sheet: Any, book: Any) -> None:
        for place in places:
            sheet[place].fill = PatternFill("solid", fgColor=colour)

    return edit


def font(place: str, **look: Any) -> Callable[[Any, Any], None]:
    return lambda sheet, book: setattr(sheet[place], "font", Font(**look))


def picture(sheet: Any, book: Any) -> None:
    from openpyxl.drawing.image import Image as Picture

    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    sheet.add_image(Picture(data), "J3")


def chart(sheet: Any, book: Any) -> None:
    made = BarChart()
    made.add_data(Reference(sheet, min_col=5, min_row=1, max_row=5))
    sheet.add_chart(made, "J2")


def filtered(sheet: Any, book: Any) -> None:
    sheet.auto_filter.ref = "A1:G6"
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=3, filters=Filters(filter=["直営"])))


def hidden_sheet(sheet: Any, book: Any) -> None:
    other = book.create_sheet("裏")
    other.append(["a", "b"])
    other.sheet_state = "hidden"


def cell(place: str, value: Any, number_format: str = "") -> Callable[[Any, Any], None]:
    def edit(sheet: Any, book: Any) -> None:
        sheet[place] = value
        if number_format:
            sheet[place].number_format = number_format

    return edit


def two_heads(sheet: Any, book: Any) -> None:
    sheet.insert_rows(1)
    for at, name in enumerate(["基本", None, None, None, "規模", None, "日付"], 1):
        sheet.cell(1, at, name)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("E1:F1")


def years(sheet: Any, book: Any) -> None:
    sheet.title = "2023年度"
    other = book.create_sheet("2024年度")
    for row in BASE:
        other.append([*row[:4], row[5], row[4], row[6]])
    other["E1"], other["F1"] = "床面積（平方メートル）", "来館者数（人）"


def same_years(sheet: Any, book: Any) -> None:
    sheet.title = "2023年度"
    other = book.create_sheet("2024年度")
    for row in BASE:
        other.append(row)


def notes_sheet(sheet: Any, book: Any) -> None:
    sheet["E4"] = "X"
    other = book.create_sheet("凡例")
    other.append(["記号", "意味"])
    other.append(["X", "秘匿した値"])


def banded(sheet: Any, book: Any) -> None:
    for row in (2, 4, 6):
        for at in range(1, 8):
            sheet.cell(row, at).fill = PatternFill("solid", fgColor="FFEEEEEE")


def second_table(rows: Rows) -> None:
    rows += [
        [None] * 7,
        ["職員名簿", *[None] * 6],
        ["課", "内線", *[None] * 5],
        ["総務課", 101, *[None] * 5],
        ["財政課", 102, *[None] * 5],
    ]


def beside(rows: Rows) -> None:
    for row, more in zip(rows, [["課", "職員数（人）"], ["総務課", 12], ["財政課", 8]], strict=False):
        row += [None, *more]
    for row in rows[3:]:
        row += [None, None, None]


def gap(rows: Rows) -> None:
    rows.insert(3, [None] * 7)


def gap_column(rows: Rows) -> None:
    for row in rows:
        row.insert(3, None)


def insert(at: int, *rows: list[Any]) -> Edit:
    return lambda table: [table.insert(at, [*row, *[None] * (len(table[0]) - len(row))]) for row in reversed(rows)]


def append(*values: Any) -> Edit:
    return lambda rows: rows.append([*values, *[None] * (7 - len(values))])


def indented(rows: Rows) -> None:
    for row in rows:
        row.insert(0, None)


def blanks(rows: Rows) -> None:
    for row in rows[2:]:
        row[0] = None


def utf(table: Rows = BASE) -> bytes:
    return text(table).encode()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

PLANTED: list[Case] = [
    raw("L1-01", "html-called-csv", "<html><table><tr><td>施設</td></tr></table>".encode()),
    raw("L1-01", "html-called-xls", b"<html><table><tr><td>1</td></tr></table>", ".xls"),
    raw("L1-01", "pdf", b"%PDF-1.7 ...", ".pdf"),
    raw("L1-01", "csv-called-xlsx", utf(), ".xlsx"),
    raw("L1-01", "tabs", utf().replace(b",", b"\t")),
    raw("L1-01", "semicolons", utf().replace(b",", b";")),
    raw("L1-01", "mixed-encodings", utf() + "髙橋,2024".encode("cp932") + b"\xff\xff"),
    raw("L1-01", "word", b"PK\x03\x04 word", ".docx"),
    csv("L1-02", "below", second_table, {"L1-04"}),
    csv("L1-02", "beside", beside, {"L1-03"}),
    csv("L1-02", "repeated-heading", insert(3, HEAD)),
    xlsx(
        "L1-02",
        "below-in-a-sheet",
        lambda s, b: [s.append(r) for r in ([], ["年度", "職員数（人）"], [2023, 5], [2024, 6])],
    ),
    csv("L1-03", "empty-row", gap),
    csv("L1-03", "empty-column", gap_column),
    xlsx("L1-03", "empty-rows-in-a-sheet", lambda s, b: s.insert_rows(4, 2)),
    csv("L1-04", "title", insert(0, ["恵那市の施設一覧"]), {"L3-01"}),
    csv("L1-04", "note-below", append("※ 休館中の施設を除く")),
    csv("L1-04", "source-below", append("出典：恵那市総務課調べ")),
    csv("L1-04", "unit-above", insert(0, ["単位：人"]), {"L3-01"}),
    csv("L1-04", "total", append("合計", None, None, None, 8800)),
    csv("L1-04", "subtotal", insert(3, ["恵那市", 2023, "小　計", None, 6600]), {"L1-06"}),
    csv("L1-04", "title-between", insert(3, ["（令和6年度の部）"])),
    csv("L1-04", "memo-beside", lambda rows: rows[2].append("要確認") or [r.append(None) for r in rows if len(r) < 8]),
    xlsx("L1-04", "comment", lambda s, b: setattr(s["C3"], "comment", Comment("要確認", "山田"))),
    xlsx("L1-04", "print-header", lambda s, b: setattr(s.oddHeader.center, "text", "取扱注意")),
    csv("L1-05", "no-heading", rename(3, None)),
    csv("L1-05", "number-for-heading", rename(3, "4")),
    csv("L1-05", "column-1", rename(3, "列4")),
    xlsx("L1-05", "sign-for-heading", cell("D1", "*")),
    csv("L1-06", "indent", put(2, 2, "　西図書館")),
    csv("L1-06", "trailing", put(2, 2, "西図書館 ")),
    csv("L1-06", "spaced-out", put(2, 3, "直　営"), {"L2-04"}),
    csv("L1-06", "heading-spaced-out", rename(3, "区　分")),
    csv("L1-06", "doubled", put(2, 2, "西図書館  別館")),
    xlsx("L1-06", "line-break", cell("C3", "西図書館\n（別館）")),
    xlsx("L1-06", "line-break-in-heading", cell("D1", "運営\n区分")),
    csv("L1-07", "parentheses", column("定員", 10, "12(3)", 14, 15, 16)),
    csv("L1-07", "comma", column("教室番号", "1", "2、3", "4", "5", "6"), set())
    if False
    else csv("L1-07", "comma", column("定員", 10, "12、15", 14, 15, 16)),
    csv("L1-07", "hours", column("開館時間", *["9:00～17:00"] * 5)),
    csv("L1-07", "list-of-words", column("対象", "小学生", "中学生", "小学生、中学生", "小学生", "中学生")),
    csv("L1-07", "semicolon", column("診療科目", "内科", "内科;小児科", "外科", "内科", "眼科")),
    csv("L1-07", "of-which", column("職員数", 10, "12（うち女性5）", 14, 15, 16)),
    xlsx("L1-07", "slash", cell("E3", "5400/5000")),
    csv("L1-08", "circled", put(2, 2, "①西図書館")),
    csv("L1-08", "roman", put(2, 2, "西図書館Ⅱ")),
    csv("L1-08", "squared", rename(5, "面積（㎡）")),
    csv("L1-08", "kabu", column("運営者", "恵那市", "㈱恵那", "恵那市", "㈱恵那", "恵那市")),
    csv("L1-08", "half-width-kana", put(2, 2, "ﾆｼ図書館")),
    xlsx("L1-08", "extension-kanji", cell("C3", "髙田図書館")),
    csv("L1-09", "word-for-zero", put(2, 4, "なし")),
    csv("L1-09", "two-ways", both(put(2, 4, "-"), put(3, 4, None)), {"L3-03"}),
    xlsx(
        "L1-09",
        "format-hides-zero",
        lambda s, b: [setattr(s.cell(r, 5), "number_format", "#,##0;-#,##0;") for r in range(2, 7)],
    ),
    xlsx("L1-09", "sheet-hides-zero", lambda s, b: setattr(s.sheet_view, "showZeros", False)),
    xlsx("L1-10", "chart", chart),
    xlsx("L1-10", "picture", picture),
    xlsx("L1-11", "filled-cell", fill("C3")),
    xlsx("L1-11", "filled-row", fill("A4", "B4", "C4", "D4", "E4", "F4", "G4")),
    xlsx("L1-11", "red", font("E3", color="FFFF0000")),
    xlsx("L1-11", "bold", font("E3", bold=True)),
    xlsx("L1-11", "struck-out", font("C3", strike=True), {"L1-11"}),
    xlsx(
        "L1-11",
        "conditional",
        lambda s, b: s.conditional_formatting.add(
            "E2:E6", CellIsRule("lessThan", ["1000"], font=Font(color="FFFF0000"))
        ),
    ),
    xlsx("L1-12", "merged-down", lambda s, b: s.merge_cells("A2:A3")),
    xlsx("L1-12", "merged-across", lambda s, b: s.merge_cells("C4:D4")),
    xlsx("L1-13", "row", lambda s, b: setattr(s.row_dimensions[3], "hidden", True)),
    xlsx("L1-13", "column", lambda s, b: setattr(s.column_dimensions["D"], "hidden", True)),
    xlsx("L1-13", "sheet", hidden_sheet),
    xlsx("L1-13", "filter", filtered),
    csv("L1-14", "line-break", put(2, 2, "西図書館\n別館")),
    csv("L1-14", "line-break-in-heading", rename(3, "運営\n区分")),
    raw("L1-15", "bare-comma", utf().replace(b"5400", b"5,400", 1)),
    raw("L1-15", "short-row", utf().replace(b",1998-10-12", b"", 1)),
    raw("L1-15", "stray-quotation", utf().replace("西図書館".encode(), '西"図書館'.encode(), 1)),
    raw("L1-15", "unclosed", utf() + '"恵那市,2024'.encode(), also={"L1-14", "L1-04"}),
    csv("L2-01", "unit", put(2, 4, "5400人")),
    csv("L2-01", "thousands", put(2, 4, "5,400")),
    csv("L2-01", "triangle", put(2, 4, "▲5400")),
    csv("L2-01", "about", put(2, 4, "約5400")),
    csv("L2-01", "full-width", put(2, 4, "５４００")),
    csv("L2-01", "footnote", put(2, 4, "5400※1")),
    csv("L2-01", "words", put(2, 4, "調査中")),
    xlsx("L2-01", "stored-as-text", cell("E3", "5400")),
    csv("L2-01", "yen", column("予算額（円）", "1000円", "2000円", "3000円", "4000円", "5000円")),
    csv("L2-02", "ditto", put(2, 2, "〃")),
    csv("L2-02", "same-as-above", put(2, 3, "同上")),
    csv("L2-02", "blanks", blanks),
    csv("L2-03", "same-heading", rename(5, "利用者数（人）")),
    xlsx("L2-03", "two-rows", two_heads, {"L1-12"}),
    csv("L2-03", "units-below", insert(1, [None, None, None, None, "人", "平方メートル"])),
    csv("L2-04", "synonyms", column("駐車場", "あり", "なし", "有", "あり", "なし")),
    csv("L2-04", "width", column("評価の種別", "Ａ", "A", "A", "B", "B")),
    csv("L2-04", "circles", column("予約", "○", "〇", "×", "○", "×")),
    csv("L2-05", "other", column("利用目的", "会議", "講座", "その他（葬儀）", "会議", "講座")),
    csv("L2-05", "other-colon", column("種別", "会議", "その他：展示", "講座", "会議", "会議")),
    xlsx("L2-06", "sum", cell("E6", "=E4+E5")),
    xlsx("L2-06", "lookup", cell("D3", '=IF(E3>1000,"直営","指定管理")')),
    csv("L3-01", "third-row", insert(0, [None], [None])),
    csv("L3-01", "indented", indented),
    csv("L3-01", "gap-below-headings", insert(1, [None])),
    csv("L3-01", "no-headings", lambda rows: rows.pop(0), {"L1-05"}),
    raw("L3-01", "empty", b"\r\n"),
    csv("L3-02", "bare-codes", column("満足度区分", 1, 2, 3, 1, 2)),
    csv("L3-02", "flag", column("公開フラグ", 0, 1, 1, 0, 1)),
    csv("L3-03", "x", put(2, 4, "X")),
    csv("L3-03", "dash", put(2, 4, "－")),
    csv("L3-03", "stars", put(2, 4, "***")),
    csv("L3-04", "no-unit", rename(5, "面積")),
    csv("L3-04", "amount", column("金額", 100, 250, 300, 120, 90)),
    csv(
        "L3-05",
        "era",
        lambda rows: (
            [rows[0].__setitem__(1, "年度"), *[r.__setitem__(1, "令和6年度") for r in rows[1:]]]
            and [r.pop(6) for r in rows]
        ),
    ),
    csv("L3-05", "short-era", lambda rows: [r.__setitem__(6, "R6.4.1") for r in rows[1:]] and [r.pop(1) for r in rows]),
    csv("L3-05", "mixed", put(2, 6, "1998/10/12")),
    csv("L3-05", "no-year", column("更新日", "4月1日", "4月2日", "4月3日", "4月4日", "4月5日"))
    if False
    else csv(
        "L3-05", "no-year", lambda rows: [r.pop(1) and r.__setitem__(5, "4月1日") for r in rows[1:]] and rows[0].pop(1)
    ),
    csv("L3-05", "serial", lambda rows: [r.__setitem__(6, 36982) for r in rows[1:]]),
    xlsx("L3-05", "era-format", cell("G3", dt.date(1998, 10, 12), '[$-411]ggge"年"m"月"d"日"')),
    csv("L3-06", "nothing", lambda rows: [row.pop(0) for row in rows]),
    csv("L3-06", "check-digit", column("全国地方公共団体コード", *["212106"] * 5)),
    csv("L3-06", "lost-zero", column("全国地方公共団体コード", *["12025"] * 5)),
    csv("L3-06", "short-name", put(2, 0, "恵那")),
    csv("L3-06", "prefecture", column("都道府県名", *["岐阜"] * 5)),
    xlsx("L3-07", "sheets", years),
    csv("L3-09", "years", both(column("2023年度（人）", 1, 2, 3, 4, 5), column("2024年度（人）", 1, 2, 3, 4, 5))),
    csv(
        "L3-09",
        "eras",
        both(column("令和5年度（人）", 1, 2, 3, 4, 5), column("令和6年度（人）", 1, 2, 3, 4, 5)),
        {"L3-05"},
    ),
    csv("L3-09", "months", both(column("4月（人）", 1, 2, 3, 4, 5), column("5月（人）", 1, 2, 3, 4, 5))),
    csv("L3-09", "numbered", both(column("担当課1", *"abcde"), column("担当課2", *"abcde"))),
]

PLAIN_NOTE = "休館日は毎週月曜日です。ただし、祝日の場合は開館します。"
CLEAN: list[Case] = [
    csv("", "base"),
    xlsx("", "base"),
    raw("", "bom", b"\xef\xbb\xbf" + utf()),
    raw("", "cp932", text(BASE).encode("cp932")),
    raw("", "lf", utf().replace(b"\r\n", b"\n")),
    csv("L1-02", "one-table", append("恵那市", 2024, "北公民館", "直営", 12, 30, "2020-04-01")),
    csv("L1-03", "empty-cells", both(put(2, 4, None), put(4, 4, None))),
    csv("L1-04", "remarks-column", column("備考", None, "休館中", None, None, None)),
    csv("L1-04", "total-in-a-name", put(2, 2, "合計画センター")),
    xlsx("L1-04", "page-number", lambda s, b: setattr(s.oddFooter.center, "text", "&P / &N ページ")),
    csv("L1-05", "short-headings", rename(3, "別")),
    csv("L1-06", "one-space", put(2, 2, "西図書館 別館")),
    csv("L1-06", "person", column("代表者氏名", "林 健", "山田 太郎", "林 健", "山田 太郎", "林 健")),
    csv("L1-07", "sentence", column("説明", *[PLAIN_NOTE, "会議、講座に使える。", None, None, None])),
    csv("L1-07", "ratio-name", put(2, 2, "企画・財政会館")),
    csv("L1-07", "parentheses", put(2, 2, "西図書館（本館）")),
    csv("L1-07", "classes", column("年齢区分", "0〜4歳", "5〜9歳", "10〜14歳", "15〜19歳", "20歳以上")),
    csv("L1-08", "plain-signs", put(2, 2, "西図書館～☆−％")),
    csv("L1-09", "zero-and-empty", both(put(2, 4, 0), put(3, 4, None))),
    xlsx(
        "L1-09", "thousands-format", lambda s, b: [setattr(s.cell(r, 5), "number_format", "#,##0") for r in range(2, 7)]
    ),
    xlsx("L1-10", "note-free", lambda s, b: setattr(s, "freeze_panes", "A2")),
    xlsx(
        "L1-11",
        "styled-headings",
        lambda s, b: [setattr(c, "fill", PatternFill("solid", fgColor="FFDDEEFF")) for c in s[1]],
    ),
    xlsx("L1-11", "whole-column", fill("C2", "C3", "C4", "C5", "C6")),
    xlsx("L1-11", "banded", banded),
    xlsx("L1-12", "wide-column", lambda s, b: setattr(s.column_dimensions["C"], "width", 40)),
    xlsx("L1-13", "filter-unused", lambda s, b: setattr(s.auto_filter, "ref", "A1:G6")),
    csv("L1-14", "quoted-comma", column("備考", None, "1階,2階", None, None, None))
    if False
    else csv("L1-14", "quoted", column("説明", *['「本館」は"旧館"の隣にある,別の建物。'] * 5)),
    csv("L2-01", "negative", put(2, 4, "-5400")),
    csv("L2-01", "decimal", put(2, 5, 0.5)),
    csv(
        "L2-01",
        "telephone",
        column("電話番号", "0573-26-2111", "0573-26-2112", "0573-26-2113", "0573-26-2114", "0573-26-2115"),
    ),
    csv("L2-01", "codes", column("施設コード", "001", "002", "003", "004", "005")),
    csv("L2-01", "ordinals", column("所在階", "1階", "2階", "3階", "1階", "2階")),
    csv("L2-02", "optional", column("備考", "休館中", None, None, None, "工事中")),
    csv("L2-03", "alike", column("区分名", "市", "民", "市", "民", "市")),
    csv("L2-04", "one-way", column("駐車場", "あり", "なし", "あり", "あり", "なし")),
    csv(
        "L2-05",
        "other",
        both(
            column("種別", "会議", "その他", "講座", "会議", "会議"),
            column("その他の内容", None, "展示", None, None, None),
        ),
    ),
    xlsx("L2-06", "equals-sign", lambda s, b: setattr(s["C3"], "value", "図書館A=B") or None),
    csv("L3-02", "explained", both(column("満足度区分", 1, 2, 3, 1, 2), column("満足度区分名", *"高中低高中"))),
    xlsx("L3-03", "defined", notes_sheet),
    csv("L3-04", "unit-column", both(column("金額", 100, 250, 300, 120, 90), column("単位", *["千円"] * 5))),
    csv("L3-04", "people", rename(4, "利用者数")),
    csv("L3-05", "fiscal-years", lambda rows: [r.__setitem__(1, f"{r[1]}年度") for r in rows[1:]]),
    csv("L3-05", "slashes", lambda rows: [r.__setitem__(6, r[6].replace("-", "/")) for r in rows[1:]]),
    csv("L3-05", "both", column("年度（和暦）", *["令和6年度"] * 5)),
    xlsx(
        "L3-05", "real-dates", lambda s, b: [setattr(s.cell(r, 7), "value", dt.date(2001, 4, r)) for r in range(2, 7)]
    ),
    csv("L3-06", "codes", column("全国地方公共団体コード", *["212105"] * 5)),
    csv("L3-06", "hokkaido", column("団体コード", *["012025"] * 5)),
    csv("L3-06", "in-the-name", lambda rows: [row.pop(0) for row in rows], file="212105_施設"),
    xlsx("L3-07", "sheets", same_years),
    csv("L3-09", "one-year-in-a-name", rename(4, "2024年度末の登録者数（人）")),
    csv("L3-09", "long", column("月", 4, 5, 6, 7, 8)),
]
