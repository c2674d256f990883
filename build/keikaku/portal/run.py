"""One dataset on one portal: look, compare, and, when asked to, call until nothing differs.

Every call that writes is followed by a look, and the next call follows from what is seen. So it does not matter where a
run was broken off, whether by us, the network or the portal; and a call whose answer was lost is never simply repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from keikaku.portal.answers import AGAIN, CallFailedError
from keikaku.portal.changes import Changes, Kind, compare
from keikaku.portal.ckan import WAITS, Ckan
from keikaku.portal.dataset import EXTRA, MARK, PRIVATE, Dataset
from keikaku.portal.journal import Known, Log, State
from keikaku.portal.seen import Seen, seen
from keikaku.portal.settings import MEGABYTE
from keikaku.portal.steps import Call, next_call
from keikaku.publish.failure import failed, wrong

_NAMED: Final = 12
"""How many names a message lists."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller allows: ours over edits made on the portal, deleting our files that vanished; bytes a call."""

    overwrite: bool = False
    prune: bool = False
    request_bytes: int = 50_000_000


class Publication:
    """Brings one dataset onto a portal; its organisation and licence are the portal's ids already."""

    def __init__(self, dataset: Dataset, ckan: Ckan, state: State, log: Log, choices: Choices) -> None:
        self._dataset, self._ckan, self._state, self._log, self._choices = dataset, ckan, state, log, choices
        self._known = state.known(dataset.identifier)
        self._id = ""
        self._there: Seen | None = None
        # Resources whose bytes are known to be those of a checksum, so that they are downloaded once at most.
        self._checked: set[tuple[str, str]] = set()
        self._spoilt: frozenset[str] = frozenset()
        self._unsure = False

    def examine(self) -> Changes:
        """Give the change list.

        Raises:
            RemoteError: the portal cannot be read, or holds something else under our name.
            CallError: a file to send is larger than one call may be.
        """
        self._there = self._look()
        changes = self._compared(self._there)
        self._fits(changes)
        return changes

    def _fits(self, changes: Changes) -> None:
        """Stop before anything is written where one file alone is more than a call may hold."""
        most = self._choices.request_bytes
        large = [one.file for one in changes.files if one.uploads and one.file and one.file.size > most]
        if large:
            names = ", ".join(f"{file.name} ({file.size / MEGABYTE:.1f} MB)" for file in large[:_NAMED])
            raise wrong("E1042", names=names, limit=f"{most / MEGABYTE:g}")

    def act(self) -> str:
        """Write until nothing differs, beginning with what was examined; give CKAN's id of the dataset.

        Raises:
            RemoteError: it cannot be brought about; what was read back is kept, and the next run goes on from there.
            OSError: a file cannot be read or written.
        """
        sent: Call | None = None
        failures = 0
        there = self._there
        while True:
            changes = self._compared(there)
            self._kept(sent, there, changes)
            self._allowed(changes)
            call = next_call(self._dataset, there, changes, self._choices.request_bytes, self._choices.prune)
            if call is None:
                return self._finish(there)
            try:
                self._ckan.write(call.action, call.data, call.uploads)
                sent, failures = call, 0
            except CallFailedError as fault:
                sent, failures = None, failures + 1
                self._stop_unless_passing(fault, failures)
            there = self._look()

    def _stop_unless_passing(self, fault: CallFailedError, failures: int) -> None:
        """Wait where looking again may help; the fault of another kind is raised."""
        # After a lost answer, our own call may come into effect late and look like somebody else's.
        late = self._unsure and fault.cause in ("stale", "taken")
        # Another run of ours may have made the dataset since we looked; the next look tells.
        overtaken = fault.cause == "taken" and failures == 1
        if failures > len(WAITS) or not (fault.cause in AGAIN or late or overtaken):
            raise fault
        self._unsure = self._unsure or fault.cause in AGAIN
        self._ckan.wait(max(WAITS[failures - 1], fault.seconds))

    def _look(self) -> Seen | None:
        """Find the dataset: by its id, by its name, by our mark; one that was deleted only where there is no other."""
        if self._id:
            return self._show(self._id)
        deleted = None
        for key in dict.fromkeys((self._known.id, self._dataset.name)):
            found = self._show(key) if key else None
            if found is None:
                continue
            if found.identifier == self._dataset.identifier:
                if not found.deleted:
                    return self._take(found)
                deleted = deleted or found
            elif not found.deleted and found.name == self._dataset.name:
                raise failed("E1029", url=found.name, detail=found.fields.get("title", ""))
        found = self._search() or deleted
        return self._take(found) if found else None

    def _take(self, found: Seen) -> Seen:
        """Hold on to a dataset; what the last run read back in this very state needs no second reading."""
        self._id = found.id
        if found.modified == self._known.modified:
            self._checked |= {(one.id, one.fields.get("hash", "")) for one in found.files}
        return found

    def _show(self, key: str) -> Seen | None:
        try:
            return _read(self._ckan.read("package_show", id=key))
        except CallFailedError as fault:
            # What may not even be seen has no mark of ours for us; if it has our name, the create is refused.
            if fault.cause in ("missing", "forbidden"):
                return None
            raise

    def _search(self) -> Seen | None:
        mark = f'extras_{MARK}:"{self._dataset.identifier}"'
        told = self._ckan.read("package_search", fq=mark, include_private="true", rows="10")
        listed = [one.id for one in map(_read, told["results"]) if one.identifier == self._dataset.identifier]
        # The index may lag behind, or tell of what was purged; what counts are the datasets themselves.
        shown = [self._show(key) for key in dict.fromkeys(listed)]
        found = [one for one in shown if one and one.identifier == self._dataset.identifier]
        if len(found) > 1:
            names = ", ".join(sorted(one.name for one in found))
            raise failed("E1036", identifier=self._dataset.identifier, names=names)
        return found[0] if found else None

    def _compared(self, there: Seen | None) -> Changes:
        self._spoilt = self._replaced(there) if there else frozenset()
        return compare(self._dataset, there, self._spoilt)

    def _replaced(self, there: Seen) -> frozenset[str]:
        """Give the resources whose bytes are not those of the checksum beside them, by reading the files."""
        wanted = {file.name: file.sha256 for file in self._dataset.files}
        wrong = set()
        for one in there.files:
            told = one.fields.get("hash", "")
            if wanted.get(one.name) != told or (one.id, told) in self._checked:
                continue
            if self._ckan.checksum(there.id, one.id, one.download or one.name) == told:
                self._checked.add((one.id, told))
            else:
                wrong.add(one.id)
        return frozenset(wrong)

    def _kept(self, sent: Call | None, there: Seen | None, changes: Changes) -> None:
        """Make sure that the portal holds what it has just accepted: CKAN drops what it does not know in silence."""
        if sent is None:
            return
        differing = [one for one in changes.files if one.kind is not Kind.UNCHANGED and one.name in sent.settles]
        spoilt = [one.name for one in differing if one.seen and one.seen.id in self._spoilt]
        if spoilt:
            raise failed("E1038", names=_names(spoilt))
        lost = [one.name for one in changes.fields if one.name in sent.settles] + [one.name for one in differing]
        lost += [PRIVATE] if changes.hidden and PRIVATE in sent.settles else []
        if lost or there is None or changes.deleted:
            raise failed("E1037", names=_names(lost or [self._dataset.name]))

    def _allowed(self, changes: Changes) -> None:
        """Stop before somebody else's work is written over."""
        if self._choices.overwrite:
            return
        if changes.deleted:
            raise failed("E1035", name=self._dataset.name)
        if changes.edited:
            raise failed("E1034", names=_names(list(changes.edited)))

    def _finish(self, there: Seen | None) -> str:
        if there is None:
            return ""
        files = {one.name: one.id for one in there.files}
        self._state.keep(self._dataset.identifier, Known(there.id, there.modified, files))
        self._log.note("published", dataset=self._dataset.identifier, id=there.id, name=there.name)
        return there.id


def _read(told: Any) -> Seen:
    try:
        return seen(told)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise failed("E1023", url="package_show", status=200) from None


def _names(names: list[str]) -> str:
    shown = [name.removeprefix(EXTRA) for name in names]
    more = len(shown) - _NAMED
    return ", ".join(shown[:_NAMED]) + (f" … (+{more})" if more > 0 else "")
