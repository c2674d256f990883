"""Verify a city's tables against documents: for each document its pages, its values, and what no row accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from keikaku.check import CleanCity
from keikaku.schema import Schema
from keikaku.verify.choose import Chosen
from keikaku.verify.cover import Coverage, Stock
from keikaku.verify.document import Document
from keikaku.verify.fold import fold
from keikaku.verify.folded import FoldedText
from keikaku.verify.ground import Ground
from keikaku.verify.labels import Labels
from keikaku.verify.mentions import gather_mentions, gather_names, gather_relations
from keikaku.verify.moved import move_lines
from keikaku.verify.pages import paginate, printed_numbers
from keikaku.verify.pagination import Pagination, Place
from keikaku.verify.places import Found, Places
from keikaku.verify.restated import cover_restated
from keikaku.verify.stretches import stretches
from keikaku.verify.things import Patterns
from keikaku.verify.values import Value, gather_values, whole


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying one document came to. `same` says that it is the very text that `sources` names."""

    source_id: str
    document: Document
    same: bool
    pagination: Pagination
    found: tuple[Found, ...]
    coverage: Coverage


class CityWords:
    """What a city's tables say that its documents print."""

    def __init__(self, city: CleanCity, schema: Schema) -> None:
        """Gather the values of all rows."""
        self._schema = schema
        self._pages: Final = [
            (row["source_id"], place) for row in city.tables["pages"].dicts() if (place := _place(row)) is not None
        ]
        self._examples: Final = _examples(city)
        self._values: Final = gather_values(city)
        self._mentions: Final = gather_mentions(city)
        self._related: Final = gather_relations(city)
        self._names: Final = gather_names(city)
        self._titles: Final = [fold(row["title"]) for row in city.tables["plans"].dicts()]
        every = [value for values in self._values.values() for value in values]
        self._patterns: Final = Patterns(
            (value.needle for value in every if value.hold == "own"),
            (value.needle for value in every if value.column == "status_raw"),
            (value.needle for value in every if (value.table, value.column) == ("projects", "code_raw")),
            (code.value for code in schema.code_lists["unit"].codes),
        )

    def verify(self, source: str, document: Document, *, same: bool) -> Verified:
        """Verify the rows of a source against its document; `same`: it is the text that the rows' lines mean."""
        values = self._values.get(source, [])
        table = [place for of, place in self._pages if of == source]
        text, pagination = _read(document, table, values, same)
        if document.other:
            # The order of places on the sheet serves where words were drawn in another order than they are read.
            other = _read(document.other, table, values, same)
            text, pagination = other if other[1].fits > pagination.fits else (text, pagination)
        move = None if document.kind == "pdf" else (lambda line: line) if same else move_lines(text, values)
        places = Places(Ground(text, pagination, move), self._related)
        found = places.find_all(values)
        places.mention(self._mentions.get(source, []))
        places.repeat(self._names.get(source, {}))
        labels = Labels(text, self._patterns.values, self._titles, self._schema)
        labels.count(stretches(text, places.covered, self._patterns), places.stated)
        cover_restated(text, places.covered, places.lines, labels.is_label)
        left = list(stretches(text, places.covered, self._patterns))
        stock = Stock(text, places.covered, places.stated, left, labels)
        coverage = stock.coverage(pagination, self._examples[source])
        return Verified(source, document, same, pagination, tuple(found), coverage)


def _read(
    document: Document, table: Sequence[Place], values: Sequence[Value], same: bool
) -> tuple[FoldedText, Pagination]:
    """Fold a document and tell its pages; the printed page numbers are left out, so that words run on over them."""
    text = FoldedText(document.lines)
    pagination = paginate(document, text, table, values, same=same)
    numbers = printed_numbers(document, pagination)
    return (FoldedText(document.lines, numbers) if numbers else text), pagination


def verify_city(city: CleanCity, chosen: Sequence[Chosen], schema: Schema) -> list[Verified]:
    """Verify a city's rows against each document."""
    words = CityWords(city, schema)
    return [words.verify(one.source_id, one.document, same=one.same) for one in chosen]


def _examples(city: CleanCity) -> Mapping[str, set[int]]:
    """Give the pages of each source that only show how the plan is to be read."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in city.tables["pages"].dicts():
        page = whole(row["page"])
        if row["kind"] and page is not None:
            found[row["source_id"]].add(page)
    return found


def _place(row: Mapping[str, str]) -> Place | None:
    line, page = whole(row["line"]), whole(row["page"])
    return None if line is None or page is None else (line, page)
