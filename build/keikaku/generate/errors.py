"""Generate `docs/errors.md`: what each problem means and how it is mended, in Japanese and English."""

from __future__ import annotations

from typing import Final

from keikaku.problem import Entry, catalogue

_HEAD: Final = """# 問題の一覧 / Problems

`keikaku check` と `keikaku build` が知らせる問題の一覧です。
E はエラー（公開物は作られません）、W は警告（作られます）。`{ }` には実際の値が入ります。

What `keikaku check` and `keikaku build` may report. E is an error (nothing is built), W a warning (the build goes on);
`{ }` is filled with the actual value.

Generated from `build/keikaku/problems.yaml` by `scripts/generate.py`; do not edit.
"""


def errors_page() -> str:
    """Give the page."""
    return "\n".join([_HEAD, *(_section(code, entry) for code, entry in sorted(catalogue().items(), key=_order))])


def _order(item: tuple[str, Entry]) -> int:
    return int(item[0][1:])


def _section(code: str, entry: Entry) -> str:
    ja, en = entry.ja, entry.en
    return (
        f'<a id="{code}"></a>\n\n## {code} {ja.title} / {en.title}\n\n'
        f"{ja.message}\n\n- 直し方: {ja.mend}\n\n{en.message}\n\n- Mend: {en.mend}\n"
    )
