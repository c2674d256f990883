"""Keywords become tags that CKAN takes, as they were found out on a real one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.portal.tags import tags


@pytest.mark.parametrize(
    ("keyword", "tag"),
    [
        ("計画", "計画"),
        ("  KPI ", "KPI"),
        ("子ども・子育て", "子ども 子育て"),
        ("DX（行政）", "DX 行政"),
        ("か\u3099く", "がく"),
        ("全角\u3000空白", "全角 空白"),
        ("葛\U000e0100飾", "葛飾"),
        ("a_b-c.d", "a_b-c.d"),
        ("防", ""),
        ("㎡", ""),
        ("・・・", ""),
        ("長" * 101, ""),
    ],
)
def test_tags(keyword: str, tag: str) -> None:
    assert tags([keyword]) == (((tag,), ()) if tag else ((), (keyword,)))


def test_each_once_in_order() -> None:
    assert tags(["計画", "KPI", "計画", " 計画"]) == (("計画", "KPI"), ())


@given(st.lists(st.text()))
def test_what_is_made_is_always_taken(keywords: list[str]) -> None:
    made, lost = tags(keywords)
    assert len(set(made)) == len(made)
    assert len(made) + len(lost) <= len(keywords)
    for tag in made:
        assert 2 <= len(tag) <= 100
        # CKAN's own rule.
        assert re.fullmatch(r"[\w \-.]*", tag)
        assert tag == tag.strip()
