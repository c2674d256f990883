"""What a rule's check finds, and the registry that checks join.

A check yields the places that do not meet its rule. One that raises `Unused` says that the files hold nothing that the
rule speaks of. Columns that repeat the print (`asPrinted` in the descriptor) may break some rules on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from keikaku.quality.published import Published


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that does not meet a rule: file, sheet, cell as a spreadsheet names it, and what stands there."""

    file: str
    cell: str = ""
    value: str = ""
    sheet: str = ""
    printed: bool = False


class Unused(Exception):  # noqa: N818 - no error, but the third way in which a check can end
    """The rule speaks of something that the files do not have."""


Check = Callable[[Published], Iterator[Finding]]
CHECKS: Final[dict[str, Check]] = {}


def check(rule_id: str) -> Callable[[Check], Check]:
    """Register a function as the check of a rule."""

    def register(function: Check) -> Check:
        CHECKS[rule_id] = function
        return function

    return register
