"""What templates do otherwise than plain Jinja: their texts are compiled in, and escaping gives bare texts."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError, UndefinedError, nodes
from markupsafe import Markup, escape

from keikaku.schema import Schema
from keikaku.site.templates import TemplateEnvironment, escaped
from keikaku.site.wording.words import load_words


class Fields(dict[str, object]):
    """Has a field and a key of one name."""

    items = "field"  # type: ignore[assignment]


@pytest.fixture(scope="module")
def templates(schema: Schema) -> TemplateEnvironment:
    return TemplateEnvironment(load_words(schema))


@given(st.text() | st.text(alphabet="<>&'\"あa") | st.integers() | st.none() | st.text().map(Markup) | st.decimals())
def test_escaping_says_what_markupsafe_says(value: object) -> None:
    assert escaped(value) == str(escape(value))


def test_what_is_shown_is_escaped_and_what_is_safe_is_not_escaped_again(templates: TemplateEnvironment) -> None:
    template = templates.from_string(
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ a }} {{ m(a) }} {{ safe }} {{ n }} "
        "{% set s %}{{ a }}{% endset %}{{ s }}"
    )
    shown = template.render(a="<&'\">", safe=Markup("<i>"), n=Decimal("1.50"))
    assert shown == "&lt;&amp;&#39;&#34;&gt; <b>&lt;&amp;&#39;&#34;&gt;</b> <i> 1.50 &lt;&amp;&#39;&#34;&gt;"


def test_a_text_is_part_of_the_template_and_escaped(templates: TemplateEnvironment, schema: Schema) -> None:
    words = load_words(schema)
    environment = TemplateEnvironment(words)
    environment.strings = {**words.strings, "site_name": "A&B"}
    assert (
        environment.from_string("{{ t.site_name }}|{{ t.site_name if x else t.home }}").render(x=True)
        == "A&amp;B|A&amp;B"
    )
    # A field of that name is no text of the interface.
    own = SimpleNamespace(t=SimpleNamespace(site_name="own"))
    assert templates.from_string("{{ x.t.site_name }}").render(x=own) == "own"


def test_a_field_is_an_attribute_and_never_a_key(templates: TemplateEnvironment) -> None:
    assert templates.from_string("{{ x.items }}|{{ x['items'] }}").render(x=Fields({"items": 1})) == "field|1"
    with pytest.raises(AttributeError, match="nothing"):
        templates.from_string("{{ x.nothing }}").render(x=Fields({"nothing": 1}))


def test_macros_and_functions_take_what_they_are_given(templates: TemplateEnvironment) -> None:
    macros = """
{%- macro tag(name, text="", look="plain") %}<{{ name }} class="{{ look }}">{{ text }}{% endmacro -%}
{%- macro around(name) %}<{{ name }}>{{ caller() }}{% endmacro -%}
{%- for one in given %}
{{- tag("b", look=one, text=one.upper()) }}{% call around("i") %}{{ loop.index }}{% endcall %}
{%- endfor -%}
{{ "{}-{}".format(*given) }}{{ "{a}".format(**named) }}"""
    shown = templates.from_string(macros).render(given=("<x>", "y"), named={"a": "&"})
    assert shown == '<b class="&lt;x&gt;">&lt;X&gt;<i>1<b class="y">Y<i>2&lt;x&gt;-y&amp;'


def test_a_text_that_there_is_not_is_an_error_when_compiled(templates: TemplateEnvironment) -> None:
    with pytest.raises(TemplateSyntaxError, match="no text 'nonsense'"):
        templates.from_string("{{ t.nonsense }}")


def test_what_a_page_does_not_have_is_an_error(templates: TemplateEnvironment) -> None:
    with pytest.raises(UndefinedError):
        templates.from_string("{{ nothing }}").render()


def test_no_template_has_macros_made_anew_for_each_page(templates: TemplateEnvironment) -> None:
    # Macros that know their page are made for it, and hold it until the collector of cycles comes: a tenth of the time.
    assert templates.loader is not None
    imports = {
        name: list(templates.parse(templates.loader.get_source(templates, name)[0], name).find_all(nodes.Import))
        for name in templates.list_templates(["html"])
    }
    assert sum(len(found) for found in imports.values()) > 10
    assert [name for name, found in imports.items() if any(one.with_context for one in found)] == []
