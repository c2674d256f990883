"""CKAN's action API: one call a method, every answer judged, every failure told as a problem of ours.

The token goes only to the portal's own address and into no message.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlsplit

import httpx

from keikaku import __version__
from keikaku.portal.answers import AGAIN, Answer, CallFailedError, clean, failure_of, result
from keikaku.portal.dataset import File
from keikaku.portal.journal import Log
from keikaku.portal.settings import Portal
from keikaku.problem import Problem
from keikaku.publish.credentials import is_loopback

WAITS: Final = (0.5, 1.0, 2.0)
"""Seconds before each repeat."""
_CONNECT_SECONDS: Final = 10.0
_MOST_BYTES: Final = 64 * 1024 * 1024
_API: Final = "/api/3/action/"
_AS_IT_IS: Final = {"Accept-Encoding": "identity"}
"""Files are read back as the portal keeps them."""
_T = TypeVar("_T")


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
                return result(_answer(response, url), self._token)
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
            with self._asked("GET", url, follow_redirects=True, headers=_AS_IT_IS) as response:
                status = response.status_code
                if status in (403, 404):
                    return ""
                if status != httpx.codes.OK:
                    raise failure_of(_answer(response, url), self._token)
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
            raise CallFailedError(Problem("E1021", facts=self._facts(url, error)), "busy") from None
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise CallFailedError(Problem("E1022", facts=self._facts(url, error)), "lost") from None

    def _facts(self, url: str, error: Exception) -> dict[str, str | int]:
        return {"url": url, "reason": clean(str(error), self._token) or type(error).__name__}


def _answer(response: httpx.Response, url: str) -> Answer:
    return Answer(url, response.status_code, _body(response), response.headers.get("retry-after", ""))


def _body(response: httpx.Response) -> bytes:
    read = bytearray()
    for piece in response.iter_bytes():
        read += piece
        if len(read) > _MOST_BYTES:
            break
    return bytes(read)
