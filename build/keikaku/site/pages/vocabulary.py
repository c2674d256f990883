"""The vocabulary's pages: the classes and properties of the ontology, and one page for each concept scheme.

The first page names every term with its definition; the pages by kind add what relates it to others. The anchors are
the local names, so that `https://w3id.org/keikaku/ns#Target` can lead to `vocab/#Target`, and a concept of a scheme to
its line on the scheme's page. The ontology is read from the file that is published beside the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from keikaku import terms
from keikaku.schema import Code, CodeList, Label, data_folder
from keikaku.site.engine import SiteContext
from keikaku.site.frame import Frame, site_frame
from keikaku.site.links import VOCABULARY, Link, href, scheme_page, terms_page
from keikaku.site.queries import scheme_value
from keikaku.site.wording.calendar import fiscal_year

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

FISCAL_YEAR: Final = "fiscal_year"
YEARS: Final = range(1989, 2100)
_ONTOLOGY: Final = "ontology.ttl"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
UNPUBLISHED: Final = "table"
"""The code list of table names has no concept scheme."""


class Term(NamedTuple):
    """A class, property or individual of the ontology. `relations` are its class, domain, range and so on, as IRIs.

    `page` is where all is said of it; the first page of the vocabulary has its name and definition.
    """

    page: str
    id: str
    iri: str
    label: Label
    definition: Label
    relations: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """Context of `vocabulary.html`."""

    frame: Frame
    namespace: str
    file: str
    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    schemes: tuple[tuple[Link, str], ...]
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """Context of `terms.html`: the terms of one kind with what relates them."""

    frame: Frame
    terms: tuple[Term, ...]


class Concept(NamedTuple):
    """A concept of a scheme; `narrower` stands below another one."""

    id: str
    iri: str
    notation: str
    label: Label
    definition: Label
    broader: Link | None


@dataclass(frozen=True, slots=True)
class SchemePage:
    """Context of `scheme.html`."""

    frame: Frame
    title: Label
    description: Label
    iri: str
    file: str
    concepts: tuple[Concept, ...]
    scheme: str


def vocabulary_page(site: SiteContext) -> VocabularyPage:
    """Make the page of the ontology."""
    say = site.words.say
    about = site_frame(site, VOCABULARY, say("vocabulary_title"), say("vocabulary_description"))
    frame = replace(about, documented=True)
    schemes = tuple(
        (Link(href(scheme_page(name)), site.words.label(body.title)), name)
        for name, body in site.schema.code_lists.items()
        if name != UNPUBLISHED
    )
    years = (Link(href(scheme_page(FISCAL_YEAR)), site.words.label(_FISCAL_YEARS)), FISCAL_YEAR)
    groups = tuple((say(f"terms_{kind}"), terms) for kind, terms in _ontology(site) if terms)
    frames = tuple(sorted(path.name for path in (data_folder("vocab") / "frames").glob("*.jsonld")))
    return VocabularyPage(frame, terms.NAMESPACE, f"{VOCABULARY}{_ONTOLOGY}", groups, (*schemes, years), frames)


def terms_pages(site: SiteContext) -> Iterator[TermsPage]:
    """Make the page of each kind of term."""
    say = site.words.say
    for kind, found in _ontology(site):
        if found:
            title = say(f"terms_{kind}")
            frame = site_frame(site, terms_page(kind), title, say("vocabulary_description"))
            above = Link(href(VOCABULARY), say("vocabulary_title"))
            yield TermsPage(replace(frame, crumbs=(*frame.crumbs, above)), found)


def scheme_pages(site: SiteContext) -> Iterator[SchemePage]:
    """Make the page of each concept scheme."""
    for name, body in site.schema.code_lists.items():
        if name != UNPUBLISHED:
            yield _scheme(site, name, body.title, body.description or _NONE, _codes(site, name, body))
    years = tuple(
        Concept(str(year), terms.fiscal_year(str(year)), str(year), Label(fiscal_year(year), f"FY{year}"), _NONE, None)
        for year in YEARS
    )
    yield _scheme(site, FISCAL_YEAR, _FISCAL_YEARS, _NONE, years)


_NONE: Final = Label("", "")
_FISCAL_YEARS: Final = Label("年度", "Fiscal years")


def _scheme(
    site: SiteContext, name: str, title: Label, description: Label, concepts: tuple[Concept, ...]
) -> SchemePage:
    say = site.words.say
    shown = site.words.label(title)
    text = site.words.label(description) or say("scheme_description", title=shown, count=len(concepts))
    frame = replace(site_frame(site, scheme_page(name), shown, text), documented=True)
    return SchemePage(
        frame, title, description, terms.scheme(name), f"{VOCABULARY}schemes/{name}.ttl", concepts, scheme_value(name)
    )


def _codes(site: SiteContext, name: str, body: CodeList) -> tuple[Concept, ...]:
    def concept(code: Code) -> Concept:
        above = body.by_value[code.broader] if code.broader else None
        link = Link(href(scheme_page(name), above.local_name), site.words.code(name, above.value)) if above else None
        said = code.definition or _NONE
        return Concept(
            code.local_name, terms.concept(name, code.local_name), code.value, Label(code.ja, code.en), said, link
        )

    return tuple(map(concept, body.codes))


@cache
def _graph() -> Graph:
    """Read the ontology, once for all languages."""
    from rdflib import Graph

    return Graph().parse(data_folder("vocab") / _ONTOLOGY, format="turtle")


def _ontology(site: SiteContext) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Give the terms of our namespace by kind: classes, properties, and individuals such as metrics of quality."""
    from rdflib import OWL, RDF, URIRef

    graph = _graph()
    own = sorted(
        {str(subject) for subject in graph.subjects(RDF.type) if str(subject).startswith(terms.NAMESPACE)},
        key=str.lower,
    )
    kinds = {OWL.Class: "classes", OWL.ObjectProperty: "properties", OWL.DatatypeProperty: "properties"}
    by_kind: dict[str, list[Term]] = {"classes": [], "properties": [], "individuals": []}
    for name in own:
        types = set(graph.objects(URIRef(name), RDF.type))
        kind = next((kinds[type_] for type_ in kinds if type_ in types), "individuals")
        by_kind[kind].append(_term(site, graph, URIRef(name), terms_page(kind)))
    yield from ((kind, tuple(terms)) for kind, terms in by_kind.items())


