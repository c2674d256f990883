"""A bucket or folder as a host, by one of two layouts: the site at its addresses, or one folder a release.

What was published is told by the manifest in the bucket, so any machine goes on where another stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keikaku.portal.hosting.compare import SiteChanges
from keikaku.portal.hosting.in_place import InPlace
from keikaku.portal.hosting.releases import Releases
from keikaku.portal.hosting.site import Site
from keikaku.portal.hosting.store import Store
from keikaku.portal.journal import Log
from keikaku.portal.publish import Published
from keikaku.portal.run import Choices
from keikaku.portal.settings import Portal
from keikaku.publish.failure import wrong


@dataclass(frozen=True, slots=True)
class BucketTarget:
    """A bucket; the log stands in `folder`, and there is no state but in the bucket itself."""

    portal: Portal
    folder: Path
    environment: Mapping[str, str]

    def publish(self, wanted: Site, choices: Choices, act: bool) -> Published:
        """Compare a site with the bucket and, where `act` says so, bring it there.

        Raises:
            PublishError: it cannot be done, or could not be done to its end.
            OSError: a file cannot be read or written.
        """
        log = Log(self.folder, self.portal.name)
        log.note("begin", site=wanted.base_url, layout=self.portal.hosting.layout, act=act)
        store = Store(self.portal, log, self.environment)
        if store.local and _overlap(store.local.resolve(), wanted.folder.resolve()):
            # A build replaces its folder as a whole, and what is published with it.
            raise wrong("E1040", path=store.local.as_posix())
        layout = Releases if self.portal.hosting.layout == "releases" else InPlace
        changes, acted = layout(store, wanted, choices).bring(act)
        self._note(log, changes, acted)
        return Published(wanted, self.portal.address, changes, acted, log.reads, log.writes, log.seconds)

    def _note(self, log: Log, changes: SiteChanges, acted: bool) -> None:
        told: dict[str, list[str]] = {}
        for one in changes.files:
            if one.kind != "unchanged":
                told.setdefault(one.kind.value, []).append(one.path)
        log.note("end", acted=acted, archived=list(changes.archived), **told)


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
