"""Generate `vocab/context.jsonld`: the JSON-LD terms of every class and property that a city's graph uses.

A property whose values are all of one kind is coerced to it, so that documents hold plain values; where they
differ (`dct:title` in two languages, dates of several precisions) there is no coercion and each value says
what it is.
"""

from __future__ import annotations

import json
from typing import Any

from keikaku.graph.mapping import classes, properties
from keikaku.graph.terms import TYPE, Property
from keikaku.schema import Schema
from keikaku.terms import PREFIXES, expand


def context_document(schema: Schema) -> str:
    """Give the text of the context."""
    terms: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", **PREFIXES}
    for name in classes(schema):
        if name.startswith("keikaku:"):
            terms[name.removeprefix("keikaku:")] = expand(name)
    for name, found in properties(schema).items():
        if name != TYPE:
            terms[found.term] = _definition(found)
    return json.dumps({"@context": terms}, ensure_ascii=False, indent=2) + "\n"


def _definition(found: Property) -> dict[str, str]:
    definition = {"@id": found.iri}
    if found.only and found.only.language:
        definition["@language"] = found.only.language
    elif found.only and found.only.coercion:
        definition["@type"] = found.only.coercion
    return definition
