"""The files of a package: in a folder or in a zip, never outside of it and never more than is read of a table.

What an archive says of itself is not believed: paths may lead out of it, sizes may be wrong.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from keikaku.file_names import DATA_PACKAGE
from keikaku.problem import Problem, Where
from keikaku.read.delimited import MAX_BYTES
from keikaku.text import shorten

_BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError, ValueError)
"""What the standard library raises for damage, a password, an unknown compression and lying sizes."""
_STEP: Final = 1 << 20


class BrokenError(Exception):
    """A package cannot be read; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Files(Protocol):
    """The files of a package, by their paths from its descriptor."""

    def read(self, name: str) -> bytes:
        """Give the content of a file."""


class FolderFiles:
    """The files of a folder."""

    def __init__(self, folder: Path, shown: str) -> None:
        self._folder, self._shown = folder, shown
        self._left = MAX_BYTES

    def read(self, name: str) -> bytes:
        """Give the content of a file.

        Raises:
            BrokenError: there is none, it leads out of the folder, or it is too large.
        """
        path = self._folder / name
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise BrokenError(Problem("E109", Where(self._shown), {"path": shorten(name)}))
        try:
            self._left -= path.stat().st_size
            if self._left < 0:
                raise _too_large(f"{self._shown}/{name}")
            return path.read_bytes()
        except FileNotFoundError:
            raise missing(self._shown, name) from None
        except OSError as error:
            facts = {"reason": error.strerror or str(error)}
            raise BrokenError(Problem("E123", Where(f"{self._shown}/{name}"), facts)) from None


class ZipFiles:
    """The files of a zip; the descriptor may stand in a folder of it."""

    def __init__(self, path: Path, shown: str) -> None:
        self._shown = shown
        self._left = MAX_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(path.read_bytes())) if path.stat().st_size <= MAX_BYTES else None
        except _BROKEN_ZIP:
            raise _broken(shown, path.name) from None
        except OSError as error:
            raise BrokenError(Problem("E123", Where(shown), {"reason": error.strerror or str(error)})) from None
        if self._zip is None:
            raise _too_large(shown)
        found = [name for name in self._zip.namelist() if PurePosixPath(name).name == DATA_PACKAGE]
        if not found:
            raise missing(shown, DATA_PACKAGE)
        self._folder = PurePosixPath(min(found, key=lambda name: (name.count("/"), name))).parent

    def read(self, name: str) -> bytes:
        """Give the content of a file; what its entry says of its size is not believed.

        Raises:
            BrokenError: there is none, it is damaged, or it unpacks to too much.
        """
        assert self._zip is not None  # noqa: S101 - the constructor raises otherwise
        parts = []
        try:
            with self._zip.open(str(self._folder / name)) as file:
                while piece := file.read(_STEP):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise _too_large(f"{self._shown}/{name}")
                    parts.append(piece)
        except KeyError:
            raise missing(self._shown, name) from None
        except _BROKEN_ZIP:
            raise _broken(self._shown, name) from None
        return b"".join(parts)


def _broken(shown: str, name: str) -> BrokenError:
    """The zip or an entry of it is damaged."""
    return BrokenError(Problem("E735", Where(shown), {"name": shorten(name)}))


def missing(shown: str, name: str) -> BrokenError:
    """A file of the package is not there."""
    return BrokenError(Problem("E736", Where(shown), {"name": shorten(name)}))


def _too_large(shown: str) -> BrokenError:
    return BrokenError(Problem("E114", Where(shown), {"size": f"> {MAX_BYTES}", "limit": MAX_BYTES}))
