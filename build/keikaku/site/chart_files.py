"""What others take of an indicator: its values as a tidy CSV and as JSON, its chart as SVG, and its page for frames.

Columns and names are those of the published tables and of the API; a value that no document states is empty or null.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from html import escape
from typing import Any, Final, NamedTuple

import msgspec

from keikaku.iri import LANGUAGES
from keikaku.model import Indicator, Plan, current
from keikaku.names import CHART_CSV, CHART_JSON, CHART_SVG, EMBED, api_path
from keikaku.site.citation import Citation, edition_of, page_text
from keikaku.site.drawing.chart import Chart
from keikaku.site.drawing.measure import ems
from keikaku.site.drawing.milestones import Milestones
from keikaku.site.engine import SiteContext
from keikaku.site.index import CityIndex
from keikaku.site.wording.words import Words

_KINDS: Final = ("target", "result", "baseline")
_FRAME: Final = '<iframe src="{url}" title="{title}" width="100%" height="{height}" loading="lazy"></iframe>'
_ROOMS: Final = (288, 416)
"""Widths for texts in a frame on a telephone, and for the picture where there is more room than it takes."""
_PICTURE: Final = 360
"""Units that a picture is wide, as its `height` counts them."""
_AROUND: Final = 155
_TITLE, _TITLE_LINE, _TEXT, _LINE, _KEYS_LINE = 18, 26, 14, 25, 28
"""Sizes and heights in pixels of what the page for frames holds: the rest, titles, texts, the meaning of shapes."""
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
    """The links below a chart, what another site writes into its own page, and the source that the chart names."""

    csv: str
    json: str
    svg: str
    embed: str
    code: str
    source: str


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


def reuse(
    index: CityIndex, indicator: Indicator, path: str, sentence: str, beside: str, picture: Chart | Milestones | None
) -> Reuse:
    """Give the links below the chart of an indicator, whose page in Japanese stands at `path`.

    `beside` leads from the page to what stands there.
    """
    title, source = indicator.latest.title, _source(index, indicator)
    height = frame_height(index.words, (title, sentence, source), picture) if picture else 0
    code = _FRAME.format(url=address(index.site, path) + EMBED, title=escape(title), height=height)
    return Reuse(beside + CHART_CSV, beside + CHART_JSON, CHART_SVG, EMBED, code, source)


def frame_height(words: Words, texts: tuple[str, str, str], picture: Chart | Milestones) -> int:
    """Give the height in pixels of a frame in which all of its page is seen, also on a telephone.

    `texts` are title, sentence and source: the source and the way back stand last and must not be cut off.
    """
    title, *said = texts
    said += [f"{words.say('embed_back')}{words.say('site_name')}"] + [words.say("chart_omitted")] * picture.omitted
    keys = "".join(f"{key.text}\u3000\u3000\u3000" for key in picture.keys)
    return _AROUND + max(
        _lines(title, _TITLE, room) * _TITLE_LINE
        + sum(_lines(text, _TEXT, room) for text in said) * _LINE
        + _lines(keys, _TEXT, room) * _KEYS_LINE
        + round(float(picture.height) * room / _PICTURE)
        for room in _ROOMS
    )


def _lines(text: str, size: int, room: int) -> int:
    """Count the lines of a text; two ems of each may stay empty, for lines end between words."""
    return math.ceil(ems(text) * size / (room - 2 * size))


def _source(index: CityIndex, indicator: Indicator) -> str:
    """Name the document and the page of what is newest in the chart."""
    rows: list[Any] = [*current(indicator.results)[-1:], *current(indicator.targets)[-1:], indicator.latest]
    row = rows[0]
    document = index.city.sources[index.source_of(row)]
    parts = (index.words.say("cite_document", title=document.title), page_text(index, row))
    return index.words.say("source_of", publisher=document.publisher, document=" ".join(parts))


def address(site: SiteContext, path: str) -> str:
    """Give the lasting address of a page in the language of the context."""
    return f"{site.base_url}{LANGUAGES[site.lang]}{path}"
