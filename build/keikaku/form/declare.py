"""What the staff workbook looks like: frozen shapes, without a word of what a spreadsheet is made of.

`form_of` makes them of the schema; `keikaku template` writes them, and import looks for them in what comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["text", "integer", "number", "boolean", "date", "fiscal_year", "code", "reference", "names", "value"]
"""What is typed into a cell. `names` are several things in one cell; `value` is a figure or words, as printed."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a cell names: a row of another table by the value of `column`; the drop-down list shows `shown`."""

    table: str
    column: str
    shown: str


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """One column of a sheet. `column` and `table` are the physical names of where its values go.

    `title` is the Japanese header as written, unique within its sheet. `rule` names the rule, and `default` the code,
    by which import fills an empty cell (see the `rules` of form.yaml). `codes` is the code list, whose labels the cells
    hold; `example` is one of them. In the one-sheet form `fiscal_year` tells repeated columns apart, and `level` tells
    apart the policies.
    """

    column: str
    table: str
    title: str
    title_en: str
    note: str
    kind: Kind
    example: str = ""
    codes: str = ""
    required: bool = False
    width: int = 12
    rule: str = ""
    default: str = ""
    reference: Reference | None = None
    fiscal_year: int | None = None
    level: int | None = None


@dataclass(frozen=True)
class SheetForm:
    """One sheet. `table` is its table, or empty where its columns go to several."""

    name: str
    table: str
    columns: tuple[ColumnForm, ...]

    @cached_property
    def by_column(self) -> dict[tuple[str, str, int | None, int | None], ColumnForm]:
        """The columns by table, column, fiscal year and level."""
        return {(form.table, form.column, form.fiscal_year, form.level): form for form in self.columns}


@dataclass(frozen=True)
class WorkbookForm:
    """The whole workbook. `version` stands in the file, hidden, as the property `keikaku_form`."""

    version: str
    sheets: tuple[SheetForm, ...]

    @cached_property
    def by_name(self) -> dict[str, SheetForm]:
        """The sheets by their names."""
        return {sheet.name: sheet for sheet in self.sheets}
