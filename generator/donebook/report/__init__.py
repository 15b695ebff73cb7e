"""Problems as text for people and as JSON for tools."""

from collections.abc import Callable, Mapping

from donebook.check import Checked
from donebook.report.as_json import as_json
from donebook.report.as_text import as_text
from donebook.source import Tree

FORMATS: Mapping[str, Callable[[Checked, Tree], str]] = {"text": as_text, "json": as_json}
