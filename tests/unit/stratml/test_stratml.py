"""Plans as StratML: the standard's own XML Schema judges them, and nothing of the model is lost or made up."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

import synthetic
from keikaku.check import check_city
from keikaku.file_names import stratml_file
from keikaku.iri import Iris
from keikaku.model import Municipality, Plan, build_municipality
from keikaku.schema import Schema, load_schema
from keikaku.stratml import plan_document, write_stratml
from keikaku.stratml.xml import text, xml_bytes
from kitchen import Tables, write_kitchen

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "datapackage"
XSD = ROOT.parent / "shared" / "yardsticks" / "stratml" / "PerformancePlanOrReport20160216.xsd"
BASE = "https://keikaku.example/"
N = "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}"
NUMBERS = {"position": "9", "value_type": "number", "unit": "人"}

needs_xmllint = pytest.mark.skipif(
    not shutil.which("xmllint") or not XSD.is_file(), reason="xmllint or the standard's schema is not on this machine"
)
Make = Callable[[Callable[[Tables], object]], Municipality]


def city_in(folder: Path) -> Municipality:
    city = check_city(folder, folder.parent, load_schema()).city
    assert city is not None
    return build_municipality(city)


@pytest.fixture(scope="module", params=["ena", "hachioji", "hanno", "imari", "synthetic-0", "synthetic-1", "kitchen"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Municipality:
    name, _, number = str(request.param).partition("-")
    folder = tmp_path_factory.mktemp("city")
    if name == "kitchen":
        return city_in(write_kitchen(folder, spoil=awkward))
    if name == "synthetic":
        synthetic.write_city(folder / "city", int(number), 7)
        return city_in(folder / "city")
    return city_in(DATA / name)


@pytest.fixture
def kitchen_city(workspace: Path) -> Make:
    return lambda spoil: city_in(write_kitchen(workspace, spoil=spoil))


def awkward(tables: Tables) -> None:
    """Add what StratML has no place for, and characters that XML must escape."""
    for edition in ("e1", "e2"):
        row = {"edition_id": edition}
        tables["plans"][0]["vision"] = "人 & 町 <未来>"
        tables["projects"].append({**row, "project_id": "9-9", "title": "どこにも属さない事業", "position": "3"})
        tables["indicators"] += [
            {**row, "indicator_id": "top", "policy_id": "1", "title": "方針の指標", **NUMBERS},
            {**row, "indicator_id": "free", "title": "計画の指標", **NUMBERS, "replaces_indicator_id": "top"},
        ]
        stated = {**row, "fiscal_year": "2025", "seq": "1", "applies": "year", "unit": "人"}
        tables["targets"] += [
            {**stated, "indicator_id": "top", "raw": "10〜20人", "value": "10", "value_max": "20", "origin": "stated"},
            {
                **stated,
                "indicator_id": "free",
                "raw": "＋3人",
                "value": "3",
                "basis": "previous_year",
                "origin": "derived",
            },
        ]


def documents(city: Municipality) -> list[tuple[Plan, Element]]:
    iris = Iris(BASE, city.city.lgcode)
    made = [(plan, xml_bytes(plan_document(city, plan, load_schema(), iris))) for plan in city.plans]
    return [(plan, fromstring(document)) for plan, document in made]  # noqa: S314 - our own bytes


def faults(path: Path) -> str:
    done = subprocess.run(["xmllint", "--noout", "--schema", XSD, path], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr


def indicator(document: Element, identifier: str) -> Element:
    found = [
        part for part in document.iter(N + "PerformanceIndicator") if part.findtext(N + "Identifier") == identifier
    ]
    assert len(found) == 1
    return found[0]


@needs_xmllint
def test_the_standards_schema_finds_nothing(city: Municipality, schema: Schema, tmp_path: Path) -> None:
    write_stratml(city, schema, tmp_path, BASE)
    names = {stratml_file(city.city.lgcode, plan.row.plan_id) for plan in city.plans}
    assert {path.name for path in tmp_path.iterdir()} == names
    for name in names:
        assert faults(tmp_path / name) == ""


@needs_xmllint
@pytest.mark.parametrize(
    ("sound", "spoilt"),
    [
        ("<Identifier>lg212105__p__project__1-1<", "<Identifier>1-1<"),
        ("<Name>基本方針</Name>", ""),
        ("<NumberOfUnits>7<", "<NumberOfUnits>約7<"),
        ("<StartDate>2022-04-01<", "<StartDate>令和4年<"),
        ('Type="Performance_Report"', 'Type="Report"'),
        ("<MeasurementDimension>電子化した記録</MeasurementDimension>", ""),
    ],
)
def test_the_standards_schema_finds_a_fault(
    kitchen_city: Make, schema: Schema, tmp_path: Path, sound: str, spoilt: str
) -> None:
    write_stratml(kitchen_city(lambda tables: None), schema, tmp_path, BASE)
    path = tmp_path / "212105_p_stratml.xml"
    before = path.read_text(encoding="utf-8")
    assert faults(path) == ""
    assert sound in before
    path.write_text(before.replace(sound, spoilt, 1), encoding="utf-8")
    assert faults(path)


def test_nothing_is_lost(city: Municipality) -> None:
    for plan, document in documents(city):
        stand_ins = [part for part in document.iter(N + "Identifier") if "-indicators__" in str(part.text)]
        rest = [part for part in document.iter(N + "Identifier") if "__rest__" in str(part.text)]
        counted = Counter(part.tag.removeprefix(N) for part in document.iter())
        assert counted["Goal"] == len(plan.roots) + len(rest)
        below = len(plan.policies) - len(plan.roots) + len(plan.projects)
        assert counted["Objective"] == below + len(stand_ins)
        assert counted["PerformanceIndicator"] == len(plan.indicators)
        rows = [row for one in plan.indicators.values() for row in (*one.targets, *one.results)]
        assert counted["MeasurementInstance"] == len({(row.indicator_id, row.fiscal_year) for row in rows})
        assert counted["TargetResult"] == sum(len(one.targets) for one in plan.indicators.values())
        assert counted["ActualResult"] == sum(len(one.results) for one in plan.indicators.values())
        assert [part.text for part in document.iter(N + "MeasurementDimension")].count("") == 0


def test_every_number_is_the_models(city: Municipality) -> None:
    for plan, document in documents(city):
        for one in plan.indicators.values():
            found = indicator(document, f"lg{city.city.lgcode}__{plan.row.plan_id}__indicator__{one.indicator_id}")
            unit = found.findtext(N + "UnitOfMeasurement")
            assert unit == one.latest.unit
            targets = [
                row.value
                for row in one.targets
                if row.value is not None and row.basis in ("", "absolute") and not row.value_max and row.unit == unit
            ]
            results = [row.value for row in one.results if row.value is not None and row.unit == unit]
            for kind, values in (("TargetResult", targets), ("ActualResult", results)):
                shown = [Decimal(str(part.text)) for part in found.iterfind(f".//{N}{kind}/{N}NumberOfUnits")]
                assert Counter(shown) == Counter(values)


def test_every_printed_text_and_page_is_there(city: Municipality) -> None:
    for plan, document in documents(city):
        said = Counter(
            line
            for kind in ("TargetResult", "ActualResult")
            for part in document.iterfind(f".//{N}{kind}/{N}Description")
            for line in str(part.text).splitlines()
        )
        rows = [row for one in plan.indicators.values() for row in (*one.targets, *one.results)]
        for raw, count in Counter(f"記載: {row.raw}" for row in rows).items():
            assert said[raw] == count
        assert sum(count for line, count in said.items() if line.startswith("出典: ")) == len(rows)
        derived = sum(row.origin == "derived" for one in plan.indicators.values() for row in one.targets)
        assert said["目標の出所: 実績と差から算出(文書の記載ではない)"] == derived
        judged = [row for one in plan.indicators.values() for row in one.assessments if row.result_seq]
        assert sum(count for line, count in said.items() if line.startswith("計算した達成状況")) == len(judged)


def test_identifiers_are_unique_and_referents_exist(city: Municipality) -> None:
    for _, document in documents(city):
        identifiers = [str(part.text) for part in document.iter(N + "Identifier")]
        assert len(identifiers) == len(set(identifiers))
        assert {part.text for part in document.iter(N + "ReferentIdentifier")} <= set(identifiers)


def test_what_stratml_has_no_place_for_is_said_in_words(kitchen_city: Make) -> None:
    [(_, document)] = documents(kitchen_city(awkward))
    assert document.findtext(f".//{N}Vision/{N}Description") == "人 & 町 <未来>"
    goals = {part.findtext(N + "Name"): part for part in document.iter(N + "Goal")}
    assert list(goals) == ["基本方針", "施策に属さない取組事業"]
    held = goals["施策に属さない取組事業"].findall(N + "Objective")
    assert [part.findtext(N + "Name") for part in held] == ["推進計画", "どこにも属さない事業"]
    for identifier, raw in (("top", "10〜20人"), ("free", "＋3人")):
        target = indicator(document, f"lg212105__p__indicator__{identifier}").find(f".//{N}TargetResult")
        assert target is not None
        assert target.find(N + "NumberOfUnits") is None
        assert target.findtext(f"{N}Descriptor/{N}DescriptorValue") == raw
    project = next(part for part in document.iter(N + "Objective") if part.findtext(N + "Name") == "窓口の改善")
    assert "上位: 基本方針 > 施策 > 基本事業" in str(project.findtext(N + "OtherInformation"))
    assert project.findtext(f"{N}Stakeholder/{N}Name") == "情報課"
    assert project.findtext(f"{N}Stakeholder/{N}Role/{N}Name") == "主担当"


def test_a_plan_without_policies_has_its_goal(kitchen_city: Make) -> None:
    def bare(tables: Tables) -> None:
        # A plan of which only the title and an edition are known.
        tables["plans"].append({"plan_id": "q", "title": "次期計画", "source_id": "s1"})
        edition = {"edition_id": "q1", "plan_id": "q", "label": "案", "status": "draft", "source_id": "s1"}
        tables["editions"].append(edition)

    document = {plan.row.plan_id: part for plan, part in documents(kitchen_city(bare))}["q"]
    assert document.get("Type") == "Strategic_Plan"
    assert len(document.findall(f".//{N}Goal")) == 1
    for tag in ("Vision", "Mission", "PublicationDate", "StartDate", "EndDate", "Submitter"):
        assert document.find(f".//{N}{tag}") is None


@pytest.mark.parametrize(
    ("issued", "as_of", "day"), [("2024-03-28", "2024-03-01", "2024-03-28"), ("2024-03", "", None)]
)
def test_only_a_known_day_is_the_publication_date(kitchen_city: Make, issued: str, as_of: str, day: str | None) -> None:
    def dated(tables: Tables) -> None:
        tables["sources"][1]["issued"] = issued
        tables["editions"][1]["as_of"] = as_of

    [(_, document)] = documents(kitchen_city(dated))
    assert document.findtext(f".//{N}PublicationDate") == day


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\r", "\x7f", "\x85", "\ud800", "\ufffe"])
def test_what_xml_cannot_carry_is_refused(character: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in XML"):
        text("Name", f"計画{character}")


def test_the_same_city_gives_the_same_bytes(city: Municipality, schema: Schema, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_stratml(city, schema, tmp_path / name, BASE)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert all(b"\r" not in data and data.endswith(b">\n") for data in written[0].values())
