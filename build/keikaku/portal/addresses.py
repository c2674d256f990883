"""Which addresses and names the settings of portals may hold: none with a secret in it, none that could be an option.

Input: a text of `keikaku.toml`. Output: whether it is one of its kind.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from keikaku.publish.credentials import httpx_takes, is_loopback


def is_safe(url: str) -> bool:
    """Tell whether a web address can be used: encrypted or on this machine, and without secrets."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    except ValueError:
        return False
    return safe and not ("@" in parts.netloc or parts.query or parts.fragment)


def is_remote(text: str) -> bool:
    """Tell whether a text is the address of a git repository: https, ssh, or a folder."""
    if re.fullmatch(r"[A-Za-z0-9][\w.-]*@[\w.-]+:[^:@\s]+", text):
        return True
    try:
        parts = urlsplit(text)
        secret = parts.password is not None or parts.query or parts.fragment
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return httpx_takes(text) and is_safe(text) and len(parts.path) > 1
    host = parts.hostname or ""
    if parts.scheme == "ssh":
        return bool(host) and not host.startswith("-") and not secret and len(parts.path) > 1
    return parts.scheme == "file" and not secret and len(parts.path) > 1


def is_bucket(text: str) -> bool:
    """Tell whether a text can be the address of a bucket: a protocol and a place, and no secrets."""
    try:
        parts = urlsplit(text)
        secret = parts.password is not None or parts.fragment
    except ValueError:
        return False
    usable = "://" in text and "::" not in text and parts.scheme not in ("", "http", "https")
    if parts.scheme in ("file", "local"):
        usable = usable and not parts.netloc
    # A question mark is a letter of a name to some of them, and the beginning of options to others.
    return usable and not secret and "?" not in text and bool(parts.netloc or parts.path.strip("/"))


def is_branch(text: str) -> bool:
    """Tell whether a text can be the name of a branch, by git's own rules and a little more strictly."""
    parts = text.split("/")
    usable = all(
        re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", part) and not part.endswith((".", ".lock")) for part in parts
    )
    return usable and ".." not in text


def is_folder(text: str) -> bool:
    """Tell whether a text names a folder below another, one that git does not keep for itself."""
    parts = text.split("/")
    return all(re.fullmatch(r"[\w-][\w.-]*", part) and part.lower() != ".git" for part in parts)


def is_host(text: str) -> bool:
    """Tell whether a text is the name of a host, with its domain."""
    return bool(re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", text))


def is_user(text: str) -> bool:
    """Tell whether a text can be the name of a user."""
    return bool(re.fullmatch(r"[A-Za-z0-9._-]+", text))


def is_email(text: str) -> bool:
    """Tell whether a text has the form of an e-mail address."""
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text))
