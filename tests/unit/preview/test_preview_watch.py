"""Saved files are noticed, however a programme saves them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.preview.watch import watch


@pytest.fixture
def noticed(tmp_path: Path) -> Iterator[threading.Event]:
    """Say when a change below the folder was noticed."""
    seen, stop, awake = threading.Event(), threading.Event(), threading.Event()

    def changed() -> None:
        awake.set()
        seen.set()

    thread = threading.Thread(target=watch, args=([tmp_path], changed, stop))
    thread.start()
    number = 0
    while not awake.wait(0.1):
        number += 1
        (tmp_path / "awake").write_text(str(number))
    # What follows the first notice within its quiet moment belongs to it.
    threading.Event().wait(0.6)
    seen.clear()
    yield seen
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_file_that_is_written(noticed: threading.Event, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("1")
    assert noticed.wait(5)


def test_a_file_that_takes_the_place_of_another(noticed: threading.Event, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("2")
    (tmp_path / "new").replace(tmp_path / "awake")
    assert noticed.wait(5)


def test_a_file_in_a_new_folder(noticed: threading.Event, tmp_path: Path) -> None:
    (tmp_path / "city" / "tables").mkdir(parents=True)
    assert noticed.wait(5)
    noticed.clear()
    threading.Event().wait(0.6)
    (tmp_path / "city" / "tables" / "table.csv").write_text("1")
    assert noticed.wait(5)
