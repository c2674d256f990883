"""Fields of a portal's own: what goes into them, which are missing, and values that differ by city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from keikaku.portal.answers import CallFailedError, Cause
from keikaku.portal.ckan import Ckan
from keikaku.portal.custom import OwnField, fit, own_fields
from keikaku.portal.dataset import Dataset
from keikaku.portal.package import read_dataset
from keikaku.portal.seen import seen
from keikaku.portal.settings import Portal
from keikaku.portal.steps import next_call
from keikaku.problem import Problem
from keikaku.publish.failure import CallError

SCHEMA = {
    "dataset_fields": [
        {"field_name": "title", "label": "題", "required": True},
        {"field_name": "tag_string", "label": "タグ", "required": True},
        {
            "field_name": "interval",
            "label": {"en": "Interval", "ja": "間隔"},
            "required": True,
            "choices": [{"value": "y"}],
        },
        {"field_name": "language", "preset": "multiple_text"},
        {"field_name": "checked_by", "required": True, "validators": "ignore_missing"},
        {"field_name": "code", "required": True, "validators": "not_empty unicode_safe"},
        "not a field",
    ]
}


class Told:
    """A portal that gives one answer, and tells which plugins it has."""

    def __init__(self, answer: Callable[[], Any], status: Any) -> None:
        self.answer, self.status = answer, status

    def read(self, action: str, **params: str) -> Any:
        if action == "status_show":
            return self.status
        assert (action, params) == ("scheming_dataset_schema_show", {"type": "dataset"})
        return self.answer()


def ask(answer: Callable[[], Any], *plugins: str) -> tuple[OwnField, ...]:
    return own_fields(cast("Ckan", Told(answer, {"extensions": list(plugins or ["dcat", "scheming_datasets"])})))


def refused(status: int, cause: Cause) -> Callable[[], Any]:
    def answer() -> Any:
        raise CallFailedError(Problem("E1023", facts={"url": "u", "status": status}), cause, status)

    return answer


def test_the_schema_is_read() -> None:
    found = {one.name: one for one in ask(lambda: SCHEMA)}
    assert found["interval"] == OwnField("interval", "間隔", ("y",), required=True, multiple=False)
    assert found["language"].multiple
    assert [name for name, one in found.items() if one.required] == ["title", "tag_string", "interval", "code"]


@pytest.mark.parametrize("told", [None, [], "text", {}, {"dataset_fields": None}])
def test_what_is_no_schema_counts_as_none(told: Any) -> None:
    assert ask(lambda: told) == ()


def test_a_portal_without_the_plugin_is_not_asked() -> None:
    assert ask(refused(500, "busy"), "dcat") == ()


def test_a_portal_that_hides_its_plugins_is_asked() -> None:
    assert own_fields(cast("Ckan", Told(lambda: SCHEMA, None)))
    assert own_fields(cast("Ckan", Told(lambda: SCHEMA, {"site_title": "県"})))


@pytest.mark.parametrize(("status", "cause"), [(400, "strange"), (403, "forbidden"), (404, "missing")])
def test_a_portal_without_a_schema(status: int, cause: Cause) -> None:
    assert ask(refused(status, cause)) == ()


@pytest.mark.parametrize(("status", "cause"), [(0, "lost"), (500, "busy")])
def test_a_portal_that_does_not_answer(status: int, cause: Cause) -> None:
    with pytest.raises(CallFailedError):
        ask(refused(status, cause))


def test_what_is_missing_is_told_at_once(dataset: Dataset, portal: Portal) -> None:
    with pytest.raises(CallError) as caught:
        fit(dataset, ask(lambda: SCHEMA), portal)
    problem = caught.value.problem
    assert (problem.code, problem.facts["names"]) == ("E1041", "interval (間隔: y), code")
    assert problem.facts["example"] == 'interval = "y"'


def test_ours_go_into_fields_of_the_same_name(data: Path, portal: Portal) -> None:
    stated = replace(portal, fields={"interval": "y", "code": "{lgcode}/{code5}/{number}/{other}"})
    dataset, _ = read_dataset(data, stated)
    assert dataset is not None
    found = fit(dataset, ask(lambda: SCHEMA), stated)
    assert (found.fields["language"], found.fields["code"]) == ('["ja"]', "212105/21210/007/{other}")
    assert "extras.language" not in found.fields
    assert found.lists == {"language"}
    call = next_call(found, None, None, 1, False)  # type: ignore[arg-type]
    assert call is not None
    assert call.data["language"] == ["ja"]


def test_a_plain_value_for_a_field_that_takes_lists(dataset: Dataset, portal: Portal) -> None:
    stated = replace(dataset, fields={**dataset.fields, "language": "ja", "interval": "y", "code": "1"})
    assert fit(stated, ask(lambda: SCHEMA), portal).fields["language"] == '["ja"]'


def test_without_a_schema_nothing_changes(dataset: Dataset, portal: Portal) -> None:
    assert fit(dataset, (), portal) == dataset


def test_lists_are_read_as_they_are_sent() -> None:
    told = {"id": "d", "name": "n", "metadata_modified": "t", "language": ["ja", "en"], "groups": [{"name": "g"}]}
    found = seen(told)
    assert found.fields["language"] == '["ja", "en"]'
    assert "groups" not in found.fields
