"""Media types: one table, with the encoding where a server is to tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.media_types import MEDIA_TYPES, content_type, media_type


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("212105/index.ttl", "text/turtle; charset=utf-8"),
        ("index.jsonld", "application/ld+json; charset=utf-8"),
        ("a.nt", "application/n-triples; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("a_stratml.xml", "application/xml"),
        ("all.nt.gz", "application/gzip"),
        (".well-known/void", "text/turtle; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
        ("card.png", "image/png"),
        ("a.unheard", None),
    ],
)
def test_what_a_server_tells(name: str, told: str | None) -> None:
    assert content_type(name) == told


def test_a_type_alone_has_no_encoding() -> None:
    assert media_type("a.csv") == "text/csv"
    assert not any(";" in one for one in MEDIA_TYPES.values())


def test_everything_that_is_built_has_a_type(public_cities: Path) -> None:
    unknown = {path.suffix for path in public_cities.rglob("*") if path.is_file() and content_type(path.name) is None}
    assert unknown == set()
