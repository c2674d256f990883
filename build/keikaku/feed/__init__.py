"""Atom feeds: of all cities, of each city, plan and indicator."""

from keikaku.feed.entries import Entry
from keikaku.feed.write import SiteFeed, write_city_feeds

__all__ = ["Entry", "SiteFeed", "write_city_feeds"]
