"""Distributions: every published file with its address, form, size and checksum."""

from __future__ import annotations

from typing import Final

from keikaku.catalog import words
from keikaku.catalog.facts import CatalogCity, CatalogFile
from keikaku.catalog.shared import licence
from keikaku.catalog.standards import CSVW, DATA_PACKAGE_2, ONTOLOGY, Standard, standard
from keikaku.catalog.statements import Pair, Statements, Value, en, ja, link, term, typed
from keikaku.iri import (
    CSVW_FOLDER_FILE,
    CSVW_SUFFIX,
    DATA_PACKAGE,
    QUALITY_FILE,
    checksum_fragment,
    eu_concept,
    file_fragment,
    media_type,
    quality_schema_url,
    table_file,
    table_schema_path,
)
from keikaku.schema import Schema

_ZIP: Final = "application/zip"
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


def distributions(found: Statements, city: CatalogCity, schema: Schema) -> list[Value]:
    """State every published file of a city."""
    tables = {table_file(city.city.lgcode, table.name): table.name for table in schema.tables}
    return [_distribution(found, city, file, tables.get(file.name, ""), schema) for file in city.files]


def _distribution(found: Statements, city: CatalogCity, file: CatalogFile, table: str, schema: Schema) -> Value:
    url = city.iris.published(file.name)
    form = found.named(media_type(file.media_type), "dct:MediaType dct:MediaTypeOrExtent")
    pairs: list[Pair] = [
        ("dct:title", ja(file.title)),
        ("dct:description", ja(file.description)),
        ("dcat:accessURL", link(city.iris.url("data", {}))),
        ("dcat:downloadURL", link(url)),
        ("dcat:mediaType", form),
        ("dct:format", _format(found, file)),
        ("dcat:byteSize", typed("xsd:nonNegativeInteger", str(file.size))),
        ("spdx:checksum", _checksum(found, city, file)),
        *licence(found, city),
    ]
    title = words.english_title(file.name, table, schema)
    if title:
        pairs.append(("dct:title", en(title)))
    if table:
        pairs.append(("dct:description", en(schema.by_name[table].description.en)))
    if file.media_type == _ZIP:
        pairs.append(("dcat:packageFormat", form))
    own = _standard(city, file, table)
    if own:
        pairs.append(("dct:conformsTo", standard(found, own)))
    return found.named(city.iris.about_data(file_fragment(file.name)), "dcat:Distribution", *pairs)


def _format(found: Statements, file: CatalogFile) -> Value:
    code = _FILE_TYPES.get(file.media_type)
    address = eu_concept("file-type", code) if code else media_type(file.media_type)
    return found.named(address, "dct:MediaTypeOrExtent")


def _checksum(found: Statements, city: CatalogCity, file: CatalogFile) -> Value:
    return found.named(
        city.iris.about_data(checksum_fragment(file.name)),
        "spdx:Checksum",
        ("spdx:algorithm", term("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", typed("xsd:hexBinary", file.sha256)),
    )


def _standard(city: CatalogCity, file: CatalogFile, table: str) -> Standard | None:
    """Tell what a file conforms to: a table to its Table Schema, linked data to the ontology."""
    base_url = city.iris.base_url
    if table:
        return Standard(base_url + table_schema_path(table), f"Table Schema of {table}")
    if file.name == DATA_PACKAGE:
        return DATA_PACKAGE_2
    if file.name.endswith((CSVW_FOLDER_FILE, CSVW_SUFFIX)):
        return CSVW
    if file.name.endswith(QUALITY_FILE):
        return Standard(quality_schema_url(base_url), "JSON Schema of quality.json")
    return ONTOLOGY if file.media_type in _RDF else None
