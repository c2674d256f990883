"""Statements that catalog and VoID, a city and all cities share: who publishes, of where, in which language."""

from __future__ import annotations

from keikaku.catalog import words
from keikaku.catalog.facts import CatalogCity, CatalogPlan
from keikaku.catalog.licences import licence_kind
from keikaku.catalog.statements import Pair, Statements, Value, en, ja, link, typed
from keikaku.iri import SITE_FRAGMENT, WHOLE_PERIOD, at_home, period_fragment
from keikaku.schema import Label, is_url
from keikaku.terms import adms_concept, estat_area, eu_concept, eu_scheme, safe_iri


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


def japanese(found: Statements) -> Value:
    """Name the language of the data."""
    return language(found, "JPN", Label("日本語", "Japanese"))


def language(found: Statements, code: str, name: Label) -> Value:
    """Name a language by its code in Europe's list."""
    return found.named(eu_concept("language", code), "dct:LinguisticSystem", *both("rdfs:label", name))


def area(found: Statements, city: CatalogCity) -> Value:
    """Name the area of a city."""
    return found.named(estat_area(city.city.lgcode), "dct:Location", *both("rdfs:label", city.city.name))


def public(found: Statements) -> Value:
    """Say that data are there for all."""
    subject = eu_concept("access-right", "PUBLIC")
    return found.named(subject, "dct:RightsStatement", *both("rdfs:label", words.PUBLIC))


def government(found: Statements) -> Value:
    """Name the one theme of Europe's list that all plans of governments have."""
    in_europe = ("skos:inScheme", link(eu_scheme("data-theme")))
    label = both("skos:prefLabel", words.GOVERNMENT)
    return found.named(eu_concept("data-theme", "GOVE"), "skos:Concept", *label, in_europe)


def period(found: Statements, city: CatalogCity, plan: CatalogPlan) -> Value:
    """Give the days of a plan, as far as it states them."""
    days = (("dcat:startDate", plan.first_day), ("dcat:endDate", plan.last_day))
    return found.named(
        city.iris.about_data(period_fragment(plan.plan_id)),
        "dct:PeriodOfTime",
        ("rdfs:label", ja(plan.title)),
        *((name, typed("xsd:date", day)) for name, day in days if day),
    )


def periods(found: Statements, city: CatalogCity) -> list[Value]:
    """Give the days of all plans; of several also those from the first to the last, for harvesters that take one.

    That period's name comes first in every order, and so does it in the files.
    """
    named = [period(found, city, plan) for plan in city.plans]
    if len(named) < 2:
        return named
    first, ends = min(plan.first_day for plan in city.plans), [plan.last_day for plan in city.plans]
    days = [("dcat:startDate", first)] if first else []
    days += [("dcat:endDate", max(ends))] if all(ends) else []
    if not days:
        return named
    dates = ((name, typed("xsd:date", day)) for name, day in days)
    whole, label = city.iris.about_data(WHOLE_PERIOD), both("rdfs:label", words.WHOLE_PERIOD)
    return [found.named(whole, "dct:PeriodOfTime", *label, *dates), *named]


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
