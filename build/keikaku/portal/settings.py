"""What `keikaku.toml` says of portals: read and judged as a whole; no secret ever stands in it.

Input: the file and the name of a portal. Output: a `Portal`, or every problem of the file at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from keikaku.portal.plugged import plugged_kinds
from keikaku.problem import Problem, Where
from keikaku.publish.credentials import httpx_takes, is_loopback, without_secrets
from keikaku.terms import FREQUENCIES

KINDS: Final = ("ckan", "folder", "git", "bucket")
"""The kinds of portals that are ours; `keikaku.portal.targets` has a target for each."""
LAYOUTS: Final = ("in_place", "releases")
"""How a bucket holds a site: at its addresses, or as one folder a release with a pointer to the one that counts."""
PLACEHOLDERS: Final = ("lgcode", "code5", "identifier", "number")
"""What patterns of names may hold: the code with six and five digits, the package's name, the portal's own number."""
USUAL_FILES: Final = ("*_plan_*.csv", "*_plan.xlsx", "*_open_data_list.csv", "datapackage.json", "[0-9]*.ttl")
_RESERVED: Final = frozenset(
    {"id", "name", "type", "state", "private", "owner_org", "license_id", "resources", "extras", "tags", "groups"}
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_SECRETS: Final = ("token", "api_key", "apikey", "password", "secret", "authorization")
_SIGNS: Final = (*_SECRETS, "access_key", "account_key", "passphrase", "credential", "private_key", "connection_string")
"""What names of secrets hold, where names are not ours."""
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_MEGABYTE: Final = 1_000_000
_NAMELESS: Final[Mapping[str, Any]] = MappingProxyType({})
_GIT_MOST_BYTES: Final = 100 * _MEGABYTE
"""What GitHub takes as one file at most."""
_CACHE: Final = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent at once, in bytes, and how long an answer is awaited; 0 bytes a file means no limit."""

    file_bytes: int = 0
    request_bytes: int = 50 * _MEGABYTE
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Hosting:
    """How a host of whole sites is used: a branch of a git repository, or a bucket.

    `user` is the name that goes with the token, `cache` the Cache-Control of pages, `options` what the bucket's own
    package is to be told.
    """

    branch: str = "gh-pages"
    subfolder: str = ""
    cname: str = ""
    user: str = "x-access-token"
    layout: str = "in_place"
    cache: str = _CACHE
    options: Mapping[str, Any] = field(default_factory=lambda: _NAMELESS)


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal: where it is, whose data are put there, and what it asks for."""

    name: str
    address: str
    organisation: str
    dataset_name: str
    maintainer: str
    frequency: str
    maintainer_email: str = ""
    files: tuple[str, ...] = USUAL_FILES
    omit: tuple[str, ...] = ()
    licences: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    numbers: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    fields: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    extras: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    limits: Limits = Limits()
    kind: str = "ckan"
    path: str = ""
    """Of a `folder`: where to write, seen from the settings' folder."""
    hosting: Hosting = Hosting()
    options: Mapping[str, Any] = field(default_factory=lambda: _NAMELESS)
    """Of a kind that is not ours: whatever its target asks for."""

    @property
    def token_variable(self) -> str:
        """Give the name of the environment's variable that holds the token."""
        return f"KEIKAKU_TOKEN_{self.name.upper().replace('-', '_')}"


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Put values into a pattern of a name."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), pattern)


def read_portal(path: Path, name: str) -> tuple[Portal | None, tuple[Problem, ...]]:
    """Read the settings of a portal; None where anything is wrong, with all that is."""
    where = Where(path.name)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None, (Problem("E1001", where),)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, (Problem("E1002", where, {"reason": " ".join(str(error).split())}),)
    portals = told.get("portals")
    if not isinstance(portals, dict) or not isinstance(portals.get(name), dict):
        known = ", ".join(sorted(portals)) if isinstance(portals, dict) else ""
        return None, (Problem("E1003", where, {"name": name, "known": known or "—"}),)
    if not _NAME.fullmatch(name):
        return None, (_bad(path, f"portals.{name}", name, "半角英小文字で始まる名前", "a name in a-z, 0-9, _ and -"),)
    return _Reader(path, name, portals[name]).read()


