"""Our own reading of CSVW, made for the tests and from the Recommendations alone: CSV and metadata in, N-Triples out.

It knows what our metadata use: URI templates, datatypes by name, languages, virtual and suppressed columns, nulls.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from keikaku.check import CleanCity
from keikaku.file_names import table_file
from keikaku.graph import OtherTable, csvw_files, write_graph
from keikaku.iri import CODES
from keikaku.package import codes, write_package
from keikaku.schema import Label, load_schema

BASE = "https://keikaku.example/"
XSD = "http://www.w3.org/2001/XMLSchema#"
ESCAPES = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
    | {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
)


@dataclass(frozen=True)
class Folder:
    """A data folder with the CSV files, their metadata and the lines of the graph in N-Triples."""

    path: Path
    lgcode: str
    graph: frozenset[str]

    @property
    def url(self) -> str:
        return f"{BASE}{self.lgcode}/data/"

    @property
    def tables(self) -> list[Path]:
        return sorted(self.path.glob("*.csv"))

    def table(self, name: str) -> Path:
        return self.path / table_file(self.lgcode, name)


def make_folder(city: CleanCity, path: Path) -> Folder:
    """Write what a build writes of tables and graph, without the graph of quality."""
    schema, lgcode = load_schema(), city.city.lgcode
    texts = (Label(*codes.TITLE), Label(*codes.DESCRIPTION))
    others = [OtherTable(table_file(lgcode, CODES), *texts, codes.code_schema())]
    write_package(city, schema, path, BASE, csvw_files(city, schema, BASE, others))
    write_graph(city, BASE, path)
    lines = (path / f"{lgcode}.nt").read_text(encoding="utf-8").split("\n")
    return Folder(path, lgcode, frozenset(filter(None, lines)))


def metadata_of(table: Path) -> Path:
    return table.with_name(f"{table.name}-metadata.json")


def metadata(table: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(metadata_of(table).read_text(encoding="utf-8"))
    return found


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def expand(template: str, row: dict[str, str]) -> str:
    def fill(found: re.Match[str]) -> str:
        reserved, name, length = found.groups()
        value = row[name][: int(length)] if length else row[name]
        return quote(value, safe=":/?#[]@!$&'()*+,;=%" if reserved else "")

    return re.sub(r"\{(\+?)(\w+)(?::(\d+))?\}", fill, template)


def convert(table: Path, address: str) -> Iterator[str]:
    """Convert a table in minimal mode; an address makes relative URLs whole."""
    schema = metadata(table)["tableSchema"]
    for number, row in enumerate(rows(table)):
        about = schema.get("aboutUrl")
        subject = f"<{urljoin(address, expand(about, row))}>" if about else f"_:row{number}"
        for column in schema["columns"]:
            cell = row.get(column["name"], "")
            if column.get("suppressOutput") or not (cell or column.get("virtual")):
                continue
            predicate = urljoin(address, expand(column["propertyUrl"], row))
            yield f"{subject} <{predicate}> {_value(column, cell, row, address)} ."


def _value(column: dict[str, Any], cell: str, row: dict[str, str], address: str) -> str:
    if "valueUrl" in column:
        return f"<{urljoin(address, expand(column['valueUrl'], row))}>"
    text, datatype = f'"{cell.translate(ESCAPES)}"', column.get("datatype", "string")
    if datatype == "string":
        return f"{text}@{column['lang']}" if "lang" in column else text
    return f"{text}^^<{XSD}{datatype}>"
