"""What `city.yaml` says for catalogs alone, judged by its form: whom to ask, and how often the data are renewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from keikaku.problem import Problem, Where
from keikaku.read import City
from keikaku.schema import is_url
from keikaku.terms import FREQUENCIES

_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NAME: Final = ("担当課の名称", "the name of a department")
_ADDRESS: Final = ("joho@city.example.jp のようなメールアドレス", "an e-mail address such as joho@city.example.jp")
_URL: Final = ("https:// か http:// で始まる URL", "a URL that begins with https:// or http://")


def unusable_settings(city: City, where: Where) -> Iterator[Problem]:
    """Report values that no catalog could carry; what is not set is no problem."""
    contact = city.contact
    if contact:
        if not contact.name.strip():
            yield _unusable(where, "contact.name", contact.name, _NAME)
        if contact.email is not None and not _EMAIL.fullmatch(contact.email):
            yield _unusable(where, "contact.email", contact.email, _ADDRESS)
        if contact.url is not None and not _leads_somewhere(contact.url):
            yield _unusable(where, "contact.url", contact.url, _URL)
    if city.frequency is not None and city.frequency not in FREQUENCIES:
        codes = ", ".join(sorted(FREQUENCIES))
        yield _unusable(where, "frequency", city.frequency, (codes, codes))


def _leads_somewhere(url: str) -> bool:
    return is_url(url) and not re.search(r"\s", url) and bool(url.partition("://")[2])


def _unusable(where: Where, key: str, value: str, expected: tuple[str, str]) -> Problem:
    facts = {"key": key, "value": value[:100], "expected": expected[0], "expected_en": expected[1]}
    return Problem("E124", Where(where.file, column=key), facts)
