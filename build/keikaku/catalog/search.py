"""The data of a city in schema.org's words, for the search engines that read them on the data page."""

from __future__ import annotations

from typing import Any, Final

from keikaku.catalog import words
from keikaku.catalog.facts import CatalogCity, CatalogFile, CatalogPlan, CatalogSource
from keikaku.catalog.shared import web
from keikaku.iri import CATALOG_FRAGMENT, at_home
from keikaku.terms import estat_area

_CONTEXT: Final = "https://schema.org"


def search_description(city: CatalogCity) -> dict[str, Any]:
    """Give a schema.org Dataset as JSON-LD."""
    iris, own = city.iris, city.city
    title, text = words.dataset_title(own), words.dataset_description(own)
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": iris.thing("data", {}),
        "name": title.ja,
        "alternateName": title.en,
        "description": text.ja,
        "url": iris.url("data", {}),
        "identifier": iris.thing("data", {}),
        "keywords": [word.ja for word in words.keywords(own)],
        "inLanguage": "ja",
        "isAccessibleForFree": True,
        "creator": _city(city),
        "publisher": {"@id": iris.thing("city", {})},
        "spatialCoverage": {
            "@type": "Place",
            "name": own.prefecture.ja + own.name.ja,
            "sameAs": estat_area(own.lgcode),
        },
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": at_home(iris.base_url, CATALOG_FRAGMENT),
            "name": words.CATALOG.ja,
            "url": iris.base_url,
        },
    }
    period = _period(city.plans)
    if period:
        found["temporalCoverage"] = period
    licence = web(own.licence.url if own.licence else None)
    if licence:
        found["license"] = licence
    found["isBasedOn"] = [_source(city, source) for source in city.sources]
    found["distribution"] = [_download(city, file) for file in city.files]
    return found


def _city(city: CatalogCity) -> dict[str, Any]:
    own = city.city
    home = web(own.homepage)
    names = {"name": own.name.ja, "alternateName": own.name.en}
    found = {"@type": "GovernmentOrganization", "@id": city.iris.thing("city", {}), **names}
    return {**found, "url": home} if home else found


def _period(plans: tuple[CatalogPlan, ...]) -> str:
    """Give the days from the first of all plans to the last, as ISO 8601; an end that none states is open."""
    first = min((plan.first_day for plan in plans if plan.first_day), default="")
    last = max((plan.last_day for plan in plans if plan.last_day), default="")
    return f"{first or '..'}/{last or '..'}" if first or last else ""


def _source(city: CatalogCity, source: CatalogSource) -> dict[str, Any]:
    url = web(source.url)
    name = city.iris.thing("source", {"source_id": source.source_id})
    found = {"@type": "CreativeWork", "@id": name, "name": source.title}
    return {**found, "url": url} if url else found


def _download(city: CatalogCity, file: CatalogFile) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": city.iris.published(file.name),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