def _bad(path: Path, key: str, value: object, expected: str, expected_en: str) -> Problem:
    facts = {"key": key, "value": str(value)[:100], "expected": expected, "expected_en": expected_en}
    return Problem("E1006", Where(path.name, cell=key), facts)


class _Reader:
    """Reads one table of the file and gathers what is wrong with it."""

    def __init__(self, path: Path, name: str, table: Mapping[str, Any]) -> None:
        self._path, self._name, self._table = path, name, table
        self._problems: list[Problem] = []
        self._known: set[str] = set()

    def read(self) -> tuple[Portal | None, tuple[Problem, ...]]:
        every = (*KINDS, *plugged_kinds())
        kinds = ", ".join(every)
        kind = self._text("kind", every.__contains__, kinds, kinds)
        values: dict[str, Any] = {"name": self._name, "kind": kind}
        values |= self._host(kind) if kind in ("git", "bucket") else self._portal(kind)
        self._look_for_strangers()
        if self._problems:
            return None, tuple(self._problems)
        return Portal(**values), ()

    def _portal(self, kind: str) -> dict[str, Any]:
        """Read what portals of datasets are told."""
        by_hand = kind != "ckan" and kind != ""
        values: dict[str, Any] = {"address": self._address(needed=not by_hand)}
        for key, target in (("organisation", "organisation"), ("name", "dataset_name")):
            values[target] = self._text(key, _sound_pattern, _PATTERN_JA, _PATTERN_EN, needed=not by_hand)
        if by_hand:
            values["dataset_name"] = values["dataset_name"] or "{identifier}"
        if kind == "folder":
            ja, en = '書き出すフォルダ（例 "for_upload"）', 'the folder to write to, such as "for_upload"'
            values["path"] = self._text("path", bool, ja, en)
        values["maintainer"] = self._text("maintainer", bool, "担当課の名称", "who looks after the data")
        codes = ", ".join(sorted(FREQUENCIES))
        values["frequency"] = self._text("frequency", FREQUENCIES.__contains__, codes, codes)
        email = self._text("maintainer_email", _is_email, "メールアドレス", "an e-mail address", needed=False)
        values["maintainer_email"] = email
        ja, en = '["*.csv"] のように並べたファイル名の型', 'a list of patterns such as ["*.csv"]'
        values["files"] = self._list("files", USUAL_FILES, bool, ja, en)
        ja, en = '["frequency"] のように並べた項目名（keikaku_ で始まるものは除けません）', "a list of our own fields"
        values["omit"] = self._list("omit", (), lambda one: not one.startswith("keikaku_"), ja, en)
        for key in ("licences", "numbers", "fields", "extras"):
            values[key] = MappingProxyType(self._texts(key))
        for key in ("fields", "extras"):
            self._reserved(key, values[key])
        if kind not in ("ckan", "folder", ""):
            values["options"] = self._options()
        values["limits"] = self._limits()
        return values

    def _host(self, kind: str) -> dict[str, Any]:
        """Read what hosts of whole sites are told; nothing there asks for metadata."""
        values: dict[str, Any] = {"organisation": "", "dataset_name": "", "frequency": "", "limits": self._limits()}
        if kind == "bucket":
            return values | {"maintainer": "", **self._bucket()}
        values["limits"] = replace(values["limits"], file_bytes=values["limits"].file_bytes or _GIT_MOST_BYTES)
        values["maintainer"] = self._text("maintainer", bool, "担当課の名称", "who looks after the data", needed=False)
        email = self._text("maintainer_email", _is_email, "メールアドレス", "an e-mail address", needed=False)
        ja = '"https://github.com/…/….git" のようなリポジトリの URL（パスワードやトークンは書けません）'
        en = 'the URL of a repository such as "https://github.com/….git", without a password or token'
        told: dict[str, Any] = {
            "branch": self._text("branch", _is_branch, "ブランチの名前", "the name of a branch", needed=False),
            "subfolder": self._text("subfolder", _is_folder, '"docs" のようなフォルダ', "a folder", needed=False),
            "cname": self._text("cname", _is_host, "www.city.example.jp のような名前", "a host's name", needed=False),
            "user": self._text("user", _is_user, "利用者の名前", "the name of a user", needed=False),
        }
        hosting = replace(Hosting(), **{key: value for key, value in told.items() if value})
        return (
            values
            | {"address": self._text("remote", _is_remote, ja, en), "maintainer_email": email}
            | {"hosting": hosting}
        )

    def _bucket(self) -> dict[str, Any]:
        ja = '"s3://バケット/フォルダ" のようなアドレス（キーやパスワードは書けません）'
        en = 'an address such as "s3://bucket/folder", without keys or passwords'
        layouts = ", ".join(LAYOUTS)
        told: dict[str, Any] = {
            "layout": self._text("layout", LAYOUTS.__contains__, layouts, layouts, needed=False),
            "cache": self._text("cache_control", bool, f'"{_CACHE}" のような値', f'such as "{_CACHE}"', needed=False),
        }
        hosting = replace(Hosting(), **{key: value for key, value in told.items() if value})
        hosting = replace(hosting, options=self._options())
        return {"address": self._text("address", _is_bucket, ja, en).rstrip("/"), "hosting": hosting}

    def _options(self) -> Mapping[str, Any]:
        """Read what is handed on as it is; secrets are refused at any depth, and so are open lines to elsewhere."""
        full, value = self._key("options"), self._table.get("options", {})
        if not isinstance(value, dict):
            ja, en = "「名前 = 値」を並べたもの", "lines of name = value"
            self._problems.append(_bad(self._path, full, value, ja, en))
            return _NAMELESS
        self._inside(full, value)
        return MappingProxyType(value)

    def _inside(self, full: str, table: Mapping[str, Any]) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                self._inside(f"{full}.{key}", value)
            elif any(sign in key.lower() for sign in _SIGNS) or key.lower() == "key":
                self._complain("E1008", f"{full}.{key}", variable=self._variable)
            elif isinstance(value, str) and "://" in value and not _is_safe(value):
                self._complain("E1007", f"{full}.{key}", url=without_secrets(value))

    @property
    def _variable(self) -> str:
        return f"KEIKAKU_TOKEN_{self._name.upper().replace('-', '_')}"

    def _key(self, key: str) -> str:
        self._known.add(key.partition(".")[0])
        return f"portals.{self._name}.{key}"

    def _complain(self, code: str, key: str, **facts: str) -> None:
        self._problems.append(Problem(code, Where(self._path.name, cell=key), {"key": key, **facts}))

    def _text(self, key: str, sound: Callable[[str], object], ja: str, en: str, needed: bool = True) -> str:
        full, value = self._key(key), self._table.get(key)
        if value is None:
            if needed:
                self._complain("E1004", full, expected=ja, expected_en=en)
            return ""
        if not isinstance(value, str) or not value.isprintable() or value != value.strip() or not sound(value):
            self._problems.append(_bad(self._path, full, value, ja, en))
            return ""
        return value

    def _address(self, needed: bool) -> str:
        ja, en = "https:// で始まる URL", "a URL that begins with https://"
        text = self._text("address", httpx_takes, ja, en, needed=needed)
        if not text:
            return ""
        if not _is_safe(text):
            self._complain("E1007", self._key("address"), url=without_secrets(text))
        return text.rstrip("/")

    def _list(
        self, key: str, usual: tuple[str, ...], sound: Callable[[str], object], ja: str, en: str
    ) -> tuple[str, ...]:
        full, value = self._key(key), self._table.get(key, list(usual))
        usable = isinstance(value, list) and all(isinstance(one, str) and one and sound(one) for one in value)
        if not usable or (usual and not value):
            self._problems.append(_bad(self._path, full, value, ja, en))
            return ()
        return tuple(value)

    def _texts(self, key: str) -> dict[str, str]:
        full, value = self._key(key), self._table.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) and one.strip() for one in value.values()):
            ja, en = '「名前 = "値"」を並べたもの（値は空でない文字列）', 'lines of name = "value", no value empty'
            self._problems.append(_bad(self._path, full, value, ja, en))
            return {}
        return {name: text.strip() for name, text in value.items()}

    def _reserved(self, key: str, names: Mapping[str, str]) -> None:
        """Refuse names by which we know our datasets, and those whose values are made elsewhere."""
        for name in names:
            if name in _RESERVED or name.startswith("keikaku_"):
                ja, en = "このコマンドが自分で書く項目でない名前", "a name that keikaku does not write itself"
                self._problems.append(_bad(self._path, self._key(f"{key}.{name}"), name, ja, en))

    def _limits(self) -> Limits:
        full, value = self._key("limits"), self._table.get("limits", {})
        names = {"file_mb": "file_bytes", "request_mb": "request_bytes", "seconds": "seconds"}
        found: dict[str, Any] = {}
        for name, number in value.items() if isinstance(value, dict) else [("", value)]:
            usable = isinstance(number, int | float) and not isinstance(number, bool) and 0 < number <= 100_000
            if name not in names or not usable:
                ja, en = (
                    "file_mb、request_mb、seconds のどれかで、0 より大きい数",
                    "file_mb, request_mb or seconds, above 0",
                )
                self._problems.append(_bad(self._path, f"{full}.{name}".rstrip("."), number, ja, en))
            else:
                found[names[name]] = float(number) if name == "seconds" else int(number * _MEGABYTE)
        return Limits(**found)

    def _look_for_strangers(self) -> None:
        for key in self._table:
            full = f"portals.{self._name}.{key}"
            if key.lower() in _SECRETS:
                self._complain("E1008", full, variable=self._variable)
            elif key not in self._known:
                self._complain("E1005", full, known=", ".join(sorted(self._known)))


