"""Everything in the repository that is generated from the schema; `scripts/generate.py` writes it."""

from __future__ import annotations

from typing import Final

from keikaku.generate.context import context_document
from keikaku.generate.errors import errors_page
from keikaku.generate.form_page import form_page
from keikaku.generate.frames import frame_documents
from keikaku.generate.rows import rows_module
from keikaku.generate.schemes import scheme_documents
from keikaku.generate.shapes import SHAPES_PATH, shapes_document
from keikaku.generate.tableschemas import table_schema_documents
from keikaku.national_rules import rules_page
from keikaku.schema import data_folder, load_schema

LINT_PAGE: Final = data_folder("vocab").parent / "docs" / "lint.md"
"""Written by hand but for its table of rules, so it is read before it is written."""


def generated_files() -> dict[str, str]:
    """Give the text of each generated file by its path in the repository."""
    schema = load_schema()
    return {
        "build/keikaku/model/rows.py": rows_module(schema),
        "vocab/context.jsonld": context_document(schema),
        "docs/errors.md": errors_page(),
        "docs/lint.md": rules_page(LINT_PAGE.read_text(encoding="utf-8")),
        "docs/staff/form.md": form_page(schema),
        SHAPES_PATH: shapes_document(schema),
        **frame_documents(schema),
        **scheme_documents(schema),
        **table_schema_documents(schema),
    }
