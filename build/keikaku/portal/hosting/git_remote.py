"""A branch of a git repository elsewhere: what it holds, and one commit on top of it. Neither git nor a copy is needed.

Only the trees are fetched, not the files, where the server can leave them out. The push names the commit that was
seen: a server takes it only while the branch still stands there.
"""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from keikaku.portal.answers import clean
from keikaku.portal.journal import Log
from keikaku.portal.settings import Portal
from keikaku.problem import Problem
from keikaku.publish.credentials import is_loopback, without_secrets
from keikaku.publish.failure import RemoteError, failed

if TYPE_CHECKING:
    from dulwich.client import GitClient
    from dulwich.objects import Commit, ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import MemoryRepo

_WAITS: Final = (0.5, 1.0, 2.0)
"""Seconds before each repeat of what only reads."""
_FOLDER: Final = 0o040000
_HELD_BYTES: Final = b"1g"
"""How much is gathered before it is sent: some servers refuse large bodies whose length is not told first."""


class MovedError(Exception):
    """The branch does not stand where it was seen: somebody else has pushed."""


class LostError(RemoteError):
    """The answer to a push was lost; whether it was accepted, only another look can tell."""


@dataclass(frozen=True, slots=True)
class Blob:
    """An entry of a tree that is no folder: its mode and git's id of its content."""

    mode: int
    id: str


