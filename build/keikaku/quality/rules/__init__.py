"""The 30 national rules on machine readability, each checked by code on the files that are published for a city."""

from keikaku.national_rules import RuleText, catalogue
from keikaku.quality.rules import cells, metadata, structure, workbook
from keikaku.quality.rules.finding import Finding
from keikaku.quality.rules.judge import EXCEPTION, NOT_APPLICABLE, PASS, RuleResult, check_rules

__all__ = [
    "EXCEPTION",
    "NOT_APPLICABLE",
    "PASS",
    "Finding",
    "RuleResult",
    "RuleText",
    "catalogue",
    "cells",
    "check_rules",
    "metadata",
    "structure",
    "workbook",
]
