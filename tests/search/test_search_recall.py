"""Search finds every page that holds a term, in whatever form it is written, and no other page.

Forty-odd terms of the four cities; the figures are printed (`pytest -s`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from reference import Run, fold, holding, plainly, tell

from keikaku.iri import LANGUAGES

MILLISECONDS = 200
PART = 400_000
FIRST_LOAD = 150_000


def read(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_bytes())
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_in_the_index(public_cities: Path, pages: Mapping[str, Mapping[str, str]], lang: str) -> None:
    listed = [
        page[0]
        for head in (public_cities / LANGUAGES[lang] / "search").glob("*/index.json")
        for page in read(head)["pages"]
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(pages[lang])


def test_there_are_forty_terms_of_all_kinds(terms: list[list[str]], pages: Mapping[str, Mapping[str, str]]) -> None:
    assert len(terms) >= 40
    plain = {path: plainly(text) for path, text in pages["ja"].items()}
    assert [forms[0] for forms in terms if not holding(plain, forms[0])] == []
    assert {len(forms[0]) for forms in terms} >= {1, 2, 3, 4, 5}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_that_holds_a_term_is_found_and_no_other(
    public_cities: Path, pages: Mapping[str, Mapping[str, str]], terms: list[list[str]], engine: Run, lang: str
) -> None:
    plain = {path: plainly(text) for path, text in pages[lang].items()}
    folded = {path: fold(text) for path, text in pages[lang].items()}
    queries = [form for forms in terms for form in forms]
    made = engine("find", queries, public_cities / LANGUAGES[lang])
    answers = dict(zip(queries, made["answers"], strict=True))
    wanted = found = right = 0
    for term, *others in terms:
        for form in (term, *others):
            got = set(answers[form]["paths"])
            must = holding(plain, term) | holding(plain, form)
            assert must <= got, (form, sorted(must - got)[:5])
            held = {path for path, text in folded.items() if all(fold(word) in text for word in form.split())}
            wanted, found, right = wanted + len(must), found + len(got), right + len(got & held)
            assert len(answers[form]["paths"]) == len(got), "a page is listed twice"
    slowest = max(made["answers"], key=lambda one: one["milliseconds"])
    ready = ", ".join(f"{name} {milliseconds:.0f} ms" for name, milliseconds in made["loaded"])
    tell(
        f"{lang}: {len(terms)} terms, {len(queries)} forms, {wanted} pages to find: recall 100 %,",
        f"precision {right / found:.2%}; slowest {slowest['query']} {slowest['milliseconds']:.1f} ms; ready in {ready}",
    )
    assert right == found
    assert slowest["milliseconds"] < MILLISECONDS


def test_titles_come_before_texts(public_cities: Path, engine: Run) -> None:
    (answer,) = engine("find", ["学童保育所"], public_cities)["answers"]
    assert all("/projects/" in path or "/indicators/" in path for path in answer["paths"][:2])
    assert any("学童保育所" in text for text in answer["shown"][0])


def test_what_a_telephone_loads_is_small(public_cities: Path) -> None:
    for lang, prefix in LANGUAGES.items():
        for group in read(public_cities / prefix / "search/cities.json")["groups"]:
            folder = public_cities / prefix / "search" / group["group"]
            files = sorted(folder.glob("*.json"))
            raw = [path.stat().st_size for path in files]
            small = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
            first = small["index.json"] + next((size for name, size in small.items() if name.startswith("text-0")), 0)
            tell(
                f"{lang} {group['group']} {group['pages']} pages: {len(files)} files, {sum(raw):,} B,",
                f"gzip {sum(small.values()):,} B, of these first {first:,} B",
            )
            assert sum(raw) == group["size"]
            assert max(raw) < PART
            assert first < FIRST_LOAD
