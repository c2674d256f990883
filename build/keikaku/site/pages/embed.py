"""The page that other sites show in a frame: a chart, how the indicator stands, its source, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from keikaku.model import Indicator, Plan
from keikaku.names import CHART_CSV, CHART_JSON, CHART_SVG, EMBED
from keikaku.site.chart_files import address, values, values_csv, values_json
from keikaku.site.drawing.standalone import Caption, standalone
from keikaku.site.engine import Writer
from keikaku.site.frame import Frame
from keikaku.site.index import CityIndex
from keikaku.site.pages.indicator import IndicatorPage
from keikaku.site.standing.summary import IndicatorCard, Summaries


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """Context of `embed.html`; `address` is that of the indicator's page in the same language."""

    frame: Frame
    title: str
    city: str
    sentence: str
    chart: Markup
    table: Markup
    source: str
    address: str


def write_reuse(
    writer: Writer, index: CityIndex, summaries: Summaries, plan: Plan, shown: tuple[Indicator, IndicatorPage]
) -> None:
    """Write what stands beside the page of an indicator for others to take; the values once for all languages."""
    indicator, page = shown
    card = summaries.indicator(plan, indicator)
    if page.values and index.words.lang == "ja":
        rows = values(index, indicator)
        writer.put(page.frame.path, CHART_CSV, values_csv(rows))
        writer.put(page.frame.path, CHART_JSON, values_json(index, plan, indicator, rows, page.citation))
    if card.picture is None:
        return
    title = index.words.say("dash", first=page.title, second=index.words.label(index.city.city.name))
    said = index.words.say("chart_source", source=page.reuse.source)
    caption = Caption(title, said, index.iris.on_page(page.frame.path, "it"))
    svg = standalone(summaries.made, card.picture, card.drawn, caption, index.words)
    writer.put(page.frame.folder, CHART_SVG, svg)
    writer.write("embed", _page(index, page, card), name=EMBED)


def _page(index: CityIndex, page: IndicatorPage, card: IndicatorCard) -> EmbedPage:
    city = index.words.label(index.city.city.name)
    return EmbedPage(
        page.frame,
        page.title,
        city,
        card.sentence,
        card.chart,
        card.table,
        page.reuse.source,
        address(index.site, page.frame.path),
    )
