"""The real cities' tables are proved by their documents, where these stand beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
from verify_plan import left

from keikaku.pipeline import Proof, verify
from keikaku.verify import Thresholds, context, count, passes, transcribed

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "datapackage"
DOCUMENTS = ROOT.parent / "shared" / "documents"
NAMES = {
    "ena": ["ena-2024-03.txt", "ena-2025.txt"],
    "imari": ["imari-2021.txt"],
    "hanno": ["hanno-2026-draft.txt"],
    "hachioji": ["hachioji-2025.txt"],
}
EXPLAINED = {("hachioji-2025", 5)}
"""Pages that explain a plan's forms with made-up figures."""

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside this checkout")


@pytest.fixture(scope="module", params=sorted(NAMES))
def proof(request: pytest.FixtureRequest) -> Proof:
    return verify(DATA, request.param, [str(DOCUMENTS / name) for name in NAMES[request.param]])


def test_every_value_is_at_its_page_and_the_tables_are_covered(proof: Proof) -> None:
    assert proof.problems == ()
    assert proof.missing == ()
    for one in proof.verified:
        assert one.same
        assert one.pagination.how == "table"
        counts = count(transcribed(one))
        assert counts.share >= 99
        assert counts.nowhere == count(context(one)).nowhere == 0
        assert counts.at_line >= 0.6 * counts.total
        assert one.coverage.share >= 98
        assert passes(one, Thresholds())


def test_no_figure_mark_or_project_of_their_tables_lacks_a_row(proof: Proof) -> None:
    for one in proof.verified:
        things = [each for each in one.coverage.left if each.what in {"figure", "status", "project"}]
        assert [each for each in things if (one.source_id, each.page) not in EXPLAINED] == []


def test_an_altered_document_is_noticed(tmp_path: Path) -> None:
    text = (DOCUMENTS / "imari-2021.txt").read_text(encoding="utf-8")
    altered = text.replace("年５，０００人以上", "年６，０００人以上")
    assert altered != text
    path = tmp_path / "imari-2021.txt"
    path.write_text("前書き\n" * 9 + altered, encoding="utf-8")
    (one,) = verify(DATA, "imari", [str(path)]).verified
    assert {found.value.words for found in one.found if found.standing == "nowhere"} == {"年５，０００人以上"}
    assert ("figure", "6,000人") in left(one)
    assert count(transcribed(one)).share >= 99
    assert not passes(one, Thresholds())
