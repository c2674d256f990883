"""CKAN's action API: one call a method, every answer judged, every failure told as a problem of ours.

The token goes only to the portal's own address and into no message. Messages of the portal may be in any language:
what happened is told by the status, `__type` and the names of fields alone.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Final, Literal, TypeVar
from urllib.parse import quote, urlsplit

import httpx

from keikaku import __version__
from keikaku.portal.dataset import File
from keikaku.portal.journal import Log
from keikaku.portal.settings import Portal
from keikaku.problem import Problem
from keikaku.publish.credentials import is_loopback
from keikaku.publish.failure import RemoteError

Cause = Literal["lost", "busy", "refused", "stale", "taken", "missing", "forbidden", "strange"]
"""`lost`: no answer, it may have acted; `busy`: it failed, may succeed later; `stale`: changed since it was seen."""
WAITS: Final = (0.5, 1.0, 2.0)
"""Seconds before each repeat."""
AGAIN: Final = frozenset({"lost", "busy"})
_CONNECT_SECONDS: Final = 10.0
_MOST_WAIT: Final = 30.0
_MOST_BYTES: Final = 64 * 1024 * 1024
_SHOWN: Final = 300
_API: Final = "/api/3/action/"
_T = TypeVar("_T")


class CallFailedError(RemoteError):
    """A call did not succeed; `cause` decides what can be done, `seconds` is the wait that the portal asks for."""

    def __init__(self, problem: Problem, cause: Cause, status: int = 0, seconds: float = 0.0) -> None:
        super().__init__(problem, status)
        self.cause: Cause = cause
        self.seconds = seconds


class Ckan:
    """A CKAN portal; closes its connections at the end of a `with`."""

    def __init__(self, portal: Portal, token: str, log: Log, wait: Callable[[float], None] = time.sleep) -> None:
        self._address, self._token, self._log, self.wait = portal.address, token, log, wait
        seconds = portal.limits.seconds
        self._client = httpx.Client(
            # A bare token: CKAN 2.12 takes neither Bearer nor X-CKAN-API-Key.
            headers={"User-Agent": f"keikaku/{__version__}", "Authorization": token},
            timeout=httpx.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds)),
            follow_redirects=False,
            trust_env=not is_loopback(urlsplit(portal.address).hostname or ""),
        )

    def __enter__(self) -> Ckan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def read(self, action: str, **params: str) -> Any:
        """Ask for something; asked again after failures that pass.

        Raises:
            CallFailedError: it could not be had.
        """
        return self._repeated(lambda: self._act("GET", action, params=params))

    def write(self, action: str, data: Mapping[str, Any], uploads: Mapping[str, File]) -> Any:
        """Change something, once: whether it is tried again is for the caller, who looks first.

        Raises:
            CallFailedError: it was refused, or nobody knows.
            OSError: a file to send cannot be read.
        """
        if not uploads:
            return self._act("POST", action, json=dict(data))
        fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
        with ExitStack() as opened:
            parts = [
                (key, (file.name, opened.enter_context(file.path.open("rb")), file.fields.get("mimetype", "")))
                for key, file in uploads.items()
            ]
            size = sum(file.size for file in uploads.values())
            return self._act("POST", action, sent=size, data=fields, files=parts)

    def checksum(self, dataset: str, resource: str, name: str) -> str:
        """Download a file and give its SHA-256; empty where the portal has none.

        Raises:
            CallFailedError: it could not be read.
        """
        path = f"/dataset/{quote(dataset)}/resource/{quote(resource)}/download/{quote(name)}"
        return self._repeated(lambda: self._download(path))

    def _repeated(self, call: Callable[[], _T]) -> _T:
        waits = list(WAITS)
        while True:
            try:
                return call()
            except CallFailedError as fault:
                if fault.cause not in AGAIN or not waits:
                    raise
                self.wait(max(waits.pop(0), fault.seconds))

    def _act(self, method: str, action: str, sent: int = 0, **content: Any) -> Any:
        url, begun = f"{self._address}{_API}{action}", time.monotonic()
        status, code = 0, ""
        try:
            with self._asked(method, url, **content) as response:
                status = response.status_code
                return self._result(response, url)
        except CallFailedError as fault:
            code = fault.problem.code
            raise
        finally:
            taken = time.monotonic() - begun
            self._log.call(action, writes=method == "POST", status=status, seconds=taken, sent=sent, problem=code)

    def _download(self, path: str) -> str:
        url, begun = f"{self._address}{path}", time.monotonic()
        status, code = 0, ""
        try:
            # Stores of files behind a portal are reached by redirects; httpx leaves the token behind on other hosts.
            with self._asked("GET", url, follow_redirects=True) as response:
                status = response.status_code
                if status in (403, 404):
                    return ""
                if status != httpx.codes.OK:
                    raise self._fault(response, url)
                told = hashlib.sha256()
                for piece in response.iter_bytes():
                    told.update(piece)
                return told.hexdigest()
        except CallFailedError as fault:
            code = fault.problem.code
            raise
        finally:
            taken = time.monotonic() - begun
            self._log.call("download", writes=False, status=status, seconds=taken, problem=code)

    @contextmanager
    def _asked(self, method: str, url: str, follow_redirects: bool = False, **content: Any) -> Iterator[httpx.Response]:
        try:
            request = self._client.build_request(method, url, **content)
            response = self._client.send(request, stream=True, follow_redirects=follow_redirects)
            try:
                yield response
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise CallFailedError(
                Problem("E1021", facts={"url": url, "reason": self._clean(str(error))}), "busy"
            ) from None
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            reason = self._clean(str(error)) or type(error).__name__
            raise CallFailedError(Problem("E1022", facts={"url": url, "reason": reason}), "lost") from None

    def _result(self, response: httpx.Response, url: str) -> Any:
        if response.status_code != httpx.codes.OK:
            raise self._fault(response, url)
        told = _document(_body(response))
        if not isinstance(told, dict) or told.get("success") is not True or "result" not in told:
            raise CallFailedError(Problem("E1023", facts={"url": url, "status": 200}), "strange", 200)
        return told["result"]

    def _fault(self, response: httpx.Response, url: str) -> CallFailedError:
        """Say why a status is no success."""
        status = response.status_code
        told = _document(_body(response))
        error = told.get("error") if isinstance(told, dict) else None
        errors: Mapping[str, Any] = error if isinstance(error, dict) else {}
        detail = self._clean(_said(error if error is not None else told))
        facts: dict[str, str | int] = {"url": url, "status": status, "detail": detail or "—"}
        if status == 429 or status >= 500:
            return CallFailedError(Problem("E1024", facts=facts), "busy", status, _asked_wait(response))
        if status == 413 or (status == 409 and "upload" in errors):
            return CallFailedError(Problem("E1025", facts=facts), "refused", status)
        if status == 403 and errors:
            return CallFailedError(Problem("E1026", facts=facts), "forbidden", status)
        if status == 404 and errors:
            return CallFailedError(Problem("E1027", facts=facts), "missing", status)
        if status == 409 and "match" in errors:
            return CallFailedError(Problem("E1028", facts=facts), "stale", status)
        if status == 409 and set(errors) - {"__type"} == {"name"}:
            return CallFailedError(Problem("E1029", facts=facts), "taken", status)
        if status == 409 and errors:
            return CallFailedError(Problem("E1030", facts=facts), "refused", status)
        return CallFailedError(Problem("E1023", facts=facts), "strange", status)

    def _clean(self, text: str) -> str:
        """Give what another machine says on one line, without the token, should it be repeated."""
        text = text.replace(self._token, "***") if self._token else text
        return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_SHOWN]


def _body(response: httpx.Response) -> bytes:
    read = bytearray()
    for piece in response.iter_bytes():
        read += piece
        if len(read) > _MOST_BYTES:
            break
    return bytes(read)


def _document(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _said(error: Any) -> str:
    """Give the messages of an error with the fields that they are about."""
    if isinstance(error, dict):
        parts = [(key, _said(value)) for key, value in error.items() if key != "__type"]
        return "; ".join(f"{key}: {text}" for key, text in parts if text)
    if isinstance(error, list):
        return ", ".join(text for one in error if (text := _said(one)))
    return "" if error is None else str(error)


def _asked_wait(response: httpx.Response) -> float:
    told = response.headers.get("retry-after", "")
    return min(float(told), _MOST_WAIT) if told.isascii() and told.isdigit() else 0.0