@dataclass(frozen=True, slots=True)
class Head:
    """The latest commit of the branch; `id` is empty where there is no branch. `trees` are the ids of all folders."""

    id: str = ""
    blobs: Mapping[str, Blob] | None = None
    trees: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a push sends: the commit, and all objects that the other side lacks, made one by one."""

    commit: str
    number: int
    objects: Callable[[], Iterator[tuple[int, bytes]]]


class GitRemote:
    """A branch elsewhere."""

    def __init__(self, portal: Portal, token: str, log: Log, environment: Mapping[str, str]) -> None:
        self._portal, self._token, self._log = portal, token, log
        self._ref: Ref = f"refs/heads/{portal.hosting.branch}".encode()  # type: ignore[assignment]
        self._environment = environment
        self.url = without_secrets(portal.address)

    def head_id(self) -> str:
        """Give the id of the latest commit; empty where there is no branch.

        Raises:
            RemoteError: it cannot be had.
        """
        client, path = self._client()
        refs = self._asked("ls-remote", lambda: client.get_refs(path.encode()).refs)
        return (refs.get(self._ref) or b"").decode()

    def look(self, *paths: str) -> tuple[Head, dict[str, bytes]]:
        """Give the latest commit with all its entries, and the content of the files named, where they are there.

        Raises:
            RemoteError: it cannot be had.
        """
        repo = self._fetched(b"blob:none")
        if repo is None:
            return Head(blobs={}), {}
        commit, store = self._commit(repo), repo.object_store
        blobs: dict[str, Blob] = {}
        trees: set[str] = set()
        _walk(store, commit.tree, "", blobs, trees)
        head = Head(commit.id.decode(), blobs, frozenset(trees))
        named: dict[str, Any] = {path: blobs[path].id.encode() for path in paths if path in blobs}
        if any(one not in store for one in named.values()):
            self._fetch_also(repo, list(named.values()))
        if any(one not in store for one in named.values()):
            # A server that leaves files out but does not give them one by one.
            repo = self._fetched(b"", commit.id)
            store = repo.object_store if repo else store
        return head, {path: store[one].as_raw_string() for path, one in named.items()}

    def push(self, head: Head, parcel: Parcel) -> None:
        """Put a commit in the place of the head that was seen.

        Raises:
            MovedError: the branch stands elsewhere by now.
            LostError: nobody knows whether it was accepted.
            RemoteError: it was refused.
            OSError: a file to send cannot be read.
        """
        client, path = self._client()
        seen, sending = head.id.encode() or None, False

        def update(refs: dict[Any, Any]) -> dict[Any, Any]:
            if refs.get(self._ref) != seen:
                raise MovedError
            return {self._ref: parcel.commit.encode()}

        def data(*_: Any, **__: Any) -> tuple[int, Iterator[Any]]:
            nonlocal sending
            sending = True
            return parcel.number, _unpacked(parcel.objects())

        begun, status, code = time.monotonic(), 0, ""
        said: list[bytes] = []
        try:
            told = client.send_pack(path.encode(), update, data, progress=said.append)
            refused = (told.ref_status or {}).get(self._ref)
            if refused:
                raise self._refusal(head, f"{refused} {b''.join(said).decode('utf-8', 'replace')}")
            status = 200
        except (MovedError, RemoteError) as error:
            code = error.problem.code if isinstance(error, RemoteError) else "moved"
            raise
        except Exception as error:
            fault = self._fault(error)
            code = fault.problem.code
            if sending and fault.problem.code == "E1052":
                raise LostError(fault.problem) from None
            raise fault from None
        finally:
            taken = time.monotonic() - begun
            self._log.call("push", writes=True, status=status, seconds=taken, problem=code)

    def _client(self) -> tuple[GitClient, str]:
        """Open the address; nothing of the user's own git configuration is read, nor any saved password."""
        from dulwich.client import SSHGitClient, Urllib3HttpGitClient, get_transport_and_path
        from dulwich.client import default_urllib3_manager as manager
        from dulwich.config import ConfigDict

        config = ConfigDict()
        config.set((b"http",), b"postBuffer", _HELD_BYTES)
        address, seconds = self._portal.address, self._portal.limits.seconds
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            pool: Any = None
            if is_loopback(parts.hostname or ""):
                from urllib3 import PoolManager

                pool = PoolManager()
            else:
                pool = manager(config, base_url=address, timeout=seconds)
            user = self._portal.hosting.user
            client = Urllib3HttpGitClient(
                f"{parts.scheme}://{parts.netloc}/",
                dumb=False,
                pool_manager=pool,
                config=config,
                username=user,
                password=self._token,
                timeout=seconds,
                thin_packs=False,
            )
            return client, parts.path
        found, path = get_transport_and_path(address, config=config, thin_packs=False)
        if isinstance(found, SSHGitClient):
            # Nobody sits there to answer questions; keys come from the agent or from ssh's own configuration.
            found.ssh_command = self._environment.get("GIT_SSH_COMMAND") or "ssh -o BatchMode=yes -o ConnectTimeout=20"
        return found, path

    def _fetched(self, leaving_out: bytes, wanted: ObjectID | None = None) -> MemoryRepo | None:
        """Fetch the latest commit, without those before it; None where there is no branch."""
        from dulwich.repo import MemoryRepo

        def wants(refs: Mapping[Any, Any], depth: int | None = None) -> list[Any]:
            del depth
            head = wanted or refs.get(self._ref)
            return [head] if head else []

        client, path = self._client()
        repo = MemoryRepo()
        ask = {"depth": 1, "filter_spec": leaving_out or None}
        told = self._asked("fetch", lambda: client.fetch(path, repo, determine_wants=wants, **ask))  # type: ignore[arg-type]
        head = told.refs.get(self._ref)
        if not head:
            return None
        repo.refs[self._ref] = head
        return repo

    def _fetch_also(self, repo: MemoryRepo, ids: list[Any]) -> None:
        """Ask for single files; a server that does not give them says so, and all are fetched instead."""
        client, path = self._client()
        try:
            self._asked("fetch", lambda: client.fetch(path, repo, determine_wants=lambda *_, **__: ids), repeat=False)
        except RemoteError as fault:
            if fault.problem.code == "E1053":
                raise

    def _commit(self, repo: MemoryRepo) -> Commit:
        from dulwich.objects import Commit

        found = repo.object_store[repo.refs[self._ref]]
        if not isinstance(found, Commit):
            raise failed("E1066", place=self.url, reason=type(found).__name__)
        return found

    def _asked(self, action: str, call: Callable[[], Any], repeat: bool = True) -> Any:
        """Call what only reads; again after failures that pass."""
        waits = list(_WAITS) if repeat else []
        while True:
            begun, status, code = time.monotonic(), 0, ""
            try:
                told = call()
                status = 200
                return told
            except Exception as error:
                fault = self._fault(error)
                code = fault.problem.code
                if code != "E1052" or not waits:
                    raise fault from None
            finally:
                taken = time.monotonic() - begun
                self._log.call(action, writes=False, status=status, seconds=taken, problem=code)
            time.sleep(waits.pop(0))

    def _refusal(self, seen: Head, said: str) -> RemoteError:
        """Say why a push was refused.

        Raises:
            MovedError: somebody else was faster. Not the server's words tell that, but where the branch stands.
        """
        if self.head_id() != seen.id:
            raise MovedError
        detail = clean(said, self._token)
        return failed("E1054", url=self.url, branch=self._portal.hosting.branch, detail=detail)

    def _fault(self, error: Exception) -> RemoteError:
        """Say what is wrong, from what dulwich raises; an answer that never came is E1052."""
        from dulwich.client import HTTPUnauthorized
        from dulwich.errors import HangupException, NotGitRepository

        if isinstance(error, RemoteError):
            return error
        if isinstance(error, OSError) and error.filename and not isinstance(error, ConnectionError):
            raise error
        text = clean(_text(error), self._token)
        forbidden = isinstance(error, HTTPUnauthorized) or "http resp 403" in text
        if isinstance(error, HangupException):
            forbidden = forbidden or "denied" in text.lower() or "verification failed" in text.lower()
        if forbidden:
            return failed("E1053", url=self.url, variable=self._portal.token_variable, detail=text or "HTTP 401")
        if isinstance(error, NotGitRepository):
            return failed("E1055", url=self.url)
        return RemoteError(Problem("E1052", facts={"url": self.url, "reason": text or type(error).__name__}))


def _text(error: Exception) -> str:
    lines = getattr(error, "stderr_lines", None)
    if lines:
        return b" ".join(lines).decode("utf-8", "replace")
    return str(error)


def _walk(store: Any, tree: Any, above: str, blobs: dict[str, Blob], trees: set[str]) -> None:
    """Gather all entries below a tree."""
    trees.add(tree.decode())
    for name, mode, found in store[tree].items():
        path = above + name.decode("utf-8", "surrogateescape")
        if stat.S_IFMT(mode) == _FOLDER:
            _walk(store, found, f"{path}/", blobs, trees)
        else:
            blobs[path] = Blob(mode, found.decode())


def _unpacked(objects: Iterator[tuple[int, bytes]]) -> Iterator[Any]:
    """Give objects in the form in which dulwich packs them."""
    from dulwich.pack import UnpackedObject

    for kind, data in objects:
        yield UnpackedObject(kind, decomp_chunks=[data], decomp_len=len(data))
