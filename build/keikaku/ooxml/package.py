"""Open an XLSX file as a package of parts, or say in a problem why that cannot be done; write parts as a package.

Nothing in the file is taken on trust: its size when unpacked, its names and its XML are bounded before they are read.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.problem import Problem, Where

MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_PART: Final = 128 * 1024 * 1024
MAX_PARTS: Final = 10_000
"""Bytes of the whole package and of one part, and number of parts; a workbook of 5,000 rows has about 10 MB."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Excel 97-2003 begin, and encrypted ones of any age."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK"
_ODS: Final = b"application/vnd.oasis.opendocument"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PASSWORD_FLAG: Final = 1


class Unopened(Exception):  # noqa: N818 - what is wrong lies with the file and is told as a problem
    """The file cannot be opened as a workbook; `problem` tells why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook by their names, in the order of the file; `shown` is the file's name in messages."""

    shown: str
    parts: Mapping[str, bytes]

    def broken(self) -> Unopened:
        """Give the exception for a part that is not as it must be."""
        return Unopened(Problem("E112", Where(self.shown)))


def open_package(path: Path, shown: str) -> Package:
    """Read all parts of a workbook; `Unopened` where it is encrypted, of another kind, damaged or too large."""
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
            if start.startswith(_OLE[: len(start)]) and start:
                rest = stream.read(MAX_PART)
                raise Unopened(Problem("E901" if _ENCRYPTED in rest else "E902", Where(shown)))
        if not start.startswith(_ZIP):
            raise Unopened(Problem("E112", Where(shown)))
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, shown)
    except FileNotFoundError:
        raise Unopened(Problem("E101", Where(shown))) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        raise Unopened(Problem("E112", Where(shown))) from None
    except OSError as error:
        raise Unopened(Problem("E123", Where(shown), {"reason": error.strerror or str(error)})) from None


def _unpack(archive: zipfile.ZipFile, shown: str) -> Package:
    members = [member for member in archive.infolist() if not member.is_dir()]
    size = sum(member.file_size for member in members)
    if size > MAX_UNPACKED or len(members) > MAX_PARTS or any(member.file_size > MAX_PART for member in members):
        raise Unopened(Problem("E114", Where(shown), {"size": size, "limit": MAX_UNPACKED}))
    if any(member.flag_bits & _PASSWORD_FLAG for member in members):
        raise Unopened(Problem("E901", Where(shown)))
    # A part that unpacks to more than it declares is cut off by zipfile there, and its checksum does not fit.
    parts = {member.filename.replace("\\", "/").lstrip("/"): archive.read(member) for member in members}
    if parts.get("mimetype", b"").startswith(_ODS):
        raise Unopened(Problem("E903", Where(shown)))
    if "[Content_Types].xml" not in parts:
        raise Unopened(Problem("E112", Where(shown)))
    return Package(shown, parts)


def write_package(parts: Mapping[str, bytes], target: Path) -> None:
    """Write parts as a package, in their order and with a fixed date, so that the same parts give the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = 0
            archive.writestr(member, data)
