"""Names of other forms follow from a page's path."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.names import Forms, forms_of


@pytest.mark.parametrize(
    ("page", "forms"),
    [
        ("", Forms("api/v1/index.json", "feed.xml")),
        ("132012/", Forms("api/v1/cities/132012/index.json", "132012/feed.xml")),
        ("132012/dx/", Forms("api/v1/cities/132012/plans/dx/index.json", "132012/dx/feed.xml")),
        ("132012/departments/d/", Forms("api/v1/cities/132012/departments/d.json")),
        ("132012/dx/projects/1-1/", Forms("api/v1/cities/132012/plans/dx/projects/1-1.json")),
        (
            "132012/dx/editions/dx-2025/",
            Forms(
                "api/v1/cities/132012/plans/dx/editions/dx-2025.json",
                archive="132012/dx/editions/dx-2025/132012_dx-2025.zip",
            ),
        ),
        ("132012/quality/", Forms()),
        ("vocab/theme/", Forms()),
    ],
)
def test_forms_follow_from_the_page(page: str, forms: Forms) -> None:
    assert forms_of(page) == forms


def test_every_form_of_a_real_page_is_there(public_cities: Path) -> None:
    pages = {path.parent.relative_to(public_cities).as_posix() + "/" for path in public_cities.rglob("index.ttl")}
    named = [name for page in pages for name in forms_of("" if page == "./" else page) if name]
    assert len(named) > 1000
    assert [name for name in named if not (public_cities / name).is_file()] == []
