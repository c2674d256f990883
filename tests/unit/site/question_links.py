"""Links from tables to the questions behind them: read from a built page, each with the table before it; and asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from keikaku.site.queries import fill

BASE = "https://keikaku.example/"


class Table(NamedTuple):
    """A table as a page shows it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, heading: str) -> list[str]:
        """Give a column; a table leaves out the columns that say nothing."""
        if heading not in self.headings:
            return [""] * len(self.rows)
        at = self.headings.index(heading)
        return [row[at] for row in self.rows]


class Asked(NamedTuple):
    """A link to a question, with the table that stands before it (None: something else does, such as bars)."""

    city: str
    query: str
    values: Mapping[str, str]
    table: Table | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Asked] = []
        self._table: Table | None = None
        self._caption = ""
        self._rows: list[list[str]] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._caption, self._rows = "", []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th", "caption"}:
            self._into = []
        elif tag in {"section", "h2", "h3", "svg"} and tag != "section":
            self._table = None
        elif tag == "a" and "sparql/index.html#" in (given.get("href") or ""):
            self.found.append(read_link(str(given["href"]), self._table))

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption" and self._into is not None:
            self._caption = _text(self._into)
        elif tag in {"td", "th"} and self._into is not None:
            self._rows[-1].append(_text(self._into))
        elif tag == "table":
            head, *rows = self._rows
            self._table = Table(self._caption, tuple(head), tuple(map(tuple, rows)))
        if tag in {"td", "th", "caption"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)


def _text(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def read_link(href: str, table: Table | None = None) -> Asked:
    """Read what a link asks."""
    found = {name: values[0] for name, values in parse_qs(urlsplit(href).fragment).items()}
    return Asked(found.pop("city"), found.pop("query"), found, table)


def questions(page: Path) -> list[Asked]:
    """Give the links of a page."""
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.found


@cache
def store(public: Path, city: str) -> ox.Store:
    """Load what the query page loads for a city, or for all of them."""
    loaded = ox.Store()
    folders = sorted(public.glob("[0-9]*/data")) if city == "all" else [public / city / "data"]
    for folder in folders:
        loaded.bulk_load(path=str(folder / f"{folder.parent.name}.nt"), format=ox.RdfFormat.N_TRIPLES)
    for path in sorted((public / "vocab").glob("*.ttl")) + sorted((public / "vocab" / "schemes").glob("*.ttl")):
        loaded.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return loaded


def answer(public: Path, asked: Asked, lang: Any = "ja") -> list[dict[str, str]]:
    """Give the rows that a question is answered with; what is unbound is empty."""
    return list(rows(store(public, asked.city), fill(asked.query, asked.values, BASE, lang)))


def rows(loaded: ox.Store, text: str) -> Iterator[dict[str, str]]:
    """Give the rows of a SELECT query."""
    found = loaded.query(text)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: row[name].value if row[name] is not None else "" for name in names}


def figure(text: str) -> str:
    """Give the first figure of a text, without the marks by which people read it."""
    found = re.search(r"[−-]?\d[\d,]*(?:\.\d+)?", text)
    if not found:
        return ""
    plain = found[0].replace(",", "").replace("−", "-")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def year(text: str) -> str:
    """Give the year of a fiscal year's name."""
    found = re.search(r"(\d{4})年度", text)
    return found[1] if found else ""
