"""The feeds: valid Atom by a schema written from the RFC and by feedparser, complete, and dated without a clock."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

import feedparser
import pytest

from keikaku.check import check_city
from keikaku.feed import SiteFeed, write_city_feeds
from keikaku.feed.dates import edition_dates
from keikaku.model import Municipality, build_municipality
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

BASE = "https://keikaku.example/"
GRAMMAR = Path(__file__).resolve().parents[2] / "tools" / "atom" / "atom.rng"


def feeds(public: Path) -> list[Path]:
    return sorted(public.rglob("feed.xml"))


def city(folder: Path, schema: Schema, spoil: Callable[[Tables], object] | None = None) -> Municipality:
    checked = check_city(write_kitchen(folder, spoil=spoil), folder, schema)
    assert checked.city is not None, checked.problems
    return build_municipality(checked.city)


def written(folder: Path, schema: Schema, spoil: Callable[[Tables], object] | None = None) -> Path:
    out = folder / "out"
    site = SiteFeed()
    site.add(write_city_feeds(city(folder / "in", schema, spoil), schema, BASE, out, {"e1": 10}))
    site.write(out, BASE)
    return out


def test_every_feed_is_what_the_rfc_says(public_cities: Path) -> None:
    if not shutil.which("xmllint"):
        pytest.skip("xmllint is not on this machine")
    found = feeds(public_cities)
    command = ["xmllint", "--noout", "--relaxng", str(GRAMMAR), *map(str, found)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "spoil",
    [
        ("<updated>", "<updated>2024-"),
        ("<id>https://", "<id>//"),
        ('href="https://', 'href="//'),
        ("<title>", "<title>x</title><title>"),
        ("<name>", "<nam>"),
    ],
)
def test_the_grammar_refuses_what_is_wrong(public_cities: Path, tmp_path: Path, spoil: tuple[str, str]) -> None:
    if not shutil.which("xmllint"):
        pytest.skip("xmllint is not on this machine")
    text = (public_cities / "feed.xml").read_text(encoding="utf-8")
    spoilt = tmp_path / "feed.xml"
    spoilt.write_text(text.replace(*spoil, 1), encoding="utf-8")
    assert subprocess.run(["xmllint", "--noout", "--relaxng", str(GRAMMAR), str(spoilt)], check=False).returncode


def test_feedparser_reads_every_feed_and_links_lead_to_pages(public_cities: Path) -> None:
    for path in feeds(public_cities):
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.id == BASE + path.relative_to(public_cities).as_posix()
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids), path
        days = [entry.updated for entry in feed.entries]
        assert days == sorted(days, reverse=True)
        for entry in feed.entries:
            assert entry.author
            assert entry.summary_detail.language == "en"
            for link in entry.links:
                target = public_cities / link.href.removeprefix(BASE)
                assert (target / "index.html" if link.href.endswith("/") else target).is_file(), link.href
                if link.rel == "enclosure":
                    assert int(link.length) == target.stat().st_size


def test_there_is_a_feed_beside_each_page_of_a_city_a_plan_and_an_indicator(public_cities: Path) -> None:
    found = {path.parent.relative_to(public_cities).as_posix() for path in feeds(public_cities)}
    indicators = {
        path.parent.relative_to(public_cities).as_posix()
        for path in public_cities.glob("[0-9]*/*/indicators/*/index.html")
    }
    assert found == {".", *indicators, *({one.split("/")[0] for one in indicators} | plans(public_cities))}


def plans(public: Path) -> set[str]:
    return {"/".join(path.parts[-4:-2]) for path in public.glob("[0-9]*/*/editions/*")}


def test_ena_tells_of_its_editions_results_targets_and_revisions(public_cities: Path) -> None:
    feed = feedparser.parse((public_cities / "212105/ict2/feed.xml").read_bytes())
    kinds = [entry.tags[0].term for entry in feed.entries]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "edition": 2,
        "results": 2,
        "targets": 1,
        "revisions": 1,
    }
    (first,) = (entry for entry in feed.entries if entry.id.endswith("editions/ict2-2024-03/#it"))
    assert (first.published, first.tags[1].term) == ("2024-03-28T00:00:00+09:00", "stated")
    (second,) = (entry for entry in feed.entries if entry.id.endswith("editions/ict2-2025/#it"))
    assert (second.updated, second.tags[1].term) == ("2025-03-31T00:00:00+09:00", "results")
    assert "published" not in second, "what no document states is not said to be published then"
    assert "文書に日付がない" in second.content[0].value
    (targets,) = (entry for entry in feed.entries if entry.tags[0].term == "targets")
    assert "→" in targets.content[0].value


def stated(tables: Tables, **values: str) -> None:
    tables["editions"][1].update(values)


def drop_results(tables: Tables) -> None:
    tables["results"] = []
    tables["corrections"] = [row for row in tables["corrections"] if row["table_name"] not in {"results", "plans"}]


def no_period(tables: Tables) -> None:
    drop_results(tables)
    tables["plans"][0] = {**tables["plans"][0], "start_fy": "", "end_fy": ""}


@pytest.mark.parametrize(
    ("spoil", "second"),
    [
        (lambda tables: stated(tables, as_of="2025-06-01"), ("2025-06-01", "stated")),
        (lambda tables: stated(tables, as_of="2025-06"), ("2025-06-30", "month")),
        (lambda tables: stated(tables, as_of="2024"), ("2024-12-31", "previous")),
        (lambda tables: tables["sources"][1].update(issued="2025-05-05"), ("2025-05-05", "issued")),
        (lambda tables: None, ("2025-03-31", "results")),
        (drop_results, ("2022-04-01", "start")),
    ],
)
def test_an_edition_is_dated_by_what_is_known(
    tmp_path: Path, schema: Schema, spoil: Callable[[Tables], object], second: tuple[str, str]
) -> None:
    (plan,) = city(tmp_path, schema, spoil).plans
    dated = edition_dates(plan)
    assert dated["e1"].day <= dated["e2"].day
    if second[1] != "previous":
        assert (dated["e2"].day, dated["e2"].rule) == second


def test_an_edition_is_not_dated_before_the_one_that_it_follows(tmp_path: Path, schema: Schema) -> None:
    def spoil(tables: Tables) -> None:
        tables["editions"][0]["as_of"] = "2026-01-01"
        tables["editions"][1]["as_of"] = "2025-01-01"

    dated = edition_dates(city(tmp_path, schema, spoil).plans[0])
    assert (dated["e2"].day, dated["e2"].rule) == ("2026-01-01", "previous")


def test_what_cannot_be_dated_is_left_out(tmp_path: Path, schema: Schema) -> None:
    out = written(tmp_path, schema, no_period)
    for path in feeds(out):
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo
        assert feed.entries == []
        assert feed.feed.updated == "0001-01-01T00:00:00Z"


def test_texts_stay_texts(tmp_path: Path, schema: Schema) -> None:
    def spoil(tables: Tables) -> None:
        for row in tables["indicators"]:
            row["title"] = "<b>&amp;]]></b>"

    out = written(tmp_path, schema, spoil)
    feed = feedparser.parse((out / "212105/p/feed.xml").read_bytes())
    assert not feed.bozo
    assert any("&lt;b&gt;&amp;amp;]]&gt;&lt;/b&gt;" in entry.content[0].value for entry in feed.entries)
    assert "<b>" not in (out / "212105/p/feed.xml").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, schema: Schema) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, two = (written(tmp_path / name, schema) for name in ("a", "b"))
    assert [path.read_bytes() for path in feeds(one)] == [path.read_bytes() for path in feeds(two)]


def test_names_of_entries_are_tags_or_uris(public_cities: Path) -> None:
    tag = re.compile(r"tag:keikaku\.example,2026:[A-Za-z0-9._/-]+")
    for path in feeds(public_cities):
        for entry in feedparser.parse(path.read_bytes()).entries:
            assert tag.fullmatch(entry.id) or urlparse(entry.id).scheme == "https", entry.id


def test_a_site_feed_holds_the_newest_of_all_cities_and_no_more(tmp_path: Path, schema: Schema) -> None:
    site, entries = SiteFeed(), write_city_feeds(city(tmp_path / "in", schema), schema, BASE, tmp_path / "out", {})
    for _ in range(60):
        site.add(entries)
    assert len(site._entries) == 100
