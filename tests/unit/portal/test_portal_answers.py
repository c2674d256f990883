"""Answers of a real CKAN, as they were recorded, and of what may stand before one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from keikaku.portal.answers import Answer, failure_of, result
from keikaku.problem import mend, message

SECRET = "s3cr3t"[::-1]
TYPE = {"__type": "Validation Error"}


def answer(status: int, error: Any) -> Answer:
    return Answer("https://x.jp/api", status, json.dumps({"success": False, "error": error}).encode())


@pytest.mark.parametrize(
    ("status", "error", "code", "cause"),
    [
        (409, {"name": ["That URL is already in use."], **TYPE}, "E1029", "taken"),
        (409, {"name": ["その URL は使われています。"], **TYPE}, "E1029", "taken"),
        (409, {"name": ["x"], "resources": [{"size": ["Invalid integer"]}], **TYPE}, "E1030", "refused"),
        (409, {"owner_org": ["Organization does not exist"], **TYPE}, "E1030", "refused"),
        (409, {"upload": ["File upload too large"], **TYPE}, "E1025", "refused"),
        (409, {"match": ["metadata_modified"], **TYPE}, "E1028", "stale"),
        (403, {"__type": "Authorization Error", "message": "Access denied"}, "E1026", "forbidden"),
        (404, {"__type": "Not Found Error", "message": "Not found"}, "E1027", "missing"),
        (500, {"__type": "Search Index Error", "message": "x"}, "E1024", "busy"),
        (500, {"extras": [{}, {"key": ["x"]}]}, "E1024", "busy"),
    ],
)
def test_ckan_itself(status: int, error: Any, code: str, cause: str) -> None:
    failure = failure_of(answer(status, error), SECRET)
    assert (failure.problem.code, failure.cause, failure.status) == (code, cause, status)
    assert message(failure.problem, "ja")
    assert mend(failure.problem, "en")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b'"Bad request: Action name not known"', "E1023"),
        (403, b"<html>Forbidden</html>", "E1023"),
        (404, b"<html>Not Found</html>", "E1023"),
        (301, b"", "E1023"),
        (413, b"<html>Request Entity Too Large</html>", "E1025"),
        (429, b"", "E1024"),
        (503, b"\xff\xfe", "E1024"),
        (409, b"[]", "E1023"),
        (409, b"[" * 100_000, "E1023"),
    ],
)
def test_what_stands_before_it(status: int, body: bytes, code: str) -> None:
    assert failure_of(Answer("https://x.jp/api", status, body), SECRET).problem.code == code


def test_fields_are_named_and_secrets_are_not() -> None:
    failure = failure_of(answer(409, {"author_email": [f"not {SECRET}\n\x1b[31m an address"], **TYPE}), SECRET)
    assert failure.problem.facts["detail"] == "author_email: not *** [31m an address"


@pytest.mark.parametrize(("told", "seconds"), [("3", 3.0), ("999", 30.0), ("soon", 0.0), ("", 0.0), ("-1", 0.0)])
def test_the_wait_that_is_asked_for(told: str, seconds: float) -> None:
    assert failure_of(Answer("https://x.jp/", 429, b"", told), "").seconds == seconds


def test_results() -> None:
    assert result(Answer("u", 200, b'{"success": true, "result": [1]}'), "") == [1]
    for body in (b"", b"[]", b'{"success": false, "result": 1}', b'{"success": true}', b"<html>"):
        with pytest.raises(Exception, match="E1023"):
            result(Answer("u", 200, body), "")
