"""The catalog as DCAT-AP 3 asks for it: catalog, datasets, periods, and what they name."""

from __future__ import annotations

from collections.abc import Sequence

from keikaku.catalog import words
from keikaku.catalog.distributions import Shelf, distributions
from keikaku.catalog.facts import CatalogCity
from keikaku.catalog.shared import (
    area,
    both,
    document,
    government,
    japanese,
    language,
    licence,
    periods,
    public,
    publisher,
    site_agent,
    web,
)
from keikaku.catalog.standards import DATA_PACKAGE_2, DCAT_AP_3, standard
from keikaku.catalog.statements import Pair, Statements, Value, en, ja, link, typed
from keikaku.catalog.together import Together, together_dataset
from keikaku.iri import CATALOG_FRAGMENT, DICTIONARY, at_home
from keikaku.schema import Label, Schema
from keikaku.terms import concept, eu_concept, eu_scheme, safe_iri, scheme


def catalog(
    cities: Sequence[CatalogCity], base_url: str, schema: Schema, package: Together | None = None
) -> Statements:
    """State what all cities publish, and the package of all of them where there is one."""
    found = Statements()
    datasets = [_dataset(found, city, schema) for city in cities]
    if package:
        datasets.append(together_dataset(found, cities, package, base_url, schema))
    found.say(
        at_home(base_url, CATALOG_FRAGMENT),
        "dcat:Catalog",
        *both("dct:title", words.CATALOG),
        *both("dct:description", words.CATALOG_TEXT),
        ("foaf:homepage", document(found, base_url)),
        *_common(found, cities, base_url, schema),
        *(("dcat:dataset", dataset) for dataset in datasets),
    )
    return found


def city_catalog(city: CatalogCity, schema: Schema) -> Statements:
    """State what one city publishes, for portals that take the data of one city alone."""
    found = Statements()
    found.say(
        city.iris.about_data(CATALOG_FRAGMENT),
        "dcat:Catalog",
        *both("dct:title", words.catalog_title(city.city)),
        *both("dct:description", words.dataset_description(city.city)),
        ("foaf:homepage", document(found, city.iris.url("data", {}))),
        *_common(found, [city], city.iris.base_url, schema),
        ("dcat:dataset", _dataset(found, city, schema)),
    )
    return found


def _common(found: Statements, cities: Sequence[CatalogCity], base_url: str, schema: Schema) -> tuple[Pair, ...]:
    """Give what is so of every catalog of the site."""
    return (
        ("dct:publisher", site_agent(found, base_url)),
        ("dct:conformsTo", standard(found, DCAT_AP_3)),
        ("dct:language", japanese(found)),
        ("dct:language", language(found, "ENG", Label("英語", "English"))),
        ("dcat:themeTaxonomy", _own_themes(found, schema)),
        ("dcat:themeTaxonomy", _eu_themes(found)),
        *(("dct:spatial", area(found, city)) for city in cities),
    )


def _dataset(found: Statements, city: CatalogCity, schema: Schema) -> Value:
    iris, terms = city.iris, licence(found, city)
    subject = iris.thing("data", {})
    quality = found.named(iris.thing("quality", {}), "dqv:QualityMetadata")
    found.say(
        subject,
        "dcat:Dataset",
        ("dct:identifier", typed("", subject)),
        *both("dct:title", words.dataset_title(city.city)),
        *both("dct:description", words.dataset_description(city.city)),
        *(pair for word in words.keywords(city.city) for pair in both("dcat:keyword", word)),
        ("dct:publisher", publisher(found, city)),
        ("dct:language", japanese(found)),
        ("dct:spatial", area(found, city)),
        ("dct:accessRights", public(found)),
        ("dct:conformsTo", standard(found, DATA_PACKAGE_2)),
        ("dct:provenance", _provenance(found, city)),
        ("dqv:hasQualityMetadata", quality),
        ("dcat:landingPage", document(found, iris.url("data", {}))),
        ("foaf:page", document(found, iris.base_url + DICTIONARY)),
        *(("dct:temporal", one) for one in periods(found, city)),
        *(("prov:wasDerivedFrom", source) for source in _sources(found, city)),
        *(("dcat:theme", theme) for theme in _themes(found, city, schema)),
        *(("dcat:distribution", one) for one in distributions(found, Shelf(iris, city.files, terms), schema)),
        *_contact(found, city),
        *_frequency(found, city),
        *terms,
    )
    return link(subject)


def _provenance(found: Statements, city: CatalogCity) -> Value:
    subject = city.iris.about_data("provenance")
    return found.named(subject, "dct:ProvenanceStatement", *both("rdfs:label", words.PROVENANCE))


def _sources(found: Statements, city: CatalogCity) -> list[Value]:
    """Name the documents; one that stands on the web has its page there."""
    named = []
    for source in city.sources:
        subject = city.iris.thing("source", {"source_id": source.source_id})
        named.append(found.named(subject, "prov:Entity foaf:Document", ("dct:title", ja(source.title))))
        url = web(source.url)
        if url:
            found.say(subject, "", ("foaf:page", document(found, url)))
    return named


def _own_themes(found: Statements, schema: Schema) -> Value:
    return found.named(scheme("theme"), "skos:ConceptScheme", *both("dct:title", schema.code_lists["theme"].title))


def _eu_themes(found: Statements) -> Value:
    return found.named(eu_scheme("data-theme"), "skos:ConceptScheme", ("dct:title", en("Data theme")))


def _themes(found: Statements, city: CatalogCity, schema: Schema) -> list[Value]:
    """Name the themes that projects have, and the one theme of Europe's list that all plans of governments have."""
    codes = schema.code_lists["theme"].by_value
    named = [
        found.named(
            concept("theme", codes[value].local_name),
            "skos:Concept",
            *both("skos:prefLabel", Label(codes[value].ja, codes[value].en)),
            ("skos:inScheme", link(scheme("theme"))),
        )
        for value in city.themes
        if value in codes
    ]
    return [*named, government(found)]


def _contact(found: Statements, city: CatalogCity) -> tuple[Pair, ...]:
    """Name whom to ask, where the city states it; else the city's own page, where it states that."""
    stated, home = city.city.contact, web(city.city.homepage)
    if not stated and not home:
        return ()
    url = (web(stated.url) if stated else "") or home
    email = stated.email if stated else None
    subject = found.say(
        city.iris.about_data("contact"),
        "vcard:Kind vcard:Organization",
        *([("vcard:fn", ja(stated.name))] if stated else both("vcard:fn", city.city.name)),
        *([("vcard:hasEmail", link(safe_iri(f"mailto:{email}")))] if email else []),
        *([("vcard:hasURL", link(url))] if url else []),
    )
    return (("dcat:contactPoint", link(subject)),)


def _frequency(found: Statements, city: CatalogCity) -> tuple[Pair, ...]:
    """Tell how often the data are renewed, where the city states it."""
    if not city.city.frequency:
        return ()
    return (("dct:accrualPeriodicity", found.named(eu_concept("frequency", city.city.frequency), "dct:Frequency")),)
