"""Import: from files to the tables as they will be, with all that is to be said about it; nothing is written here.

The result is checked as a whole, as `keikaku check` would, and each problem is told at the cell of the file that it
comes from.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.check import check_city
from keikaku.intake.account import Account, account
from keikaku.intake.changes import Change, changes
from keikaku.intake.choose import Chosen, choose
from keikaku.intake.collect import collect
from keikaku.intake.corrections import add_corrections
from keikaku.intake.entries import Book, Entry, Reading
from keikaku.intake.files import read_files
from keikaku.intake.fill import Setting, fill_table, fill_whole, forms_by_table, keep_former
from keikaku.intake.headers import headers_of
from keikaku.intake.ids import NAMED, Named, give_ids, ids_ever
from keikaku.intake.keep import TABLES, TYPED, files_of, former_rows, former_states, rows_of
from keikaku.intake.lost import lost_characters
from keikaku.intake.merge import Merged, merge
from keikaku.intake.one_sheet import divide
from keikaku.intake.origins import Origins, in_order, unrepeated
from keikaku.intake.places import fallback_pages, missing_sources, pages_from_above, place_typed
from keikaku.intake.references import References, resolve, resolve_cell
from keikaku.problem import Problem, Where, has_errors
from keikaku.read import CONFIG, City, read_city
from keikaku.schema import Schema

_MANY: Final = 5
"""From so many removed rows on, and more than half of what was there, import asks whether the file is whole."""
_AMISS: Final = frozenset({"E934", "E940"})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the files, the city's folder in its workspace, the edition, and what import may do."""

    files: tuple[Path, ...]
    folder: Path
    edition: str = ""
    mend: bool = False
    keep: bool = False


@dataclass(frozen=True)
class Intake:
    """What an import would do. `tables` and `typed` are the files that it would write."""

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    readings: tuple[Reading, ...]
    accounts: tuple[Account, ...]
    tables: Mapping[str, bytes]
    typed: Mapping[str, str]

    @property
    def sound(self) -> bool:
        """Whether it may be written."""
        return not has_errors(self.problems)

    @property
    def differs(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.changes)

    @property
    def rows(self) -> int:
        """How many rows of data the files have."""
        return sum(one.data for one in self.accounts)


def take_in(request: Request, schema: Schema) -> Intake:
    """Work an import out."""
    folder, workspace = request.folder, request.folder.parent
    city = read_city(folder, workspace, schema)
    problems = [problem for problem in city.reading.problems if problem.code.startswith("E") and problem.code != "E101"]
    if city.city is None or problems:
        # Over tables that cannot be read to their end nothing is imported: rows would be lost.
        return Intake(tuple(problems), (), (), (), {}, {})
    book = Book(rows_of(city.reading.tables, schema))
    read = read_files(request.files)
    chosen = choose(read.sheets, headers_of(schema), schema)
    problems = [*read.problems, *_of_others(chosen, city.city), *chosen.problems]
    if not chosen.layouts and not read.problems:
        problems.append(Problem("E920", Where(request.files[0].name)))
    readings = _collect(chosen, book, schema, request, problems)
    problems += _work_out(book, schema, request, city.city.name.ja)
    problems += lost_characters(book, schema, request.mend)
    merged = merge(book, schema, request.keep, not request.edition)
    problems += _many_removed(merged, book, schema)
    add_corrections(merged, book, schema, request.edition)
    typed = place_typed(merged.rows, schema)
    if not any(problem.code in _AMISS for problem in problems):
        # Of a city or an edition that is not meant every row would be told as well: it is told once.
        problems += _check(merged, book, schema, request)
    told = in_order(unrepeated(problems))
    found = changes(book.former, merged, schema)
    accounts = account(chosen, book, found, told)
    return Intake(told, found, tuple(readings), accounts, files_of(merged.rows, schema), typed)


def _of_others(chosen: Chosen, city: City) -> Iterator[Problem]:
    """Refuse workbooks that were made for another city: their plan would replace this one's."""
    others = {layout.sheet.file: layout.sheet.lgcode for layout in chosen.layouts if layout.sheet.lgcode}
    for file, lgcode in others.items():
        if lgcode != city.lgcode:
            yield Problem("E940", Where(file), {"other": lgcode, "city": city.name.ja, "lgcode": city.lgcode})


def take_back(folder: Path, schema: Schema) -> Intake:
    """Work out going back to the tables as they were before the last import that changed something."""
    states = former_states(folder)
    if not states:
        return Intake((Problem("E935", facts={"city": folder.name}),), (), (), (), {}, {})
    now = Book(rows_of(read_city(folder, folder.parent, schema).reading.tables, schema))
    tables = {path.name: path.read_bytes() for path in sorted((states[-1] / TABLES).glob("*"))}
    typed = {path.name: path.read_text(encoding="utf-8") for path in sorted((states[-1] / TYPED).glob("*"))}
    rows = next(former_rows(folder, [table.name for table in schema.tables if not table.derived], states[-1:]))
    merged = Merged(rows, {name: [None] * len(own) for name, own in rows.items()})
    return Intake((), changes(now.former, merged, schema), (), (), tables, typed)


