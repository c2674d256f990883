"""The one-sheet form (事業一覧): one row a project and indicator, divided into the tables.

An empty policy or project cell continues that of the row above, as the form says. A value that a later row of the same
project states otherwise is refused. Targets and results are kept as typed, and read as far as they are figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from keikaku.intake import amounts
from keikaku.intake.collect import Collected, Filled, named, read_cell, sheet_problems
from keikaku.intake.entries import Book, Entry, Reading
from keikaku.intake.headers import Target
from keikaku.intake.layout import Layout
from keikaku.intake.sheets import Cell
from keikaku.intake.values import DITTO, one_line, plain_text
from keikaku.intake.words import title_key
from keikaku.problem import Problem
from keikaku.schema import Schema
from keikaku.text import normalise, shorten

_NUMBERED: Final = re.compile(r"\s*([0-9]+(?:[-.][0-9]+)*|\([0-9]+\)|[IVX]+(?=[.\s])|[A-Z](?=[.\s]))[.:、)\s]+(?=\D)")
_SEVERAL: Final = re.compile(r"[、，,;；/／\n\r]+")
_OTHERS: Final = re.compile(r"(ほか|他|等|など)$")
_YEARLY: Final = re.compile(r"^(毎年度?|年間|年|各年度?)\s*(?=[\d約])")
_NOTHING: Final = re.compile(r"[-‐‑–—―−ー－/／]+|…+|\.{3}")


@dataclass
class Divided:
    """The rows that were made of one sheet, so that the same policy, project or department is made once."""

    layout: Layout
    cells: Filled
    book: Book
    schema: Schema
    mend: bool
    told: Collected = field(default_factory=Collected)
    made: dict[tuple[object, ...], Entry] = field(default_factory=dict)
    policy: dict[int, Entry | None] = field(default_factory=dict)
    project: Entry | None = None
    edition: str = ""

    def cell(self, row: int, table: str, column: str, level: int | None = None) -> Cell | None:
        """Give the cell of a row for a column; None where the sheet has no such column."""
        place = self.layout.columns.get(Target(table, column, None, level))
        return None if place is None else self.cells.at(row, place)

    def entry(self, table: str, row: int, columns: Mapping[str, int]) -> Entry:
        """Make a row of a table from cells of this row."""
        made = Entry(table, {"edition_id": self.edition}, self.layout.sheet, row, columns, frozenset(columns))
        return self.book.add(made)

    def refuses(self, row: int, place: int, table: str, column: str) -> bool:
        """Tell whether a cell cannot be read at all, and say why; the result of a formula is told as well."""
        cell = self.cells.at(row, place)
        if not _refused(cell) and not cell.formula:
            return False
        found = self.schema.by_name[table]
        probe = Entry(table, {}, self.layout.sheet, row, {column: place}, frozenset({column}))
        read_cell(probe, found.by_name[column], cell, found, self.schema, _above(self, row, place), self.told, False)
        return _refused(cell)

    def read(self, entry: Entry, names: Mapping[str, int], row: int) -> None:
        """Read cells into a row; a row that was made before must be told the same."""
        table = self.schema.by_name[entry.table]
        for name, place in names.items():
            cell = self.cells.at(row, place)
            if not cell.text and cell.kind == "empty":
                entry.values.setdefault(name, "")
                continue
            if not entry[name]:
                read_cell(entry, table.by_name[name], cell, table, self.schema, "", self.told, self.mend)
                continue
            again = Entry(entry.table, dict(entry.values), entry.sheet, row, names, entry.given)
            read_cell(again, table.by_name[name], cell, table, self.schema, "", self.told, self.mend)
            if again[name] != entry[name]:
                facts = {"value": shorten(again[name]), "other": shorten(entry[name]), **named(table.by_name[name])}
                self.told.problems.append(Problem("E926", again.where(name), facts))


def divide(layout: Layout, book: Book, schema: Schema, edition: str, mend: bool) -> Collected:
    """Divide a sheet into rows of tables, into the book."""
    cells = Filled(layout)
    divided = Divided(layout, cells, book, schema, mend, edition=edition)
    divided.told.problems += sheet_problems(layout, cells.areas, mend)
    for row in layout.data:
        _policies(divided, row)
        _project(divided, row)
        indicator = _indicator(divided, row)
        for target, place in sorted(layout.columns.items(), key=lambda pair: pair[1]):
            if target.fiscal_year is not None:
                _figure(divided, row, target, place, indicator)
    return divided.told


def _policies(divided: Divided, row: int) -> None:
    for level in (1, 2):
        cell = divided.cell(row, "policies", "title", level)
        place = divided.layout.columns.get(Target("policies", "title", None, level))
        if cell is None or place is None or divided.refuses(row, place, "policies", "title") or not cell.text:
            continue
        above = divided.policy.get(level - 1)
        code, title = _code_and_title(cell.text)
        key = ("policies", id(above), title_key(title))
        if key not in divided.made:
            entry = divided.entry("policies", row, {"title": place, "page": _page(divided, place)})
            entry.values |= {"title": title, "code": code, "level": str(level), **_page_of(divided, row)}
            if code:
                entry.values["code_raw"] = one_line(cell.text).strip()[: len(cell.text.strip()) - len(title)].strip()
            if above:
                entry.links["parent_policy_id"] = above
            divided.made[key] = entry
        divided.policy[level] = divided.made[key]
        if level == 1:
            divided.policy[2] = None
        divided.project = None


def _code_and_title(text: str) -> tuple[str, str]:
    """Divide "1 便利な窓口" into number and title."""
    plain = plain_text(text)
    found = _NUMBERED.match(plain)
    return (found[1].strip("()"), plain[found.end() :].strip()) if found else ("", plain)


def _page(divided: Divided, default: int) -> int:
    return divided.layout.columns.get(Target("projects", "page"), default)


def _page_of(divided: Divided, row: int) -> dict[str, str]:
    cell = divided.cell(row, "projects", "page")
    return {"page": plain_text(cell.text)} if cell and cell.text else {}


def _project(divided: Divided, row: int) -> None:
    title, code = divided.cell(row, "projects", "title"), divided.cell(row, "projects", "code")
    columns = {t.column: place for t, place in divided.layout.columns.items() if t.table == "projects"}
    named = bool(title and title.text) or bool(code and code.text)
    if named:
        policy = divided.policy.get(2) or divided.policy.get(1)
        key = ("projects", id(policy), title_key(code.text if code else ""), title_key(title.text if title else ""))
        entry = divided.made.get(key) or divided.entry("projects", row, columns)
        divided.made[key] = divided.project = entry
        if policy:
            entry.links["policy_id"] = policy
        if code and code.text and not entry["code_raw"]:
            entry.values["code_raw"] = one_line(code.text).strip()
    if divided.project is None:
        # Without a project the row says nothing that could be kept; its empty cell is what must be mended.
        divided.project = divided.entry("projects", row, columns)
    divided.read(divided.project, columns, row)
    _departments(divided, row, divided.project)


def _departments(divided: Divided, row: int, project: Entry) -> None:
    place = divided.layout.columns.get(Target("project_departments", "department_id"))
    cell = divided.cells.at(row, place) if place is not None else None
    if place is None or cell is None or divided.refuses(row, place, "departments", "name") or not cell.text:
        return
    for name in filter(None, map(str.strip, _SEVERAL.split(normalise(cell.text)))):
        others = _OTHERS.search(name)
        plain = _OTHERS.sub("", name).strip() or name
        key = ("departments", title_key(plain))
        if key not in divided.made:
            department = divided.entry("departments", row, {"name": place})
            department.values = {"name": plain, **_page_of(divided, row)}
            divided.made[key] = department
        charge = ("project_departments", id(project), title_key(plain))
        if charge in divided.made:
            continue
        entry = divided.entry("project_departments", row, {"department_id": place})
        entry.values |= {"and_others": "true" if others else "", **_page_of(divided, row)}
        entry.links |= {"project_id": project, "department_id": divided.made[key]}
        divided.made[charge] = entry


def _indicator(divided: Divided, row: int) -> Entry | None:
    columns = {t.column: place for t, place in divided.layout.columns.items() if t.table == "indicators"}
    title = divided.cell(row, "indicators", "title")
    place = columns.get("title")
    if title is None or place is None or divided.project is None:
        return None
    if divided.refuses(row, place, "indicators", "title") or not title.text:
        return None
    key = ("indicators", id(divided.project), title_key(title.text))
    entry = divided.made.get(key) or divided.entry("indicators", row, columns)
    divided.made[key] = entry
    order = [name for name in columns if name != "baseline_value"]
    divided.read(entry, {name: columns[name] for name in order}, row)
    if "baseline_value" in columns:
        divided.read(entry, {"baseline_value": columns["baseline_value"]}, row)
    entry.values |= _page_of(divided, row)
    entry.links["project_id"] = divided.project
    return entry


def _figure(divided: Divided, row: int, target: Target, place: int, indicator: Entry | None) -> None:
    """Read a target or result as it was typed."""
    cell = divided.cells.at(row, place)
    if not cell.text and cell.kind == "empty":
        return
    where = divided.layout.sheet.where(row, place)
    raw = one_line(cell.text).strip()
    if raw and _NOTHING.fullmatch(raw):
        divided.told.readings.append(Reading("nothing", where, cell.text, ""))
        return
    if divided.refuses(row, place, "indicators", "title"):
        return
    if indicator is None:
        divided.told.problems.append(Problem("E932", where, {"value": shorten(raw)}))
        return
    names = ("raw", "value", "comparator", "unit", "value_max", "fiscal_year")
    entry = divided.entry(target.table, row, dict.fromkeys(names, place))
    entry.values |= {"fiscal_year": str(target.fiscal_year), "raw": raw, **_page_of(divided, row)}
    entry.values |= _figures(raw, indicator, divided.schema.by_name[target.table].names)
    entry.links["indicator_id"] = indicator


def _refused(cell: Cell) -> bool:
    """Tell whether a cell cannot be read at all, or leaves out what stands above."""
    return cell.kind in {"error", "unknown"} or bool(DITTO.fullmatch(plain_text(cell.text)))


def _above(divided: Divided, row: int, place: int) -> str:
    return next(
        (c.text for up in range(row - 1, divided.layout.header_row, -1) if (c := divided.cells.at(up, place)).text), ""
    )


def _figures(raw: str, indicator: Entry, names: tuple[str, ...]) -> dict[str, str]:
    """Read the figure of what is printed; nothing where it is none, or of a unit that is not the indicator's."""
    found = amounts.amount(_YEARLY.sub("", normalise(raw)))
    if found is None or (found.high and "value_max" not in names):
        return {}
    whole, high = found.whole()
    unit, own = found.unit, indicator["unit"]
    scaled = found.scale + unit
    if scaled in {own, *amounts.SCALED_UNITS} and found.scale:
        whole, high, unit = found.number, found.high, scaled
    if own and unit and unit != own and (other := amounts.converted(whole, unit, own)) is not None:
        whole, unit = other, own
        high = amounts.converted(high, scaled, own) or "" if high else ""
    if not own and unit:
        indicator.values["unit"] = unit
    read = {"value": whole, "comparator": found.comparator, "unit": unit or indicator["unit"]}
    return {**read, "value_max": high} if high else read
