"""Problems as SARIF 2.1.0 (OASIS), which code hosts and editors read."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from donebook.message import as_it_stands
from donebook.problem import Code, Problem, Severity, Span
from donebook.report.context import ReportContext
from donebook.rules import CODES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SOURCE_ROOT = "%SRCROOT%"


def as_sarif(telling: ReportContext) -> str:
    """One run with a result a problem; columns count code points."""
    codes = sorted({problem.code for problem in telling.problems})
    driver = {
        "name": "donebook",
        "version": version("donebook"),
        "rules": [_rule(CODES[code], telling) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes, telling) for problem in telling.problems],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: Code, telling: ReportContext) -> Mapping[str, Any]:
    site = telling.site
    title, why, fix = (
        telling.tell(as_it_stands(text)) for text in (code.title, code.why, code.fix)
    )
    rule = {
        "id": code.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": f"{why} {fix}"},
        "defaultConfiguration": {"level": _level(code.severity)},
    }
    return rule | ({"helpUri": f"{site.rstrip('/')}/rules/{code.id}/"} if site else {})


def _result(problem: Problem, codes: Sequence[str], telling: ReportContext) -> Mapping[str, Any]:
    path = telling.in_repository(problem.span.path)
    said, fix = telling.tell(problem.message), telling.tell(problem.help)
    artifact = {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _SOURCE_ROOT}
    place = {"artifactLocation": artifact, "region": _region(problem.span)}
    result = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _level(problem.severity),
        "message": {"text": " ".join(filter(None, (said, fix)))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"donebook/v1": _fingerprint(problem)},
    }
    if problem.suggestion is None:
        return result
    replacements = [
        {"deletedRegion": _region(span), "insertedContent": {"text": text}}
        for span, text in ((problem.span, problem.suggestion), *problem.more)
    ]
    change = {"artifactLocation": artifact, "replacements": replacements}
    return result | {"fixes": [{"description": {"text": fix}, "artifactChanges": [change]}]}


def _region(span: Span) -> Mapping[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.line,
        "endColumn": span.end_column,
    }


def _fingerprint(problem: Problem) -> str:
    """The same for the same problem on another line and in another language, so that a host knows it again."""
    said = "\n".join((problem.code, problem.span.path, problem.field or "", problem.message))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def _level(severity: Severity) -> str:
    return severity.value
