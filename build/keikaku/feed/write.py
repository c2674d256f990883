"""Write the feeds: of a city, its plans and its indicators as the city comes, of all cities in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from keikaku.feed import words
from keikaku.feed.document import Feed, feed_document, newest
from keikaku.feed.entries import Entry, Source, indicator_entries, plan_entries
from keikaku.iri import Iris
from keikaku.model import Municipality, Plan
from keikaku.names import feed_path
from keikaku.schema import Schema


class SiteFeed:
    """Gathers the newest entries of all cities; what is older is forgotten, so it never holds more than one feed."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entries: Iterable[Entry]) -> None:
        """Take the entries of a city."""
        self._entries = newest([*self._entries, *entries])

    def write(self, root: Path, base_url: str) -> None:
        """Write the feed below the root of the site."""
        feed = Feed(words.SITE.ja, "", words.SITE.ja)
        _put(root, "", feed_document(feed, self._entries, base_url))


def write_city_feeds(
    city: Municipality, schema: Schema, base_url: str, root: Path, sizes: Mapping[str, int]
) -> list[Entry]:
    """Write the feeds of a city and give its newest entries; `sizes` are the bytes of its editions' archives."""
    found: list[Entry] = []
    for plan in city.plans:
        source = Source.of(city, plan, schema, base_url, sizes)
        own = list(plan_entries(source))
        found += own
        _write_plan(source, own, root)
        _write_indicators(source, root)
    page = Iris(base_url, city.city.lgcode).page("city", {})
    feed = Feed(f"{city.city.name.ja}の計画", page, city.city.name.ja, city.city.licence)
    _put(root, page, feed_document(feed, found, base_url))
    return newest(found)


def _write_plan(source: Source, entries: list[Entry], root: Path) -> None:
    page = source.iris.page("plan", {"plan_id": source.plan.row.plan_id})
    feed = Feed(source.title(""), page, _author(source.plan, source.city), source.city.city.licence)
    _put(root, page, feed_document(feed, entries, source.iris.base_url))


def _write_indicators(source: Source, root: Path) -> None:
    for indicator in source.plan.indicators.values():
        ids = {"plan_id": indicator.plan_id, "indicator_id": indicator.indicator_id}
        page = source.iris.page("indicator", ids)
        author = _author(source.plan, source.city)
        feed = Feed(source.title(f"「{indicator.latest.title}」"), page, author, source.city.city.licence)
        _put(root, page, feed_document(feed, indicator_entries(source, indicator), source.iris.base_url))


def _author(plan: Plan, city: Municipality) -> str:
    """Name who published the newest document of a plan; the city where there is none."""
    return plan.editions[-1].source.publisher if plan.editions else city.city.name.ja


def _put(root: Path, page: str, content: bytes) -> None:
    path = root / feed_path(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
