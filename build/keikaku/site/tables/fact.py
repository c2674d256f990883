"""Facts of a thing: a term and what is said of it, as a description list shows them."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """A term, its text, perhaps a link, and its look."""

    term: str
    text: str
    href: str = ""
    look: str = ""


def facts(*given: Fact) -> tuple[Fact, ...]:
    """Keep the facts that are stated."""
    return tuple(fact for fact in given if fact.text)