def _collect(chosen: Chosen, book: Book, schema: Schema, request: Request, problems: list[Problem]) -> list[Reading]:
    readings = []
    for layout in chosen.layouts:
        if layout.sheet.encoding:
            readings.append(Reading("encoding", layout.sheet.whole(), layout.sheet.encoding, "UTF-8"))
        if layout.headers.table:
            told = collect(layout, book, schema, request.mend)
        else:
            told = divide(layout, book, schema, request.edition, request.mend)
        problems += told.problems
        readings += told.readings
    return readings


def _work_out(book: Book, schema: Schema, request: Request, city: str) -> Iterator[Problem]:
    """Give every row its edition, its ids, what it names, and what follows from what was typed."""
    setting = Setting(book, schema, request.edition, city)
    forms = forms_by_table(schema)
    if (source := missing_sources(book, city)) and book.entries:
        _add_source(book, source)
    states = list(former_rows(request.folder, [named.table for named in NAMED]))
    yield from give_ids(book, NAMED[0], ids_ever(states, NAMED[0]), book.of("sources"))
    for column in ("plan_id", "source_id", "edition_id"):
        yield from fill_whole(setting, column, schema.by_name)
    editions = {row.get("edition_id", "") for row in book.rows("editions")}
    if request.edition and request.edition not in editions:
        yield Problem(
            "E934", Where(request.files[0].name), {"edition": request.edition, "known": ", ".join(sorted(editions))}
        )
    for named in NAMED[1:]:
        yield from _identify(book, named, ids_ever(states, named), schema)
    tables = [table for table in schema.tables if not table.derived]
    for table in tables:
        yield from resolve(book, table.name, schema)
    # What follows from the rows of another table (the type of an indicator from its figures) needs all of them named.
    for table in tables:
        keep_former(setting, table)
        fill_table(setting, table, forms.get(table.name, {}))
    fallback_pages(book, schema)
    pages_from_above(book, schema)


def _add_source(book: Book, source: dict[str, str]) -> None:
    """Where no source is named anywhere, what was typed is the source."""
    first = next(entry for entries in book.entries.values() for entry in entries)
    book.add(Entry("sources", source, first.sheet, first.row, {}, frozenset(source)))


def _identify(book: Book, named: Named, ever: set[str], schema: Schema) -> Iterator[Problem]:
    """Give ids to the rows of a table, those above before those below them."""
    owners = frozenset(named.owners)
    if "parent_policy_id" not in owners:
        if owners:
            yield from resolve(book, named.table, schema, owners)
        yield from give_ids(book, named, ever, book.of(named.table))
        return
    key = next(key for key in schema.by_name[named.table].foreign_keys if key.columns[-1] == named.owners[0])
    waiting = book.of(named.table)
    while waiting:
        known = References(book, named.table, named.id)
        ready = [entry for entry in waiting if _is_ready(entry, known, named)] or waiting
        for entry in ready:
            yield from resolve_cell(entry, named.owners[0], known, key)
        yield from give_ids(book, named, ever, ready)
        done = set(map(id, ready))
        waiting = [entry for entry in waiting if id(entry) not in done]


def _is_ready(entry: Entry, known: References, named: Named) -> bool:
    linked = entry.links.get(named.owners[0])
    if linked is not None:
        return bool(linked[named.id])
    text = entry[named.owners[0]]
    return not text or bool(known.find(text, entry["edition_id"]))


def _many_removed(merged: Merged, book: Book, schema: Schema) -> Iterator[Problem]:
    for name, removed in merged.removed.items():
        entries = book.of(name)
        if len(removed) >= _MANY and len(removed) * 2 > len(removed) + len(entries):
            title = schema.by_name[name].title
            facts: dict[str, str | int] = {"table": title.ja, "table_en": title.en}
            facts |= {"removed": len(removed), "rows": len(entries)}
            yield Problem("W969", entries[0].sheet.whole(), facts)


def _check(merged: Merged, book: Book, schema: Schema, request: Request) -> list[Problem]:
    """Check the city as it will be, and tell each problem at the cell that it comes from."""
    slug = request.folder.name
    with tempfile.TemporaryDirectory() as root:
        city = Path(root) / slug
        (city / "tables").mkdir(parents=True)
        shutil.copyfile(request.folder / CONFIG, city / CONFIG)
        for name, content in files_of(merged.rows, schema).items():
            (city / "tables" / name).write_bytes(content)
        checked = check_city(city, Path(root), schema)
    origins = Origins(slug, merged, book, schema)
    return [moved for problem in checked.problems if (moved := origins.moved(problem)) is not None]
