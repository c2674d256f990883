"""A folder for portals without an upload API: the files, what to type, and the steps for uploading by hand.

Input: the dataset and the settings. Output: `<path>/<lgcode>/`, replaced as a whole and only when something differs.
Nothing else below `<path>` is touched, and files that others put there stay.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keikaku.portal.changes import Changes, FieldChange, FileChange, Kind
from keikaku.portal.dataset import Dataset
from keikaku.portal.handed import FILES, NOT_YET, OWN, STATE, Handed, State, checksum, handed, read_state, state_text
from keikaku.portal.handout import metadata_csv, metadata_json, not_yet_text, open_data_list
from keikaku.portal.publish import Published
from keikaku.portal.run import Choices
from keikaku.portal.settings import Portal
from keikaku.portal.step_list import step_list
from keikaku.portal.swap import recover, replace_folder, standing
from keikaku.publish.failure import failed, wrong

STEPS = "手順.html"
OPEN_DATA_LIST = "オープンデータ一覧.csv"
_PAPERS = (STEPS, OPEN_DATA_LIST, "metadata.csv", "metadata.json")
_LGCODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder at `path` that holds one folder a city."""

    portal: Portal
    path: Path

    def publish(self, dataset: Dataset, choices: Choices, act: bool) -> Published:
        """Compare with what was exported before and, where `act` says so, write it anew.

        Raises:
            PublishError: something that is not ours is in the way.
            OSError: a file cannot be read or written.
        """
        begun = time.monotonic()
        folder = self._folder(dataset)
        if act:
            recover(folder)
        there = standing(folder)
        state, wanted = read_state(there), handed(dataset, self.portal)
        changes = _compare(dataset, wanted, state, there)
        acted = act and not changes.nothing(prune=True)
        if acted:
            if changes.edited and not choices.overwrite:
                raise failed("E1039", names=", ".join(changes.edited), folder=folder.as_posix())
            replace_folder(folder, lambda new: _write(new, dataset, wanted, state, self.portal))
        url = (folder / STEPS).as_posix()
        return Published(dataset, url, changes, acted, 0, 0, time.monotonic() - begun, remote=False)

    def _folder(self, dataset: Dataset) -> Path:
        """Give the city's folder, which is really below the given path."""
        folder = self.path / dataset.lgcode
        if not _LGCODE.fullmatch(dataset.lgcode) or folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise wrong("E1040", path=folder.as_posix())
        source = dataset.files[0].path.parent.resolve()
        if source.parent.name == dataset.lgcode and folder.resolve().is_relative_to(source.parent.parent):
            # A build replaces its folder as a whole, and this one with it.
            raise wrong("E1040", path=folder.as_posix())
        for name in (FILES, *_names(dataset), *OWN):
            if (folder / name).is_dir() != (name == FILES) and (folder / name).exists():
                raise wrong("E1040", path=(folder / name).as_posix())
        return folder


def _names(dataset: Dataset) -> tuple[str, ...]:
    return (*(f"{FILES}/{file.name}" for file in dataset.files), *_PAPERS)


def _compare(dataset: Dataset, wanted: Handed, state: State, there: Path) -> Changes:
    before = state.exported or Handed()
    fields = tuple(
        FieldChange(name, before.fields.get(name, ""), wanted.fields.get(name, ""), False)
        for name in dict.fromkeys((*wanted.fields, *before.fields))
        if before.fields.get(name, "") != wanted.fields.get(name, "")
    )
    found = {name: checksum(there / name) for name in _names(dataset)}
    files = []
    for file in dataset.files:
        name = f"{FILES}/{file.name}"
        kind = _kind(before.files.get(file.name), wanted.files[file.name], found[name])
        foreign = (there / name).is_symlink() or found[name] not in ("", state.written.get(name), file.sha256)
        files.append(
            FileChange(Kind.CHANGED if foreign and kind is Kind.UNCHANGED else kind, name, file, None, foreign)
        )
    gone = [name for name in before.files if name not in wanted.files]
    files += [FileChange(Kind.VANISHED, f"{FILES}/{name}", None, None) for name in gone]
    files += [FileChange(Kind.NEW, name, None, None) for name in _PAPERS if not found[name]]
    edited = [one.name for one in files if one.edited]
    edited += [name for name in _PAPERS if found[name] not in ("", state.written.get(name))]
    return Changes(state.exported is None, False, False, fields, tuple(files), tuple(edited))


def _kind(before: Mapping[str, str] | None, now: Mapping[str, str], found: str) -> Kind:
    if before is None or not found:
        return Kind.NEW
    if before.get("hash") != now["hash"] or found != now["hash"]:
        return Kind.CHANGED
    return Kind.UNCHANGED if before == now else Kind.DESCRIBED


def _write(folder: Path, dataset: Dataset, wanted: Handed, state: State, portal: Portal) -> None:
    """Fill a new folder."""
    (folder / FILES).mkdir()
    written = {}
    for file in dataset.files:
        place = folder / FILES / file.name
        shutil.copyfile(file.path, place)
        written[f"{FILES}/{file.name}"] = checksum(place)
        if written[f"{FILES}/{file.name}"] != file.sha256:
            # A build is writing at the same time.
            raise failed("E1038", names=file.name)
    papers = (
        step_list(portal, wanted, state.uploaded),
        open_data_list(dataset, portal),
        metadata_csv(wanted, dataset),
        metadata_json(wanted, dataset),
    )
    for name, content in zip(_PAPERS, papers, strict=True):
        (folder / name).write_bytes(content)
        written[name] = hashlib.sha256(content).hexdigest()
    (folder / NOT_YET).write_text(not_yet_text(), encoding="utf-8-sig", newline="\r\n")
    kept = state_text(State(written, wanted, state.uploaded))
    (folder / STATE).write_text(kept, encoding="utf-8", newline="\n")
