"""Statements that both the catalog and VoID make of a city: who publishes, under which licence."""

from __future__ import annotations

from keikaku.catalog import words
from keikaku.catalog.facts import CatalogCity
from keikaku.catalog.licences import licence_kind
from keikaku.catalog.statements import Pair, Statements, Value, en, ja, link
from keikaku.iri import SITE_FRAGMENT, adms_concept, at_home, safe_iri
from keikaku.schema import Label, is_url


def both(name: str, label: Label) -> tuple[Pair, Pair]:
    """Say something in both languages."""
    return (name, ja(label.ja)), (name, en(label.en))


def document(found: Statements, url: str) -> Value:
    """Name a page."""
    return found.named(url, "foaf:Document")


def publisher(found: Statements, city: CatalogCity) -> Value:
    """Name the city as the publisher of its data."""
    kind = found.named(
        adms_concept("publishertype", "LocalAuthority"),
        "skos:Concept",
        *both("skos:prefLabel", words.LOCAL_AUTHORITY),
    )
    own = city.city
    agent = found.named(
        city.iris.thing("city", {}),
        "foaf:Agent org:FormalOrganization",
        *both("foaf:name", own.name),
        ("dct:type", kind),
    )
    home = web(own.homepage)
    if home:
        found.say(agent.text, "", ("foaf:homepage", document(found, home)))
    return agent


def site_agent(found: Statements, base_url: str) -> Value:
    """Name the site itself as the publisher of the catalog."""
    home = document(found, base_url)
    subject = at_home(base_url, SITE_FRAGMENT)
    return found.named(subject, "foaf:Agent", *both("foaf:name", words.SITE), ("foaf:homepage", home))


def licence(found: Statements, city: CatalogCity) -> tuple[Pair, ...]:
    """Name the licence, as far as the city has set one that stands somewhere on the web."""
    stated = city.city.licence
    url = web(stated.url if stated else None)
    if not stated or not url:
        return ()
    subject = found.say(url, "dct:LicenseDocument", ("dct:title", ja(stated.title)))
    kind = licence_kind(stated.name)
    if kind:
        found.say(subject, "", ("dct:type", found.named(kind[0], "skos:Concept", *both("skos:prefLabel", kind[1]))))
    return (("dct:license", link(subject)),)


def web(url: str | None) -> str:
    """Give the IRI of what is stated as a URL; empty where it does not lead to the web."""
    return safe_iri(url) if url and is_url(url) else ""
