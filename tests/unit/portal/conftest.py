"""A small published package, and a portal to put it on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from descriptors import change

from keikaku.check import CleanCity
from keikaku.package.write import write_package
from keikaku.portal.dataset import Dataset
from keikaku.portal.package import read_dataset
from keikaku.portal.settings import Portal
from keikaku.schema import Schema

LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}


@pytest.fixture
def portal() -> Portal:
    return Portal(
        name="gifu",
        address="https://portal.example.jp",
        organisation="c{code5}",
        dataset_name="c{lgcode}-{number}",
        maintainer="恵那市 情報政策課",
        maintainer_email="joho@city.example.jp",
        frequency="ANNUAL",
        files=("*_plan_p*.csv", "datapackage.json"),
        licences={"CC-BY-4.0": "cc-by"},
        numbers={"212105": "007"},
    )


@pytest.fixture(scope="session")
def written(clean_kitchen: CleanCity, schema: Schema, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose package states a licence; tests copy it."""
    folder = tmp_path_factory.mktemp("portal") / "data"
    write_package(clean_kitchen, schema, folder, "https://plans.example.jp/")
    change(folder, lambda told: told.update(licenses=[LICENCE]))
    return folder


@pytest.fixture
def data(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "data")


@pytest.fixture
def dataset(data: Path, portal: Portal) -> Dataset:
    found, problems = read_dataset(data, portal)
    assert found is not None, problems
    return found
