"""The command: what it refuses, and that it never runs twice on one folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.cli import run
from keikaku.preview.alone import Alone


def call(cities: Path, tmp_path: Path, *more: str) -> int:
    return run(["preview", "--source", str(cities), "--out", str(tmp_path / "out"), "--lang", "ja", *more])


def test_an_unknown_city_is_refused(cities: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(cities, tmp_path, "--city", "nowhere") == 2
    assert "E703" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_is_never_replaced(cities: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert call(cities, tmp_path) == 2
    assert run(["preview", "--source", str(cities), "--out", str(cities)]) == 2
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_a_wrong_address_is_refused(cities: Path, tmp_path: Path) -> None:
    assert call(cities, tmp_path, "--base-url", "keikaku") == 2


def test_a_workbook_needs_one_city(cities: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"")
    for more in ((), ("--city", "ena", "--city", "hanno")):
        assert call(cities, tmp_path, "--workbook", str(book), *more) == 2
        assert "市を一つだけ" in capsys.readouterr().err
    assert call(cities, tmp_path, "--city", "ena", "--workbook", str(tmp_path / "none.xlsx")) == 2


def test_a_second_preview_of_one_folder_is_refused(
    cities: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Alone(tmp_path / ".out.lock"):
        assert call(cities, tmp_path) == 2
    assert "別のプレビュー" in capsys.readouterr().err
    with Alone(tmp_path / ".out.lock"):
        pass


def test_the_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help", "--lang", "ja"]) == 0
    assert "表を直しながら" in capsys.readouterr().out
    assert run(["preview", "--help", "--lang", "en"]) == 0
    assert "--workbook" in capsys.readouterr().out
