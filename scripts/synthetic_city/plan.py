"""The frame of a synthetic plan: sources, editions, three levels of policies, departments, projects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from keikaku.schema import load_schema
from synthetic_city.tables import ADOPTED, EDITIONS, FIRST_YEAR, LAST_YEAR, LINES_A_PAGE, PROGRESS, Tables
from synthetic_city.words import WORDS, description, full_width, project_title, sentence

PLAN: Final = "dx"
PROJECTS: Final = 170
THEMES: Final = tuple(code.value for code in load_schema().code_lists["theme"].codes)
PRIORITIES: Final = tuple(code.value for code in load_schema().code_lists["national_priority"].codes)
ROLES: Final = ("lead", "joint", "related")


def add_plan(tables: Tables, city: str) -> None:
    """Add the plan and its two editions."""
    tables.add(
        "plans",
        ADOPTED,
        plan_id=PLAN,
        title=f"{city}デジタル推進計画",
        title_en="Digital Transformation Plan",
        vision="誰もが便利さを実感できる、人にやさしいデジタルのまち",
        legal_basis="官民データ活用推進基本法第9条第3項",
        start_fy=FIRST_YEAR,
        end_fy=LAST_YEAR,
        superior_plan=f"第3次{city}総合計画",
        source_id=ADOPTED,
    )
    told = (
        ("策定時の計画", "adopted", "2023-03-28"),
        ("令和6年度末の進捗状況", "progress_report", "2025-06-30"),
    )
    for edition, previous, (label, status, as_of) in zip(EDITIONS, ("", ADOPTED), told, strict=True):
        place = {"source_id": edition, "previous_edition_id": previous}
        tables.add("editions", edition, plan_id=PLAN, label=label, status=status, as_of=as_of, **place)


def add_sources(tables: Tables, city: str) -> None:
    """Add the documents, last of all, when their pages are counted."""
    told = (
        ("デジタル推進計画", "plan", "2023-03-28"),
        ("デジタル推進計画進捗報告書", "progress_report", "2025-06-30"),
    )
    for edition, (title, kind, issued) in zip(EDITIONS, told, strict=True):
        tables.rows["sources"].append(
            {
                "source_id": edition,
                "title": f"{city}{title}",
                "publisher": city,
                "kind": kind,
                "issued": issued,
                "pages": str(tables.pages(edition)),
                "pagination": "printed",
                "file": f"{edition}.txt",
                "sha256": hashlib.sha256(f"{city}{title}".encode()).hexdigest(),
            }
        )
        for page in range(1, tables.pages(edition) + 1):
            line = max(1, (page - 1) * LINES_A_PAGE)
            tables.rows["pages"].append({"source_id": edition, "page": str(page), "line": str(line)})


def add_policies(tables: Tables) -> list[str]:
    """Add 3, 18 and 54 policies on three levels; give the ids of the lowest."""
    leaves = []
    for policy_id, position in _policy_ids():
        parent = policy_id.rpartition("-")[0]
        level = policy_id.count("-") + 1
        title = f"{tables.rng.choice(WORDS.things)}の充実と改善"
        goal = sentence(tables.rng) if level == 1 else ""
        told = {"code": policy_id, "code_raw": full_width(policy_id), "title": title, "goal": goal}
        tagline = "人にやさしいデジタルのまちへ" if level == 1 else ""
        for edition in EDITIONS:
            place = {"parent_policy_id": parent, "level": level, "position": position, "tagline": tagline}
            tables.add("policies", edition, policy_id=policy_id, **place, **told)
        if level == 2:
            _add_points(tables, policy_id)
        if level == 3:
            leaves.append(policy_id)
    return leaves


def _add_points(tables: Tables, policy_id: str) -> None:
    for number, (kind, sign) in enumerate((("direction", "①"), ("direction", "②"), ("action", "①"), ("milestone", ""))):
        text = sentence(tables.rng)
        year = FIRST_YEAR + 1 if kind == "milestone" else None
        ids = {"policy_id": policy_id, "kind": kind, "seq": 1 + number % 2, "fiscal_year": year}
        tables.add("policy_points", ADOPTED, text=text, raw=f"{sign}{text}", **ids)


def _policy_ids() -> Iterator[tuple[str, int]]:
    for top in range(1, 4):
        yield f"{top}", top
        for middle in range(1, 7):
            yield f"{top}-{middle}", middle
            for low in range(1, 4):
                yield f"{top}-{middle}-{low}", low


def add_departments(tables: Tables) -> None:
    """Add 8 bureaus (部) with 4 sections (課) each."""
    for number, bureau in enumerate(WORDS.bureaus, 1):
        parent = f"bu-{number:02}"
        place = {"source_id": ADOPTED}
        tables.add("departments", ADOPTED, department_id=parent, name=f"{bureau}部", **place)
        for order, section in enumerate(WORDS.sections, 1):
            name = f"{bureau}{section}課"
            ids = {"department_id": f"ka-{number:02}-{order}", "parent_department_id": parent}
            tables.add("departments", ADOPTED, name=name, **ids, **place)


def add_projects(tables: Tables, leaves: list[str], count: int = PROJECTS) -> dict[str, list[str]]:
    """Add the projects with departments, themes and links; give the ids that each edition states."""
    stated: dict[str, list[str]] = {edition: [] for edition in EDITIONS}
    for number in sorted(range(count), key=lambda number: number % len(leaves)):
        policy_id, order = leaves[number % len(leaves)], number // len(leaves) + 1
        project_id = f"{policy_id}-{order:02}"
        told: dict[str, object] = {
            "code": project_id,
            "code_raw": full_width(project_id),
            "title": project_title(tables.rng),
            "description": description(tables.rng),
            "purpose": sentence(tables.rng) if number % 2 else "",
            "start_fy": FIRST_YEAR + number % 4,
            "start_raw": f"R{5 + number % 4}",
            "national_priority": number % 9 == 0,
        }
        for edition in _editions_of_project(number):
            ids = {"project_id": project_id, "policy_id": policy_id, "position": order}
            tables.add("projects", edition, **ids, **told, **_state(edition, number))
            _in_charge(tables, edition, project_id, number)
            stated[edition].append(project_id)
    for one, other in zip(stated[PROGRESS][:10], stated[PROGRESS][60:70], strict=True):
        ids = {"project_id": one, "linked_project_id": other, "relation": "listed_again"}
        tables.add("project_links", PROGRESS, raw=f"【再掲{full_width(other)}】", **ids)
    return stated


def _editions_of_project(number: int) -> tuple[str, ...]:
    """Tell which editions state a project: some are new in the second, a few have ended before it."""
    if number % 12 == 5:
        return (PROGRESS,)
    return (ADOPTED,) if number % 40 == 7 else EDITIONS


def _state(edition: str, number: int) -> dict[str, object]:
    if edition == ADOPTED:
        return {"is_new": number % 3 == 0, "is_revised": number % 5 == 1}
    status, printed = (("running", "実施中"), ("studying", "継続検討"), ("partly_running", "一部実施"))[number % 3]
    remarks = "事業としては継続中" if number % 11 == 0 else ""
    marks = {"progress_managed": True, "progress_managed_raw": "○"} if number % 2 else {}
    return {"status": status, "status_raw": printed, "is_new": number % 12 == 5, "remarks": remarks, **marks}


def _in_charge(tables: Tables, edition: str, project_id: str, number: int) -> None:
    for order in range(1 + number % 3):
        section = (number * 5 + order * 11) % 32
        department_id = f"ka-{section // 4 + 1:02}-{section % 4 + 1}"
        ids = {"project_id": project_id, "department_id": department_id, "position": order + 1}
        tables.add("project_departments", edition, role=ROLES[order], and_others=number % 17 == 0, **ids)
    if edition == PROGRESS:
        theme = THEMES[number % len(THEMES)]
        tables.add("project_themes", edition, project_id=project_id, theme=theme, basis="editor")
        if number % 4 == 0:
            priority = PRIORITIES[number % len(PRIORITIES)]
            tables.add("project_priorities", edition, project_id=project_id, priority=priority, basis="editor")


def add_schedule(tables: Tables, projects: dict[str, list[str]]) -> None:
    """Add four years to each project, in the first edition that states it."""
    earlier = set(projects[ADOPTED])
    owners = [(ADOPTED, key) for key in projects[ADOPTED]]
    owners += [(PROGRESS, key) for key in projects[PROGRESS] if key not in earlier]
    phases = list(WORDS.phases)
    for number, (edition, project_id) in enumerate(owners):
        for step in range(4):
            phase = phases[(number + step * 2) % len(phases)]
            kind = ("activity", "activity", "phase", "evaluation")[(number + step) % 4]
            said = WORDS.phases[phase] if kind != "evaluation" else f"{WORDS.phases[phase]}の完了"
            ids = {"project_id": project_id, "fiscal_year": FIRST_YEAR + step, "kind": kind, "seq": 1}
            tables.add("schedule", edition, phase=phase if kind != "evaluation" else "", raw=said, **ids)
