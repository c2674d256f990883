"""Finding our dataset where a portal's index tells of what is gone, and what is too large for one call."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from keikaku.portal.answers import CallFailedError
from keikaku.portal.ckan import Ckan
from keikaku.portal.dataset import Dataset
from keikaku.portal.journal import Log, State
from keikaku.portal.run import Choices, Publication
from keikaku.problem import Problem
from keikaku.publish.failure import CallError, RemoteError


class Told:
    """A portal whose index lists datasets, of which some are there."""

    def __init__(self, listed: tuple[str, ...], there: tuple[str, ...], mark: str) -> None:
        self.listed, self.there, self.mark = listed, there, mark

    def read(self, action: str, **params: str) -> Any:
        if action == "package_search":
            return {"results": [self._shown(name) for name in self.listed]}
        if params["id"] not in self.there:
            raise CallFailedError(Problem("E1027", facts={"url": "u", "status": 404, "detail": "—"}), "missing", 404)
        return self._shown(params["id"])

    def _shown(self, name: str) -> dict[str, Any]:
        extras = [{"key": "keikaku_id", "value": self.mark}]
        return {"id": name, "name": f"name-of-{name}", "metadata_modified": "t", "resources": [], "extras": extras}


def publication(
    dataset: Dataset, folder: Path, listed: tuple[str, ...], there: tuple[str, ...], choices: Choices | None = None
) -> Publication:
    ckan = cast("Ckan", Told(listed, there, dataset.identifier))
    state, log = State(folder, "gifu", "https://portal.example.jp"), Log(folder, "gifu")
    return Publication(dataset, ckan, state, log, choices or Choices())


@pytest.mark.parametrize(("there", "new"), [(("b",), False), (("a",), False), ((), True)])
def test_what_the_index_alone_still_lists_does_not_count(
    dataset: Dataset, tmp_path: Path, there: tuple[str, ...], new: bool
) -> None:
    assert publication(dataset, tmp_path, ("a", "b"), there).examine().new is new


def test_two_that_are_there_are_told(dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(RemoteError) as caught:
        publication(dataset, tmp_path, ("a", "b"), ("a", "b")).examine()
    assert (caught.value.problem.code, caught.value.problem.facts["names"]) == ("E1036", "name-of-a, name-of-b")


def test_a_file_above_what_a_call_may_hold(dataset: Dataset, tmp_path: Path) -> None:
    largest = max(file.size for file in dataset.files)
    publication(dataset, tmp_path, (), (), Choices(request_bytes=largest)).examine()
    with pytest.raises(CallError) as caught:
        publication(dataset, tmp_path, (), (), Choices(request_bytes=largest - 1)).examine()
    assert caught.value.problem.code == "E1042"
