"""Problems in the forms that people and programs read."""

from collections.abc import Callable, Mapping

from donebook.report.as_github import as_github
from donebook.report.as_json import as_json
from donebook.report.as_markdown import as_markdown
from donebook.report.as_sarif import as_sarif
from donebook.report.as_text import as_text, in_brief
from donebook.report.changes import CHANGE_FORMATS
from donebook.report.context import ReportContext, Shown

FORMATS: Mapping[str, Callable[[ReportContext], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "markdown": as_markdown,
}

__all__ = ["CHANGE_FORMATS", "FORMATS", "ReportContext", "Shown", "as_text", "in_brief"]
