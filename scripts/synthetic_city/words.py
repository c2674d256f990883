"""Words of synthetic cities: the lists of `words.yaml`, and the ways in which they are joined.

Input is a seeded `random.Random`; output is text in normal form (see `keikaku.text`), as long as in plans.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final, Literal

import msgspec


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an indicator counts: how its title ends, its unit, the size of its goals, where it should move."""

    suffix: str
    unit: str
    low: int
    high: int
    polarity: Literal["up", "down"]
    time_basis: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists."""

    prefectures: tuple[tuple[str, str], ...]
    name_heads: tuple[tuple[str, str, str], ...]
    name_tails: tuple[tuple[str, str, str], ...]
    bureaus: tuple[str, ...]
    sections: tuple[str, ...]
    things: tuple[str, ...]
    means: tuple[str, ...]
    extras: tuple[str, ...]
    openings: tuple[str, ...]
    closings: tuple[str, ...]
    topics: tuple[str, ...]
    events: tuple[str, ...]
    phases: dict[str, str]
    measures: tuple[Measure, ...]


WORDS: Final = msgspec.yaml.decode(Path(__file__).with_name("words.yaml").read_bytes(), type=Words)
_FULL_WIDTH: Final = str.maketrans("0123456789%-.", "０１２３４５６７８９％－．")


def project_title(rng: Random) -> str:
    """Give a project's title, 10 to 40 characters."""
    title = f"{rng.choice(WORDS.things)}における{rng.choice(WORDS.means)}{rng.choice(WORDS.extras)}"
    return title if len(title) >= 10 else f"{title}の推進"


def description(rng: Random) -> str:
    """Give a text of two sentences, 60 to 150 characters."""
    thing, means = rng.choice(WORDS.things), rng.choice(WORDS.means)
    first, second = rng.sample(WORDS.closings, 2)
    return f"{rng.choice(WORDS.openings)}{thing}{first}{means}{second}"


def sentence(rng: Random) -> str:
    """Give one sentence."""
    return f"{rng.choice(WORDS.things)}{rng.choice(WORDS.closings)}"


def full_width(text: str) -> str:
    """Print figures as plans do, with full-width digits and signs."""
    return text.translate(_FULL_WIDTH)
