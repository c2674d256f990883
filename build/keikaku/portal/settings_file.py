"""What `keikaku.toml` says of portals: read and judged as a whole; no secret ever stands in it.

Input: the file and the name of a portal. Output: a `Portal`, or every problem of the file at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from keikaku.portal.addresses import is_branch, is_bucket, is_email, is_folder, is_host, is_remote, is_safe, is_user
from keikaku.portal.plugged import plugged_kinds
from keikaku.portal.settings import (
    KINDS,
    MEGABYTE,
    NOTHING,
    PLACEHOLDER,
    USUAL_CACHE,
    USUAL_FILES,
    Hosting,
    Limits,
    Portal,
)
from keikaku.problem import Problem, Where
from keikaku.publish.credentials import httpx_takes, without_secrets
from keikaku.terms import FREQUENCIES

LAYOUTS: Final = ("in_place", "releases")
"""How a bucket holds a site: at its addresses, or as one folder a release with a pointer to the one that counts."""
PLACEHOLDERS: Final = ("lgcode", "code5", "identifier", "number")
"""What patterns of names may hold: the code with six and five digits, the package's name, the portal's own number."""
_RESERVED: Final = frozenset(
    {"id", "name", "type", "state", "private", "owner_org", "license_id", "resources", "extras", "tags", "groups"}
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SECRETS: Final = ("token", "api_key", "apikey", "password", "secret", "authorization")
_SIGNS: Final = (*_SECRETS, "access_key", "account_key", "passphrase", "credential", "private_key", "connection_string")
"""What names of secrets hold, where names are not ours."""
_GIT_MOST_BYTES: Final = 100 * MEGABYTE
"""What GitHub takes as one file at most."""


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
        email = self._text("maintainer_email", is_email, "メールアドレス", "an e-mail address", needed=False)
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
        email = self._text("maintainer_email", is_email, "メールアドレス", "an e-mail address", needed=False)
        ja = '"https://github.com/…/….git" のようなリポジトリの URL（パスワードやトークンは書けません）'
        en = 'the URL of a repository such as "https://github.com/….git", without a password or token'
        told: dict[str, Any] = {
            "branch": self._text("branch", is_branch, "ブランチの名前", "the name of a branch", needed=False),
            "subfolder": self._text("subfolder", is_folder, '"docs" のようなフォルダ', "a folder", needed=False),
            "cname": self._text("cname", is_host, "www.city.example.jp のような名前", "a host's name", needed=False),
            "user": self._text("user", is_user, "利用者の名前", "the name of a user", needed=False),
        }
        hosting = replace(Hosting(), **{key: value for key, value in told.items() if value})
        return (
            values
            | {"address": self._text("remote", is_remote, ja, en), "maintainer_email": email}
            | {"hosting": hosting}
        )

    def _bucket(self) -> dict[str, Any]:
        ja = '"s3://バケット/フォルダ" のようなアドレス（キーやパスワードは書けません）'
        en = 'an address such as "s3://bucket/folder", without keys or passwords'
        layouts = ", ".join(LAYOUTS)
        told: dict[str, Any] = {
            "layout": self._text("layout", LAYOUTS.__contains__, layouts, layouts, needed=False),
            "cache": self._text(
                "cache_control", bool, f'"{USUAL_CACHE}" のような値', f'such as "{USUAL_CACHE}"', needed=False
            ),
        }
        hosting = replace(Hosting(), **{key: value for key, value in told.items() if value})
        hosting = replace(hosting, options=self._options())
        return {"address": self._text("address", is_bucket, ja, en).rstrip("/"), "hosting": hosting}

    def _options(self) -> Mapping[str, Any]:
        """Read what is handed on as it is; secrets are refused at any depth, and so are open lines to elsewhere."""
        full, value = self._key("options"), self._table.get("options", {})
        if not isinstance(value, dict):
            ja, en = "「名前 = 値」を並べたもの", "lines of name = value"
            self._problems.append(_bad(self._path, full, value, ja, en))
            return NOTHING
        self._inside(full, value)
        return MappingProxyType(value)

    def _inside(self, full: str, table: Mapping[str, Any]) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                self._inside(f"{full}.{key}", value)
            elif any(sign in key.lower() for sign in _SIGNS) or key.lower() == "key":
                self._complain("E1008", f"{full}.{key}", variable=self._variable)
            elif isinstance(value, str) and "://" in value and not is_safe(value):
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
        if not is_safe(text):
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
                found[names[name]] = float(number) if name == "seconds" else int(number * MEGABYTE)
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
    plain = PLACEHOLDER.sub("", text)
    return bool(re.fullmatch(r"[A-Za-z0-9_-]*", plain)) and all(
        name in PLACEHOLDERS for name in PLACEHOLDER.findall(text)
    )