def _term(site: SiteContext, graph: Graph, subject: Node, page: str) -> Term:
    from rdflib import RDF, RDFS, SKOS, Namespace

    qb = Namespace("http://purl.org/linked-data/cube#")
    predicates = {
        "type": RDF.type,
        "subclass": RDFS.subClassOf,
        "subproperty": RDFS.subPropertyOf,
        "domain": RDFS.domain,
        "range": RDFS.range,
        "code_list": qb.codeList,
    }
    found = (
        (site.words.say(f"relation_{name}"), tuple(map(_link, _values(graph, subject, of))))
        for name, of in predicates.items()
    )
    local = str(subject).removeprefix(terms.NAMESPACE)
    label, definition = (_said(graph, subject, predicate) for predicate in (RDFS.label, SKOS.definition))
    return Term(
        href(page, local),
        local,
        str(subject),
        label,
        definition,
        tuple((name, links) for name, links in found if links),
    )


def _values(graph: Graph, subject: Node, predicate: Node) -> list[str]:
    """Give the IRIs of a relation; that a class is an OWL class is said by where it stands."""
    return sorted(value for value in map(str, graph.objects(subject, predicate)) if not value.startswith(_OWL))


def _said(graph: Graph, subject: Node, predicate: Node) -> Label:
    texts = {getattr(text, "language", ""): str(text) for text in graph.objects(subject, predicate)}
    return Label(texts.get("ja", ""), texts.get("en", ""))


def _link(target: str) -> Link:
    """Link a term of our own to its line, a scheme to its page, any other to itself."""
    if target.startswith(terms.NAMESPACE):
        local = target.removeprefix(terms.NAMESPACE)
        return Link(href(VOCABULARY, local), f"keikaku:{local}")
    if target.startswith(terms.SCHEMES) and target.endswith("#scheme"):
        name = target.removeprefix(terms.SCHEMES).removesuffix("#scheme")
        return Link(href(scheme_page(name)), name)
    return Link(target, _short(target))


def _short(name: str) -> str:
    """Show a term of another vocabulary with that one's prefix, where it has a declared one."""
    try:
        return terms.compact(name, terms.PREFIXES)
    except ValueError:
        return name
