"""From a package to the dataset that a portal should hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from descriptors import change

from keikaku.portal.dataset import Dataset
from keikaku.portal.package import read_dataset
from keikaku.portal.settings import Limits, Portal


def codes(folder: Path, portal: Portal) -> list[str]:
    return [one.code for one in read_dataset(folder, portal)[1]]


def test_the_metadata_are_complete(dataset: Dataset) -> None:
    assert (dataset.identifier, dataset.name, dataset.organisation) == ("212105_plan", "c212105-007", "c21210")
    assert dataset.licence == "cc-by"
    assert dataset.tags == ("計画", "施策", "KPI", "恵那市")
    told = dataset.fields
    assert told["title"] == "恵那市の計画データ"
    assert (told["maintainer"], told["maintainer_email"]) == ("恵那市 情報政策課", "joho@city.example.jp")
    assert told["url"] == "https://plans.example.jp/212105/data/"
    assert told["version"] == "e2"
    assert "- 計画書" in told["notes"]
    assert "https://plans.example.jp/dictionary/" in told["notes"]
    assert told["extras.keikaku_id"] == told["extras.identifier"] == "212105_plan"
    assert (told["extras.temporal_start"], told["extras.temporal_end"]) == ("2022-04-01", "2026-03-31")
    assert told["extras.spatial_text"] == "岐阜県恵那市"
    assert told["extras.frequency"].endswith("/frequency/ANNUAL")
    assert json.loads(told["extras.documentation"]) == ["https://plans.example.jp/dictionary/"]
    assert [one["version"] for one in json.loads(told["extras.source_documents"])] == ["s1", "s2"]
    assert all(told.values())


def test_every_file_says_what_it_is(dataset: Dataset) -> None:
    assert [file.name for file in dataset.files][:3] == [
        "212105_plan_pages.csv",
        "212105_plan_plans.csv",
        "212105_plan_policies.csv",
    ]
    for file in dataset.files:
        assert file.fields["hash"] == file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
        assert file.fields["size"] == str(file.path.stat().st_size)
        assert file.fields["keikaku_path"] == file.name
        assert file.fields["license"].startswith("https://creativecommons.org/")
    plans = next(file for file in dataset.files if file.name.endswith("_plans.csv"))
    assert (plans.fields["name"], plans.fields["format"], plans.fields["mimetype"]) == ("計画", "CSV", "text/csv")


def test_settings_add_fields(data: Path, portal: Portal) -> None:
    found, _ = read_dataset(data, replace(portal, fields={"theme_code": "3"}, extras={"県の分類": "行政"}))
    assert found is not None
    assert (found.fields["theme_code"], found.fields["extras.県の分類"]) == ("3", "行政")


def test_settings_leave_fields_out(data: Path, portal: Portal) -> None:
    found, _ = read_dataset(data, replace(portal, omit=("theme", "url")))
    assert found is not None
    assert not {"extras.theme", "url"} & set(found.fields)
    found, _ = read_dataset(data, replace(portal, omit=("theme",), fields={"frequency": "年次", "theme": "3"}))
    assert found is not None
    assert (found.fields["frequency"], found.fields["theme"]) == ("年次", "3")
    assert not {"extras.frequency", "extras.theme"} & set(found.fields)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda told: told.pop("licenses"), "E1013"),
        (lambda told: told.pop("spatial"), "E1011"),
        (lambda told: told.pop("resources"), "E1011"),
        (lambda told: told.update(contributors=[]), "E1011"),
        (lambda told: told.update(keywords=["防"]), "W1018"),
    ],
)
def test_what_a_package_lacks(
    data: Path, portal: Portal, spoil: Callable[[dict[str, object]], object], code: str
) -> None:
    change(data, spoil)
    assert codes(data, portal) == [code]


def test_wrong_names_and_limits(data: Path, portal: Portal) -> None:
    assert codes(data, replace(portal, dataset_name="C{lgcode}")) == ["E1015"]
    assert codes(data, replace(portal, dataset_name="search")) == ["E1015"]
    assert codes(data, replace(portal, numbers={})) == ["E1016"]
    assert codes(data, replace(portal, files=("*.pdf",))) == ["E1017"]
    assert set(codes(data, replace(portal, limits=Limits(file_bytes=100)))) == {"E1020"}


def test_broken_folders(data: Path, portal: Portal, tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere", portal) == ["E1014"]
    plans = data / "212105_plan_plans.csv"
    text = plans.read_text(encoding="utf-8")
    plans.write_text(text.replace("推進計画", "改ざん"), encoding="utf-8")
    assert codes(data, portal) == ["E1012"]
    plans.write_text(text, encoding="utf-8")
    (data / "212105_plan_pages.csv").unlink()
    assert codes(data, portal) == ["E1012"]
    (data / "datapackage.json").write_text("[]", encoding="utf-8")
    assert codes(data, portal) == ["E1011"]


def test_names_that_ckan_would_change(data: Path, portal: Portal) -> None:
    (data / "計画_plan_p.csv").write_text("a\n", encoding="utf-8")
    assert codes(data, portal) == ["E1019"]
