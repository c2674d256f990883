"""Standards that data conform to, named once."""

from __future__ import annotations

from typing import Final, NamedTuple

from keikaku.catalog.statements import Statements, Value, en
from keikaku.terms import NAMESPACE


class Standard(NamedTuple):
    """A standard by its address."""

    address: str
    title: str


DCAT_AP_3: Final = Standard("http://data.europa.eu/r5r/", "DCAT-AP 3")
DATA_PACKAGE_2: Final = Standard("https://datapackage.org/profiles/2.0/datapackage.json", "Data Package 2.0")
CSVW: Final = Standard("https://www.w3.org/TR/tabular-metadata/", "Metadata Vocabulary for Tabular Data")
ONTOLOGY: Final = Standard(NAMESPACE, "Ontology of keikaku")


def standard(found: Statements, one: Standard) -> Value:
    """Name a standard."""
    return found.named(one.address, "dct:Standard", ("dct:title", en(one.title)))
