"""A bucket, or any file system that fsspec knows: listing, reading, writing, each call logged and each failure told.

Credentials are those that the file system finds in the environment; none passes through here but a password for SSH.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from keikaku.media_types import content_type
from keikaku.portal.answers import clean
from keikaku.portal.hosting.site import SiteFile
from keikaku.portal.journal import Log
from keikaku.portal.settings import Portal
from keikaku.publish.failure import CallError, RemoteError, failed, wrong

_WAITS: Final = (0.5, 1.0)
_OBJECT_STORES: Final = frozenset(
    {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss", "tos", "memory"}
)
"""Protocols that write an object as a whole or not at all; elsewhere, what is half written gets a name of its own."""
_HALF: Final = ".keikaku-half"
_PACKAGES: Final = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "sftp": "sshfs",
    "ssh": "sshfs",
    "smb": "smbprotocol",
    "oci": "ocifs",
    "oss": "ossfs",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_BATCH_BYTES: Final = 32_000_000
_BATCH_FILES: Final = 200
_MD5_SEALS: Final = ("md5Hash", "content_md5", "md5", "ETag", "etag")
_TIME_SEALS: Final = ("mtime", "LastModified", "last_modified", "updated", "modified", "created")
_SECRET_SIGNS: Final = ("SECRET", "TOKEN", "PASSWORD", "ACCESS_KEY", "ACCOUNT_KEY", "CREDENTIAL", "CONNECTION_STRING")
_T = TypeVar("_T")


class TakenError(Exception):
    """Something stands already where something new was to be made."""


class Store:
    """A place in a bucket; paths are told from there."""

    def __init__(self, portal: Portal, log: Log, environment: Mapping[str, str]) -> None:
        self._portal, self._log, self._environment = portal, log, environment
        self.url = portal.address
        self.protocol = portal.address.partition("://")[0]
        self._whole = self.protocol in _OBJECT_STORES
        self._folders: set[str] = set()
        self._fs, self._root = self._open()

    @property
    def local(self) -> Path | None:
        """Give the folder of this machine that it is, if it is one."""
        return Path(self._root) if self.protocol in ("file", "local") else None

    def seals(self, below: str = "") -> dict[str, str]:
        """List all files with their seals; what a killed run left half written is not listed.

        Raises:
            RemoteError: it cannot be had.
        """
        top = self._full(below.rstrip("/")) if below else self._root

        def find() -> dict[str, Any]:
            self._fs.invalidate_cache()
            try:
                return dict(self._fs.find(top, detail=True))
            except FileNotFoundError:
                return {}

        found = self._asked("list", {below: 0}, find)
        files = {path: one for path, one in found.items() if one.get("type", "file") == "file"}
        start = len(self._root) + 1
        named = {path.lstrip("/") if not self._root else path[start:]: _seal(one) for path, one in files.items()}
        return {path: seal for path, seal in sorted(named.items()) if not path.endswith(_HALF)}

    def read(self, path: str) -> bytes:
        """Give the content of a file.

        Raises:
            RemoteError: it cannot be had.
        """
        return self._asked("get", {path: 0}, lambda: self._read(self._full(path)))

    def has(self, path: str) -> bool:
        """Tell whether there is a file of this path.

        Raises:
            RemoteError: it cannot be told.
        """

        def look() -> bool:
            self._fs.invalidate_cache()
            return bool(self._fs.exists(self._full(path)))

        return self._asked("look", {path: 0}, look)

    def checksum(self, path: str) -> str:
        """Give the SHA-256 of a file."""
        return hashlib.sha256(self.read(path)).hexdigest()

    def holds(self, path: str, seal: str, file: SiteFile) -> bool:
        """Tell whether a file is there as it should be: by its seal where that is an MD5, else by reading it."""
        digest = seal.partition(":")[0]
        if digest in _md5s(file):
            return True
        return self.checksum(path) == file.sha256

    def write(self, files: Iterable[SiteFile], below: str = "") -> None:
        """Write files into a folder.

        Raises:
            RemoteError: one could not be written.
        """
        for batch in _batches(files):
            for said, group in self._groups(batch, below):
                self._write_group(group, said)

    def create(self, file: SiteFile) -> None:
        """Write a file that must not be there yet.

        Raises:
            TakenError: it is.
            RemoteError: it could not be written.
        """
        full, said = self._full(file.path), self._said(file.path, _FOR_EVER)
        data = file.read()

        def act() -> None:
            if self._fs.exists(full):
                raise FileExistsError
            if not self._whole:
                self._write_half(full, data)
                return
            try:
                self._fs.pipe_file(full, data, mode="create", **said)
            except OSError as error:
                if error.errno not in (errno.ENOSYS, errno.EINVAL):
                    raise
                # A store that knows no such condition, or tells in its own way that it was not met.
                if self._fs.exists(full):
                    raise FileExistsError from None
                self._fs.pipe_file(full, data, **said)

        try:
            self._asked("create", {file.path: file.size}, act, writes=True)
        except FileExistsError:
            raise TakenError from None

    def copy(self, source: str, path: str, below: str) -> None:
        """Copy a file into a folder, with what is said of it, and without fetching it where that can be done."""
        full, there = self._full(f"{below}{path}"), self._full(source)

        def act() -> None:
            if self._whole:
                self._fs.cp_file(there, full)
            else:
                self._write_half(full, self._read(there))

        self._asked("copy", {f"{below}{path}": 0}, act, writes=True)

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files; one that is gone already is no failure."""
        for path in paths:

            def act(full: str = self._full(path)) -> None:
                try:
                    self._fs.rm_file(full)
                except FileNotFoundError:
                    return

            self._asked("delete", {path: 0}, act, writes=True)

    def _full(self, path: str) -> str:
        return f"{self._root}/{path}" if self._root else path

    def _read(self, full: str) -> bytes:
        if self._whole:
            return bytes(self._fs.cat_file(full))
        with self._fs.open(full, "rb") as content:
            return bytes(content.read())

    def _groups(self, batch: list[SiteFile], below: str) -> Iterator[tuple[dict[str, Any], dict[str, SiteFile]]]:
        """Sort files by what is to be said of them."""
        groups: dict[str, tuple[dict[str, Any], dict[str, SiteFile]]] = {}
        for file in batch:
            said = self._said(file.path, self._portal.hosting.cache)
            groups.setdefault(repr(said), (said, {}))[1][self._full(f"{below}{file.path}")] = file
        yield from groups.values()

    def _write_group(self, group: Mapping[str, SiteFile], said: Mapping[str, Any]) -> None:
        contents = {full: file.read() for full, file in group.items()}
        if self._whole:
            sizes = {file.path: file.size for file in group.values()}
            self._asked("put", sizes, lambda: self._fs.pipe(contents, **said), writes=True)
            return
        for full, file in group.items():
            act = partial(self._write_half, full, contents[full])
            self._asked("put", {file.path: file.size}, act, writes=True)

    def _write_half(self, full: str, data: bytes) -> None:
        """Write under another name, then rename: nobody ever sees half a file."""
        folder = full.rpartition("/")[0]
        if folder not in self._folders:
            self._fs.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        half = f"{full}{_HALF}"
        with self._fs.open(half, "wb") as content:
            content.write(data)
        if self.local:
            os.replace(half, full)  # noqa: PTH105 - the paths are those of fsspec
        else:
            self._fs.mv(half, full)

    def _said(self, path: str, cache: str) -> dict[str, Any]:
        """Give what the store is to tell of a file, in its own words; places without such words get none."""
        kind = content_type(path) or "application/octet-stream"
        if self.protocol in ("s3", "s3a"):
            return {"ContentType": kind, "CacheControl": cache}
        if self.protocol in ("gs", "gcs"):
            return {"content_type": kind, "fixed_key_metadata": {"cache_control": cache}}
        if self.protocol in ("az", "abfs", "abfss"):
            return {"content_settings": {"content_type": kind, "cache_control": cache}}
        return {}

    def _open(self) -> tuple[Any, str]:
        """Open the file system that the address names."""
        import fsspec

        options = dict(self._portal.hosting.options)
        if self.protocol in ("s3", "s3a"):
            patience: dict[str, Any] = {"connect_timeout": 10, "read_timeout": self._portal.limits.seconds}
            patience["retries"] = {"mode": "standard", "max_attempts": 2}
            options["config_kwargs"] = {**patience, **options.get("config_kwargs", {})}
        password = self._environment.get(self._portal.token_variable, "")
        if self.protocol in ("sftp", "ssh", "smb") and password:
            options["password"] = password
        try:
            fsspec.get_filesystem_class(self.protocol)
        except ImportError as error:
            package = _PACKAGES.get(self.protocol, clean(str(error), ""))
            raise wrong("E1058", protocol=self.protocol, package=package) from None
        except ValueError:
            raise wrong("E1069", protocol=self.protocol) from None
        opened = self._asked("open", {}, lambda: fsspec.url_to_fs(self.url, skip_instance_cache=True, **options))
        return opened[0], str(opened[1]).rstrip("/")

    def _asked(self, action: str, files: Mapping[str, int], call: Callable[[], _T], writes: bool = False) -> _T:
        """Call, log, and tell failures; what may pass is tried again, since every call can be repeated without harm.

        `files` are what it is about, each with the bytes sent.
        """
        waits = list(_WAITS)
        while True:
            begun, status, code = time.monotonic(), 0, ""
            try:
                told = call()
                status = 200
                return told
            except (FileExistsError, CallError, RemoteError):
                raise
            except TypeError as error:
                # Some packages look at their options only when they are used.
                raise wrong("E1060", options=self._clean(error)) from None
            except Exception as error:  # Every package has failures of its own.
                fault, passing = self._fault(error, next(iter(files), ""))
                code = fault.problem.code
                if not passing or not waits:
                    raise fault from None
            finally:
                taken = time.monotonic() - begun
                for path, sent in (files or {"": 0}).items():
                    said = f"{action} {path}".strip()
                    self._log.call(said, writes=writes, status=status, seconds=taken, sent=sent, problem=code)
            time.sleep(waits.pop(0))

    def _clean(self, error: Exception) -> str:
        """Give what a package says, without the secrets of the environment, should it repeat one."""
        text = str(error)
        for name, value in self._environment.items():
            if len(value) >= 6 and any(sign in name.upper() for sign in _SECRET_SIGNS):
                text = text.replace(value, "***")
        return clean(text, "") or type(error).__name__

    def _fault(self, error: Exception, path: str) -> tuple[RemoteError, bool]:
        """Say what is wrong, and whether it may pass."""
        text = self._clean(error)
        facts = {"url": self.url, "path": path or "/", "reason": text, "detail": text}
        names = {one.__name__ for one in type(error).__mro__}
        denied = {"PermissionError", "PermissionDenied", "NoCredentialsError", "ClientAuthenticationError"}
        if names & denied:
            return failed("E1070", **facts), False
        if isinstance(error, FileNotFoundError):
            return failed("E1059", **facts), False
        # After a lost line, s3fs has waited and tried again by itself; after an answer such as 503 it has not.
        by_itself = self.protocol in ("s3", "s3a") and getattr(error, "errno", None) != errno.EBUSY
        return failed("E1071", **facts), not by_itself


def _seal(told: Mapping[str, Any]) -> str:
    """Give what changes with the content of a file: a checksum of the store's, or the time of its last change."""
    size = told.get("size", "")
    settings = told.get("content_settings") or {}
    for key in _MD5_SEALS:
        value = told.get(key) or (settings.get(key) if isinstance(settings, Mapping) else None)
        if value:
            text = bytes(value).hex() if isinstance(value, bytes | bytearray) else str(value).strip('"')
            return f"{text}:{size}"
    for key in _TIME_SEALS:
        value = told.get(key)
        if value:
            return f"t {value}:{size}"
    return ""


def _md5s(file: SiteFile) -> tuple[str, str]:
    """Give the MD5 of a file as stores write it; it is compared with what they tell, and nothing rests on it alone."""
    digest = hashlib.md5(file.read(), usedforsecurity=False)
    return digest.hexdigest(), base64.b64encode(digest.digest()).decode()


def _batches(files: Iterable[SiteFile]) -> Iterator[list[SiteFile]]:
    """Gather files into batches that fit in memory."""
    batch: list[SiteFile] = []
    size = 0
    for file in files:
        if batch and (size + file.size > _BATCH_BYTES or len(batch) == _BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch
