"""The staff guide: its commands do what it says, in its order, in an empty folder, and its pictures are there."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import staff_guide
from _staff_pictures import _SHOTS, LARGEST
from staff_guide import GUIDE, PICTURES, carry_out, steps

TEXT = GUIDE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_command_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    done = {}
    for one in carry_out(tmp_path, TEXT):
        assert one.exit == one.step.exit, one.output
        assert "Traceback" not in one.output
        done[one.step.command or one.step.hand] = one.output
    report = next(output for command, output in done.items() if "--returned" in command)
    for cell in ("K3", "I5", "I6"):
        assert f"「事業一覧」› {cell}" in report
    assert (tmp_path / "直すところ.xlsx").is_file()
    with (tmp_path / "datapackage/imari/tables/results.csv").open(encoding="utf-8", newline="") as file:
        results = {(row["indicator_id"], row["fiscal_year"]): row["raw"] for row in csv.DictReader(file)}
    assert results["1-1-1.1", "2024"] == "22手続"
    assert results["1-1-1.1", "2025"] == "31手続"
    assert results["1-1-2.1", "2025"] == "運用開始"
    page = (tmp_path / "public/412058/dx/projects/1-1-1/index.html").read_text(encoding="utf-8")
    assert "オンライン申請の拡大" in page
    assert "https://plans.example.jp/412058/dx/projects/1-1-1/" in page


def test_the_guide_has_ten_steps_and_only_calls_keikaku() -> None:
    assert [int(number) for number in re.findall(r"^## 手順 (\d+) ", TEXT, re.M)] == list(range(1, 11))
    commands = [step.command for step in steps(TEXT) if step.command]
    assert all(command.startswith("keikaku ") for command in commands)
    assert {step.hand for step in steps(TEXT) if step.hand} == set(staff_guide.HANDS)
    assert TEXT.count("```") == 2 * len(re.findall(r"^```sh", TEXT, re.M))


def test_every_picture_is_there_small_and_taken_by_the_script() -> None:
    shown = set(re.findall(r"\]\(pictures/([^)]+)\)", TEXT))
    assert shown == {name for shots in _SHOTS.values() for name in shots}
    assert {path.name for path in PICTURES.iterdir()} == shown
    for name in shown:
        data = (PICTURES / name).read_bytes()
        assert 0 < len(data) <= LARGEST
        if name.endswith(".svg"):
            ElementTree.fromstring(data)  # noqa: S314 - our own file
            assert b"/tmp" not in data
            assert b"script" not in data


def test_links_of_the_guide_lead_somewhere() -> None:
    headings = {re.sub(r" +", "-", heading.strip()) for heading in re.findall(r"^## (.+)$", TEXT, re.M)}
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        path, _, anchor = target.partition("#")
        assert not path or (GUIDE.parent / path).exists(), target
        assert not anchor or anchor in headings, target
