"""Publishing a city's built data: its dataset, settled with the portal, its change list and, when asked, the acting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keikaku.portal.changes import Changes
from keikaku.portal.ckan import Ckan
from keikaku.portal.dataset import Dataset
from keikaku.portal.journal import Log, State
from keikaku.portal.rights import settle
from keikaku.portal.run import Choices, Publication
from keikaku.portal.settings import Portal
from keikaku.publish.failure import wrong

if TYPE_CHECKING:
    from keikaku.portal.hosting.compare import SiteChanges
    from keikaku.portal.hosting.site import Site


@dataclass(frozen=True, slots=True)
class Published:
    """What a run found, and did where it `acted`; `reads` and `writes` count its calls, none where not `remote`."""

    dataset: Dataset | Site
    url: str
    changes: Changes | SiteChanges
    acted: bool
    reads: int
    writes: int
    seconds: float
    remote: bool = True


def token_of(portal: Portal, environment: Mapping[str, str]) -> str:
    """Give the token of the environment.

    Raises:
        CallError: there is none, or it cannot stand in a header.
    """
    token = environment.get(portal.token_variable, "").strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise wrong("E1009", variable=portal.token_variable, portal=portal.name)
    return token


def publish(dataset: Dataset, portal: Portal, token: str, folder: Path, choices: Choices, act: bool) -> Published:
    """Compare a dataset with the portal and, where `act` says so, bring it there; state and log stand in `folder`.

    Raises:
        PublishError: it cannot be done, or could not be done to its end.
        OSError: a file cannot be read or written.
    """
    log = Log(folder, portal.name)
    log.note("begin", dataset=dataset.identifier, name=dataset.name, act=act)
    with Ckan(portal, token, log) as ckan:
        settled = settle(dataset, ckan, portal)
        publication = Publication(settled, ckan, State(folder, portal.name, portal.address), log, choices)
        changes = publication.examine()
        acted = act and not changes.nothing(choices.prune)
        if act:
            publication.act()
    url = f"{portal.address}/dataset/{dataset.name}"
    return Published(settled, url, changes, acted, log.reads, log.writes, log.seconds)
