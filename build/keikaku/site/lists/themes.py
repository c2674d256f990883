"""How many projects a city has under each theme, by which cities are compared.

Counted are the projects of the newest edition of each plan that no other plan of the city has followed. A project
counts once for each of its themes, and once for the wider theme of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from keikaku.model import Plan, Project
from keikaku.schema import CodeList


def current_projects(plans: Sequence[Plan]) -> list[Project]:
    """Give the projects that the newest editions of the current plans state."""
    followed = {plan.row.predecessor_plan_id for plan in plans}
    found = []
    for plan in plans:
        if plan.editions and plan.row.plan_id not in followed:
            newest = plan.editions[-1].row.edition_id
            found += [project for project in plan.projects.values() if project.latest.edition_id == newest]
    return found


def theme_counts(projects: Sequence[Project], themes: CodeList) -> Mapping[str, int]:
    """Count projects by the themes that they have in their newest edition, and by the wider themes of these."""
    counted: Counter[str] = Counter()
    for project in projects:
        own = {row.theme for row in project.themes if row.edition_id == project.latest.edition_id}
        counted.update(own | {themes.by_value[theme].broader or theme for theme in own})
    return counted
