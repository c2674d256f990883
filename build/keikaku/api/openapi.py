"""The description of the API (OpenAPI 3.1): every kind of document with its path, in both languages."""

from __future__ import annotations

import re
from typing import Any, Final

from keikaku.api.root import DESCRIPTION, TITLE, VERSION
from keikaku.api.schemas import Definitions
from keikaku.api.shapes import load_shapes
from keikaku.names import API, API_DOCUMENTS
from keikaku.schema import Label, Schema

_PARAMETERS: Final = {
    "lgcode": (Label("全国地方公共団体コード(6桁)。", "Municipality code of six digits."), "132012"),
    "plan_id": (Label("計画の符号。", "Code of the plan."), "dx"),
    "edition_id": (Label("版の符号。", "Code of the edition."), "dx-2025"),
    "policy_id": (Label("施策の符号。", "Code of the policy."), "1-1"),
    "project_id": (Label("事業の符号。", "Code of the project."), "1-1-1"),
    "indicator_id": (Label("指標の符号。", "Code of the indicator."), "1-1-1.1"),
    "department_id": (Label("担当課の符号。", "Code of the department."), "joho-seisaku"),
    "list": (Label("符号の一覧の名称。", "Name of the code list."), "polarity"),
    "theme": (Label("テーマの符号。", "Code of the theme."), "front_office"),
}
_NOT_FOUND: Final = Label("そのような文書はない。", "There is no such document.")
_VALUES: Final = Label(
    "値は計画が述べるとおりで、述べていない値は null。年度は西暦(2024 は令和6年度)。"
    "符号の後には、_ja と _en の付く名で意味が続く。",
    "Values are as the plans state them, and null where they state none. Fiscal years are named by their first "
    "calendar year (2024 is 令和6年度). Behind a code stand its meanings, ending with _ja and _en.",
)


def openapi(schema: Schema, base_url: str) -> dict[str, Any]:
    """Give the description of the API of a site."""
    make = Definitions(schema, base_url, "#/components/schemas/")
    kinds = load_shapes().kinds
    documents = {_component(kind): make.document(kind) for kind in kinds}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{TITLE.ja} / {TITLE.en}",
            "summary": DESCRIPTION.en,
            "description": "\n\n".join(_both(DESCRIPTION) + _both(_VALUES)),
            "version": VERSION,
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": base_url + API}],
        "paths": {f"/{API_DOCUMENTS[kind]}": {"get": _operation(kind, body.title)} for kind, body in kinds.items()},
        "components": {
            "schemas": {**documents, **make.used(*documents.values())},
            "parameters": {name: _parameter(name) for name in _PARAMETERS},
        },
    }


def _operation(kind: str, title: Label) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", API_DOCUMENTS[kind])
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{_component(kind)}"}}}
    found: dict[str, Any] = {"operationId": kind, "summary": f"{title.ja} / {title.en}"}
    if names:
        found["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in names]
    return {
        **found,
        "responses": {
            "200": {"description": f"{title.ja} / {title.en}", "content": content},
            "404": {"description": " / ".join(_both(_NOT_FOUND))},
        },
    }


def _parameter(name: str) -> dict[str, Any]:
    label, example = _PARAMETERS[name]
    schema = {"type": "string", "examples": [example]}
    return {"name": name, "in": "path", "required": True, "description": " / ".join(_both(label)), "schema": schema}


def _component(kind: str) -> str:
    """Name the definition of a kind of document apart from those of the objects in documents."""
    return f"{kind}_document"


def _both(label: Label) -> list[str]:
    return [label.ja, label.en]