_PATTERN_JA: Final = "半角英数と {lgcode} {code5} {identifier} {number} からなる名前"
_PATTERN_EN: Final = "a name of ASCII letters, with {lgcode} {code5} {identifier} {number} where wanted"


def _sound_pattern(text: str) -> bool:
    plain = _PLACEHOLDER.sub("", text)
    return bool(re.fullmatch(r"[A-Za-z0-9_-]*", plain)) and all(
        name in PLACEHOLDERS for name in _PLACEHOLDER.findall(text)
    )


def _is_safe(url: str) -> bool:
    """Tell whether a web address can be used: encrypted or on this machine, and without secrets."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    except ValueError:
        return False
    return safe and not ("@" in parts.netloc or parts.query or parts.fragment)


def _is_remote(text: str) -> bool:
    """Tell whether a text is the address of a git repository: https, ssh, or a folder."""
    if re.fullmatch(r"[A-Za-z0-9][\w.-]*@[\w.-]+:[^:@\s]+", text):
        return True
    try:
        parts = urlsplit(text)
        secret = parts.password is not None or parts.query or parts.fragment
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return httpx_takes(text) and _is_safe(text) and len(parts.path) > 1
    host = parts.hostname or ""
    if parts.scheme == "ssh":
        return bool(host) and not host.startswith("-") and not secret and len(parts.path) > 1
    return parts.scheme == "file" and not secret and len(parts.path) > 1


def _is_bucket(text: str) -> bool:
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


def _is_branch(text: str) -> bool:
    """Tell whether a text can be the name of a branch, by git's own rules and a little more strictly."""
    parts = text.split("/")
    usable = all(
        re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", part) and not part.endswith((".", ".lock")) for part in parts
    )
    return usable and ".." not in text


def _is_folder(text: str) -> bool:
    parts = text.split("/")
    return all(re.fullmatch(r"[\w-][\w.-]*", part) and part.lower() != ".git" for part in parts)


def _is_host(text: str) -> bool:
    return bool(re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", text))


def _is_user(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9._-]+", text))


def _is_email(text: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text))
