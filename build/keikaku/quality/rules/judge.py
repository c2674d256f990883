"""Run all checks on a data folder: for each rule pass, not applicable, or an exception with its reason and examples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from keikaku.national_rules import RuleText, catalogue
from keikaku.quality.published import Published, read_published
from keikaku.quality.rules.finding import CHECKS, Finding, Unused
from keikaku.schema import Label

PASS: Final = "pass"  # noqa: S105 - the outcome of a rule, no password
NOT_APPLICABLE: Final = "not_applicable"
EXCEPTION: Final = "exception"
SHOWN: Final = 5
"""Examples that are kept; all are counted."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What came of a rule. `on_purpose` means that only columns break it that repeat the print."""

    rule_id: str
    text: RuleText
    result: str
    reason: Label | None
    on_purpose: bool
    found: int
    examples: tuple[Finding, ...]

    @property
    def level(self) -> int:
        """The level that the rule belongs to, 1 to 3."""
        return int(self.rule_id[1])


def check_rules(folder: Path) -> tuple[RuleResult, ...]:
    """Judge the files in a data folder by all rules, in the rules' order."""
    published = read_published(folder)
    return tuple(_judge(rule_id, text, published) for rule_id, text in catalogue().rules.items())


def _judge(rule_id: str, text: RuleText, published: Published) -> RuleResult:
    try:
        found = tuple(CHECKS[rule_id](published))
    except Unused:
        return RuleResult(rule_id, text, NOT_APPLICABLE, text.unused, False, 0, ())
    if not found:
        return RuleResult(rule_id, text, PASS, None, False, 0, ())
    faults = tuple(finding for finding in found if not finding.printed)
    on_purpose = not faults and text.as_printed is not None
    reason = text.as_printed if on_purpose else text.fault
    return RuleResult(rule_id, text, EXCEPTION, reason, on_purpose, len(found), (faults or found)[:SHOWN])
