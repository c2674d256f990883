"""Single pages of a site that is not written: each is made when it is asked for, by what writes it in a build.

Input: the context of a site, its cities and `Across`. Output: the bytes of a file, the same that `render_city` and
`render_home` write. Only pages that follow from tables are made; for all else a build is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from keikaku.iri import LANGUAGES, STATUSES, THEMES
from keikaku.names import CHART_CSV, CHART_JSON, CHART_SVG, EMBED
from keikaku.problem import Lang
from keikaku.site.engine import INDEX, SiteContext, Writer
from keikaku.site.index import CityIndex
from keikaku.site.inputs import SiteCity
from keikaku.site.links import HOME
from keikaku.site.lists.across import Across
from keikaku.site.lists.related import Finder
from keikaku.site.lists.render_lists import city_lists, write_site_lists
from keikaku.site.pages.home import CityCard, home_page
from keikaku.site.render import Task, city_card, city_tasks

_MADE: Final = frozenset({INDEX, EMBED, CHART_CSV, CHART_JSON, CHART_SVG})
"""The names of files that tasks write."""
_Tasks = Mapping[str, Callable[[Writer], None]]


class _Held(Writer):
    """Keeps files instead of writing them."""

    def __init__(self, site: SiteContext) -> None:
        super().__init__(Path(), site)
        self.files: dict[str, bytes] = {}

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Keep a file under its path."""
        self.files[folder + name] = content


class _City:
    """What makes the pages of a city in each language."""

    def __init__(self, city: SiteCity, site: SiteContext, across: Across) -> None:
        self._lang: Lang = site.lang
        index = CityIndex(city, site, Finder(across, city.municipality.city.lgcode))
        self.indexes = {lang: index.in_language(one) for lang, one in site.languages.items() if one is not site}
        self.indexes[site.lang] = index
        lists = city_lists(index)
        self.tasks: dict[Lang, _Tasks] = {lang: dict(city_tasks(one, lists)) for lang, one in self.indexes.items()}

    def card(self) -> CityCard:
        """Give the city's card for the home page, in all languages."""
        cards = {lang: city_card(index) for lang, index in self.indexes.items()}
        return replace(cards.pop(self._lang), others=cards)


class OnDemand:
    """Makes pages one by one; `give` gives a city by its code when the first of its pages is asked for.

    Not to be used by two threads at once.
    """

    def __init__(
        self, site: SiteContext, codes: Sequence[str], give: Callable[[str], SiteCity], across: Across
    ) -> None:
        self._site, self._codes, self._give, self._across = site, tuple(codes), give, across
        self._cities: dict[str, _City] = {}
        self._made: dict[str, bytes] = {}

    def file(self, path: str) -> bytes | None:
        """Give a file by its path from the site's root; None where no task makes it."""
        folder, _, name = path.rpartition("/")
        if name in _MADE and path not in self._made:
            self._make(path, f"{folder}/" if folder else "")
        return self._made.get(path)

    def _make(self, path: str, folder: str) -> None:
        """Make what may hold a file: the page whose path is nearest above it, then the next."""
        lang, page = _spoken(folder)
        for tasks in self._tasks(page, lang):
            held = _Held(self._site)
            for make in tasks:
                make(held)
            if path in held.files:
                self._made |= held.files
                return

    def _tasks(self, page: str, lang: Lang) -> Iterator[Sequence[Callable[[Writer], None]]]:
        """Give what may make a page, nearest first, each time in the first language and then in the page's own."""
        code = page.split("/")[0]
        spoken = dict.fromkeys((self._site.lang, lang))
        found: list[_Tasks] = []
        if code in self._codes:
            city = self._city(code)
            found = [city.tasks[one] for one in spoken]
        else:
            found = [dict(self._home_tasks(self._site.languages[one])) for one in spoken]
        # The home page has no part below it, all others may.
        above = [path for path in found[0] if path == page or (path and page.startswith(path))]
        for path in sorted(above, key=len, reverse=True):
            yield [tasks[path] for tasks in found]

    def _city(self, code: str) -> _City:
        if code not in self._cities:
            self._cities[code] = _City(self._give(code), self._site, self._across)
        return self._cities[code]

    def _home_tasks(self, site: SiteContext) -> Iterator[Task]:
        def home(writer: Writer) -> None:
            cards = [self._city(code).card() for code in self._codes]
            writer.write("home", replace(home_page(site, cards, self._across), together=True))

        yield Task(HOME, home)
        for path in (STATUSES, THEMES):
            yield Task(path, lambda writer: write_site_lists(writer, site, self._across))


def _spoken(folder: str) -> tuple[Lang, str]:
    """Give the language of the pages in a folder, and the page's path."""
    for lang, prefix in LANGUAGES.items():
        if prefix and folder.startswith(prefix):
            return lang, folder.removeprefix(prefix)
    return "ja", folder
