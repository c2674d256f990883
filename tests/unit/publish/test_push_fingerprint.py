"""The checksum of a graph: the same for the same triples in any order and form; another for any others."""

from __future__ import annotations

import hashlib
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from keikaku.publish.sparql.fingerprint import Fingerprint, canonical_value, fingerprint, fingerprint_lines

XSD = "http://www.w3.org/2001/XMLSchema#"


def stamp(text: str) -> str:
    return f'<x:a> <x:p> "{text}"^^<{XSD}dateTime> .'


def of(text: str, form: RdfFormat = RdfFormat.TURTLE) -> Fingerprint:
    return fingerprint(quad.triple for quad in parse(text.encode(), format=form))


def test_it_is_what_sort_and_sha256sum_say(tmp_path: Path) -> None:
    lines = ['<x:a> <x:p> "い" .', '<x:a> <x:p> "あ"@ja .', "<x:a> <x:p> <x:b> .", '<x:a> <x:p> "a\\n\\"b" .']
    told = of("\n".join(lines + lines[:2]), RdfFormat.N_TRIPLES)
    by_hand = hashlib.sha256("".join(sorted(f"{line}\n" for line in lines)).encode()).hexdigest()
    assert told == Fingerprint(4, by_hand)
    file = tmp_path / "dump.nt"
    file.write_text("\n".join(lines + lines) + "\n", encoding="utf-8", newline="\n")
    command = ["sh", "-c", "LC_ALL=C sort -u dump.nt | sha256sum"]
    shell = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shell.stdout.split()[0] == by_hand


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ('<x:a> <x:p> "\\u3042\\t" .', '<x:a> <x:p> "あ\t" .'),
        ('<x:a> <x:p> "あ"@JA-jp .', '<x:a> <x:p> "あ"@ja-JP .'),
        (f'<x:a> <x:p> "a"^^<{XSD}string> .', '<x:a> <x:p> "a" .'),
        ("<x:a> <x:p> 69.0 .", f'<x:a> <x:p> "+069"^^<{XSD}decimal> .'),
        (f'<x:a> <x:p> "7"^^<{XSD}nonNegativeInteger> .', "<x:a> <x:p> 07 ."),
        (f'<x:a> <x:p> "1"^^<{XSD}boolean> .', "<x:a> <x:p> true ."),
        ("<x:a> <x:p> 1.50e1 .", "<x:a> <x:p> 15e0 ."),
        (f'<x:a> <x:p> "-00.50"^^<{XSD}decimal> .', "<x:a> <x:p> -.5 ."),
        (f'<x:a> <x:p> "-0.0"^^<{XSD}decimal> .', f'<x:a> <x:p> "0"^^<{XSD}decimal> .'),
        ("<x:a> <x:p> 1 . <x:a> <x:p> 2 .", "<x:a> <x:p> 2, 1, 2 ."),
        (f'<x:a> <x:p> "2024-04-01T00:00:00.0+00:00"^^<{XSD}dateTimeStamp> .', stamp("2024-04-01T00:00:00Z")),
        (f'<x:a> <x:p> "P12M"^^<{XSD}duration> .', f'<x:a> <x:p> "P1Y"^^<{XSD}duration> .'),
    ],
)
def test_how_it_is_written_does_not_matter(one: str, same: str) -> None:
    assert of(one) == of(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<x:a> <x:p> "a" .', '<x:a> <x:p> "a"@ja .'),
        ('<x:a> <x:p> "a" .', '<x:a> <x:p> "A" .'),
        ('<x:a> <x:p> "a" .', '<x:a> <x:p> "a " .'),
        ("<x:a> <x:p> 69.0 .", "<x:a> <x:p> 69 ."),
        ("<x:a> <x:p> 69.01 .", "<x:a> <x:p> 69.0 ."),
        ("<x:a> <x:p> 690 .", "<x:a> <x:p> 69 ."),
        ("<x:a> <x:p> -1 .", "<x:a> <x:p> 1 ."),
        (f'<x:a> <x:p> "1_0"^^<{XSD}integer> .', "<x:a> <x:p> 10 ."),
        ('<x:a> <x:p> "1" .', "<x:a> <x:p> 1 ."),
        ("<x:a> <x:p> <x:b> .", "<x:b> <x:p> <x:a> ."),
        (stamp("2024-04-01T00:00:00Z"), stamp("2024-04-01T00:00:01Z")),
        (stamp("2024-04-01T00:00:00Z"), stamp("2024-04-01T00:00:00")),
    ],
)
def test_what_it_says_does(one: str, other: str) -> None:
    assert of(one).checksum != of(other).checksum


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"))), st.integers(1, 7), st.randoms())
def test_runs_on_disk_change_nothing(texts: list[str], in_memory: int, chance: random.Random) -> None:
    lines = [text.encode() for text in texts]
    whole = fingerprint_lines(lines, 10_000)
    chance.shuffle(lines)
    assert fingerprint_lines([*lines, *lines[:3]], in_memory) == whole
    assert whole.triples == len(set(lines))


def test_more_runs_than_files_may_be_open() -> None:
    lines = [f"{number % 700:04}".encode() for number in range(1400)]
    assert fingerprint_lines(lines, 5) == fingerprint_lines(sorted(lines))
    assert fingerprint_lines(lines, 5).triples == 700


@pytest.mark.parametrize(
    "text", ["", "x", "NaN", "INF", "1e999", "１", "0x1", "--1", "1_0", "1e-400", "-0", "-0.00", "1e99999999999"]
)
def test_no_number_is_no_failure(text: str) -> None:
    for name in ("integer", "decimal", "double", "float", "boolean", "date"):
        assert canonical_value(text, XSD + name) == canonical_value(*canonical_value(text, XSD + name))
