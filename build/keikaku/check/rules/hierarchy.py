"""Rules on the tree of policies and on editions that follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from keikaku.check.rules.grid import Grid, Row, rule
from keikaku.problem import Problem

Tree = Mapping[tuple[str, ...], Row]


def _loops(rows: Tree, parent: str, scope: tuple[str, ...]) -> Iterator[tuple[Row, str]]:
    """Give each row that is among its own ancestors, with the way round."""
    for key, row in rows.items():
        seen, current = [key[-1]], row
        while current[parent]:
            seen.append(current[parent])
            above = rows.get((*(current[name] for name in scope), current[parent]))
            if above is None or seen[-1] in seen[:-1]:
                break
            current = above
        if len(seen) > 1 and seen[-1] == key[-1]:
            yield row, " → ".join(seen)


@rule
def policy_tree(grid: Grid) -> Iterator[Problem]:
    """No policy lies above itself, and each lies one level below its parent."""
    policies: Tree = {(row["edition_id"], row["policy_id"]): row for row in grid.rows("policies")}
    for row, way in _loops(policies, "parent_policy_id", ("edition_id",)):
        yield Problem("E401", row.where("parent_policy_id"), {"way": way})
    for row in policies.values():
        above = policies.get((row["edition_id"], row["parent_policy_id"]))
        level = above.whole("level") if above else 0 if not row["parent_policy_id"] else None
        if level is not None and row.whole("level") not in {None, level + 1}:
            yield Problem("E402", row.where("level"), {"level": row["level"], "expected": level + 1})


@rule
def department_tree(grid: Grid) -> Iterator[Problem]:
    """No department lies above itself."""
    departments: Tree = {(row["department_id"],): row for row in grid.rows("departments")}
    for row, way in _loops(departments, "parent_department_id", ()):
        yield Problem("E401", row.where("parent_department_id"), {"way": way})


@rule
def edition_line(grid: Grid) -> Iterator[Problem]:
    """The edition before is one of the same plan, and no edition comes before itself."""
    editions: Tree = {(row["edition_id"],): row for row in grid.rows("editions")}
    for row, way in _loops(editions, "previous_edition_id", ()):
        yield Problem("E401", row.where("previous_edition_id"), {"way": way})
    for row in editions.values():
        before = editions.get((row["previous_edition_id"],))
        if before and before["plan_id"] != row["plan_id"]:
            facts = {"previous": row["previous_edition_id"], "plan": before["plan_id"]}
            yield Problem("E409", row.where("previous_edition_id"), facts)


@rule
def plan_line(grid: Grid) -> Iterator[Problem]:
    """No plan comes before itself."""
    plans: Tree = {(row["plan_id"],): row for row in grid.rows("plans")}
    for row, way in _loops(plans, "predecessor_plan_id", ()):
        yield Problem("E401", row.where("predecessor_plan_id"), {"way": way})


@rule
def project_links(grid: Grid) -> Iterator[Problem]:
    """A project is not linked to itself."""
    for row in grid.rows("project_links"):
        if row["project_id"] and row["project_id"] == row["linked_project_id"]:
            yield Problem("E418", row.where("linked_project_id"), {"project": row["project_id"]})
