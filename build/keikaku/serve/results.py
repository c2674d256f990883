"""Answers as bytes: SELECT and ASK as JSON, XML, CSV or TSV, CONSTRUCT and DESCRIBE as RDF, never beyond a limit.

Solutions are written here one by one, because oxigraph's own writer cannot stop at a number of rows.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final, cast
from xml.sax.saxutils import escape, quoteattr

from keikaku.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution, QuerySolutions, QueryTriples, Triple

XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_RESULTS: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'

_NOT_IN_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""Characters that XML 1.0 cannot hold in any spelling, in UTF-8; RDF can."""


class TooMuchError(Exception):
    """An answer beyond the limit of rows or of bytes."""


class Sink:
    """Collects an answer and refuses to grow beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit: int = limit
        self._bytes: io.BytesIO = io.BytesIO()

    def write(self, data: bytes) -> int:
        """Take a piece.

        Raises:
            TooMuchError: it would be one too many.
        """
        if self._bytes.tell() + len(data) > self._limit:
            raise TooMuchError(
                f"The answer is longer than {self._limit:,} bytes; ask for less, for example with LIMIT."
            )
        return self._bytes.write(data)

    def text(self, text: str) -> None:
        """Take a piece of text."""
        self.write(text.encode("utf-8"))

    def flush(self) -> None:
        """Do nothing: oxigraph's writer calls it."""

    def value(self) -> bytes:
        """Give all of it."""
        return self._bytes.getvalue()


def holds_in_xml(body: bytes) -> bool:
    """Tell whether a text can be XML: RDF's literals may have control characters, which XML has no way to write."""
    return not _NOT_IN_XML.search(body)


def write_triples(triples: QueryTriples, form: str, sink: Sink, max_rows: int) -> None:
    """Write what CONSTRUCT or DESCRIBE came to, as `ttl`, `nt`, `jsonld` or `rdf`."""
    write_rdf(_counted(triples, max_rows, "triples"), form, sink, PREFIXES)


def write_rdf(triples: Iterable[Triple], form: str, sink: Sink, prefixes: Mapping[str, str]) -> None:
    """Write a graph as `ttl`, `nt`, `jsonld` or `rdf`."""
    from pyoxigraph import RdfFormat, serialize

    forms = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
    }
    serialize(triples, cast("IO[bytes]", sink), forms[form], prefixes=dict(prefixes))


def write_boolean(answer: bool, form: str, sink: Sink) -> None:
    """Write what ASK came to."""
    word = "true" if answer else "false"
    if form == "json":
        sink.text(f'{{"head":{{}},"boolean":{word}}}\n')
    elif form == "xml":
        sink.text(f"{_RESULTS}<head/>\n<boolean>{word}</boolean>\n</sparql>\n")
    else:
        sink.text(f"{word}\n")


def write_solutions(solutions: QuerySolutions, form: str, sink: Sink, max_rows: int) -> None:
    """Write the rows of a SELECT as `json`, `xml`, `csv` or `tsv`."""
    names = [variable.value for variable in solutions.variables]
    writers: dict[str, Callable[[list[str], Iterable[QuerySolution], Sink], None]] = {
        "json": _json,
        "xml": _xml,
        "csv": _csv,
        "tsv": _tsv,
    }
    writers[form](names, _counted(solutions, max_rows, "rows"), sink)


def _counted(items: Iterable[Any], limit: int, what: str) -> Iterator[Any]:
    for number, item in enumerate(items):
        if number == limit:
            raise TooMuchError(f"The answer has more than {limit:,} {what}; ask for less, for example with LIMIT.")
        yield item


def _json(names: list[str], rows: Iterable[QuerySolution], sink: Sink) -> None:
    sink.text(f'{{"head":{{"vars":{json.dumps(names)}}},"results":{{"bindings":[')
    for number, row in enumerate(rows):
        bound = {name: _json_term(row[name]) for name in names if row[name] is not None}
        sink.text((",\n" if number else "\n") + json.dumps(bound, ensure_ascii=False))
    sink.text("\n]}}\n")


def _json_term(term: Any) -> dict[str, Any]:
    kind = type(term).__name__
    if kind == "NamedNode":
        return {"type": "uri", "value": term.value}
    if kind == "BlankNode":
        return {"type": "bnode", "value": term.value}
    if kind == "Triple":
        parts = {name: _json_term(getattr(term, name)) for name in ("subject", "predicate", "object")}
        return {"type": "triple", "value": parts}
    told: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
    elif term.datatype.value != XSD_STRING:
        told["datatype"] = term.datatype.value
    return told


def _xml(names: list[str], rows: Iterable[QuerySolution], sink: Sink) -> None:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    sink.text(f"{_RESULTS}<head>{variables}</head>\n<results>\n")
    for row in rows:
        there = (name for name in names if row[name] is not None)
        bound = (f"<binding name={quoteattr(name)}>{_xml_term(row[name])}</binding>" for name in there)
        sink.text(f"<result>{''.join(bound)}</result>\n")
    sink.text("</results>\n</sparql>\n")


def _xml_term(term: Any) -> str:
    kind = type(term).__name__
    if kind == "NamedNode":
        return f"<uri>{escape(term.value)}</uri>"
    if kind == "BlankNode":
        return f"<bnode>{escape(term.value)}</bnode>"
    if kind == "Triple":
        parts = (f"<{name}>{_xml_term(getattr(term, name))}</{name}>" for name in ("subject", "predicate", "object"))
        return f"<triple>{''.join(parts)}</triple>"
    tag = ""
    if term.language:
        tag = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value != XSD_STRING:
        tag = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{tag}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    """Escape a text. White space at its ends and carriage returns are written as numbers, or readers lose them."""
    inner = text.strip()
    start = text.find(inner) if inner else len(text)
    ends = text[:start], text[start + len(inner) :]
    before, after = ("".join(f"&#{ord(character)};" for character in end) for end in ends)
    return f"{before}{escape(inner, {chr(13): '&#13;'})}{after}"


def _csv(names: list[str], rows: Iterable[QuerySolution], sink: Sink) -> None:
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    for cells in _with_head(names, rows):
        writer.writerow(cells)
        sink.text(line.getvalue())
        line.seek(0)
        line.truncate()


def _with_head(names: list[str], rows: Iterable[QuerySolution]) -> Iterator[list[str]]:
    yield names
    for row in rows:
        yield [_plain(row[name]) for name in names]


def _plain(term: Any) -> str:
    kind = type(term).__name__
    if kind in ("BlankNode", "Triple"):
        return str(term)
    return "" if term is None else str(term.value)


def _tsv(names: list[str], rows: Iterable[QuerySolution], sink: Sink) -> None:
    sink.text("\t".join(f"?{name}" for name in names) + "\n")
    for row in rows:
        # Terms are written as in N-Triples, which escapes line breaks; a tab in a literal is escaped here.
        cells = ("" if row[name] is None else str(row[name]).replace("\t", "\\t") for name in names)
        sink.text("\t".join(cells) + "\n")
