"""What axe finds on a page, by the rules of WCAG 2.2 A and AA."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what passes needs no list of all its places
}

# What can differ between light and dark: where things stand and what they are called does not.
COLORS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[tuple[str, str, str]]:
    """Each violation's rule, its first place, and what is wrong there."""
    answer = Axe().run(page, options=rules)
    return [
        (v["id"], v["nodes"][0]["html"][:150], v["nodes"][0].get("failureSummary", "")[:200])
        for v in answer.response["violations"]
    ]
