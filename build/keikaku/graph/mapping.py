"""What the schema means in RDF: the class of a row, the kind of a column's values, the properties.

The instance graph, the JSON-LD context and the tests of the ontology all ask here, so they cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from keikaku.graph.terms import (
    BOOLEAN,
    CLASS,
    DATE,
    DECIMAL,
    EN,
    INTEGER,
    IRI,
    JA,
    MONTH,
    STRING,
    TYPE,
    YEAR,
    Kind,
    Property,
)
from keikaku.iri import LASTING
from keikaku.schema import Column, Schema, Table

UNIT_TEXT: Final = "keikaku:unitText"
"""Holds a unit that the open code list does not have."""

DERIVED_FROM: Final = "prov:wasDerivedFrom"
SPECIALIZATION_OF: Final = "prov:specializationOf"
IDENTIFIER: Final = "dct:identifier"
TITLE: Final = "dct:title"
PLAN: Final = "keikaku:plan"
PAGE: Final = "keikaku:page"
PART_OF: Final = "dct:isPartOf"
PUBLISHER: Final = "dct:publisher"
UNIT_OF: Final = "org:unitOf"
LABEL: Final = "skos:prefLabel"
ESTAT_AREA: Final = "keikaku:estatArea"
EXACT_MATCH: Final = "skos:exactMatch"
QUALITY_METADATA: Final = "dqv:hasQualityMetadata"
MEASUREMENT_OF: Final = "dqv:isMeasurementOf"
COMPUTED_ON: Final = "dqv:computedOn"
MEASURED: Final = "dqv:value"
MEASURED_IN: Final = "sdmx-attribute:unitMeasure"
OBSERVATION_STATUS: Final = "sdmx-attribute:obsStatus"
COMMENT: Final = "rdfs:comment"
DATASET_OF: Final = "qb:dataSet"
STRUCTURE: Final = "qb:structure"
VALUE_KIND: Final = "keikaku:valueKind"
COST_KIND: Final = "keikaku:costKind"
INDICATOR: Final = "keikaku:indicator"
EDITION: Final = "keikaku:edition"
FISCAL_YEAR: Final = "keikaku:fiscalYear"
SEQUENCE: Final = "keikaku:sequence"
VALUE: Final = "keikaku:value"
HAS_TARGET: Final = "oa:hasTarget"
IN_SCHEME: Final = "skos:inScheme"
TOP_CONCEPT_OF: Final = "skos:topConceptOf"
HAS_TOP_CONCEPT: Final = "skos:hasTopConcept"
BROADER: Final = "skos:broader"
CLOSE_MATCH: Final = "skos:closeMatch"
MEMBER: Final = "skos:member"
NUMBER_OF_LEVELS: Final = "xkos:numberOfLevels"
LEVELS: Final = "xkos:levels"
DEPTH: Final = "xkos:depth"
FIRST: Final = "rdf:first"
REST: Final = "rdf:rest"
REVISION_OF: Final = "prov:wasRevisionOf"
QUALIFIED_REVISION: Final = "prov:qualifiedRevision"
ENTITY: Final = "prov:entity"
CHANGED_PROPERTY: Final = "keikaku:changedProperty"
REVISION_REASON: Final = "keikaku:revisionReason"
GENERATED_BY: Final = "prov:wasGeneratedBy"
USED: Final = "prov:used"
ASSESSED_TARGET: Final = "keikaku:assessedTarget"
ASSESSED_RESULT: Final = "keikaku:assessedResult"

BEYOND_COLUMNS: Final[Mapping[str, tuple[Kind, ...]]] = {
    TYPE: (CLASS,),
    DERIVED_FROM: (IRI,),
    SPECIALIZATION_OF: (IRI,),
    IDENTIFIER: (STRING,),
    TITLE: (JA,),
    PLAN: (IRI,),
    PAGE: (INTEGER,),
    PART_OF: (IRI,),
    PUBLISHER: (IRI,),
    UNIT_OF: (IRI,),
    LABEL: (JA, EN),
    ESTAT_AREA: (IRI,),
    EXACT_MATCH: (IRI,),
    QUALITY_METADATA: (IRI,),
    MEASUREMENT_OF: (IRI,),
    COMPUTED_ON: (IRI,),
    MEASURED: (INTEGER, DECIMAL, STRING),
    MEASURED_IN: (IRI,),
    OBSERVATION_STATUS: (IRI,),
    COMMENT: (JA, EN),
    DATASET_OF: (IRI,),
    STRUCTURE: (IRI,),
    VALUE_KIND: (IRI,),
    COST_KIND: (IRI,),
    HAS_TARGET: (IRI,),
    IN_SCHEME: (IRI,),
    TOP_CONCEPT_OF: (IRI,),
    HAS_TOP_CONCEPT: (IRI,),
    BROADER: (IRI,),
    CLOSE_MATCH: (IRI,),
    MEMBER: (IRI,),
    NUMBER_OF_LEVELS: (INTEGER,),
    LEVELS: (IRI,),
    DEPTH: (INTEGER,),
    FIRST: (IRI,),
    REST: (IRI,),
    REVISION_OF: (IRI,),
    QUALIFIED_REVISION: (IRI,),
    ENTITY: (IRI,),
    CHANGED_PROPERTY: (IRI,),
    GENERATED_BY: (IRI,),
    USED: (IRI,),
    ASSESSED_TARGET: (IRI,),
    ASSESSED_RESULT: (IRI,),
}
"""Properties that the graph states of its own accord, with the kinds of their values."""

MUNICIPALITY: Final = "keikaku:Municipality"
FORMAL_ORGANIZATION: Final = "org:FormalOrganization"
SOURCE_PAGE: Final = "keikaku:SourcePage"
DATASET: Final = "dcat:Dataset"
QUALITY_REPORT: Final = "dqv:QualityMetadata"
QUALITY_MEASUREMENT: Final = "dqv:QualityMeasurement"
QUALITY_ANNOTATION: Final = "dqv:QualityAnnotation"
OBSERVATION: Final = "qb:Observation"
CUBE: Final = "qb:DataSet"
CONCEPT: Final = "skos:Concept"
CONCEPT_SCHEME: Final = "skos:ConceptScheme"
LEVEL: Final = "xkos:ClassificationLevel"
LIST: Final = "rdf:List"
REVISION: Final = "prov:Revision"
ACTIVITY: Final = "prov:Activity"
PHASE: Final = "keikaku:Phase"
PROPER_INTERVAL: Final = "time:ProperInterval"

_ALSO: Final[Mapping[str, str]] = {
    "plan": "prov:Plan",
    "edition": "prov:Entity",
    "source": "prov:Entity",
    "department": "org:OrganizationalUnit",
}
"""Classes of other vocabularies that rows of a kind are said to be of, for readers who do not know ours."""

_TYPES: Final[Mapping[str, Kind]] = {
    "string": STRING,
    "integer": INTEGER,
    "number": DECIMAL,
    "boolean": BOOLEAN,
}
_PRECISIONS: Final[Mapping[str, Kind]] = {"year": YEAR, "month": MONTH, "day": DATE}
_DATE_LENGTHS: Final[Mapping[int, Kind]] = {4: YEAR, 7: MONTH}
UNCODED: Final = "table"
"""The code list of table names has no concept scheme: its values are plain text."""


def thing_class(table: Table) -> str:
    """Give the class of what a table is about, as a compact IRI."""
    return f"keikaku:{table.rdf_class}"


def row_class(table: Table) -> str:
    """Give the class of a row: of a lasting thing, a row is only what one edition states."""
    return thing_class(table) + ("Statement" if table.subject in LASTING else "")


def row_types(table: Table) -> list[str]:
    """Give the classes that every row of a table is said to be of."""
    also = _ALSO.get(table.subject)
    return [row_class(table), *([also] if also else [])]


def has_concepts(column: Column) -> bool:
    """Tell whether a column's values are concepts of one of the vocabulary's schemes."""
    return column.codes is not None and column.codes != UNCODED


def date_kind(text: str) -> Kind:
    """Give the kind of a date, which is as precise as its text is long."""
    return _DATE_LENGTHS.get(len(text), DATE)


def column_kinds(column: Column) -> tuple[Kind, ...]:
    """Give every kind that a column's values can have: one, but for dates of several precisions."""
    if column.ref or has_concepts(column):
        return (IRI,)
    if column.type == "date":
        return tuple(_PRECISIONS[precision] for precision in column.precision)
    if column.language:
        return (JA if column.language == "ja" else EN,)
    return (_TYPES[column.type],)


