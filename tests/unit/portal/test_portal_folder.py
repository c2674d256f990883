"""A folder for uploading by hand: what is written, what is told as changed, what is never touched."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from keikaku.package.open_data_list import HEADER
from keikaku.portal import swap
from keikaku.portal.changes import Kind
from keikaku.portal.dataset import Dataset
from keikaku.portal.folder import FolderTarget
from keikaku.portal.handed import NOT_YET, Handed
from keikaku.portal.publish import Published
from keikaku.portal.run import Choices
from keikaku.portal.settings import KINDS, Portal
from keikaku.portal.settings_file import read_portal
from keikaku.portal.step_list import sort_files, step_list
from keikaku.portal.targets import TARGETS
from keikaku.publish.failure import CallError, RemoteError

CODE = "212105"


@pytest.fixture
def target(portal: Portal, tmp_path: Path) -> FolderTarget:
    return FolderTarget(replace(portal, kind="folder", path="x"), tmp_path / "out")


def put(target: FolderTarget, dataset: Dataset, *, overwrite: bool = False) -> Published:
    return target.publish(dataset, Choices(overwrite=overwrite), act=True)


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def changed(dataset: Dataset, number: int = 0, content: bytes = b"a\nb\n") -> Dataset:
    """The same dataset with another content of one file."""
    file = dataset.files[number]
    file.path.write_bytes(content)
    checksum = hashlib.sha256(content).hexdigest()
    fields = {**file.fields, "hash": checksum, "size": str(len(content))}
    other = replace(file, sha256=checksum, size=len(content), fields=fields)
    return replace(dataset, files=(*dataset.files[:number], other, *dataset.files[number + 1 :]))


def steps(target: FolderTarget) -> str:
    """The steps without the tables behind them."""
    page = (target.path / CODE / "手順.html").read_text(encoding="utf-8")
    return page.partition("<h2>すべての項目")[0]


def test_every_kind_has_a_target() -> None:
    assert set(TARGETS) == set(KINDS)


def test_shown_only_then_written_then_unchanged(target: FolderTarget, dataset: Dataset) -> None:
    shown = target.publish(dataset, Choices(), act=False)
    assert (shown.acted, shown.changes.new) == (False, True)
    assert not target.path.exists()
    assert put(target, dataset).acted
    folder = target.path / CODE
    for file in dataset.files:
        assert (folder / "files" / file.name).read_bytes() == file.path.read_bytes()
    assert {path.name for path in target.path.iterdir()} == {CODE}
    before = tree(target.path)
    again = put(target, dataset)
    assert not again.acted
    assert again.changes.nothing(prune=True)
    assert tree(target.path) == before


def test_papers(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    folder = target.path / CODE
    listed = (folder / "オープンデータ一覧.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert tuple(rows[0]) == HEADER
    assert [row["ファイル_ID"] for row in rows] == [file.name for file in dataset.files]
    assert {row["データセット_更新頻度"] for row in rows} == {"年1回"}
    assert {row["データセット_連絡先名称"] for row in rows} == {"恵那市 情報政策課"}
    table = list(csv.DictReader(io.StringIO((folder / "metadata.csv").read_bytes().decode("utf-8-sig"))))
    assert [row["file_sha256"] for row in table] == [file.sha256 for file in dataset.files]
    assert {row["license_id"] for row in table} == {"cc-by"}
    told = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    assert told["dataset"]["identifier"] == dataset.identifier
    assert told["dataset"]["tags"] == list(dataset.tags)
    assert "keikaku_id" not in told["dataset"]
    assert [one["file_name"] for one in told["resources"]] == [file.name for file in dataset.files]


def test_first_steps_hold_everything_escaped(target: FolderTarget, dataset: Dataset) -> None:
    strange = replace(dataset, fields={**dataset.fields, "title": "<script>&計画"})
    put(target, strange)
    page = (target.path / CODE / "手順.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;&amp;計画" in page
    assert "https://portal.example.jp" in page
    assert all(file.name in page for file in dataset.files)
    assert "データセットを新しく作ります" in page


def test_only_what_changed_once_the_last_is_uploaded(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    (target.path / CODE / NOT_YET).unlink()
    assert not put(target, dataset).acted
    other = changed(dataset)
    found = put(target, other)
    assert [one.name for one in found.changes.of(Kind.CHANGED)] == [f"files/{other.files[0].name}"]
    told = steps(target)
    assert other.files[0].name in told
    assert other.files[1].name not in told
    assert "差し替え 1" in told
    assert (target.path / CODE / NOT_YET).exists()


def test_exports_that_nobody_uploaded_add_up(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    (target.path / CODE / NOT_YET).unlink()
    first = changed(dataset)
    put(target, first)
    put(target, changed(first, 1, b"{}\n"))
    told = steps(target)
    assert "差し替え 2" in told
    assert first.files[0].name in told
    assert first.files[1].name in told


def test_nothing_uploaded_yet_stays_a_first_time(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    put(target, changed(dataset))
    assert "初めての登録" in steps(target)


def test_new_described_and_vanished(target: FolderTarget, dataset: Dataset) -> None:
    put(target, replace(dataset, files=dataset.files[:2]))
    (target.path / CODE / NOT_YET).unlink()
    first = dataset.files[1]
    described = replace(first, fields={**first.fields, "description": "別の説明"})
    other = replace(dataset, files=(described, dataset.files[-1]), fields={**dataset.fields, "title": "新しい題"})
    found = put(target, other)
    kinds = {one.name.removeprefix("files/"): one.kind for one in found.changes.files}
    gone = dataset.files[0].name
    assert kinds == {first.name: Kind.DESCRIBED, dataset.files[-1].name: Kind.NEW, gone: Kind.VANISHED}
    assert not (target.path / CODE / "files" / gone).exists()
    told = steps(target)
    assert "新しい題" in told
    assert "ポータルから削除します" in told
    assert "追加 1、差し替え 0、説明だけ 1、そのまま 0、削除 1" in told


def test_what_others_put_there_stays(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    folder = target.path / CODE
    (folder / "files" / "メモ.txt").write_text("memo", encoding="utf-8")
    (folder / "控え" / "空").mkdir(parents=True)
    (folder / "控え" / "a.txt").write_text("a", encoding="utf-8")
    (folder / "link").symlink_to(target.path.parent)
    (target.path / "ほか.txt").write_text("b", encoding="utf-8")
    assert put(target, changed(dataset)).acted
    assert (folder / "files" / "メモ.txt").read_text(encoding="utf-8") == "memo"
    assert (folder / "控え" / "a.txt").read_text(encoding="utf-8") == "a"
    assert (folder / "控え" / "空").is_dir()
    assert (folder / "link").is_symlink()
    assert {path.name for path in target.path.iterdir()} == {CODE, "ほか.txt"}


def test_a_file_changed_by_hand_is_told_and_kept(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    name = dataset.files[0].name
    place = target.path / CODE / "files" / name
    place.write_bytes(b"by hand")
    before = tree(target.path)
    with pytest.raises(RemoteError) as told:
        put(target, dataset)
    assert told.value.problem.code == "E1039"
    assert name in str(told.value.problem.facts["names"])
    assert tree(target.path) == before
    assert put(target, dataset, overwrite=True).acted
    assert place.read_bytes() == dataset.files[0].path.read_bytes()
    assert place.with_name(f"{name}.kept").read_bytes() == b"by hand"


def test_a_strange_file_in_the_way_is_not_overwritten(target: FolderTarget, dataset: Dataset) -> None:
    folder = target.path / CODE
    folder.mkdir(parents=True)
    (folder / "metadata.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(RemoteError):
        put(target, dataset)
    assert {path.name for path in folder.iterdir()} == {"metadata.csv"}


@pytest.mark.parametrize("code", ["", "../212105", "2121", "２１２１０５"])
def test_never_outside_the_path(target: FolderTarget, dataset: Dataset, code: str) -> None:
    with pytest.raises(CallError) as told:
        put(target, replace(dataset, lgcode=code))
    assert told.value.problem.code == "E1040"
    assert not target.path.exists()


def test_links_folders_and_builds_are_no_place(target: FolderTarget, dataset: Dataset, tmp_path: Path) -> None:
    target.path.mkdir()
    (target.path / CODE).symlink_to(tmp_path)
    with pytest.raises(CallError):
        put(target, dataset)
    (target.path / CODE).unlink()
    (target.path / CODE / "手順.html").mkdir(parents=True)
    with pytest.raises(CallError):
        put(target, dataset)
    data = tmp_path / "public" / CODE / "data"
    data.parent.mkdir(parents=True)
    (tmp_path / "data").rename(data)
    built = replace(dataset, files=tuple(replace(file, path=data / file.name) for file in dataset.files))
    with pytest.raises(CallError):
        put(replace(target, path=tmp_path / "public" / "export"), built)


def test_a_missing_file_comes_back_and_a_lost_state_is_harmless(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    folder = target.path / CODE
    whole = {name: content for name, (content, _) in tree(folder).items()}
    (folder / "files" / dataset.files[0].name).unlink()
    (folder / "手順.html").unlink()
    assert put(target, dataset).acted
    assert {name: content for name, (content, _) in tree(folder).items()} == whole
    (folder / "keikaku_state.json").write_text("{broken", encoding="utf-8")
    with pytest.raises(RemoteError):
        put(target, changed(dataset))
    assert put(target, changed(dataset), overwrite=True).acted


@pytest.mark.parametrize("stop", range(1, 5))
def test_killed_between_its_steps(
    target: FolderTarget, dataset: Dataset, stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename is the last, the next run ends where an undisturbed one does, and notes are still there."""
    put(target, dataset)
    folder = target.path / CODE
    (folder / "メモ.txt").write_text("memo", encoding="utf-8")
    other, calls, rename = changed(dataset), 0, Path.rename

    def dying(path: Path, place: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == stop:
            raise KeyboardInterrupt
        return rename(path, place)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", dying)
        try:
            put(target, other)
        except KeyboardInterrupt:
            assert stop < 4
    assert swap.standing(folder).is_dir()
    put(target, other)
    assert (folder / "files" / other.files[1].name).read_bytes() == other.files[1].path.read_bytes()
    assert not [path for path in target.path.iterdir() if path.name.endswith("old")]
    put(target, changed(other, 1, b"[]\n"))
    assert (folder / "メモ.txt").read_text(encoding="utf-8") == "memo"
    assert (folder / "files" / other.files[0].name).read_bytes() == b"a\nb\n"
    assert {path.name for path in target.path.iterdir()} == {CODE}


def test_same_input_same_bytes(target: FolderTarget, dataset: Dataset) -> None:
    put(target, dataset)
    other = replace(target, path=target.path.with_name(f"{target.path.name}-2"))
    put(other, dataset)
    one, two = tree(target.path), tree(other.path)
    assert {name: content for name, (content, _) in one.items()} == {
        name: content for name, (content, _) in two.items()
    }


def test_nothing_to_do_is_said(portal: Portal) -> None:
    same = Handed({"title": "題"}, {"a.csv": {"hash": "1"}})
    assert "ありません" in step_list(portal, same, same).decode()
    assert sort_files(same, same)["unchanged"] == ["a.csv"]


def test_settings_of_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "keikaku.toml"
    sound = '[portals.hand]\nkind = "folder"\npath = "for_upload"\nmaintainer = "担当"\nfrequency = "ANNUAL"\n'
    path.write_text(sound, encoding="utf-8")
    portal, problems = read_portal(path, "hand")
    assert not problems
    assert portal is not None
    assert (portal.kind, portal.path, portal.dataset_name, portal.address) == (
        "folder",
        "for_upload",
        "{identifier}",
        "",
    )
    path.write_text(sound.replace("path", "address"), encoding="utf-8")
    _, problems = read_portal(path, "hand")
    assert "E1004" in {one.code for one in problems}
    path.write_text(sound.replace("folder", "ckan"), encoding="utf-8")
    _, problems = read_portal(path, "hand")
    assert "E1005" in {one.code for one in problems}
