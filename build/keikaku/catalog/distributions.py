"""Distributions: every published file with its address, form, size and checksum."""

from __future__ import annotations

from typing import Final, NamedTuple

from keikaku.catalog import words
from keikaku.catalog.facts import CatalogFile
from keikaku.catalog.standards import CSVW, DATA_PACKAGE_2, ONTOLOGY, Standard, standard
from keikaku.catalog.statements import Pair, Statements, Value, en, ja, link, term, typed
from keikaku.file_names import CSVW_FOLDER_FILE, CSVW_SUFFIX, DATA_PACKAGE, QUALITY_FILE, table_file
from keikaku.iri import ALL, Iris, checksum_fragment, file_fragment, quality_schema_url, table_schema_path
from keikaku.schema import Schema
from keikaku.terms import eu_concept, media_type

_ZIP: Final = "application/zip"
_GZIP: Final = "application/gzip"
_RDF: Final = frozenset({"application/ld+json", "application/n-triples", "text/turtle"})
_FILE_TYPES: Final = {
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/xml": "XML",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/turtle": "RDF_TURTLE",
}
"""Codes of Europe's list of file types, which DCAT-AP asks for; what has none names its media type as format."""


class Shelf(NamedTuple):
    """The files of a data folder, with what is said of their licence."""

    iris: Iris
    files: tuple[CatalogFile, ...]
    licence: tuple[Pair, ...]


def distributions(found: Statements, shelf: Shelf, schema: Schema) -> list[Value]:
    """State every published file of a data folder."""
    tables = {table_file(shelf.iris.lgcode, table.name): table.name for table in schema.tables}
    return [_distribution(found, shelf, file, tables.get(file.name, ""), schema) for file in shelf.files]


def _distribution(found: Statements, shelf: Shelf, file: CatalogFile, table: str, schema: Schema) -> Value:
    url = shelf.iris.published(file.name)
    form = _media_type(found, _content_type(file))
    pairs: list[Pair] = [
        ("dct:title", ja(file.title)),
        ("dct:description", ja(file.description)),
        ("dcat:accessURL", link(shelf.iris.url("data", {}))),
        ("dcat:downloadURL", link(url)),
        ("dcat:mediaType", form),
        ("dct:format", _format(found, file)),
        ("dcat:byteSize", typed("xsd:nonNegativeInteger", str(file.size))),
        ("spdx:checksum", _checksum(found, shelf, file)),
        *shelf.licence,
    ]
    title = words.english_title(file.name, table, schema)
    if title:
        pairs.append(("dct:title", en(title)))
    if table:
        pairs.append(("dct:description", en(schema.by_name[table].description.en)))
    if file.media_type == _ZIP:
        pairs.append(("dcat:packageFormat", form))
    if file.media_type == _GZIP:
        pairs.append(("dcat:compressFormat", _media_type(found, _GZIP)))
    own = _standard(shelf.iris, file, table)
    if own:
        pairs.append(("dct:conformsTo", standard(found, own)))
    return found.named(shelf.iris.about_data(file_fragment(file.name)), "dcat:Distribution", *pairs)


def _content_type(file: CatalogFile) -> str:
    """Give the media type of what is inside: compressed files are graphs as N-Triples."""
    return "application/n-triples" if file.media_type == _GZIP else file.media_type


def _media_type(found: Statements, name: str) -> Value:
    """Name a media type; harvesters that know no IANA addresses go by its label."""
    return found.named(media_type(name), "dct:MediaType dct:MediaTypeOrExtent", ("rdfs:label", typed("", name)))


def _format(found: Statements, file: CatalogFile) -> Value:
    code = _FILE_TYPES.get(_content_type(file))
    address = eu_concept("file-type", code) if code else media_type(file.media_type)
    return found.named(address, "dct:MediaTypeOrExtent")


def _checksum(found: Statements, shelf: Shelf, file: CatalogFile) -> Value:
    return found.named(
        shelf.iris.about_data(checksum_fragment(file.name)),
        "spdx:Checksum",
        ("spdx:algorithm", term("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", typed("xsd:hexBinary", file.sha256)),
    )


def _standard(iris: Iris, file: CatalogFile, table: str) -> Standard | None:
    """Tell what a file conforms to: a table to its Table Schema, linked data to the ontology.

    A table of all cities has one column more than the Table Schema, and conforms to the one in its own package.
    """
    base_url = iris.base_url
    if table and iris.lgcode == ALL:
        return None
    if table:
        return Standard(base_url + table_schema_path(table), f"Table Schema of {table}")
    if file.name == DATA_PACKAGE:
        return DATA_PACKAGE_2
    if file.name.endswith((CSVW_FOLDER_FILE, CSVW_SUFFIX)):
        return CSVW
    if file.name.endswith(QUALITY_FILE):
        return Standard(quality_schema_url(base_url), "JSON Schema of quality.json")
    return ONTOLOGY if _content_type(file) in _RDF else None