def properties(schema: Schema) -> dict[str, Property]:
    """Give every property of the graph by its compact IRI, in alphabetical order.

    Where columns give one property different kinds of value it has no `only`, and JSON-LD spells each
    value out.
    """
    kinds: dict[str, set[Kind]] = defaultdict(set)
    for compact, fixed in BEYOND_COLUMNS.items():
        kinds[compact].update(fixed)
    for table in schema.tables:
        for column in table.columns:
            kinds[column.property].update(column_kinds(column))
            if has_concepts(column) and schema.code_lists[column.codes or ""].open:
                kinds[UNIT_TEXT].add(STRING)
    return {
        name: Property(name, next(iter(found)) if len(found) == 1 else None) for name, found in sorted(kinds.items())
    }


def classes(schema: Schema) -> list[str]:
    """Give every class of the graph as a compact IRI, in alphabetical order."""
    own = {name for table in schema.tables for name in (thing_class(table), row_class(table))}
    beyond = {MUNICIPALITY, FORMAL_ORGANIZATION, SOURCE_PAGE, DATASET, CUBE, OBSERVATION}
    concepts = {CONCEPT, CONCEPT_SCHEME, LEVEL, LIST}
    acts = {REVISION, ACTIVITY, PHASE, PROPER_INTERVAL, *_ALSO.values()}
    return sorted(own | beyond | concepts | acts | {QUALITY_REPORT, QUALITY_MEASUREMENT, QUALITY_ANNOTATION})
