"""What import writes into cells that may stay empty: one function for each rule of the form (shared/form.yaml: rules).

A column that the sheet does not have keeps what the table has. What is written here follows from what was typed;
nothing is made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.form import ColumnForm, form_of
from keikaku.intake.entries import Book, Entry
from keikaku.problem import Problem
from keikaku.schema import Schema, Table

_PARENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "policies": ("parent_policy_id",),
    "projects": ("policy_id",),
    "indicators": ("project_id", "policy_id"),
    "project_departments": ("project_id",),
}
"""Columns that tell the siblings among which a row has its position."""
_FIGURES: Final = ("value", "value_max", "comparator", "amount_yen", "text")
_LATE: Final = frozenset({"page", "line"})
"""Places are given when all rows are known."""


@dataclass(frozen=True)
class Setting:
    """What the rules go by: all rows, the schema, the edition asked for, and the city's name."""

    book: Book
    schema: Schema
    edition: str
    city: str


def forms_by_table(schema: Schema) -> dict[str, dict[str, ColumnForm]]:
    """Give the form of each column by table and column."""
    whole = form_of(schema, every=True)
    return {sheet.table: {form.column: form for form in sheet.columns} for sheet in whole.sheets}


def fill_whole(setting: Setting, column: str, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Fill what there is only one of: the plan, the edition, the source. Where there are several, sheets are told."""
    table = {"plan_id": "plans", "edition_id": "editions", "source_id": "sources"}[column]
    known = sorted({row[column] for row in setting.book.rows(table) if row.get(column)})
    only = setting.edition if column == "edition_id" and setting.edition else known[0] if len(known) == 1 else ""
    for name, entries in setting.book.entries.items():
        if column not in tables[name].names or name == table:
            continue
        told: set[tuple[str, str]] = set()
        for entry in entries:
            if entry[column]:
                continue
            if only:
                entry.values[column] = only
            elif (
                len(known) > 1
                and column not in entry.given
                and (place := (entry.sheet.file, entry.sheet.name)) not in told
            ):
                told.add(place)
                title = tables[name].by_name[column].title
                facts = {"column": title.ja, "column_en": title.en, "known": ", ".join(known)}
                yield Problem("E933", entry.sheet.whole(), facts)


def keep_former(setting: Setting, table: Table) -> None:
    """Find for each row the one that it replaces; a column that the sheet does not have keeps its value."""
    known = {
        tuple(row.get(name, "") for name in table.primary_key): row for row in setting.book.former.get(table.name, [])
    }
    for entry in setting.book.of(table.name):
        former = known.get(tuple(entry[name] for name in table.primary_key))
        if former is None:
            continue
        entry.former = former
        # What was printed of a figure that is another now is no longer what is printed.
        stale = any(name in entry.given and entry[name] != former.get(name, "") for name in _FIGURES)
        for name in table.names:
            if name not in entry.given and not entry[name] and not (stale and name == "raw"):
                entry.values[name] = former.get(name, "")


def fill_table(setting: Setting, table: Table, forms: Mapping[str, ColumnForm]) -> None:
    """Carry out the rules of a table's columns where cells are empty."""
    entries = setting.book.of(table.name)
    for column in table.columns:
        form = forms.get(column.name)
        if form is None or column.name in _LATE:
            continue
        rule = _RULES.get(form.rule)
        if rule:
            rule(setting, table, column.name, entries)
        if form.default:
            for entry in entries:
                if not entry[column.name]:
                    entry.values[column.name] = form.default
    if "code_raw" in table.names:
        _code_as_printed(entries)


def _code_as_printed(entries: list[Entry]) -> None:
    for entry in entries:
        if entry["code"] and not entry["code_raw"] and entry.former is None:
            place = entry.columns.get("code")
            typed = entry.sheet.at(entry.row, place).text.strip() if place is not None else ""
            entry.values["code_raw"] = " ".join(typed.split()) or entry["code"]


def _the_city(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    _each(entries, column, lambda entry: setting.city)


def _plan_title(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    titles = {row.get("plan_id", ""): row.get("title", "") for row in setting.book.rows("plans")}
    _each(entries, column, lambda entry: titles.get(entry["plan_id"], ""))


def _level(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    parents = {(row.get("edition_id", ""), row["policy_id"]): row.get("parent_policy_id", "")
               for row in setting.book.rows("policies") if row.get("policy_id")}  # fmt: skip

    def level(entry: Entry) -> str:
        above, seen = entry["parent_policy_id"], [entry["policy_id"]]
        while above and above not in seen:
            seen.append(above)
            above = parents.get((entry["edition_id"], above), "")
        return str(len(seen))

    _each(entries, column, level)


def _position(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    names = ("edition_id", *_PARENTS.get(table.name, ()))
    for group in _groups(entries, names).values():
        if all(not entry[column] for entry in group):
            for number, entry in enumerate(group, 1):
                entry.values[column] = str(number)
        _number_on(group, column)


def _number_on(group: list[Entry], column: str) -> None:
    """Number rows that have no number after the greatest of those that have one."""
    last = max((int(entry[column]) for entry in group if entry[column].isdecimal()), default=0)
    for entry in group:
        if not entry[column]:
            last += 1
            entry.values[column] = str(last)


def _seq(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    """Number rows of one key. A row that says what a row of the table says keeps that row's number."""
    names = tuple(name for name in table.primary_key if name != column)
    words = [name for name in ("raw", "text") if name in table.names]
    former: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in setting.book.former.get(table.name, []):
        former[tuple(row.get(name, "") for name in names)].append(row)
    for key, group in _groups(entries, names).items():
        free = [row for row in former.get(key, []) if row[column] not in {entry[column] for entry in group}]
        for same in (True, False):
            for entry in group:
                fitting = [row for row in free if not entry[column] and (not same or _says(entry, row, words))]
                for row in fitting[:1]:
                    entry.values[column] = row[column]
                    free.remove(row)
        _number_on(group, column)


def _says(entry: Entry, row: Mapping[str, str], words: Sequence[str]) -> bool:
    return any(entry[name] and entry[name] == row.get(name) for name in words)


def _role(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    for group in _groups(entries, ("edition_id", "project_id")).values():
        lead = any(entry[column] == "lead" for entry in group)
        for entry in group:
            if not entry[column]:
                entry.values[column] = "joint" if lead else "lead"
                lead = True


def _raw_of_value(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    labels = {code.value: code.ja for code in setting.schema.code_lists["comparator"].codes}

    def raw(entry: Entry) -> str:
        if entry["amount_yen"]:
            return f"{entry['amount_yen']}円"
        if not entry["value"]:
            return ""
        figure = f"{entry['value']}〜{entry['value_max']}" if entry["value_max"] else entry["value"]
        said = labels.get(entry["comparator"], "")
        before, after = (said, "") if entry["comparator"] == "approx" else ("", said)
        return f"{before}{figure}{entry['unit']}{after}"

    _each(entries, column, raw)


def _raw_of_text(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    _each(entries, column, lambda entry: entry["text"])


def _raw_of_date(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    _each(entries, column, lambda entry: entry["date_start"])


def _unit_of_indicator(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    units = {
        (row.get("edition_id"), row.get("indicator_id")): row.get("unit", "") for row in setting.book.rows("indicators")
    }

    def unit(entry: Entry) -> str:
        return units.get((entry["edition_id"], entry["indicator_id"]), "") if entry["value"] else ""

    _each(entries, column, unit)


def _value_type(setting: Setting, table: Table, column: str, entries: list[Entry]) -> None:
    numbers: dict[tuple[str, str], bool] = {}
    for name in ("targets", "results"):
        for row in setting.book.rows(name):
            key = (row.get("edition_id", ""), row.get("indicator_id", ""))
            numbers[key] = numbers.get(key, False) or bool(row.get("value"))

    def value_type(entry: Entry) -> str:
        known = numbers.get((entry["edition_id"], entry["indicator_id"]))
        figures = bool(entry["baseline_value"]) or (bool(entry["unit"]) if known is None else known)
        return "number" if figures else "text"

    for entry in entries:
        # The form has no such column: "text" was taken for want of figures, and holds until there are some.
        if column not in entry.given and entry[column] == "text":
            entry.values[column] = ""
    _each(entries, column, value_type)


def _each(entries: list[Entry], column: str, value: Callable[[Entry], str]) -> None:
    for entry in entries:
        if not entry[column]:
            entry.values[column] = value(entry)


def _groups(entries: list[Entry], names: tuple[str, ...]) -> dict[tuple[str, ...], list[Entry]]:
    groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[tuple(entry[name] for name in names)].append(entry)
    return groups


_RULES: Final[Mapping[str, Callable[[Setting, Table, str, list[Entry]], None]]] = {
    "the_city": _the_city,
    "the_plan_title": _plan_title,
    "level_from_parent": _level,
    "position_from_order": _position,
    "seq_from_order": _seq,
    "role_from_order": _role,
    "raw_from_value": _raw_of_value,
    "raw_from_text": _raw_of_text,
    "date_raw_from_date": _raw_of_date,
    "unit_of_indicator": _unit_of_indicator,
    "value_type_from_values": _value_type,
}
