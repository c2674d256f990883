"""Generate `vocab/frames/*.jsonld`: JSON-LD 1.1 frames that turn a city's flat JSON-LD into nested documents.

The graph links upwards only (a result names its indicator, an indicator its project), so the frames ask for what
names a thing by terms with `@reverse`, which stand in their contexts. A property has one frame, whatever names the
thing by it: `ofPolicy`, `ofProject` and `ofIndicator` hold several kinds of object, which `type` tells apart. Every
object holds the columns of its table and no more; what it only points at is a URI. A build puts the address of its own
context in the place of the relative one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from keikaku.graph.mapping import (
    IDENTIFIER,
    OBSERVATION,
    PLAN,
    SPECIALIZATION_OF,
    TITLE,
    VALUE_KIND,
    properties,
    row_class,
    thing_class,
)
from keikaku.graph.terms import IRI, Property
from keikaku.iri import FRAME_CONTEXT
from keikaku.schema import Schema, Table
from keikaku.terms import CATALOG_PREFIXES, expand

Json = dict[str, Any]

_NEVER: Final[Mapping[str, str]] = {"@embed": "@never"}
_REVERSE: Final[Mapping[str, str]] = {
    "editions": "dct:isVersionOf",
    "policies": PLAN,
    "statements": SPECIALIZATION_OF,
    "ofPolicy": "keikaku:policy",
    "ofProject": "keikaku:project",
    "ofIndicator": "keikaku:indicator",
}
_THING: Final = "thing"


def frame_documents(schema: Schema) -> dict[str, str]:
    """Give the text of each frame by its path in the repository."""
    make = _Frames(schema)
    frames = {
        "plan": make.plan(),
        "project": make.project(),
        "indicator": make.indicator(),
        "catalog": _catalog(),
    }
    return {
        f"vocab/frames/{name}.jsonld": json.dumps(frame, ensure_ascii=False, indent=2) + "\n"
        for name, frame in frames.items()
    }


class _Frames:
    """Makes frames of the tables' columns."""

    def __init__(self, schema: Schema) -> None:
        self._tables = schema.by_name
        self._properties = properties(schema)

    def plan(self) -> Json:
        """A plan with its editions, its policies, their projects, and the indicators of both."""
        indicator = self._rows("indicators", **{_THING: self._thing("indicators")})
        project = self._thing("projects", ofProject=indicator)
        below = self._rows("projects", "indicators", **{_THING: {"@embed": "@always", **self._either(project)}})
        policy = self._thing("policies", statements=self._rows("policies"), ofPolicy=below)
        body = self._rows("plans", editions=self._rows("editions"), policies=policy)
        return {"@context": self._context("editions", "policies", "statements", "ofPolicy", "ofProject"), **body}

    def project(self) -> Json:
        """A project with what each edition says of it: departments, schedule, themes, links, costs, indicators."""
        tables = ("project_departments", "schedule", "project_themes", "project_priorities", "project_links")
        department = {"@embed": "@always", **self._rows("departments")}
        rows = self._rows(*tables, "finances", "indicators", department=department)
        body = self._thing("projects", statements=self._rows("projects"), ofProject=rows)
        return {"@context": self._context("statements", "ofProject"), **body, "@embed": "@always"}

    def indicator(self) -> Json:
        """An indicator with its targets, results, baselines and assessments in all editions."""
        rows = self._rows("targets", "results", "assessments")
        rows["@type"] = [*rows["@type"], OBSERVATION]
        rows[self._properties[VALUE_KIND].term] = dict(_NEVER)
        body = self._thing("indicators", statements=self._rows("indicators"), ofIndicator=rows)
        return {"@context": self._context("statements", "ofIndicator"), **body}

    def _context(self, *reverse: str) -> list[Any]:
        terms: Json = {
            "type": {"@id": "@type", "@container": "@set"},
            "identifier": {"@id": IDENTIFIER},
            "title": {"@id": TITLE, "@language": "ja"},
            _THING: {"@id": SPECIALIZATION_OF, "@type": "@id"},
        }
        terms |= {name: {"@reverse": _REVERSE[name], "@container": "@set"} for name in reverse}
        return [FRAME_CONTEXT, terms]

    def _thing(self, table: str, **nested: Json) -> Json:
        """Frame the things that a table is about, which have one name through all editions."""
        body = {"@type": _class(thing_class(self._tables[table])), "@explicit": True}
        return {**body, **self._members((IDENTIFIER, TITLE, PLAN)), **nested}

    def _either(self, project: Json) -> Json:
        """Frame what a row below a policy is about: a project with its indicators, or an indicator."""
        return {**project, "@type": [project["@type"], _class(thing_class(self._tables["indicators"]))]}

    def _rows(self, *tables: str, **nested: Json) -> Json:
        """Frame the rows of tables, with all their columns."""
        every = [self._tables[name] for name in tables]
        types = [_class(row_class(table)) for table in every]
        body: Json = {"@type": types if len(types) > 1 else types[0], "@explicit": True}
        return {**body, **self._members(_columns(every)), **nested}

    def _members(self, names: Iterable[str]) -> Json:
        found: list[Property] = [self._properties[name] for name in names]
        return {one.term: dict(_NEVER) if one.only is IRI else {} for one in found}


def _columns(tables: Iterable[Table]) -> list[str]:
    return list(dict.fromkeys(column.property for table in tables for column in table.columns))


def _class(compact: str) -> str:
    return compact.removeprefix("keikaku:")


def _catalog() -> Json:
    """Frame the catalog: datasets in it, distributions in them, with all that they name."""
    names = sorted({*CATALOG_PREFIXES} - {"keikaku", "oa", "qb", "sdmx-attribute", "time", "xkos", "void"})
    context: Json = {"id": "@id", "type": "@type", **{name: CATALOG_PREFIXES[name] for name in names}}
    for name in ("dcat:dataset", "dcat:distribution"):
        context[name] = {"@id": expand(name), "@type": "@id", "@container": "@set"}
    return {
        "@context": context,
        "@type": "dcat:Catalog",
        "@embed": "@always",
        "dcat:dataset": {
            "@embed": "@always",
            "dct:source": dict(_NEVER),
            "dcat:distribution": {"@embed": "@always"},
        },
    }
