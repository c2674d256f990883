"""The change list, and the next call that follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from keikaku.portal.changes import Changes, Kind, compare
from keikaku.portal.dataset import Dataset, File
from keikaku.portal.seen import Seen, seen
from keikaku.portal.steps import Call, next_call

MOST = 1_000_000


def file(name: str, content: str = "a", description: str = "表") -> File:
    checksum = f"{content:0<64}"
    fields = {"keikaku_path": name, "name": name, "description": description, "hash": checksum, "size": "1"}
    return File(name, Path(name), len(content), checksum, fields)


def wanted(**more: Any) -> Dataset:
    base = Dataset(
        identifier="212105_plan",
        name="c212105",
        organisation="ena",
        licence="cc-by",
        fields={"title": "題", "extras.keikaku_id": "212105_plan", "extras.uri": "https://x.jp/#it"},
        tags=("計画", "KPI"),
        files=(file("a.csv"), file("b.csv")),
    )
    return replace(base, **more)


class Store:
    """Carries calls out as CKAN does, as far as these tests need it: what calls say is applied to a dictionary."""

    def __init__(self) -> None:
        self.told: dict[str, Any] | None = None
        self.count = 0

    def carry_out(self, call: Call) -> None:
        self.count += 1
        if call.action == "package_create":
            self.told = {"id": "d1", "state": "active", "resources": [], **json.loads(json.dumps(call.data))}
        else:
            assert self.told is not None
            assert call.data["match"] == {"id": "d1", "metadata_modified": self.told["metadata_modified"]}
            for pattern in call.data["filter"]:
                gone = pattern.removeprefix("-resources__")
                self.told["resources"] = [one for one in self.told["resources"] if one["id"] != gone]
            self.told |= json.loads(json.dumps(call.data["update"]))
            for number, one in enumerate(call.data.get("update__resources__extend", [])):
                self.told["resources"].append({"id": f"r{self.count}{number}", **one})
            for one in self.told["resources"]:
                one |= call.data.get(f"update__resources__{one['id']}", {})
        self.told["metadata_modified"] = f"m{self.count}"

    def seen(self) -> Seen | None:
        return seen(self.told) if self.told else None


def publish(store: Store, dataset: Dataset, most: int = MOST, prune: bool = False, steps: int = 9) -> list[str]:
    purposes = []
    while steps:
        there = store.seen()
        changes = compare(dataset, there)
        call = next_call(dataset, there, changes, most, prune)
        if call is None:
            assert changes.nothing(prune)
            break
        store.carry_out(call)
        purposes.append(call.purpose)
        steps -= 1
    return purposes


def kinds(changes: Changes) -> dict[str, str]:
    return {one.name: one.kind.value for one in changes.files}


@pytest.fixture
def store() -> Store:
    store = Store()
    assert publish(store, wanted()) == ["create", "revise", "publicise"]
    return store


def test_unchanged_means_no_call(store: Store) -> None:
    changes = compare(wanted(), store.seen())
    assert changes.nothing(prune=True)
    assert set(kinds(changes).values()) == {"unchanged"}
    assert publish(store, wanted()) == []


def test_made_private_first_and_public_last() -> None:
    store = Store()
    hidden = []
    for _ in range(3):
        publish(store, wanted(), steps=1)
        there = store.seen()
        assert there is not None
        hidden.append(there.private)
    assert hidden == [True, True, False]


def test_one_changed_file_is_one_call_with_one_upload(store: Store) -> None:
    new = wanted(files=(file("a.csv", "c"), file("b.csv")))
    changes = compare(new, store.seen())
    assert kinds(changes) == {"a.csv": "changed", "b.csv": "unchanged"}
    call = next_call(new, store.seen(), changes, MOST, False)
    assert call is not None
    assert [file.name for file in call.uploads.values()] == ["a.csv"]
    assert call.data["update"]["private"] is False
    assert publish(store, new) == ["revise"]


def test_what_does_not_fit_one_request_is_hidden_meanwhile(store: Store) -> None:
    new = wanted(files=(file("a.csv", "cc"), file("b.csv", "dd"), file("c.csv", "ee")))
    assert publish(store, new, most=2, steps=1) == ["revise"]
    there = store.seen()
    assert there is not None
    assert there.private
    assert publish(store, new, most=2) == ["revise", "revise", "publicise"]


def test_a_description_needs_no_upload(store: Store) -> None:
    new = wanted(files=(file("a.csv", description="別の説明"), file("b.csv")))
    changes = compare(new, store.seen())
    assert kinds(changes)["a.csv"] == "described"
    call = next_call(new, store.seen(), changes, MOST, False)
    assert call is not None
    assert not call.uploads
    assert publish(store, new) == ["revise"]


def test_vanished_files_are_deleted_only_when_asked(store: Store) -> None:
    new = wanted(files=(file("a.csv"),))
    assert kinds(compare(new, store.seen()))["b.csv"] == "vanished"
    assert publish(store, new) == []
    assert publish(store, new, prune=True) == ["revise"]
    assert kinds(compare(new, store.seen())) == {"a.csv": "unchanged"}


def edit(store: Store, **values: Any) -> None:
    assert store.told is not None
    store.told |= values


def extra(store: Store, key: str, value: str) -> None:
    assert store.told is not None
    store.told["extras"] = [*(one for one in store.told["extras"] if one["key"] != key), {"key": key, "value": value}]


def test_edits_of_others_are_told_apart(store: Store) -> None:
    edit(store, title="別の題")
    extra(store, "uri", "https://y.jp/")
    changes = compare(wanted(), store.seen())
    assert set(changes.edited) == {"title", "extras.uri"}
    edit(store, title="題", private=True)
    extra(store, "uri", "https://x.jp/#it")
    assert compare(wanted(), store.seen()).edited == ("private",)


def test_our_own_new_values_are_no_edits(store: Store) -> None:
    fields = {**wanted().fields, "title": "新しい題", "extras.more": "1"}
    new = wanted(fields=fields)
    changes = compare(new, store.seen())
    assert ({one.name for one in changes.fields}, changes.edited) == ({"title", "extras.more"}, ())
    assert publish(store, new) == ["revise"]
    # What is said no longer is taken away, what others said stays.
    extra(store, "県の分類", "行政")
    assert publish(store, wanted()) == ["revise"]
    assert store.told is not None
    keys = {one["key"] for one in store.told["extras"]}
    assert "more" not in keys
    assert "県の分類" in keys


def test_a_resource_edited_by_others(store: Store) -> None:
    assert store.told is not None
    store.told["resources"][0]["description"] = "書き直し"
    changes = compare(wanted(), store.seen())
    assert (kinds(changes)["a.csv"], changes.edited) == ("described", ("a.csv",))
    store.told["resources"][0]["description"] = "表"
    changes = compare(wanted(), store.seen(), frozenset({store.told["resources"][0]["id"]}))
    assert (kinds(changes)["a.csv"], changes.edited) == ("changed", ("a.csv",))


def test_resources_of_others_are_never_named(store: Store) -> None:
    assert store.told is not None
    store.told["resources"].append({"id": "foreign", "name": "よその資料", "url": "https://y.jp/"})
    there = store.seen()
    assert there is not None
    assert there.strangers == ("よその資料",)
    new = wanted(files=())
    call = next_call(new, there, compare(new, there), MOST, True)
    assert call is not None
    assert "foreign" not in json.dumps(call.data)


def test_tags_of_others_stay(store: Store) -> None:
    assert store.told is not None
    edit(store, tags=[*store.told["tags"], {"name": "県"}])
    assert publish(store, wanted()) == []
    assert publish(store, wanted(tags=("計画", "KPI", "新規")), steps=1) == ["revise"]
    assert {one["name"] for one in store.told["tags"]} == {"計画", "KPI", "新規", "県"}


def test_a_deleted_dataset_is_restored_with_everything(store: Store) -> None:
    edit(store, state="deleted")
    changes = compare(wanted(), store.seen())
    assert changes.deleted
    call = next_call(wanted(), store.seen(), changes, MOST, False)
    assert call is not None
    assert (call.data["update"]["state"], call.data["update"]["private"]) == ("active", True)


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "3", "null"])
def test_what_we_wrote_may_be_lost(store: Store, text: str) -> None:
    extra(store, "keikaku_written", text)
    assert compare(wanted(), store.seen()).nothing(False)
    changes = compare(wanted(fields={**wanted().fields, "title": "新"}), store.seen())
    assert changes.edited == ("title",)


def test_two_resources_of_one_file(store: Store) -> None:
    assert store.told is not None
    store.told["resources"].append({**store.told["resources"][0], "id": "twin"})
    changes = compare(wanted(), store.seen())
    assert [one.seen.id for one in changes.of(Kind.VANISHED) if one.seen] == ["twin"]


def test_nonsense_is_no_dataset() -> None:
    bad: list[Mapping[str, Any]] = [{}, {"id": "x"}, {"id": "x", "name": "y"}]
    for told in bad:
        with pytest.raises(KeyError):
            seen(told)
