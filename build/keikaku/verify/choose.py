"""Which document belongs to which source of a city.

In: the arguments of the call, and the rows of `sources`. Out: documents with their sources, and problems: a file that
cannot be read, one that belongs to no source, a text that is not the one that `sources` names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from keikaku.problem import Problem
from keikaku.verify.document import Document, read_document

Source = Mapping[str, str]
_NONE: Final = "—"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document, and the source whose rows it proves. `same` says that it is the very text that `sources` names."""

    source_id: str
    document: Document
    same: bool


def choose_documents(arguments: Sequence[str], sources: Sequence[Source]) -> tuple[list[Chosen], tuple[Problem, ...]]:
    """Read the documents that a call names, each as FILE or as SOURCE_ID=FILE, and give each to its source."""
    chosen: list[Chosen] = []
    problems: list[Problem] = []
    for argument in dict.fromkeys(arguments):
        named, path = _split(argument, sources)
        document = read_document(path)
        if isinstance(document, Problem):
            problems.append(document)
            continue
        source = _source_of(document, path, sources) if named is None else _by_id(named, sources)
        if source is None:
            known = ", ".join(row["source_id"] for row in sources) or _NONE
            problems.append(Problem("E706", facts={"document": argument, "known": known}))
            continue
        same = source["sha256"] == document.sha256
        if not same and document.kind == "text":
            facts = {"document": document.name, "source": source["source_id"], "sha256": source["sha256"][:12] or _NONE}
            problems.append(Problem("W712", facts={**facts, "found": document.sha256[:12]}))
        chosen.append(Chosen(source["source_id"], document, same))
    return chosen, tuple(problems)


def _split(argument: str, sources: Sequence[Source]) -> tuple[str | None, Path]:
    """Take SOURCE_ID=FILE apart; a file's own name may hold an equals sign."""
    before, sign, after = argument.partition("=")
    if sign and (_by_id(before, sources) or not Path(argument).is_file()):
        return before, Path(after)
    return None, Path(argument)


def _by_id(source_id: str, sources: Sequence[Source]) -> Source | None:
    return next((row for row in sources if row["source_id"] == source_id), None)


def _source_of(document: Document, path: Path, sources: Sequence[Source]) -> Source | None:
    """Give the source that names this very text, else the one whose file or id has the same name."""
    for row in sources:
        if row["sha256"] == document.sha256:
            return row
    name, stem = _plain(path.name), _plain(path.stem)
    for row in sources:
        if row["file"] and name == _plain(row["file"]):
            return row
    for row in sources:
        if stem in {_plain(PurePath(row["file"]).stem), _plain(row["source_id"])}:
            return row
    return None


def _plain(name: str) -> str:
    """Give a file name as it compares: systems differ in letters' case and in how they write か with its mark."""
    return unicodedata.normalize("NFC", name).casefold()
