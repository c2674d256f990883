"""The ready queries: what each asks and takes, its text with parameters put in, and the link that runs it.

A query is a file that runs as it is. A parameter stands in it as `VALUES ?variable { … }`, and so does the language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

import msgspec

from keikaku.problem import Lang
from keikaku.schema import Label, data_folder
from keikaku.site.links import href
from keikaku.terms import scheme

QUERIES: Final = "sparql/"
"""Path of the query page; the files of the queries stand below it."""
LIST: Final = "queries.json"
ALL: Final = "all"
"""What a link calls the data of all cities together."""
_FOLDER: Final = "queries"
_SUFFIX: Final = ".rq"
_THING: Final = "#it"
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]')


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of parameter. `prefix` is what its values leave out; `thing` values are paths of pages of the site.

    `options` names the query of its choices; `any` tells that it may be left open.
    """

    name: Label
    options: str
    prefix: str = ""
    thing: bool = False
    any: bool = False

    def iri(self, value: str, base_url: str) -> str:
        """Give the IRI that a value of a link stands for.

        Raises:
            ValueError: it cannot be part of an IRI.
        """
        if _NOT_IN_IRI.search(value):
            raise ValueError(value)
        return f"{base_url}{value}{_THING}" if self.thing else f"{self.prefix}{value}"


class Drawing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How results are drawn: `values` over `label`; where `by` is given, the one value split by that column."""

    kind: Literal["bar", "line"]
    label: str
    values: tuple[str, ...]
    by: str = ""


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ready query. `parameters` are kinds of parameter with their variables; `all` queries compare cities."""

    id: str
    group: str
    title: Label
    text: Label
    parameters: Mapping[str, str] = {}
    chart: Drawing | None = None
    all: bool = False


class Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All ready queries with their groups and parameters, and the headings of their columns."""

    groups: Mapping[str, Label]
    parameters: Mapping[str, Parameter]
    ready: tuple[Query, ...]
    columns: Mapping[str, Label]


def query_page(query_id: str) -> str:
    """Give the path of a ready query's page."""
    return f"{QUERIES}{query_id}/"


@cache
def registry() -> Registry:
    """Read the list of queries.

    Raises:
        msgspec.ValidationError: it is not as it should be.
    """
    return msgspec.yaml.decode((_folder() / "queries.yaml").read_bytes(), type=Registry)


@cache
def by_id() -> Mapping[str, Query]:
    """Give the queries by their names."""
    return {query.id: query for query in registry().ready}


def _folder() -> Path:
    return data_folder("site_templates") / _FOLDER


@cache
def text_of(name: str) -> str:
    """Give the text of a query, or of one that gives choices (`options/years`).

    Raises:
        OSError: there is no such query.
    """
    return (_folder() / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def fill(query_id: str, values: Mapping[str, str], base_url: str, lang: Lang = "ja") -> str:
    """Give a query's text with its parameters, by their kinds, and the language put in.

    Raises:
        KeyError: there is no such query, or it has no such parameter.
        ValueError: a value cannot be part of an IRI.
    """
    known = registry()
    query, text = by_id()[query_id], text_of(query_id)
    for name, value in values.items():
        text = put(text, query.parameters[name], f"<{known.parameters[name].iri(value, base_url)}>")
    return put(text, "lang", f'"{lang}"')


def put(text: str, variable: str, term: str) -> str:
    """Put a term in the place of the values of a variable."""
    return re.sub(rf"VALUES \?{variable} \{{[^}}]*\}}", lambda found: f"VALUES ?{variable} {{ {term} }}", text)


def asked(query_id: str, path: str = "", kind: str = "", year: str = "", value: str = "") -> str:
    """Give the link, as templates use it, that runs a query: on a city's data, or on all where `path` has none.

    `path` is that of a page; where `kind` is given, the page's thing is the parameter of that kind, or `value` where
    that is given. `year` is a fiscal year, for queries that take one.

    Raises:
        KeyError: there is no such query, or it has no such parameter.
    """
    query = by_id()[query_id]
    parts = {"city": path.partition("/")[0] or ALL, "query": query_id}
    given = {kind: value or path, "year": year} if year else {kind: value or path}
    for name, one in given.items():
        if name:
            query.parameters[name]
            parts[name] = one
    return href(QUERIES, "&".join(f"{name}={_quoted(one)}" for name, one in parts.items()))


@lru_cache(maxsize=256)  # a page asks several times for itself
def _quoted(value: str) -> str:
    return quote(value, safe="/")


def scheme_value(name: str) -> str:
    """Give what a link says for the concept scheme of a code list."""
    return scheme(name).removeprefix(registry().parameters["scheme"].prefix)


def as_json(base_url: str) -> bytes:
    """Give all that the page's script needs of the queries, in both languages."""
    known = registry()
    found = {
        "base": base_url,
        "groups": known.groups,
        "parameters": known.parameters,
        "columns": known.columns,
        "options": {kind.options: text_of(f"options/{kind.options}") for kind in known.parameters.values()},
        "queries": [{**msgspec.to_builtins(query), "sparql": text_of(query.id)} for query in known.ready],
    }
    return msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=1) + b"\n"
