"""Terms of vocabularies, our own and those that others have coined: the only module that joins strings into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NAMESPACE: Final = "https://w3id.org/keikaku/ns#"
SCHEMES: Final = "https://w3id.org/keikaku/ns/"
VALUES_STRUCTURE: Final = "https://w3id.org/keikaku/ns/cube#values"
COSTS_STRUCTURE: Final = "https://w3id.org/keikaku/ns/cube#costs"
"""Structures of the cubes, in vocab/cube.ttl."""
SHAPES: Final = "https://w3id.org/keikaku/ns/shapes#"
"""The SHACL shapes, in vocab/shapes/."""
CSVW_CONTEXT: Final = "http://www.w3.org/ns/csvw"
RDF_NIL: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
"""The end of a list."""
PREFIXES: Final[Mapping[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "keikaku": NAMESPACE,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CATALOG_PREFIXES: Final[Mapping[str, str]] = {
    **PREFIXES,
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
"""What catalog and VoID use beside the prefixes of the graph."""
_EU_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_ADMS: Final = "http://purl.org/adms/"
_IANA_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_W3C_FORMATS: Final = "http://www.w3.org/ns/formats/"
_NOT_IN_IRI: Final = str.maketrans({char: f"%{ord(char):02X}" for char in '<>"{}|\\^` '})


def expand(compact: str) -> str:
    """Give the full IRI of a compact one (`dct:title`).

    Raises:
        KeyError: the prefix is not declared.
    """
    prefix, _, local = compact.partition(":")
    return PREFIXES[prefix] + local


def concept(code_list: str, local_name: str) -> str:
    """Give the URI of a concept in one of the vocabulary's schemes."""
    return f"{SCHEMES}{code_list}#{local_name}"


def rule_metric(rule_id: str) -> str:
    """Give the local name of the metric that tells the outcome of a rule on machine readability."""
    return f"rule-{rule_id}"


def metric(local_name: str) -> str:
    """Give the URI of a metric of quality, which the vocabulary defines."""
    return NAMESPACE + local_name


def compact(full: str, prefixes: Mapping[str, str] = CATALOG_PREFIXES) -> str:
    """Give the compact form of an IRI, of the longest namespace that fits.

    Raises:
        ValueError: no namespace fits.
    """
    space, prefix = max((space, prefix) for prefix, space in prefixes.items() if full.startswith(space))
    return f"{prefix}:{full.removeprefix(space)}"


def namespace(full: str) -> str:
    """Give the namespace of a term: all up to its last `#` or `/`."""
    return full[: max(full.rfind("#"), full.rfind("/")) + 1]


def media_type(name: str) -> str:
    """Give the URI of a media type in IANA's register."""
    return _IANA_MEDIA_TYPES + name


def rdf_format(name: str) -> str:
    """Give W3C's URI of a format of RDF."""
    return _W3C_FORMATS + name


FREQUENCIES: Final = frozenset(
    {"ANNUAL", "ANNUAL_2", "ANNUAL_3", "BIENNIAL", "BIMONTHLY", "BIWEEKLY", "CONT", "DAILY", "IRREG", "MONTHLY"}
    | {"NEVER", "OTHER", "QUARTERLY", "TRIENNIAL", "UNKNOWN", "WEEKLY"}
)
"""Codes of the European list of frequencies, which DCAT-AP asks for."""


def eu_concept(authority: str, code: str) -> str:
    """Give the URI of a concept in one of the authority tables that DCAT-AP asks for."""
    return f"{_EU_AUTHORITY}{authority}/{code}"


def eu_scheme(authority: str) -> str:
    """Give the URI of such a table."""
    return _EU_AUTHORITY + authority


def adms_concept(scheme_name: str, code: str) -> str:
    """Give the URI of a kind of publisher or licence."""
    return f"{_ADMS}{scheme_name}/{code}"


def safe_iri(url: str) -> str:
    """Encode the characters that a URL in a table may hold but an IRI may not."""
    return url.translate(_NOT_IN_IRI)


def scheme(code_list: str) -> str:
    """Give the URI of a concept scheme."""
    return f"{SCHEMES}{code_list}#scheme"


def table_shape(table: str) -> str:
    """Give the URI of the shape of a table's rows."""
    return SHAPES + table


def column_shape(table: str, column: str) -> str:
    """Give the URI of the shape of a column's values."""
    return f"{SHAPES}{table}-{column}"


def observation_status(code: str) -> str:
    """Give the URI of a status of observations in the code list of SDMX."""
    return f"http://purl.org/linked-data/sdmx/2009/code#obsStatus-{code}"


def shape_list(name: str, part: str) -> str:
    """Give the URI of a node of a list that shapes share, or of a shape that stands in one."""
    return f"{SHAPES}list-{name}-{part}"


def fiscal_year(year: str) -> str:
    """Give the URI of a fiscal year in the vocabulary's own scheme."""
    return f"{SCHEMES}fiscal_year#{year}"


def estat_area(lgcode: str) -> str:
    """Give the municipality's area in the linked data of the government's statistics portal (e-Stat).

    It is named by the code without its check digit.
    """
    return f"http://data.e-stat.go.jp/lod/sac/C{lgcode[:5]}"


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI (RFC 3987): a scheme, and none of the characters that are excluded."""
    scheme, _, rest = text.partition(":")
    letters = scheme.translate(str.maketrans("", "", "+-."))
    named = scheme.isascii() and scheme[:1].isalpha() and letters.isalnum()
    return bool(named and rest and rest == safe_iri(rest) and rest.isprintable())
