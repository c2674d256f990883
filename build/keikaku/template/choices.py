"""Drop-down lists and other rules of cells. Long lists stand on a hidden sheet and are reached by defined names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from keikaku.form import LISTS, TRUTH, ColumnForm, SheetForm, choices, said
from keikaku.read import letters
from keikaku.schema import Schema

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST_ROW: Final = 2
"""Index of the first row of data: explanations and headers stand above."""
_TRUTH: Final = "truth"
_YEARS: Final = "years"
_MESSAGES: Final = {
    "date": "2024/3/28、令和6年3月28日、R6.3.28 のどれでも書けます。",
    "fiscal_year": "選ぶか、令和6年度、R6、2024 のどれかの形で書きます。",
    "number": "数字だけを書き、単位は「単位」の列に書きます。",
    "integer": "整数を書きます。",
    "reference": "「{sheet}」のシートの「{column}」から選びます。先にそのシートに書いておきます。",
    "names": "課の名称を書きます。いくつもあるときは「、」で区切ります。一つ目が主担当です。",
    "value": "計画や報告に書いてあるとおりに書きます（10、10社以上、運用開始）。",
}
_NOT_LISTED: Final = "一覧にない値です。セルの右の▼から選んでください。"
_NOT_REFERRED: Final = (
    "「{sheet}」のシートにまだない値です。先にそのシートに書いてください。このまま書いてよければ「はい」を押します。"
)
_NOT_A_NUMBER: Final = (
    "数字だけのセルです。計画に文章で書いてあるときは「原文」の列に書きます。このまま書いてよければ「はい」を押します。"
)
_LIMIT: Final = 1_000_000_000_000_000


class Choices:
    """The lists of a workbook: which there are, where they stand, and the rule of each column."""

    def __init__(self, schema: Schema, sheets: Sequence[SheetForm], years: Sequence[int], rows: int) -> None:
        self._sheets: Final = {sheet.table: sheet for sheet in sheets if sheet.table}
        self._rows: Final = rows
        self._lists: Final[dict[str, tuple[str, ...]]] = {}
        for form in (form for sheet in sheets for form in sheet.columns):
            if form.kind == "code":
                self._lists[form.codes] = choices(schema.code_lists[form.codes])
            elif form.kind == "boolean":
                self._lists[_TRUTH] = tuple(TRUTH.values())
            elif form.kind == "fiscal_year":
                self._lists[_YEARS] = tuple(said(year) for year in years)
        self._open: Final = {name for name, found in schema.code_lists.items() if found.open}

    def write(self, book: Workbook, sheet: Worksheet) -> None:
        """Write the lists to their sheet, and name them and the columns that other sheets choose from."""
        for place, (name, texts) in enumerate(sorted(self._lists.items())):
            sheet.write_string(0, place, name)
            for number, text in enumerate(texts, 1):
                sheet.write_string(number, place, text)
            column = letters(place)
            book.define_name(f"list_{name}", f"='{LISTS}'!${column}$2:${column}${len(texts) + 1}")
        for name, formula in sorted(self._columns().items()):
            book.define_name(name, formula)

    def rule(self, form: ColumnForm) -> dict[str, Any]:
        """Give the rule of a column's cells in XlsxWriter's words; none refuses a fiscal year however it is typed."""
        told = self._told(form)
        if form.kind == "code":
            error = "information" if form.codes in self._open else "stop"
            return {**told, **_from_list(form.codes), "error_type": error, "error_message": _NOT_LISTED}
        if form.kind == "boolean":
            return {**told, **_from_list(_TRUTH), "error_type": "stop", "error_message": _NOT_LISTED}
        if form.kind == "fiscal_year":
            return {**told, **_from_list(_YEARS), "show_error": False}
        if form.reference and form.kind == "reference" and form.reference.table in self._sheets:
            refused = _NOT_REFERRED.format(sheet=self._sheets[form.reference.table].name)
            listed = {"validate": "list", "source": f"={_name(form.reference.table, form.reference.shown)}"}
            return {**told, **listed, "error_type": "warning", "error_message": refused}
        if form.kind in {"number", "integer"}:
            kind = "decimal" if form.kind == "number" else "integer"
            between = {"validate": kind, "criteria": "between", "minimum": -_LIMIT, "maximum": _LIMIT}
            return {**told, **between, "error_type": "warning", "error_message": _NOT_A_NUMBER}
        return {**told, "validate": "any"} if told else {}

    def _told(self, form: ColumnForm) -> dict[str, Any]:
        """Give the message that a cell shows when it is chosen."""
        text = _MESSAGES.get(form.kind, "")
        if form.reference and form.kind == "reference":
            target = self._sheets.get(form.reference.table)
            if target is None:
                return {}
            title = next((one.title for one in target.columns if one.column == form.reference.shown), "")
            text = text.format(sheet=target.name, column=title)
        return {"input_title": form.title[:32], "input_message": text} if text else {}

    def _columns(self) -> dict[str, str]:
        """Give names for the columns that are chosen from, as far down as they are filled: a list has no blanks."""
        found = {}
        for form in self._referring():
            reference = form.reference
            target = self._sheets.get(reference.table) if reference else None
            if reference is None or target is None:
                continue
            place = next((i for i, one in enumerate(target.columns) if one.column == reference.shown), None)
            if place is not None:
                column, first = letters(place), FIRST_ROW + 1
                area = f"'{target.name}'!${column}${first}:${column}${self._rows + FIRST_ROW}"
                start = f"'{target.name}'!${column}${first}"
                found[_name(reference.table, reference.shown)] = f"=OFFSET({start},0,0,MAX(1,COUNTA({area})),1)"
        return found

    def _referring(self) -> Iterable[ColumnForm]:
        return (form for sheet in self._sheets.values() for form in sheet.columns if form.reference)


def _name(table: str, column: str) -> str:
    return f"ids_{table}_{column}"


def _from_list(name: str) -> dict[str, Any]:
    return {"validate": "list", "source": f"=list_{name}"}
