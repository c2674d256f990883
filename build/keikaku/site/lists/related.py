"""Projects of other cities that are like a project: of its themes, the most alike first, spread over cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from keikaku.model import Project
from keikaku.schema import Label
from keikaku.site.lists.across import Across
from keikaku.site.lists.cards import ProjectCard
from keikaku.site.standing.yearly import themes_of

MOST: Final = 6
_POOL: Final = 60
"""How many projects of other cities are looked at for each theme."""


class _Known(NamedTuple):
    """A card with what likeness is judged by."""

    card: ProjectCard
    themes: frozenset[str]
    pairs: frozenset[str]


class Finder:
    """Finds them for the projects of one city; what each theme has is looked up once."""

    def __init__(self, across: Across, lgcode: str) -> None:
        self._across, self._lgcode = across, lgcode
        self._pools: dict[tuple[str, bool], Sequence[_Known]] = {}
        self._found: dict[tuple[str, str], tuple[ProjectCard, ...]] = {}
        self.themes = across.themes()
        self.names: Mapping[str, Label] = {city.lgcode: city.name for city in across.cities()}

    def related(self, project: Project) -> tuple[ProjectCard, ...]:
        """Give up to six projects; the widest theme serves only where the narrow ones give too few."""
        key = (project.plan_id, project.project_id)
        if key not in self._found:
            self._found[key] = self._find(project)
        return self._found[key]

    def _find(self, project: Project) -> tuple[ProjectCard, ...]:
        themes = themes_of(project)
        narrow = [theme for theme in themes if self._across.wide(theme) != theme]
        wide = dict.fromkeys(self._across.wide(theme) for theme in themes)
        found: dict[str, ProjectCard] = {}
        for tier in ([(theme, False) for theme in narrow], [(theme, True) for theme in wide]):
            pool = {one.card.path: one for theme in tier for one in self._pool(*theme)}
            best = _ranked(pool, frozenset(themes), _pairs(project.latest.title))
            for card in _spread([card for card in best if card.path not in found]):
                if len(found) < MOST:
                    found[card.path] = card
        return tuple(found.values())

    def _pool(self, theme: str, wide: bool) -> Sequence[_Known]:
        if (theme, wide) not in self._pools:
            cards = self._across.others(self._lgcode, theme, wide=wide, most=_POOL)
            self._pools[theme, wide] = [_Known(card, frozenset(card.themes), _pairs(card.title)) for card in cards]
        return self._pools[theme, wide]


def _pairs(title: str) -> frozenset[str]:
    """Give the pairs of neighbouring characters of a title."""
    return frozenset(title[at : at + 2] for at in range(len(title) - 1))


def _ranked(pool: Mapping[str, _Known], themes: frozenset[str], pairs: frozenset[str]) -> list[ProjectCard]:
    """Order cards by the themes and then the pairs of characters that they share; else as they come."""
    order = sorted(pool.values(), key=lambda one: (-len(one.themes & themes), -len(one.pairs & pairs)))
    return [one.card for one in order]


def _spread(cards: Sequence[ProjectCard]) -> list[ProjectCard]:
    """Take the first card of each city, then the second of each."""
    turns: dict[str, int] = {}
    placed = []
    for card in cards:
        turns[card.lgcode] = turns.get(card.lgcode, 0) + 1
        placed.append((turns[card.lgcode], card))
    return [card for _, card in sorted(placed, key=lambda entry: entry[0])]
