"""Share images: what they are, that they are always the same, and what happens without the font."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from keikaku.check import check_city
from keikaku.model import Municipality, build_municipality
from keikaku.schema import Schema, data_folder
from keikaku.share_image import Press, find_press, write_share_images
from keikaku.share_image.press import FONT, Wording
from kitchen import write_kitchen

SITE = "まちの計画データ keikaku"
LONG = "生涯学習活動に取り組んだ市民の割合、" * 12


@pytest.fixture(scope="module")
def press() -> Press:
    found = find_press(SITE)
    if found is None:
        pytest.skip("the font is not brought (scripts/assets.py)")
    return found


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> Municipality:
    workspace = tmp_path_factory.mktemp("images")
    checked = check_city(write_kitchen(workspace), workspace, schema)
    assert checked.city is not None
    return build_municipality(checked.city)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("title", ["短い", LONG, "A very long English title of a plan " * 6, "", "𠮷野家のＫＰＩ①"])
def test_an_image_has_the_size_that_is_promised_and_few_colours(press: Press, title: str) -> None:
    data = press.draw(Wording("恵那市　推進計画", title, "2024年度の実績 77.5%", "not_achieved", "未達成"))
    image = opened(data)
    assert (image.size, image.mode) == ((1200, 630), "P")
    assert len(data) < 80_000
    assert len(image.getcolors() or ()) <= 16


def test_nothing_is_drawn_beyond_the_margin(press: Press) -> None:
    image = opened(press.draw(Wording(LONG, LONG, LONG))).convert("L")
    assert image.crop((1130, 0, 1200, 630)).getextrema() == (255, 255)
    assert image.crop((30, 0, 78, 630)).getextrema() == (255, 255)
    assert image.crop((60, 590, 1200, 630)).getextrema() == (255, 255)


def test_a_status_is_a_mark_with_its_word_and_no_status_none(press: Press) -> None:
    marked, plain = (opened(press.draw(Wording("a", "b", "c", status, "達成"))) for status in ("achieved", ""))
    assert (37, 157, 99) in {colour for _, colour in marked.convert("RGB").getcolors() or ()}
    assert (37, 157, 99) not in {colour for _, colour in plain.convert("RGB").getcolors() or ()}


def test_the_same_words_give_the_same_bytes_in_another_process(press: Press) -> None:
    wording = Wording("恵那市", LONG, "2024年度", "achieved", "達成")
    code = (
        "import sys, hashlib; from keikaku.share_image import find_press;"
        "from keikaku.share_image.press import Wording;"
        f"print(hashlib.sha256(find_press({SITE!r}).draw(Wording(*{tuple(wording)!r}))).hexdigest())"
    )
    import hashlib

    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env)
    assert told.stdout.strip() == hashlib.sha256(press.draw(wording)).hexdigest()


def test_a_city_has_images_beside_its_pages(press: Press, city: Municipality, schema: Schema, tmp_path: Path) -> None:
    paths = write_share_images(city, schema, tmp_path, press)
    assert paths == {"212105/", "212105/p/", "212105/p/indicators/1-1.1/", "212105/p/indicators/1-1.2/"}
    for path in paths:
        assert opened((tmp_path / path / "card.png").read_bytes()).size == (1200, 630)


def test_without_the_font_nothing_is_drawn(city: Municipality, schema: Schema, tmp_path: Path) -> None:
    assert write_share_images(city, schema, tmp_path, None) == frozenset()
    assert not list(tmp_path.iterdir())


def test_the_image_of_the_site_needs_no_font() -> None:
    image = Image.open(data_folder("site_templates") / "static" / "card.png")
    assert image.size == (1200, 630)


def test_an_image_that_is_kept_is_the_image_that_would_be_drawn(press: Press) -> None:
    wording, font = Wording("恵那市", LONG, "2024年度", "achieved", "達成"), data_folder("site_templates") / FONT
    keeping = Press(font, SITE)
    keeping.keep()
    assert keeping.draw(wording) == keeping.draw(wording) == press.draw(wording)
