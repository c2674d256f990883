"""StratML: each plan as a document of ISO 17469, Part 2 (Performance Plan or Report, XML Schema of 2016-02-16)."""

from keikaku.stratml.document import plan_document
from keikaku.stratml.write import write_stratml

__all__ = ["plan_document", "write_stratml"]
