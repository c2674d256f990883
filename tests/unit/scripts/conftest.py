"""The scripts, loaded once for all tests."""

from __future__ import annotations

from types import ModuleType

import pytest
from script_modules import load


@pytest.fixture(scope="session")
def publish() -> ModuleType:
    return load("publish")


@pytest.fixture(scope="session")
def all_checks() -> ModuleType:
    return load("test")


@pytest.fixture(scope="session")
def tool() -> ModuleType:
    return load("tool")


@pytest.fixture(scope="session")
def bench() -> ModuleType:
    return load("bench")
