"""The site as the tables are now, before it is written: any page of it, made when it is asked for.

Input: sound tables. Output: the bytes that a build would write. What follows from written files (sizes and hashes, the
rules on machine readability, the list of all cities' files) is not known yet, and pages that say it are refused.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any, cast

from keikaku.model import Municipality, build_municipality
from keikaku.preview.later import Later, NotYetError
from keikaku.preview.tables import Tables
from keikaku.quality import measure
from keikaku.share_image import find_press, share_image_pages
from keikaku.site import Across, Gathered, OnDemand, SiteCity, SiteContext


class Draft:
    """A site that is made page by page; any thread may ask it."""

    def __init__(self, tables: Tables, site: SiteContext, former: Draft | None = None) -> None:
        self.tables = tables
        self.site = site
        self._digests = tables.digests()
        self._cities = {city.city.lgcode: (city, problems) for city, problems in tables.cities}
        self._models: dict[str, Municipality] = {}
        self.across = Across(site.schema.code_lists["theme"])
        self._gathered = {code: self._gather(code, former) for code in self._cities}
        for gathered in self._gathered.values():
            self.across.take(gathered)
        self._pages = OnDemand(site, tuple(self._cities), self._give, self.across)
        self._lock = threading.Lock()
        self._closed = False

    @property
    def gathered(self) -> tuple[Gathered, ...]:
        """What pages of other cities say of each city, in their order."""
        return tuple(self._gathered.values())

    def close(self) -> None:
        """Give back what the draft holds."""
        with self._lock:
            self._closed = True
            self.across.__exit__()

    def file(self, path: str) -> bytes | None:
        """Give a file by its path from the site's root; None where only a build can tell it, or whether it is there."""
        with self._lock:
            try:
                return None if self._closed else self._pages.file(path)
            except NotYetError:
                return None

    def _gather(self, code: str, former: Draft | None) -> Gathered:
        """Give what other cities' pages say of a city; the same tables say the same."""
        if former and former.site is self.site and former._digests.get(code) == self._digests[code]:
            return former._gathered[code]
        return self.across.gather(self._model(code))

    def _model(self, code: str) -> Municipality:
        if code not in self._models:
            self._models[code] = build_municipality(self._cities[code][0])
        return self._models[code]

    def _give(self, code: str) -> SiteCity:
        """Give a city as the site shows it, without what its written files would tell."""
        city, warnings = self._cities[code]
        later, model, schema = cast("Any", Later()), self._model(code), self.site.schema
        quality = replace(measure(city, schema, warnings, ()), rules=later)
        images = share_image_pages(model, schema, find_press(self.site.words.say("site_name")))
        return SiteCity(model, quality, later, later, images)
