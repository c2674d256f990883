"""How the projects of other cities look on a project's page, and the ways to all of them by theme."""

from __future__ import annotations

from typing import NamedTuple

from keikaku.iri import theme_page
from keikaku.model import Project
from keikaku.site.index import CityIndex
from keikaku.site.links import Link, href
from keikaku.site.lists.cards import ProjectCard
from keikaku.site.lists.comparing import card_marks
from keikaku.site.lists.status_lines import Mark
from keikaku.site.standing.yearly import themes_of


class RelatedProject(NamedTuple):
    """A project of another city, with the themes that both have."""

    link: Link
    city: str
    themes: str
    marks: tuple[Mark, ...]


def related_projects(index: CityIndex, project: Project) -> tuple[RelatedProject, ...]:
    """Show up to six projects of other cities on the same themes; none where nothing is known of the others."""
    if index.finder is None:
        return ()
    own = themes_of(project)
    return tuple(_related(index, card, own) for card in index.finder.related(project))


def _related(index: CityIndex, card: ProjectCard, own: tuple[str, ...]) -> RelatedProject:
    words, finder = index.words, index.finder
    name = words.label(finder.names[card.lgcode]) if finder else ""
    themes = words.dotted(words.code("theme", theme) for theme in card.themes if theme in own)
    return RelatedProject(Link(href(card.path), card.title), name, themes, tuple(card_marks(words, card)))


def theme_links(index: CityIndex, project: Project) -> tuple[Link, ...]:
    """Link the pages of a project's themes that there are."""
    codes, shown = index.site.schema.code_lists["theme"].by_value, index.finder.themes if index.finder else frozenset()
    return tuple(
        Link(href(theme_page(codes[theme].local_name)), index.words.code("theme", theme))
        for theme in themes_of(project)
        if theme in shown
    )
