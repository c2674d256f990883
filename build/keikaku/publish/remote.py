"""Requests to another machine: time limits, repeats where they do no harm, and every failure as a problem to show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Final, TypeVar
from urllib.parse import urlsplit

import httpx

from keikaku import __version__
from keikaku.publish.credentials import Credentials, is_loopback, without_secrets
from keikaku.publish.failure import RemoteError, failed

CONNECT_SECONDS: Final = 10.0
WAITS: Final = (0.5, 1.0, 2.0)
"""Seconds before each repeat."""
_BUSY: Final = frozenset({502, 503, 504})
_MOST_WAIT: Final = 30.0
_SHOWN: Final = 200
_MOST_BYTES: Final = 16 * 1024 * 1024
"""Answers that are held in memory are never larger; a machine that sends more does not speak the protocol."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer whose status was expected."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. Only one that is `harmless` when it arrives twice is sent again after a failure."""

    url: str
    method: str = "POST"
    params: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] | None = None
    expected: frozenset[int] = frozenset({200})
    harmless: bool = True


class Remote:
    """Another machine; closes its connections at the end of a `with`."""

    def __init__(
        self, url: str, credentials: Credentials, seconds: float, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._credentials = credentials
        self._wait = wait
        self._client = httpx.Client(
            auth=credentials.auth(),
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            headers={"User-Agent": f"keikaku/{__version__}"},
            follow_redirects=False,
            # A proxy of the environment cannot reach this machine itself.
            trust_env=not is_loopback(urlsplit(url).hostname or ""),
        )

    def __enter__(self) -> Remote:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def send(self, ask: Ask) -> Reply:
        """Send a request and give the whole answer.

        Raises:
            RemoteError: the machine cannot be reached, is too slow, or answers another status.
        """

        def take(response: httpx.Response) -> Reply:
            body = _beginning(response, _MOST_BYTES)
            if len(body) > _MOST_BYTES:
                raise failed("E817", url=without_secrets(ask.url), reason=f"> {_MOST_BYTES} bytes")
            return Reply(response.status_code, _media_type(response), body)

        return self._repeated(ask, take)

    def fetch(self, ask: Ask, into: BinaryIO) -> str:
        """Send a request, write the answer to a file piece by piece, and give its media type; errors as `send`."""

        def take(response: httpx.Response) -> str:
            into.seek(0)
            into.truncate()
            for piece in response.iter_bytes():
                into.write(piece)
            into.flush()
            return _media_type(response)

        return self._repeated(ask, take)

    def _repeated(self, ask: Ask, take: Callable[[httpx.Response], _T]) -> _T:
        waits = list(WAITS) if ask.harmless else []
        while True:
            try:
                with self._open(ask) as response:
                    return take(response)
            except _AgainError as error:
                if not waits:
                    raise error.failure from None
                self._wait(max(waits.pop(0), error.seconds))

    @contextmanager
    def _open(self, ask: Ask) -> Iterator[httpx.Response]:
        shown = without_secrets(ask.url)
        try:
            request = self._client.build_request(
                ask.method,
                ask.url,
                params=dict(ask.params) if ask.params else None,
                data=dict(ask.form) if ask.form else None,
                content=ask.content,
                headers=dict(ask.headers or {}),
            )
            response = self._client.send(request, stream=True)
            try:
                if response.status_code not in ask.expected:
                    raise self._refused(response, shown)
                yield response
            finally:
                response.close()
        except httpx.TimeoutException:
            raise failed("E812", url=shown) from None
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.CloseError) as error:
            raise _AgainError(failed("E813", url=shown, reason=self._credentials.hide(_reason(error)))) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise failed("E811", url=shown, reason=self._credentials.hide(_reason(error))) from None

    def _refused(self, response: httpx.Response, shown: str) -> Exception:
        """Say why a status is no success."""
        status = response.status_code
        detail = self._credentials.hide(_first_words(response))
        if status in (401, 403):
            return failed("E814", url=shown, status=status, detail=detail)
        if 300 <= status < 400:
            target = without_secrets(response.headers.get("location", ""))
            return failed("E815", url=shown, status=status, target=target)
        failure = failed("E816", url=shown, status=status, detail=detail)
        return _AgainError(failure, _asked_wait(response)) if status in _BUSY else failure


class _AgainError(Exception):
    """The same request may succeed later, after so many seconds."""

    def __init__(self, failure: RemoteError, seconds: float = 0.0) -> None:
        super().__init__()
        self.failure = failure
        self.seconds = seconds


def _asked_wait(response: httpx.Response) -> float:
    told = response.headers.get("retry-after", "")
    return min(float(told), _MOST_WAIT) if told.isascii() and told.isdigit() else 0.0


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _beginning(response: httpx.Response, most: int) -> bytes:
    """Read an answer, but not far beyond so many bytes."""
    read = bytearray()
    for piece in response.iter_bytes():
        read += piece
        if len(read) > most:
            break
    return bytes(read)


def _first_words(response: httpx.Response) -> str:
    """Give the beginning of what a machine says, on one line; a page of HTML says nothing to a terminal."""
    if "html" in _media_type(response):
        return ""
    text = _beginning(response, _SHOWN * 4).decode("utf-8", "replace")
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_SHOWN]


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:_SHOWN] or type(error).__name__
