"""The command `keikaku verify`: call, report, exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keikaku.cli.output import DATA_PROBLEM, SOUND, WRONG_USAGE, deliver, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keikaku.problem import Lang


def run_verify(
    lang: Lang,
    workspace: Path,
    city: str,
    documents: Sequence[str],
    *,
    min_found: float,
    min_covered: float,
    max_left: int,
    format: str,
    output: Path | None,
    all: bool,
) -> int:
    """Verify a city against documents and report it; give the exit code."""
    from keikaku import pipeline
    from keikaku.verify import Thresholds, passes
    from keikaku.verify.report import as_json, as_text

    proof = pipeline.verify(workspace, city, documents)
    refuse(proof.problems, lang)
    if proof.refused:
        return WRONG_USAGE
    asked = Thresholds(min_found, min_covered, max_left)
    if format == "json":
        text = as_json(proof.city, proof.verified, proof.missing, asked, proof.problems)
    else:
        text = as_text(proof.verified, proof.missing, asked, lang, everything=all)
    if not deliver(text, output, lang):
        return WRONG_USAGE
    failed = [one for one in proof.verified if not passes(one, asked)]
    return DATA_PROBLEM if failed else SOUND
