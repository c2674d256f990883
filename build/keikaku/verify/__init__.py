"""Verifying: every value is looked for at its page of the document, and what no row accounts for is listed."""

from keikaku.verify.choose import Chosen, choose_documents
from keikaku.verify.judge import MIN_COVERED, MIN_FOUND, Counts, Thresholds, context, count, passes, transcribed
from keikaku.verify.run import Verified, verify_city

__all__ = [
    "MIN_COVERED",
    "MIN_FOUND",
    "Chosen",
    "Counts",
    "Thresholds",
    "Verified",
    "choose_documents",
    "context",
    "count",
    "passes",
    "transcribed",
    "verify_city",
]
