"""Schedules and statuses as pictures, and what every picture is made of."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_city import LGCODE

from keikaku.model import Plan, Project
from keikaku.schema import Schema
from keikaku.site import SiteCity, make_site
from keikaku.site.drawing.measure import ems
from keikaku.site.drawing.stacks import make_stacks
from keikaku.site.drawing.timeline import make_timeline
from keikaku.site.index import CityIndex
from keikaku.site.wording.words import Words

GOLDEN = Path(__file__).parents[2] / "golden" / "site" / "charts.txt"
PHASES = ["", "survey", "planning", "launch", "operation", "improvement", "goal_reached"]


@pytest.fixture(scope="session")
def plan(city: SiteCity) -> Plan:
    return city.municipality.plans[0]


def with_schedule(plan: Plan, cells: list[tuple[int, str, str]]) -> Project:
    project = plan.projects["1-1"]
    first = project.schedule[-1]
    rows = [replace(first, fiscal_year=year, kind=kind, phase=phase, edition_id="e2") for year, kind, phase in cells]
    return replace(project, schedule=tuple(rows))


def test_years_in_a_row_are_one_bar_and_a_launch_is_a_point(plan: Plan, words: Words) -> None:
    cells = [(2022, "phase", "survey"), (2023, "phase", "survey"), (2024, "phase", "launch")]
    cells += [(2025, "phase", "operation"), (2024, "activity", ""), (2027, "phase", "operation")]
    made = make_timeline(with_schedule(plan, cells), words)
    assert made is not None
    assert [(lane.text, [span.look for span in lane.spans]) for lane in made.lanes] == [
        ("調査", ["span"]),
        ("運用開始", ["point"]),
        ("実施・運用", ["span", "span"]),
        ("取組内容", ["stated"]),
    ]
    assert [year.year for year in made.years] == ["2022", "2023", "2024", "2025", "2026", "2027"]
    assert "調査：令和4年度（2022年度）から令和5年度（2023年度）まで" in made.description


def test_a_schedule_without_phases_is_a_table_alone(plan: Plan, words: Words) -> None:
    assert make_timeline(with_schedule(plan, [(2024, "activity", "")]), words) is None
    assert make_timeline(with_schedule(plan, []), words) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.tuples(
            st.integers(2015, 2035), st.sampled_from(["phase", "activity", "evaluation"]), st.sampled_from(PHASES)
        ),
        min_size=1,
        max_size=40,
    )
)
def test_bars_of_a_lane_lie_inside_and_apart(plan: Plan, words: Words, cells: list[Any]) -> None:
    made = make_timeline(with_schedule(plan, cells), words)
    if made is None:
        return
    for lane in made.lanes:
        edges = [(float(span.x), float(span.x) + float(span.width)) for span in lane.spans]
        assert all(126 <= left < right <= 357 for left, right in edges)
        assert all(first[1] < second[0] for first, second in pairwise(edges))
        assert ems(lane.text) * 12 <= 114
        assert float(lane.y) + 16 <= float(made.height)
    names = [(float(year.x), ems(year.year) * 13) for year in made.years]
    assert all(b[0] - a[0] >= (a[1] + b[1]) / 2 for a, b in pairwise(names))


def test_statuses_are_stacked_by_policy_and_year_and_told_in_a_table(city: SiteCity, schema: Schema) -> None:
    index = CityIndex(city, make_site("https://example.jp/", schema))
    made = make_stacks(index, city.municipality.plans[0])
    assert made is not None
    assert [(group.text, [stack.year for stack in group.stacks]) for group in made.groups] == [
        ("新しい基本方針", ["2024", "2023"])
    ]
    assert [(part.look, part.shown) for stack in made.groups[0].stacks for part in stack.parts] == [
        ("missed", "1"),
        ("achieved", "1"),
    ]
    assert [cell.text for cell in made.table.rows[0].cells][1:] == ["令和6年度（2024年度）", "0", "0", "1"]
    widths = [sum(float(part.width) for part in stack.parts) for stack in made.groups[0].stacks]
    assert all(0 < width <= 282 for width in widths)


def test_a_plan_without_printed_statuses_has_no_such_picture(city: SiteCity, schema: Schema) -> None:
    index = CityIndex(city, make_site("https://example.jp/", schema))
    plan = city.municipality.plans[0]
    indicators = {
        key: replace(one, results=tuple(replace(row, status="") for row in one.results))
        for key, one in plan.indicators.items()
    }
    projects = {
        key: replace(one, indicators=tuple(indicators[i.indicator_id] for i in one.indicators))
        for key, one in plan.projects.items()
    }
    policies = {
        key: replace(one, indicators=tuple(indicators[i.indicator_id] for i in one.indicators))
        for key, one in plan.policies.items()
    }
    assert make_stacks(index, replace(plan, projects=projects, policies=policies, indicators=indicators)) is None


def test_every_picture_is_named_and_made_of_the_recorded_parts(root: Path) -> None:
    found = []
    for path in sorted((root / LGCODE / "p").rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        for svg in re.findall(r"<svg viewBox=\"0 0 360[^>]*>.*?</svg>", text, re.DOTALL):
            assert 'role="img"' in svg
            title, desc = re.findall(r'aria-labelledby="(\S+) (\S+)"', svg)[0]
            assert f'<title id="{title}">' in svg
            assert f'<desc id="{desc}">' in svg
            parts = Counter(name for one in re.findall(r'class="([^"]+)"', svg) for name in one.split())
            told = " ".join(f"{name}={parts[name]}" for name in sorted(parts))
            found.append(f"{path.parent.relative_to(root / LGCODE).as_posix()}: {told}")
    text = "\n".join(found) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
