"""Lint: any CSV file or workbook judged by the 30 national rules on machine readability, plan or not."""

from keikaku.lint.finding import Finding
from keikaku.lint.judge import FileResult, RuleResult, lint
from keikaku.lint.render import as_html, as_json, as_text

__all__ = ["FileResult", "Finding", "RuleResult", "as_html", "as_json", "as_text", "lint"]
