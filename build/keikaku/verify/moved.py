"""Where the lines of the tables' text lie in another state of that text: lines were put in, or taken out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from keikaku.verify.folded import FoldedText
from keikaku.verify.values import Value

_LONG: Final = 8
"""Words of so many letters that stand once in a text tell where their line has gone."""
_STATES: Final = 20
"""So many of the commonest shifts are taken into account."""
_TURN: Final = 3
"""Another shift is believed where it explains so many more values."""


def move_lines(text: FoldedText, values: Iterable[Value]) -> Callable[[int], int]:
    """Give where a line has gone, by the long words that stand in the text once.

    A value may begin some lines after its row's line, so single values prove nothing: the lines fall into stretches of
    one shift each, such that most values are explained by few stretches. What stands at a line goes with what follows.
    """
    anchors = sorted(
        (value.line, text.line_at(found[0]) - value.line)
        for value in values
        if value.line is not None and len(value.needle) >= _LONG and len(found := text.find(value.needle)) == 1
    )
    lines = [line for line, _ in anchors]
    shifts = _stretches([shift for _, shift in anchors])

    def move(line: int) -> int:
        if not shifts:
            return line
        return max(line + shifts[min(bisect_left(lines, line), len(shifts) - 1)], 1)

    return move


def _stretches(seen: Sequence[int]) -> list[int]:
    """Give for each shift that was seen the one of its stretch: fewest unexplained shifts and turns (Viterbi)."""
    common = Counter(seen)
    states = sorted(common, key=lambda shift: (-common[shift], abs(shift), shift))[:_STATES]
    cost = [0] * len(states)
    steps: list[list[int]] = []
    for shift in seen:
        best = min(range(len(states)), key=lambda index: cost[index])
        steps.append([index if cost[index] <= cost[best] + _TURN else best for index in range(len(states))])
        cost = [min(cost[index], cost[best] + _TURN) + (states[index] != shift) for index in range(len(states))]
    chosen: list[int] = []
    index = min(range(len(states)), key=lambda index: cost[index], default=0)
    for step in reversed(steps):
        chosen.append(states[index])
        index = step[index]
    return chosen[::-1]
