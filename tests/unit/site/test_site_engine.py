"""The writer of pages: what the system takes piece by piece arrives whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keikaku.schema import Schema
from keikaku.site.engine import Writer, make_site


def test_a_file_that_the_system_takes_in_parts_is_written_whole(
    tmp_path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda file, content: whole(file, content[:7]))
    with Writer(tmp_path, make_site("https://plans.example/", schema)) as writer:
        writer.put("some/folder", "page.html", "計画の事業".encode() * 9)
    assert (tmp_path / "some/folder/page.html").read_text("utf-8") == "計画の事業" * 9
