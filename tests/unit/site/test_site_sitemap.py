"""The sitemap names every page that is there, in all its languages, as sitemaps.org asks; robots.txt names it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from keikaku.iri import LANGUAGES
from keikaku.site.sitemap import Limits, write_sitemap

BASE = "https://keikaku.example/"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"
# What the protocol's own schema says of the elements that we use, in our words.
XSD = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
  <xsd:simpleType name="place"><xsd:restriction base="xsd:anyURI">
    <xsd:minLength value="12"/><xsd:maxLength value="2048"/></xsd:restriction></xsd:simpleType>
  <xsd:simpleType name="day"><xsd:union memberTypes="xsd:date xsd:dateTime"/></xsd:simpleType>
  <xsd:element name="urlset"><xsd:complexType><xsd:sequence>
    <xsd:element name="url" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>
      <xsd:element name="loc" type="place"/>
      <xsd:element name="lastmod" type="day" minOccurs="0"/>
      <xsd:any namespace="##other" minOccurs="0" maxOccurs="unbounded" processContents="lax"/>
    </xsd:sequence></xsd:complexType></xsd:element>
  </xsd:sequence></xsd:complexType></xsd:element>
  <xsd:element name="sitemapindex"><xsd:complexType><xsd:sequence>
    <xsd:element name="sitemap" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>
      <xsd:element name="loc" type="place"/>
      <xsd:element name="lastmod" type="day" minOccurs="0"/>
    </xsd:sequence></xsd:complexType></xsd:element>
  </xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>"""


def valid(path: Path) -> bool:
    etree: Any = pytest.importorskip("lxml.etree", reason="lxml judges XML by schemas")
    schema = etree.XMLSchema(etree.fromstring(XSD))
    return bool(schema.validate(etree.parse(str(path))))


def tree(path: Path) -> ElementTree.ElementTree:
    return ElementTree.parse(path)  # noqa: S314 - we wrote it


def places(path: Path) -> list[str]:
    return [str(one.text) for one in tree(path).iter(f"{S}loc")]


def pages(root: Path) -> set[str]:
    return {BASE + page.parent.relative_to(root).as_posix().strip(".") for page in root.rglob("index.html")}


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).mkdir(parents=True, exist_ok=True)
        (root / path / "index.html").write_text("", encoding="utf-8")


def test_the_sitemap_of_a_build_names_every_page_once(public_cities: Path) -> None:
    found = places(public_cities / "sitemap.xml")
    assert len(found) == len(set(found)) > 1000
    assert {place.rstrip("/") for place in found} == {page.rstrip("/") for page in pages(public_cities)}
    assert all(place.endswith("/") for place in found)
    assert valid(public_cities / "sitemap.xml")
    robots = (public_cities / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots[0] == "User-agent: *"
    assert robots[-1] == f"Sitemap: {BASE}sitemap.xml"


def test_every_page_names_its_languages_and_they_are_there(public_cities: Path) -> None:
    found = set(places(public_cities / "sitemap.xml"))
    for url in tree(public_cities / "sitemap.xml").iter(f"{S}url"):
        links = {link.get("hreflang"): link.get("href") for link in url.iter(f"{X}link")}
        assert set(links) in (set(), {*LANGUAGES, "x-default"})
        assert set(links.values()) <= found
        assert not links or url.findtext(f"{S}loc") in links.values()
    assert (public_cities / "en/index.html").is_file()


def test_only_days_that_editions_state_are_stated(public_cities: Path) -> None:
    urls = tree(public_cities / "sitemap.xml").iter(f"{S}url")
    stated = {url.findtext(f"{S}loc"): url.findtext(f"{S}lastmod") for url in urls}
    assert stated[BASE] is None
    days = {day for day in stated.values() if day}
    tables = [path.read_text("utf-8") for path in public_cities.glob("*/data/[0-9]*_plan_editions.csv")]
    assert days
    assert all(any(f",{day}," in table for table in tables) for day in days)


def test_a_page_takes_the_day_of_the_nearest_folder_above(tmp_path: Path) -> None:
    put(tmp_path, "a/p", "a/p/editions/e1", "a/p/projects/x", "a/q", "en/a/p")
    dates = {"a/p/": "2025-04-01", "a/p/editions/e1/": "2024-04-01"}
    assert write_sitemap(tmp_path, BASE, dates) == 5
    urls = tree(tmp_path / "sitemap.xml").iter(f"{S}url")
    assert {url.findtext(f"{S}loc"): url.findtext(f"{S}lastmod") for url in urls} == {
        f"{BASE}a/p/": "2025-04-01",
        f"{BASE}en/a/p/": "2025-04-01",
        f"{BASE}a/p/editions/e1/": "2024-04-01",
        f"{BASE}a/p/projects/x/": "2025-04-01",
        f"{BASE}a/q/": None,
    }


@pytest.mark.parametrize("limits", [Limits(addresses=3), Limits(size=400)])
def test_a_long_list_is_written_in_parts_within_the_limits(tmp_path: Path, limits: Limits) -> None:
    put(tmp_path, *(f"page{number}" for number in range(10)))
    assert write_sitemap(tmp_path, BASE, {}, limits) == 10
    assert valid(tmp_path / "sitemap.xml")
    parts = [tmp_path / place.removeprefix(BASE) for place in places(tmp_path / "sitemap.xml")]
    assert len(parts) > 1
    assert [place for part in parts for place in places(part)] == [f"{BASE}page{number}/" for number in range(10)]
    for part in parts:
        assert valid(part)
        assert len(places(part)) <= limits.addresses
        assert part.stat().st_size <= limits.size


def test_addresses_are_escaped_and_bytes_are_the_same(tmp_path: Path) -> None:
    for folder in (tmp_path / "one", tmp_path / "two"):
        put(folder, "a", "en/a", "b")
        write_sitemap(folder, "https://keikaku.example/?a=1&b=", {})
    assert (tmp_path / "one/sitemap.xml").read_bytes() == (tmp_path / "two/sitemap.xml").read_bytes()
    assert places(tmp_path / "one/sitemap.xml")[0] == "https://keikaku.example/?a=1&b=a/"
    assert valid(tmp_path / "one/sitemap.xml")
