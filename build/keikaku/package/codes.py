"""The table of codes: every value of every code list with its meaning, published beside the tables that use them."""

from __future__ import annotations

from typing import Any, Final

from keikaku.package.tableschema import PROFILE
from keikaku.schema import Schema

HEADER: Final = ("list", "value", "ja", "en")
TITLE: Final = ("符号の一覧", "Codes")
DESCRIPTION: Final = (
    "全ての表の符号（選択肢）と単位の意味。list は列の定義にある codeList と対応する。",
    "Meaning of all codes and units in the tables; list is what a column's codeList names.",
)
_FIELDS: Final = {
    "list": (
        "一覧",
        "List",
        "一覧の名称。列の定義の codeList と同じ。",
        "Name of the list, as in codeList.",
        "polarity",
    ),
    "value": ("符号", "Code", "表の中で使われる値。", "The value that the tables hold.", "up"),
    "ja": ("日本語", "Japanese", "符号の意味。", "What the code means, in Japanese.", "増えるほどよい"),
    "en": ("英語", "English", "符号の意味の英語。", "What the code means, in English.", "Higher is better"),
}


def code_rows(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """Give the rows, in the order of the lists and of their codes."""
    return tuple(
        (name, code.value, code.ja, code.en) for name, codes in schema.code_lists.items() for code in codes.codes
    )


def code_schema() -> dict[str, Any]:
    """Give the Table Schema of the table of codes."""
    fields = [
        {
            "name": name,
            "type": "string",
            "title": ja,
            "title_en": en,
            "description": told_ja,
            "description_en": told_en,
            "example": example,
            "constraints": {"required": True},
        }
        for name, (ja, en, told_ja, told_en, example) in _FIELDS.items()
    ]
    return {"$schema": PROFILE, "fields": fields, "missingValues": [""], "primaryKey": list(HEADER[:2])}
