"""The documents of a city, its departments and its themes, and what is kept of it for those about all cities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keikaku.api.facts import Facts
from keikaku.api.plan import plan_ref
from keikaku.api.rows import Values
from keikaku.api.standing import missed, records
from keikaku.api.things import Document
from keikaku.file_names import DATA_PACKAGE
from keikaku.model import Department
from keikaku.schema import Code


@dataclass(frozen=True, slots=True)
class ApiCity:
    """What remains of a city once its documents are written: some lines, however many projects it has."""

    card: Values
    records: list[Values]
    themes: dict[str, int]


def city_documents(facts: Facts) -> Iterator[Document]:
    """Give the documents of a city that belong to none of its plans."""
    names = facts.names
    yield names.path("city"), _city(facts)
    whose = {"lgcode": names.lgcode, "name": facts.city.city.name.ja}
    standing = {"records": records(facts), "missed": missed(facts)}
    yield names.path("city_attainment"), {**names.head("city_attainment"), **whose, **standing}
    listed = [_department_ref(facts, one) for one in facts.city.departments]
    yield names.path("departments"), {**names.head("departments"), **whose, "departments": listed}
    for department in facts.city.departments:
        yield _department(facts, department)
    for theme in _themes(facts):
        yield _theme(facts, theme, whose)


def remains(facts: Facts) -> ApiCity:
    """Keep what the documents about all cities tell of a city."""
    city, names, plans = facts.city.city, facts.names, facts.city.plans
    card = {
        "lgcode": city.lgcode,
        "name": city.name.ja,
        "name_en": city.name.en,
        "prefecture": city.prefecture.ja,
        "prefecture_en": city.prefecture.en,
        **_licence(facts),
        "plans": len(plans),
        "projects": sum(len(plan.projects) for plan in plans),
        "indicators": sum(len(plan.indicators) for plan in plans),
        **names.both("city", {}),
    }
    return ApiCity(card, records(facts), {theme.value: len(facts.themes[theme.value]) for theme in _themes(facts)})


def _licence(facts: Facts) -> Values:
    licence = facts.city.city.licence
    told = (licence.name, licence.title, licence.url) if licence else (None, None, None)
    return dict(zip(("licence", "licence_title", "licence_url"), told, strict=True))


def _city(facts: Facts) -> Values:
    city, names = facts.city.city, facts.names
    return {
        **names.head("city"),
        "lgcode": city.lgcode,
        "name": city.name.ja,
        "name_en": city.name.en,
        "kana": city.kana,
        "prefecture": city.prefecture.ja,
        "prefecture_en": city.prefecture.en,
        "homepage": city.homepage,
        **_licence(facts),
        "uri": names.uri("city"),
        "html": names.html("city"),
        "feed": names.feed("city"),
        "datapackage": names.iris.published(DATA_PACKAGE),
        "attainment": names.href("city_attainment"),
        "departments": names.href("departments"),
        "plans": [plan_ref(facts, plan) for plan in facts.city.plans],
        "themes": [
            {
                "theme": theme.value,
                "ja": theme.ja,
                "en": theme.en,
                "projects": len(facts.themes[theme.value]),
                "href": names.href("city_theme", {"theme": theme.local_name}),
            }
            for theme in _themes(facts)
        ],
        "sources": facts.rows.rows("sources", facts.city.rows["sources"]),
    }


def _department_ref(facts: Facts, department: Department) -> Values:
    row = department.row
    return {
        "department_id": row.department_id,
        "name": row.name,
        "parent_department_id": row.parent_department_id or None,
        "projects": len(department.projects),
        **facts.names.both("department", {"department_id": row.department_id}),
    }


def _department(facts: Facts, department: Department) -> Document:
    row, names = department.row, facts.names
    ids = {"department_id": row.department_id}
    by_id = {one.row.department_id: one for one in facts.city.departments}
    parent = by_id.get(row.parent_department_id)
    below = [one for one in by_id.values() if one.row.parent_department_id == row.department_id]
    return names.path("department", ids), {
        **names.head("department", ids),
        **facts.whose(),
        **ids,
        "name": row.name,
        "uri": names.uri("department", ids),
        "html": names.html("department", ids),
        "statement": facts.rows.row("departments", row),
        "parent": _department_ref(facts, parent) if parent else None,
        "departments": [_department_ref(facts, one) for one in below],
        "projects": [
            _part(facts, project, part)
            for project in department.projects
            for part in project.departments
            if part.department_id == row.department_id
        ],
    }


def _part(facts: Facts, project: Any, part: Any) -> Values:
    """Tell of a project in which a department has part, in one edition."""
    ids = {"plan_id": project.plan_id, "project_id": project.project_id}
    return {
        **ids,
        "title": project.latest.title,
        "edition_id": part.edition_id,
        **facts.code("role", "role", part.role),
        "and_others": part.and_others,
        **facts.place(part),
        "uri": facts.rows.uri("project_departments", part),
        "href": facts.names.href("project", ids),
    }


def _themes(facts: Facts) -> list[Code]:
    """List the themes that the city has projects of, in the order of the code list."""
    return [code for code in facts.schema.code_lists["theme"].codes if code.value in facts.themes]


def _theme(facts: Facts, theme: Code, whose: Values) -> Document:
    ids = {"theme": theme.local_name}
    plans = {plan.row.plan_id: plan for plan in facts.city.plans}
    told = {"theme": theme.value, "ja": theme.ja, "en": theme.en}
    return facts.names.path("city_theme", ids), {
        **facts.names.head("city_theme", ids),
        **whose,
        **told,
        "projects": [
            {
                "plan_id": plan_id,
                "project_id": row.project_id,
                "title": plans[plan_id].projects[row.project_id].latest.title,
                "edition_id": row.edition_id,
                **facts.code("basis", "theme_basis", row.basis),
                **facts.place(row),
                "uri": facts.rows.uri("project_themes", row),
                "href": facts.names.href("project", {"plan_id": plan_id, "project_id": row.project_id}),
            }
            for plan_id, row in facts.themes[theme.value]
        ],
    }
