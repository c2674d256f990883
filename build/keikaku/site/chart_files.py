"""What others take of an indicator: its values as a tidy CSV and as JSON, its chart as SVG, and its page for frames.

Columns and names are those of the published tables and of the API; a value that no document states is empty or null.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from html import escape
from typing import Any, Final, NamedTuple

import msgspec

from keikaku.iri import LANGUAGES
from keikaku.model import Indicator, Plan, current
from keikaku.names import CHART_CSV, CHART_JSON, CHART_SVG, EMBED, api_path
from keikaku.site.citation import Citation, edition_of
from keikaku.site.engine import SiteContext
from keikaku.site.index import CityIndex

_KINDS: Final = ("target", "result", "baseline")
_FRAME: Final = '<iframe src="{url}" title="{title}" width="100%" height="{height}" loading="lazy"></iframe>'
_AROUND: Final = 300
_SCALE: Final = 1.1
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


class Value(NamedTuple):
    """A line of the table; `newest` tells whether no newer edition states the values of the year anew."""

    lgcode: str
    city: str
    plan_id: str
    edition_id: str
    indicator_id: str
    title: str
    fiscal_year: int | None
    kind: str
    seq: int | None
    applies: str | None
    basis: str | None
    origin: str | None
    report_label: str | None
    value: Any
    value_max: Any
    comparator: str | None
    unit: str | None
    raw: str | None
    status: str | None
    newest: bool
    source_id: str
    page: int
    uri: str


class Reuse(NamedTuple):
    """The links below a chart, and what another site writes into its own page."""

    csv: str
    json: str
    svg: str
    embed: str
    code: str


def values(index: CityIndex, indicator: Indicator) -> list[Value]:
    """List targets, results and baselines of all editions, by year."""
    newest = {id(row) for rows in (indicator.targets, indicator.results) for row in current(rows)}
    newest.add(id(indicator.latest))
    found = [_value(index, indicator, row, "target", newest) for row in indicator.targets]
    found += [_value(index, indicator, row, "result", newest) for row in indicator.results]
    stated = [row for row in indicator.statements if row.baseline_value is not None]
    found += [_baseline(index, indicator, row, newest) for row in stated]
    return sorted(found, key=lambda one: (one.fiscal_year or 0, _KINDS.index(one.kind)))


def _value(index: CityIndex, indicator: Indicator, row: Any, kind: str, newest: set[int]) -> Value:
    page = index.name(f"{kind}s", row)
    return _line(
        index,
        indicator,
        row,
        newest,
        fiscal_year=row.fiscal_year,
        kind=kind,
        seq=row.seq,
        applies=getattr(row, "applies", "") or None,
        basis=getattr(row, "basis", "") or None,
        origin=getattr(row, "origin", "") or None,
        report_label=getattr(row, "report_label", "") or None,
        value=row.value,
        value_max=getattr(row, "value_max", None),
        comparator=row.comparator or None,
        raw=row.raw or None,
        status=getattr(row, "status", "") or None,
        uri=index.iris.on_page(*page),
    )


def _baseline(index: CityIndex, indicator: Indicator, row: Any, newest: set[int]) -> Value:
    path = index.page("indicator", plan_id=indicator.plan_id, indicator_id=indicator.indicator_id)
    uri = index.iris.on_page(path, index.baseline_id(row))
    empty = ("seq", "applies", "basis", "origin", "report_label", "value_max", "comparator", "raw", "status")
    own = {"fiscal_year": row.baseline_fy, "kind": "baseline", "value": row.baseline_value, "uri": uri}
    return _line(index, indicator, row, newest, **own, **dict.fromkeys(empty))


def _line(index: CityIndex, indicator: Indicator, row: Any, newest: set[int], **own: Any) -> Value:
    city = index.city.city
    return Value(
        lgcode=city.lgcode,
        city=city.name.ja,
        plan_id=indicator.plan_id,
        edition_id=row.edition_id,
        indicator_id=indicator.indicator_id,
        title=index.title("indicators", row.edition_id, indicator.indicator_id),
        unit=row.unit or None,
        newest=id(row) in newest,
        source_id=index.source_of(row),
        page=row.page,
        **own,
    )


def values_csv(rows: Iterable[Value]) -> bytes:
    """Write the values as CSV, as the published tables are: UTF-8, RFC 4180, truth values as true and false."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Value._fields)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def values_json(index: CityIndex, plan: Plan, indicator: Indicator, rows: Iterable[Value], cited: Citation) -> bytes:
    """Write the values with what they are about: names and addresses as in the API, the source, how to cite."""
    city, latest, base = index.city.city, indicator.latest, index.site.base_url
    ids = {"lgcode": city.lgcode, "plan_id": indicator.plan_id, "indicator_id": indicator.indicator_id}
    path = index.iris.page("indicator", ids)
    edition = edition_of(plan, latest.edition_id)
    told = {
        "kind": "chart",
        "uri": index.iris.on_page(path, "it"),
        "api": base + api_path("indicator", ids),
        "html": {lang: f"{base}{prefix}{path}" for lang, prefix in LANGUAGES.items()},
        **ids,
        "city": city.name.ja,
        "city_en": city.name.en,
        "plan": plan.row.title,
        "title": latest.title,
        "definition": latest.definition or None,
        "unit": latest.unit or None,
        "polarity": latest.polarity or None,
        "value_type": latest.value_type,
        "edition_id": latest.edition_id,
        "edition": edition.row.label,
        "as_of": edition.row.as_of or None,
        "issued": edition.source.issued or None,
        "source": edition.source.title,
        "licence": city.licence.name if city.licence else None,
        "licence_url": city.licence.url if city.licence else None,
        "citation": cited.text,
        "values": [row._asdict() for row in rows],
    }
    return _ENCODER.encode(told) + b"\n"


def reuse(site: SiteContext, path: str, title: str, beside: str, height: str) -> Reuse:
    """Give the links below the chart of a page, whose Japanese version stands at `path`.

    `beside` leads from the page to what stands there, `height` is that of the picture.
    """
    url = address(site, path) + EMBED
    tall = round(float(height) * _SCALE) + _AROUND
    code = _FRAME.format(url=url, title=escape(title), height=tall)
    return Reuse(beside + CHART_CSV, beside + CHART_JSON, CHART_SVG, EMBED, code)


def address(site: SiteContext, path: str) -> str:
    """Give the lasting address of a page in the language of the context."""
    return f"{site.base_url}{LANGUAGES[site.lang]}{path}"
