"""What `keikaku publish` says of a whole site: counts, the first names of each sort, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keikaku.portal.hosting.compare import SiteChange, SiteChanges
    from keikaku.portal.publish import Published
    from keikaku.portal.run import Choices
    from keikaku.problem import Lang

_SHOWN: Final = 20
"""How many names of each sort are shown; a site has thousands of files."""


def site_lines(published: Published, changes: SiteChanges, choices: Choices, lang: Lang) -> Iterator[str]:
    """Say what differs, and what was done about it."""
    facts = {"name": published.dataset.name, "url": published.url}
    yield say("publish_site_new" if changes.new else "publish_site_there", lang, **facts)
    count: dict[str, int] = dict.fromkeys(("new", "changed", "unchanged", "vanished"), 0)
    for one in changes.files:
        count[one.kind] += 1
    yield say("publish_site_count", lang, **count)
    for sign, kind in (("+", "new"), ("*", "changed")):
        yield from _files([one for one in changes.files if one.kind == kind and not one.edited], sign, lang)
    yield from _names("publish_site_edited", changes.edited, "!", lang)
    gone = [one.path for one in changes.files if one.kind == "vanished"]
    yield from _names("publish_site_pruned" if choices.prune else "publish_site_vanished", gone, "?", lang)
    yield from _names("publish_site_archived", changes.archived, "#", lang)
    if changes.foreign:
        names = ", ".join(changes.foreign[:5]) + (" …" if len(changes.foreign) > 5 else "")
        yield say("publish_site_foreign", lang, number=len(changes.foreign), names=names)
    if changes.unfinished and not published.acted:
        yield say("publish_site_unfinished", lang)
    if changes.edited and not published.acted:
        yield say("publish_site_refuses", lang, number=len(changes.edited))
    if published.acted:
        yield say("publish_site_done", lang, **facts)
    elif changes.nothing(choices.prune):
        yield say("publish_site_nothing", lang)


def _files(files: Sequence[SiteChange], sign: str, lang: Lang) -> Iterator[str]:
    for one in files[:_SHOWN]:
        yield say("publish_site_file", lang, sign=sign, name=one.path, size=f"{one.size:,}")
    if len(files) > _SHOWN:
        yield say("publish_site_more", lang, sign=sign, number=len(files) - _SHOWN)


def _names(word: str, names: Sequence[str], sign: str, lang: Lang) -> Iterator[str]:
    for name in names[:_SHOWN]:
        yield say(word, lang, name=name)
    if len(names) > _SHOWN:
        yield say("publish_site_more", lang, sign=sign, number=len(names) - _SHOWN)
