"""Who we are to another machine. Secrets come from the environment alone and are never shown."""

from __future__ import annotations

import base64
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from keikaku.publish.failure import wrong


@dataclass(frozen=True, slots=True)
class Credentials:
    """A bearer token, or a user with a password, or neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str], prefix: str) -> Credentials:
        """Read them from `{prefix}_TOKEN`, or `{prefix}_USER` and `{prefix}_PASSWORD`."""
        token = environment.get(f"{prefix}_TOKEN", "").strip()
        if token:
            return cls(token=token)
        return cls(environment.get(f"{prefix}_USER", ""), environment.get(f"{prefix}_PASSWORD", ""))

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return bool(self.user or self.password or self.token)

    @property
    def usable(self) -> bool:
        """Whether they can stand in a header: a token of visible ASCII, a name and a password of whole characters."""
        token = self.token.isascii() and self.token.isprintable() and " " not in self.token
        return token and not any("\ud800" <= char <= "\udfff" for char in self.user + self.password)

    def auth(self) -> httpx.Auth | None:
        """Give what signs requests."""
        if self.token:
            return _Bearer(self.token)
        return _Password(self.user, self.password) if self.given else None

    def hide(self, text: str) -> str:
        """Blot the secrets out of a text, should the other machine repeat them."""
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        for secret in (self.token, pair, self.password):
            text = text.replace(secret, "***") if secret else text
        return text


def check_url(url: str, credentials: Credentials) -> None:
    """Accept only http(s) URLs with a host, and credentials only where nobody between can read them.

    Raises:
        CallError: the URL is none, holds a password, or would show credentials to others on the way; or the credentials
            cannot stand in a header.
    """
    if not credentials.usable:
        raise wrong("E808")
    try:
        parts = urlsplit(url)
        host, usable = parts.hostname or "", parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        host, usable = "", False
    if not (usable and host and httpx_takes(url)) or parts.fragment:
        raise wrong("E801", url=without_secrets(url))
    if "@" in parts.netloc:
        raise wrong("E802", url=without_secrets(url))
    if credentials.given and parts.scheme == "http" and not is_loopback(host):
        raise wrong("E803", url=url)


def httpx_takes(url: str) -> bool:
    """Tell whether the client can read the URL."""
    try:
        return bool(httpx.URL(url).host)
    except (httpx.InvalidURL, ValueError):
        return False


def without_secrets(url: str) -> str:
    """Give a URL as it may be shown: without user, password and query."""
    head, mark, rest = url.partition("://")
    if not mark:
        return url.rpartition("@")[2].partition("?")[0]
    host, slash, path = rest.partition("/")
    return f"{head}://{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class _Password(httpx.Auth):
    """Basic authentication; Digest from the moment that a machine refuses Basic without asking for it.

    Virtuoso knows Digest alone, and tells its challenge only to a request that has no credentials.
    """

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._by_digest = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._by_digest:
            response = yield next(self._basic.auth_flow(request))
            if response.status_code != 401 or _wants_basic(response):
                return
            self._by_digest = True
            del request.headers["Authorization"]
        yield from self._digest.auth_flow(request)


def _wants_basic(response: httpx.Response) -> bool:
    return any(value.lower().startswith("basic") for value in response.headers.get_list("www-authenticate"))
