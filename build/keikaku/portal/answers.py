"""What CKAN's answers mean. Messages may be in any language: status, `__type` and names of fields alone tell.

Input: an answer as it came. Output: its result, or a `CallFailedError` with the problem to show and what can be done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from keikaku.problem import Problem
from keikaku.publish.failure import RemoteError

Cause = Literal["lost", "busy", "refused", "stale", "taken", "missing", "forbidden", "strange"]
"""`lost`: no answer, it may have acted; `busy`: it failed, may succeed later; `stale`: changed since it was seen."""
AGAIN: Final = frozenset({"lost", "busy"})
"""Causes that may pass."""
_SHOWN: Final = 300
_MOST_WAIT: Final = 30.0


class CallFailedError(RemoteError):
    """A call did not succeed; `cause` decides what can be done, `seconds` is the wait that the portal asks for."""

    def __init__(self, problem: Problem, cause: Cause, status: int = 0, seconds: float = 0.0) -> None:
        super().__init__(problem, status)
        self.cause: Cause = cause
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `url` is what was asked, `wait` the header Retry-After."""

    url: str
    status: int
    body: bytes
    wait: str = ""


def result(answer: Answer, token: str) -> Any:
    """Give the result of a call.

    Raises:
        CallFailedError: the answer has none.
    """
    if answer.status != 200:
        raise failure_of(answer, token)
    told = _document(answer.body)
    if not isinstance(told, dict) or told.get("success") is not True or "result" not in told:
        raise CallFailedError(Problem("E1023", facts={"url": answer.url, "status": 200}), "strange", 200)
    return told["result"]


def failure_of(answer: Answer, token: str) -> CallFailedError:
    """Say why an answer is no success; the token, should the portal repeat it, is not shown."""
    told, status = _document(answer.body), answer.status
    error = told.get("error") if isinstance(told, dict) else None
    errors: Mapping[str, Any] = error if isinstance(error, dict) else {}
    code, cause = _meaning(status, errors)
    detail = clean(_said(told if error is None else error), token)
    facts: dict[str, str | int] = {"url": answer.url, "status": status, "detail": detail or "—"}
    return CallFailedError(Problem(code, facts=facts), cause, status, _asked_wait(answer.wait))


def _meaning(status: int, errors: Mapping[str, Any]) -> tuple[str, Cause]:
    """Give the problem and the cause; what has no errors in CKAN's form comes from somebody else, such as a proxy."""
    if status == 429 or status >= 500:
        return "E1024", "busy"
    if status == 413:
        return "E1025", "refused"
    if status == 409 and errors:
        return _invalid(errors)
    kinds: Mapping[int, tuple[str, Cause]] = {403: ("E1026", "forbidden"), 404: ("E1027", "missing")}
    return kinds.get(status, ("E1023", "strange")) if errors else ("E1023", "strange")


def _invalid(errors: Mapping[str, Any]) -> tuple[str, Cause]:
    if "match" in errors:
        return "E1028", "stale"
    if "upload" in errors:
        return "E1025", "refused"
    return ("E1029", "taken") if set(errors) - {"__type"} == {"name"} else ("E1030", "refused")


def clean(text: str, token: str) -> str:
    """Give what another machine says on one line, without the token, should it be repeated."""
    text = text.replace(token, "***") if token else text
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_SHOWN]


def _document(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _said(error: Any) -> str:
    """Give the messages of an error with the fields that they are about."""
    if isinstance(error, dict):
        parts = [(key, _said(value)) for key, value in error.items() if key != "__type"]
        return "; ".join(f"{key}: {text}" for key, text in parts if text)
    if isinstance(error, list):
        return ", ".join(text for one in error if (text := _said(one)))
    return "" if error is None else str(error)


def _asked_wait(told: str) -> float:
    return min(float(told), _MOST_WAIT) if told.isascii() and told.isdigit() else 0.0
