"""A portal with fields of its own (ckanext-scheming): what it requires is told by name, and how to state it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from portals import SMALL, Desk, Portal
from variants import variant

pytestmark = [pytest.mark.server, pytest.mark.ckan]
SCHEMA = Path(__file__).with_name("prefecture.yaml")
BOTH = 'fields = { update_interval = "yearly", area_code = "{lgcode}" }'


@pytest.fixture(scope="module")
def prefecture(ckan: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("prefecture")
    settings = {
        "ckan.plugins": "dcat scheming_datasets",
        "scheming.dataset_schemas": f"file://{SCHEMA}",
        "ckan.locale_default": "ja",
    }
    with variant(ckan, folder, "ckanext-scheming", settings) as found:
        yield found.portal


@pytest.fixture
def counter(desk: Desk, prefecture: Portal) -> Iterator[Desk]:
    """The desk, in front of the prefecture's portal."""
    prefecture.empty()
    yield replace(desk, portal=prefecture)
    prefecture.empty()


def test_required_fields_that_are_missing_are_named_before_anything_is_written(
    counter: Desk, prefecture: Portal
) -> None:
    counter.settle(prefecture.url)
    for options in ([], ["--yes"]):
        told = counter.look("--lang", "ja", *options)
        assert (told.code, told.err.count("E1041")) == (2, 1), told.err
        assert "update_interval (更新間隔: yearly | monthly), area_code (団体コード)" in told.err
        assert "[portals.gifu.fields]" in told.err
        assert 'update_interval = "yearly"' in told.err
        # Marked as required in the form only.
        assert "checked_by" not in told.err
    assert not prefecture.datasets()


def test_a_value_that_the_portal_does_not_offer_is_told(counter: Desk, prefecture: Portal) -> None:
    counter.settle(prefecture.url, more='fields = { update_interval = "weekly", area_code = "212105" }')
    told = counter.publish()
    assert (told.code, "E1030" in told.err, "update_interval" in told.err) == (3, True, True), told.err
    assert not prefecture.datasets()


def test_with_its_fields_the_portal_holds_everything(counter: Desk, prefecture: Portal, changed_site: Path) -> None:
    counter.settle(prefecture.url, more=BOTH)
    first = counter.publish()
    assert first.code == 0, first.err
    assert counter.publish().writes == 0
    told = prefecture.public()
    assert (told["update_interval"], told["area_code"]) == ("yearly", prefecture.seat.code)
    # Fields of the portal that are called as extras of ours are: the values are in the fields.
    assert told["frequency"].endswith("/ANNUAL")
    assert told["language"] == ["ja"]
    extras = {one["key"] for one in told["extras"]}
    assert not {"frequency", "language"} & extras
    assert {"identifier", "keikaku_id", "spatial_uri"} <= extras
    assert prefecture.content(told) == {one["keikaku_path"]: one["hash"] for one in told["resources"]}
    counter.site = changed_site
    counter.settle(prefecture.url, ("*_plan_projects.csv", *SMALL), more=BOTH)
    assert counter.publish().code == 0
    assert counter.publish().writes == 0


def test_the_schema_comes_later(counter: Desk, ckan: Portal, prefecture: Portal) -> None:
    """A portal that gets fields of its own while our dataset is there: our extras become values of its fields."""
    counter.settle(ckan.url)
    assert counter.publish().code == 0
    counter.forget()
    counter.settle(prefecture.url, more=BOTH)
    told = counter.publish()
    assert told.code == 0, told.err
    assert counter.publish().writes == 0
    assert prefecture.public()["frequency"].endswith("/ANNUAL")


def test_what_somebody_wrote_into_the_portal_s_own_field_is_not_overwritten(counter: Desk, prefecture: Portal) -> None:
    counter.settle(prefecture.url, more=BOTH)
    assert counter.publish().code == 0
    prefecture.act("package_patch", id=prefecture.seat.name, update_interval="monthly")
    told = counter.publish()
    assert (told.code, "E1034" in told.err, "update_interval" in told.err) == (3, True, True), told.err
    assert prefecture.public()["update_interval"] == "monthly"
    assert counter.publish("--overwrite").code == 0
    assert prefecture.public()["update_interval"] == "yearly"
