"""One or two plain sentences on a project: who is in charge, and how its indicators stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from keikaku.attainment import ACHIEVED, NOT_ACHIEVED, NOT_YET, PARTLY
from keikaku.model import Plan, Project
from keikaku.site.index import CityIndex
from keikaku.site.standing.record import Year
from keikaku.site.standing.sentence import short_year
from keikaku.site.standing.summary import Summaries
from keikaku.site.standing.yearly import departments_of
from keikaku.site.wording.words import Words

_ORDER = (ACHIEVED, PARTLY, NOT_ACHIEVED, NOT_YET, "")


def project_sentence(index: CityIndex, summaries: Summaries, plan: Plan, project: Project) -> str:
    """Sum up a project; empty where neither departments nor indicators are stated."""
    words = index.words
    named = words.join(index.department(key).text for key in departments_of(project))
    parts = [words.say("project_in_charge", departments=named)] if named else []
    if len(project.indicators) == 1:
        parts.append(summaries.indicator(plan, project.indicators[0]).sentence)
    elif project.indicators:
        parts.append(_several([summaries.years(one) for one in project.indicators], words))
    return words.say("sentences").join(parts)


def _several(known: Iterable[tuple[Year, ...]], words: Words) -> str:
    """Count the indicators of the last year of which any has a result, by their statuses."""
    found = list(known)
    reported = max((one.year for told in found for one in told if one.results), default=0)
    if not reported:
        return words.say("project_promised", count=len(found))
    states = Counter(_state(told, reported) for told in found)
    told = words.join(
        words.say("project_counted", status=_name(words, state), count=states[state])
        for state in _ORDER
        if states[state]
    )
    if states["none"]:
        told = words.join(
            (told, words.say("project_counted", status=words.say("project_no_result"), count=states["none"]))
        )
    return words.say("project_several", count=len(found), year=short_year(reported, words), told=told)


def _state(told: tuple[Year, ...], year: int) -> str:
    one = next((one for one in told if one.year == year and one.results), None)
    return one.state if one else "none"


def _name(words: Words, state: str) -> str:
    if state == NOT_YET:
        return words.say("chip_not_yet_due")
    return words.code("attainment_status", state) if state else words.say("project_no_status")
