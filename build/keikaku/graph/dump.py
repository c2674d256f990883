"""N-Triples compressed with gzip, as programmes and the query page fetch them: a city's graph, and the vocabulary.

The same input gives the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from keikaku.file_names import compressed, graph_file
from keikaku.gzipped import gzip_writer
from keikaku.iri import VOCABULARY_DUMP
from keikaku.schema import data_folder

_PIECE: Final = 1 << 18
_VOCABULARY: Final = ("*.ttl", "schemes/*.ttl")
"""What says what terms mean: ontology, cubes and schemes. The shapes judge data and are not among it."""


def write_compressed(folder: Path, lgcode: str) -> Path:
    """Write `{lgcode}.nt.gz` beside `{lgcode}.nt`; give its path.

    Raises:
        OSError: there is no such graph, or the file cannot be written.
    """
    plain = folder / graph_file(lgcode, "nt")
    target = folder / compressed(plain.name)
    with plain.open("rb") as source, gzip_writer(target) as packed:
        shutil.copyfileobj(source, packed, _PIECE)
    return target


def write_vocabulary_dump(root: Path) -> int:
    """Write the whole vocabulary as one compressed file of sorted N-Triples below root; count its triples."""
    from pyoxigraph import RdfFormat, parse

    folder = data_folder("vocab")
    lines = {
        f"{quad.triple} .\n"
        for pattern in _VOCABULARY
        for path in sorted(folder.glob(pattern))
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    }
    target = root / VOCABULARY_DUMP
    target.parent.mkdir(parents=True, exist_ok=True)
    with gzip_writer(target) as packed:
        packed.write("".join(sorted(lines)).encode())
    return len(lines)
