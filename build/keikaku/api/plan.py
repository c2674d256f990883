"""The documents of a plan and of its editions: the tree of policies, and what each edition changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from keikaku.api.facts import Facts
from keikaku.api.rows import Values
from keikaku.api.things import Document
from keikaku.model import Change, Edition, Plan, Project, edition_changes
from keikaku.schema import Column

_OWN_ROWS: Final = ("totals", "statistics", "finances", "events", "terms", "corrections")


@dataclass(frozen=True, slots=True)
class Archive:
    """The permanent archive of an edition: its name beside the edition's page, its size and its SHA-256."""

    name: str
    size: int
    sha256: str


def plan_documents(facts: Facts, plan: Plan, archives: Mapping[str, Archive]) -> Iterator[Document]:
    """Give the document of a plan and those of its editions."""
    ids = {"plan_id": plan.row.plan_id}
    names = facts.names
    head = {**names.head("plan", ids), **facts.whose(), **ids, "title": plan.row.title}
    yield (
        names.path("plan", ids),
        {
            **head,
            "uri": names.uri("plan", ids),
            "html": names.html("plan", ids),
            "feed": names.feed("plan", ids),
            "projects": names.href("projects", ids),
            "indicators": names.href("indicators", ids),
            "statement": facts.rows.row("plans", plan.row),
            "editions": [_edition_ref(facts, edition) for edition in plan.editions],
            "policies": [_node(facts, plan, root) for root in plan.roots],
            "loose_projects": [_project_node(facts, plan.projects[one]) for one in plan.loose_projects],
        },
    )
    for edition in plan.editions:
        yield _edition(facts, plan, edition, archives.get(edition.row.edition_id))


def plan_ref(facts: Facts, plan: Plan) -> Values:
    """Name a plan with its period and how much it holds."""
    link = facts.plan_link(plan)
    counts = {"start_fy": plan.row.start_fy, "end_fy": plan.row.end_fy, "editions": len(plan.editions)}
    counts |= {"projects": len(plan.projects), "indicators": len(plan.indicators)}
    return {
        "plan_id": link["plan_id"],
        "title": link["title"],
        **counts,
        **{name: link[name] for name in ("uri", "href")},
    }


def _node(facts: Facts, plan: Plan, policy_id: str) -> Values:
    policy = plan.policies[policy_id]
    return {
        **facts.policy(policy),
        "policies": [_node(facts, plan, child) for child in policy.children],
        "projects": [_project_node(facts, plan.projects[one]) for one in policy.projects],
        "indicators": [facts.indicator(one) for one in policy.indicators],
    }


def _project_node(facts: Facts, project: Project) -> Values:
    return {**facts.project(project), "indicators": [facts.indicator(one) for one in project.indicators]}


def _edition_ref(facts: Facts, edition: Edition) -> Values:
    row = edition.row
    return {
        "edition_id": row.edition_id,
        "label": row.label,
        **facts.code("status", "edition_status", row.status),
        "as_of": row.as_of or None,
        "previous_edition_id": row.previous_edition_id or None,
        "source_id": row.source_id,
        **facts.names.both("edition", {"plan_id": row.plan_id, "edition_id": row.edition_id}),
    }


def _edition(facts: Facts, plan: Plan, edition: Edition, archive: Archive | None) -> Document:
    row, names = edition.row, facts.names
    ids = {"plan_id": row.plan_id, "edition_id": row.edition_id}
    own = {name: facts.rows.rows(name, getattr(edition, name)) for name in _OWN_ROWS}
    return names.path("edition", ids), {
        **names.head("edition", ids),
        **facts.whose(plan),
        "edition_id": row.edition_id,
        "title": row.label,
        "uri": names.uri("edition", ids),
        "html": names.html("edition", ids),
        "archive": _archive(names.base_url + names.iris.page("edition", ids), archive) if archive else None,
        "statement": facts.rows.row("editions", row),
        "source": facts.rows.row("sources", edition.source),
        "tables": _counts(facts, row.edition_id),
        "changes": [
            line for change in edition_changes(plan, row.edition_id, facts.schema) for line in _change(facts, change)
        ],
        **own,
    }


def _archive(folder: str, archive: Archive) -> Values:
    return {
        "url": folder + archive.name,
        "media_type": "application/zip",
        "bytes": archive.size,
        "sha256": archive.sha256,
    }


def _counts(facts: Facts, edition_id: str) -> list[Values]:
    """Count the rows of an edition by table; tables of which it has none are left out."""
    found = []
    for table in facts.schema.tables:
        if table.name == "editions" or "edition_id" not in table.by_name:
            continue
        count = sum(row.edition_id == edition_id for row in facts.city.rows[table.name])
        if count:
            found.append({"name": table.name, "ja": table.title.ja, "en": table.title.en, "rows": count})
    return found


def _change(facts: Facts, change: Change) -> Iterator[Values]:
    """Give a line for each column that differs, or one for a row that is new or gone."""
    row = change.row
    table = facts.schema.by_name[change.table]
    key = "|".join(str(getattr(row, name)) for name in table.row_key)
    head = {"table": change.table, "kind": change.kind, "key": key, "title": _title(facts, row)}
    for column in change.columns or (None,):
        label = {"ja": column.title.ja, "en": column.title.en} if column else {"ja": None, "en": None}
        yield {
            **head,
            "column": column.name if column else None,
            **{f"column_{lang}": text for lang, text in label.items()},
            "before": _told(change.before, column),
            "after": _told(change.after, column),
            "reason": change.reason or None,
            "uri": facts.rows.uri(change.table, row),
        }


def _told(row: Any, column: Column | None) -> str | None:
    """Give a value as the tables write it, or for a whole row what is printed; None where it is not stated."""
    if row is None:
        return None
    value = getattr(row, column.name) if column else getattr(row, "raw", "") or getattr(row, "title", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None or value == "" else str(value)


def _title(facts: Facts, row: Any) -> str:
    """Give a thing's title; targets and results have that of their indicator."""
    return getattr(row, "title", "") or facts.titles[row.edition_id, row.indicator_id]
