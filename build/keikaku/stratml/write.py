"""Write a city's plans as StratML into its data folder, one file a plan."""

from __future__ import annotations

from pathlib import Path

from keikaku.file_names import stratml_file
from keikaku.iri import Iris
from keikaku.model import Municipality
from keikaku.schema import Schema
from keikaku.stratml.document import plan_document
from keikaku.stratml.xml import xml_bytes


def write_stratml(city: Municipality, schema: Schema, folder: Path, base_url: str) -> None:
    """Write the documents of all plans into a folder that exists.

    Raises:
        ValueError: a text has a character that XML cannot carry; the checks let none pass.
    """
    lgcode = city.city.lgcode
    iris = Iris(base_url, lgcode)
    for plan in city.plans:
        path = folder / stratml_file(lgcode, plan.row.plan_id)
        path.write_bytes(xml_bytes(plan_document(city, plan, schema, iris)))
