"""How to cite a page: a sentence, BibTeX, RIS and CSL-JSON, with edition, date and lasting address.

The date is the one that the edition states, else the one of its document; no clock is asked, and where neither states
a date the citation says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from keikaku.iri import Iris
from keikaku.model import Edition, Plan
from keikaku.site.index import CityIndex
from keikaku.site.wording.language import unquoted

_BIBTEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces whether or not a backslash stands before them: one alone would end the entry.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)


class Citation(NamedTuple):
    """A page's citation in one language; `dated` tells whether a document states the date."""

    text: str
    bibtex: str
    ris: str
    csl: str
    dated: bool


class _Cited(NamedTuple):
    """What is cited: its parts as texts, and its date as ISO 8601, which may be a year or a month."""

    key: str
    title: str
    container: str
    edition: str
    document: str
    dated: str
    date: str
    uri: str
    statement: str


def cite_thing(index: CityIndex, plan: Plan, row: Any, table: str, thing: str) -> Citation:
    """Cite a project or an indicator as its newest edition states it; `thing` is the path of its page."""
    edition = edition_of(plan, row.edition_id)
    statement = index.iris.on_page(*index.name(table, row))
    return _citation(index, thing, row.title, index.plan_title(plan), [edition], (page_text(index, row), statement))


def cite_plan(index: CityIndex, plan: Plan, thing: str) -> Citation:
    """Cite a plan by its newest edition."""
    newest = plan.editions[-1:]
    statement = index.iris.on_page(*index.name("editions", newest[0].row)) if newest else ""
    return _citation(index, thing, index.plan_title(plan), "", newest, ("", statement))


def cite_edition(index: CityIndex, plan: Plan, edition: Edition, thing: str) -> Citation:
    """Cite one edition of a plan."""
    return _citation(index, thing, index.plan_title(plan), "", [edition], ("", ""))


def cite_data(index: CityIndex, title: str, thing: str) -> Citation:
    """Cite all data of a city; their date is the newest that an edition states."""
    editions = [edition for plan in index.city.plans for edition in plan.editions]
    dated = sorted(editions, key=date_of)[-1:]
    return _citation(index, thing, title, "", dated if len(editions) == 1 else [], ("", ""), dated)


def edition_of(plan: Plan, edition_id: str) -> Edition:
    """Find an edition of a plan."""
    return next(edition for edition in plan.editions if edition.row.edition_id == edition_id)


def page_text(index: CityIndex, row: Any) -> str:
    """Say on which page of its document a row stands."""
    return index.words.say("cite_page", page=row.page) if row.page else index.words.say("cite_cover")


def date_of(edition: Edition) -> str:
    """Give the date that an edition states, else that of its document, as ISO 8601; empty where there is none."""
    return edition.row.as_of or edition.source.issued


def _citation(
    index: CityIndex,
    path: str,
    title: str,
    container: str,
    editions: Sequence[Edition],
    place: tuple[str, str],
    dates: Sequence[Edition] | None = None,
) -> Citation:
    words, iris = index.words, index.iris
    edition = editions[0] if editions else None
    dated = next(iter(editions if dates is None else dates), None)
    date = date_of(dated) if dated else ""
    said = words.say("cite_as_of" if dated and dated.row.as_of else "cite_issued", date=words.date(date))
    document = words.say("cite_document", title=edition.source.title) if edition else ""
    cited = _Cited(
        _key(iris, path),
        title,
        container,
        edition.row.label if edition else "",
        " ".join(part for part in (document, place[0]) if part),
        said if date else words.say("cite_undated"),
        date,
        iris.on_page(path, "it"),
        place[1],
    )
    return Citation(_text(index, cited), _bibtex(index, cited), _ris(index, cited), _csl(index, cited), bool(date))


def _key(iris: Iris, path: str) -> str:
    return "_".join(part for part in path.split("/") if part) or iris.lgcode


def _text(index: CityIndex, cited: _Cited) -> str:
    """Write the sentence: author, title, plan, edition, date, document, site, addresses."""
    words = index.words
    title = words.say("cite_title", title=cited.title)
    parts = [words.label(index.city.city.name), title, cited.container, cited.edition, cited.dated, cited.document]
    said = words.say("cite_separator").join(str(words.own(part)) for part in (*parts, words.say("site_name")) if part)
    # Addresses stand between spaces: where a comma or a full stop touches one, programmes take it for a part of it.
    statement = words.say("cite_statement", uri=cited.statement) if cited.statement else ""
    return f"{said}{words.say('cite_end')}{cited.uri}{statement}"


def _bibtex(index: CityIndex, cited: _Cited) -> str:
    words = index.words
    year, month = [*cited.date.split("-"), "", ""][:2]
    note = words.say("cite_separator").join(part for part in (cited.edition, cited.dated) if part)
    fields = {
        "author": f"{{{bibtex_text(words.label(index.city.city.name))}}}",
        "title": bibtex_text(", ".join(part for part in (cited.title, cited.container) if part)),
        "year": year,
        "month": str(int(month)) if month else "",
        "howpublished": bibtex_text(cited.document),
        "note": bibtex_text(f"{note} {cited.statement}".strip()),
        "publisher": bibtex_text(words.say("site_name")),
        "url": cited.uri,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{cited.key},\n{lines}}}"


def bibtex_text(text: str) -> str:
    """Write a text as the value of a BibTeX field."""
    return unquoted(text).translate(_BIBTEX)


def _ris(index: CityIndex, cited: _Cited) -> str:
    """Write a record that reference managers import."""
    words = index.words
    year, month, day = [*cited.date.split("-"), "", ""][:3]
    fields = (
        ("TY", "DATA"),
        ("ID", cited.key),
        ("AU", unquoted(words.label(index.city.city.name))),
        ("TI", cited.title),
        ("T2", cited.container),
        ("ET", cited.edition),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}" if month else ""),
        ("PB", unquoted(words.say("site_name"))),
        ("N1", unquoted(f"{cited.dated} {cited.document}".strip())),
        ("N1", cited.statement),
        ("LA", words.lang),
        ("UR", cited.uri),
    )
    told = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "".join(f"{line}\n" for line in (*told, "ER  - "))


def _csl(index: CityIndex, cited: _Cited) -> str:
    words = index.words
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "container-title": cited.container,
        "author": [{"literal": unquoted(words.label(index.city.city.name))}],
        "version": cited.edition,
        "issued": {"date-parts": [[int(part) for part in cited.date.split("-")]]} if cited.date else {},
        "publisher": unquoted(words.say("site_name")),
        "source": unquoted(cited.document),
        "note": unquoted(cited.dated if not cited.statement else f"{cited.dated} {cited.statement}"),
        "URL": cited.uri,
        "language": words.lang,
    }
    told = msgspec.json.encode([{name: value for name, value in item.items() if value}])
    return msgspec.json.format(told, indent=1).decode()
