"""Copy the vocabulary to where the site serves it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from keikaku.schema import data_folder

_PATTERNS: Final = ("*.ttl", "*.schema.json", "context.jsonld", "schemes/*.ttl", "shapes/*.ttl", "attainment/*.csv")


def write_vocabulary(root: Path) -> int:
    """Copy ontology, schemes, shapes, contexts, JSON Schemas and vectors to `vocab/` below root; count the files."""
    folder = data_folder("vocab")
    found = sorted(path for pattern in _PATTERNS for path in folder.glob(pattern))
    for path in found:
        copy = root / "vocab" / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return len(found)
