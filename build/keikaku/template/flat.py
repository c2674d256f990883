"""Lay the tables of a city out on one sheet: a row a project and indicator; or say what does not fit on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from keikaku.form import ColumnForm, Rows, SheetForm
from keikaku.schema import Label
from keikaku.template.cells import Line, Shown

Row = Mapping[str, str]
_LEVELS: Final = 2
_DEEP: Final = Label("三段より深い施策", "policies deeper than two levels")
_OF_POLICY: Final = Label("施策に付いた指標", "indicators of a policy itself")
_TWICE: Final = Label("同じ年度に二つ以上ある目標値や実績", "several targets or results in a year")
_OUTSIDE: Final = Label("計画期間の外の年度の目標値や実績", "targets or results outside the plan's years")
_TRANSCRIBED: Final = Label("文書から書き写した原文や行の番号", "what was transcribed from a document, with its lines")
_TYPED: Final = "_typed.txt"
"""How the text of a source ends that import wrote of what was typed; any other is a document's."""
_NO_POLICY: Final = Label("事業のない施策", "policies without a project")


def misfits(sheet: SheetForm, rows: Rows) -> list[Label]:
    """List the kinds of things that the sheet has no column for."""
    years = {form.fiscal_year for form in sheet.columns if form.fiscal_year}
    policies = {row["policy_id"]: row for row in rows.get("policies", ())}
    used = {
        above["policy_id"]
        for project in rows.get("projects", ())
        for above in _ancestors(policies, project.get("policy_id", ""))
    }
    values = [(name, row) for name in ("targets", "results") for row in rows.get(name, ())]
    keys = [(name, row["indicator_id"], row["fiscal_year"]) for name, row in values]
    files = [row.get("file", "") for row in rows.get("sources", ())]
    found = {
        _TRANSCRIBED: any(file and not file.endswith(_TYPED) for file in files),
        _DEEP: any(len(_ancestors(policies, policy)) > _LEVELS for policy in policies),
        _NO_POLICY: not policies.keys() <= used,
        _OF_POLICY: any(not row.get("project_id") for row in rows.get("indicators", ())),
        _TWICE: len(set(keys)) < len(keys),
        _OUTSIDE: any(not year.isdigit() or int(year) not in years for _, _, year in keys),
    }
    return [label for label, wrong in found.items() if wrong]


def flat_lines(sheet: SheetForm, rows: Rows, shown: Shown) -> list[Line]:
    """Give the lines of the sheet. What a row shares with the one above is written out, so that rows can be sorted."""
    laid = _Laid(sheet, rows, shown)
    return [line for project in _in_order(rows) for line in laid.of(project)]


class _Laid:
    def __init__(self, sheet: SheetForm, rows: Rows, shown: Shown) -> None:
        self._columns: Final = sheet.columns
        self._shown: Final = shown
        self._policies: Final = {row["policy_id"]: row for row in rows.get("policies", ())}
        self._departments: Final = _grouped(rows.get("project_departments", ()), "project_id")
        self._indicators: Final = _grouped(rows.get("indicators", ()), "project_id")
        self._values: Final = {
            (name, row["indicator_id"], row["fiscal_year"]): row
            for name in ("targets", "results")
            for row in rows.get(name, ())
        }

    def of(self, project: Row) -> Iterator[Line]:
        """Give the lines of a project: one for each indicator, or one without any."""
        for indicator in self._indicators.get(project["project_id"], ()) or ({},):
            yield tuple(self._text(form, project, indicator) for form in self._columns)

    def _text(self, form: ColumnForm, project: Row, indicator: Row) -> str:
        if form.table == "policies":
            above = _ancestors(self._policies, project.get("policy_id", ""))
            return _numbered(above[form.level - 1]) if form.level and form.level <= len(above) else ""
        if form.table == "project_departments":
            rows = self._departments.get(project["project_id"], ())
            return "、".join(self._shown.cell(form, row[form.column]) for row in rows)
        if form.fiscal_year is not None:
            found = self._values.get((form.table, indicator.get("indicator_id", ""), str(form.fiscal_year)), {})
        else:
            found = indicator if form.table == "indicators" else project
        return self._shown.cell(form, found.get(form.column, ""))


def _numbered(policy: Row) -> str:
    """Give a policy as the sheet has it: its number before its title."""
    return " ".join(part for part in (policy.get("code", ""), policy.get("title", "")) if part)


def _ancestors(policies: Mapping[str, Row], policy_id: str) -> list[Row]:
    """Give the policies from the top down to one; a circle among them is cut."""
    found: list[Row] = []
    while policy_id in policies and policies[policy_id] not in found:
        found.insert(0, policies[policy_id])
        policy_id = policies[policy_id].get("parent_policy_id", "")
    return found


def _grouped(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    """Group rows by a column, each group by position."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(column, "")].append(row)
    return {key: sorted(group, key=_position) for key, group in found.items()}


def _in_order(rows: Rows) -> list[Row]:
    """Give the projects in the order of the plan: along the tree of policies, then by position."""
    policies = {row["policy_id"]: row for row in rows.get("policies", ())}

    def place(project: Row) -> tuple[tuple[int, ...], int]:
        above = _ancestors(policies, project.get("policy_id", ""))
        return tuple(_position(policy) for policy in above), _position(project)

    return sorted(rows.get("projects", ()), key=place)


def _position(row: Row) -> int:
    text = row.get("position", "")
    return int(text) if text.isdigit() else 0
