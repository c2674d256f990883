"""Gather what pages say while they are written, and write it down for the search page.

Input: each page as it is rendered, with its frame. Output: `search/{group}/` beside the pages of each language, where a
group is a city or the pages that belong to none. Only one group is held at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import msgspec

from keikaku.file_names import search_texts
from keikaku.iri import LANGUAGES, SEARCH, SEARCH_CITIES, search_folder, search_head
from keikaku.problem import Lang
from keikaku.site.index import CityIndex
from keikaku.site.search.facts import KINDS, Facts
from keikaku.site.search.files import Cities, Glance, Group, Head, Named, Page, Part, Texts
from keikaku.site.search.text import pieces, plain
from keikaku.site.wording.language import unquoted

SITE_GROUP: Final = "site"
"""The group of the pages that belong to no city."""
_LEFT_OUT: Final = frozenset({"404", "embed", "search"})
_PART: Final = 90_000
"""Characters of text after which another file begins: about 40 KB as it is sent, so that a phone soon has the first."""
_RANK: Final = {kind: rank for rank, kind in enumerate(KINDS)}
_NOTHING: Final = Facts()


@dataclass(frozen=True, slots=True)
class _Said:
    """A page with the numbers of its texts."""

    path: str
    title: str
    kind: str
    crumbs: tuple[str, ...]
    rank: int
    texts: array[int]


class _Numbers(dict[str, int]):
    """The numbers of pieces, which are those of their texts; pages share most of their pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        """The texts by their numbers."""
        self._of_texts: dict[str, int] = {}

    def __missing__(self, piece: str) -> int:
        """Give a new piece the number of its text."""
        text = plain(piece)
        number = self[piece] = self._of_texts.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number


class Gatherer:
    """Takes the pages of one group in one language."""

    def __init__(
        self,
        lang: Lang,
        group: str,
        name: str = "",
        prefecture: str = "",
        plans: Sequence[Named] = (),
        departments: Sequence[Named] = (),
        facts: Mapping[str, Facts] | None = None,
    ) -> None:
        self._lang: Lang = lang
        self._group, self._name, self._prefecture = group, name, prefecture
        self._plans, self._departments = tuple(plans), tuple(departments)
        self._facts = facts or {}
        self._pages: list[_Said] = []
        self._numbers = _Numbers()

    def add(self, template: str, frame: Any, page: str) -> None:
        """Take a page, which its template and its frame name."""
        if template in _LEFT_OUT:
            return
        kind = template if template in _RANK else KINDS[-1]
        # The first steps lead to the home page and to the city, which is told of each page anyhow.
        crumbs = tuple(unquoted(link.text) for link in frame.crumbs[2:])
        texts = array("L", map(self._numbers.__getitem__, pieces(page)))
        self._pages.append(_Said(frame.path, unquoted(frame.title), kind, crumbs, _RANK[kind], texts))

    def write(self, root: Path) -> None:
        """Write the files of the group, those that readers look for most first.

        Raises:
            OSError: a file cannot be written.
        """
        pages = sorted(self._pages, key=attrgetter("rank"))
        folder = root / LANGUAGES[self._lang] / search_folder(self._group)
        folder.mkdir(parents=True, exist_ok=True)
        parts = []
        for number, (first, last) in enumerate(self._stretches(pages)):
            content = msgspec.json.encode(self._part(pages[first:last]))
            name = search_texts(number, sha256(content).hexdigest())
            (folder / name).write_bytes(content)
            parts.append(Part(name, first, last - first, len(content)))
        head = self._head(pages, parts)
        (root / LANGUAGES[self._lang] / search_head(self._group)).write_bytes(msgspec.json.encode(head))

    def _stretches(self, pages: Sequence[_Said]) -> Iterator[tuple[int, int]]:
        """Divide pages into stretches, by the length of what they say, each text counted once."""
        first, length, seen = 0, 0, set[int]()
        for number, page in enumerate(pages):
            more = self._length(set(page.texts) - seen)
            if length and length + more > _PART:
                yield first, number
                first, length, seen = number, 0, set()
                more = self._length(set(page.texts))
            seen.update(page.texts)
            length += more
        if pages:
            yield first, len(pages)

    def _length(self, texts: Set[int]) -> int:
        return sum(map(len, map(self._numbers.texts.__getitem__, texts)))

    def _part(self, pages: Sequence[_Said]) -> Texts:
        held = dict.fromkeys(chain.from_iterable(page.texts for page in pages))
        numbers = dict(zip(held, count(), strict=False))
        said = [list(map(numbers.__getitem__, page.texts)) for page in pages]
        return Texts(list(map(self._numbers.texts.__getitem__, held)), said)

    def _head(self, pages: Sequence[_Said], parts: Sequence[Part]) -> Head:
        strings: dict[str, int] = {}
        plans = {plan.id: place for place, plan in enumerate(self._plans)}
        departments = dict(zip((one.id for one in self._departments), count(), strict=False))
        listed = []
        for page in pages:
            facts = self._facts.get(page.path, _NOTHING)
            listed.append(
                Page(
                    path=page.path,
                    title=strings.setdefault(page.title, len(strings)),
                    kind=page.kind,
                    crumbs=tuple(strings.setdefault(crumb, len(strings)) for crumb in page.crumbs),
                    plan=plans.get(facts.plan, -1),
                    departments=tuple(departments[one] for one in facts.departments),
                    themes=facts.themes,
                    states=facts.states,
                )
            )
        return Head(
            group=self._group,
            name=self._name,
            prefecture=self._prefecture,
            plans=self._plans,
            departments=self._departments,
            strings=tuple(strings),
            pages=tuple(listed),
            parts=tuple(parts),
        )


def city_gatherer(index: CityIndex, facts: Mapping[str, Facts]) -> Gatherer:
    """Prepare to take a city's pages in the language of its index; all languages share the facts."""
    words, city = index.words, index.city.city
    return Gatherer(
        words.lang,
        city.lgcode,
        unquoted(words.label(city.name)),
        unquoted(words.label(city.prefecture)),
        [Named(plan.row.plan_id, unquoted(index.plan_title(plan))) for plan in index.city.plans],
        [Named(one.row.department_id, one.row.name) for one in index.city.departments],
        facts,
    )


def site_gatherer(lang: Lang, name: str) -> Gatherer:
    """Prepare to take the pages that belong to no city."""
    return Gatherer(lang, SITE_GROUP, name)


def write_cities(root: Path) -> None:
    """List, in each language, the groups that have been written; a head is read again so far as the list needs it.

    Raises:
        OSError: a file cannot be read or written.
    """
    for prefix in LANGUAGES.values():
        folder = root / prefix / SEARCH
        groups = []
        for path in sorted(folder.glob("*/index.json")):
            content = path.read_bytes()
            head = msgspec.json.decode(content, type=Glance)
            size = len(content) + sum(part.size for part in head.parts)
            groups.append(Group(head.group, head.name, head.prefecture, len(head.pages), len(content), size))
        groups.sort(key=lambda group: (group.group == SITE_GROUP, group.group))
        folder.mkdir(parents=True, exist_ok=True)
        (root / prefix / SEARCH_CITIES).write_bytes(msgspec.json.encode(Cities(tuple(groups))))
