"""Compressed dumps hold what is beside them, and the same content has the same bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox

from keikaku.graph import write_compressed, write_vocabulary_dump
from keikaku.iri import VOCABULARY_DUMP
from keikaku.schema import data_folder


def test_a_dump_unpacks_to_the_graph_and_names_neither_time_nor_file(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "132012.nt").write_bytes(b"<urn:a> <urn:b> <urn:c> .\n" * 50_000)
        made.append(write_compressed(folder, "132012").read_bytes())
    assert made[0] == made[1]
    assert gzip.decompress(made[0]) == (tmp_path / "one" / "132012.nt").read_bytes()
    assert made[0][:4] == b"\x1f\x8b\x08\x00"  # no flags: no name
    assert made[0][4:8] == bytes(4)


def test_the_vocabulary_is_one_dump_without_blank_nodes(tmp_path: Path) -> None:
    count = write_vocabulary_dump(tmp_path)
    text = gzip.decompress((tmp_path / VOCABULARY_DUMP).read_bytes()).decode()
    lines = text.splitlines()
    assert len(lines) == count == len(set(lines))
    assert lines == sorted(lines)
    assert "_:" not in text
    whole = ox.Store()
    for path in [*data_folder("vocab").glob("*.ttl"), *data_folder("vocab").glob("schemes/*.ttl")]:
        whole.load(path=str(path), format=ox.RdfFormat.TURTLE)
    assert len(whole) == count
    write_vocabulary_dump(tmp_path / "again")
    assert (tmp_path / "again" / VOCABULARY_DUMP).read_bytes() == (tmp_path / VOCABULARY_DUMP).read_bytes()
