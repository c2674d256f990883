"""Draw the share images of a city: its own, those of its plans, and those of its indicators, beside their pages.

Pages of policies, projects and editions name the image of their plan: they are many, and their images would say little
more than that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from keikaku.iri import Iris
from keikaku.model import Indicator, Municipality, Plan
from keikaku.model.standing import current
from keikaku.names import SHARE_IMAGE
from keikaku.schema import Schema
from keikaku.share_image.press import Press, Wording

_THREADS: Final = 2


def write_share_images(city: Municipality, schema: Schema, root: Path, press: Press | None) -> frozenset[str]:
    """Draw a city's images below the root of the site, and give the paths of their pages; none without a press.

    Raises:
        OSError: a file cannot be written.
    """
    if press is None:
        return frozenset()
    # Pressing files is done outside Python's lock, so two threads keep two cores busy.
    with ThreadPoolExecutor(_THREADS) as pool:
        return frozenset(pool.map(lambda one: _write(root, press, one), _images(city, schema)))


def share_image_pages(city: Municipality, schema: Schema, press: Press | None) -> frozenset[str]:
    """Give the paths of the pages that have an image of their own, without drawing any."""
    return frozenset(path for path, _ in _images(city, schema)) if press else frozenset()


def _write(root: Path, press: Press, drawn: tuple[str, Wording]) -> str:
    path, wording = drawn
    (root / path).mkdir(parents=True, exist_ok=True)
    (root / path / SHARE_IMAGE).write_bytes(press.draw(wording))
    return path


def _images(city: Municipality, schema: Schema) -> Iterator[tuple[str, Wording]]:
    """Give each image with the path of its page."""
    iris, name = Iris("", city.city.lgcode), city.city.name.ja
    titles = "、".join(plan.row.title for plan in city.plans)
    yield iris.page("city", {}), Wording(city.city.prefecture.ja, name, titles)
    for plan in city.plans:
        ids = {"plan_id": plan.row.plan_id}
        yield iris.page("plan", ids), Wording(name, plan.row.title, _period(plan))
        for indicator in plan.indicators.values():
            page = iris.page("indicator", {**ids, "indicator_id": indicator.indicator_id})
            yield page, _indicator(name, plan, indicator, schema)


def _period(plan: Plan) -> str:
    first, last = plan.row.start_fy, plan.row.end_fy
    return f"{first or ''}〜{last or ''}年度" if first or last else ""


def _indicator(name: str, plan: Plan, indicator: Indicator, schema: Schema) -> Wording:
    """Say of an indicator what its documents say last: the newest result, the target of the same year, the status."""
    results, targets = current(indicator.results), current(indicator.targets)
    above = f"{name}　{plan.row.title}"
    if not results:
        return Wording(above, indicator.latest.title, _promise(targets))
    row = results[-1]
    target = next((one for one in targets if one.applies != "plan_end" and one.fiscal_year == row.fiscal_year), None)
    below = f"{row.fiscal_year}年度の実績 {_said(row)}"
    below += f"　目標 {_said(target)}" if target else ""
    label = schema.code_lists["attainment_status"].by_value.get(row.status)
    return Wording(above, indicator.latest.title, below, row.status, label.ja if label else "")


def _promise(targets: list[Any]) -> str:
    return f"{targets[-1].fiscal_year}年度までの目標 {_said(targets[-1])}" if targets else ""


def _said(row: Any) -> str:
    """Write a value, or the printed words where it is no number."""
    if row.value is None or getattr(row, "basis", "") not in ("", "absolute"):
        return str(row.raw)
    high = getattr(row, "value_max", None)
    return f"{_number(row.value)}{f'〜{_number(high)}' if high is not None else ''}{row.unit}"


def _number(value: Decimal) -> str:
    return f"{value:,f}".replace("-", "−")
