"""What axe finds on a page, by the rules of WCAG 2.2 A and AA."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import JSHandle, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What can differ between light and dark: where things stand and what they are called does not.
COLORS = ["color-contrast", "link-in-text-block"]
# One run in the page. The places may be elements, which only a script can hand over.
RUN = """async ([places, options]) => {
    const found = await axe.run(places, { ...options, resultTypes: ["violations"] });
    return found.violations.map(v => [v.id, v.nodes[0].html.slice(0, 150), (v.nodes[0].failureSummary ?? "").slice(0, 200)]);
}"""
# The first and the last element of each look that is new: colors, size and weight of a text, its parent's,
# and all that is painted behind it. axe takes three quarters of its time for the contrast of each text.
LOOKS = """seen => {
    const behind = new Map([[null, ""]]);
    const painted = element => {
        if (!behind.has(element)) {
            const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
            behind.set(element, painted(element.parentElement) + (own === "rgba(0, 0, 0, 0),none,1,none,normal" ? "" : own));
        }
        return behind.get(element);
    };
    const written = element => {
        const { color, fontSize, fontWeight, textShadow, textDecorationLine, borderBottom } = getComputedStyle(element);
        return [color, fontSize, fontWeight, textShadow, textDecorationLine, borderBottom].join();
    };
    const isSeen = element => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth
            && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    };
    const hasText = element => element.matches("input, select, textarea")
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const known = new Set(seen), first = new Map(), last = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        if (!hasText(element) || !isSeen(element)) continue;
        const look = [element.localName, element.disabled, written(element), written(element.parentElement), painted(element)].join();
        if (known.has(look)) continue;
        if (!first.has(look)) first.set(look, element);
        last.set(look, element);
    }
    return { looks: [...first.keys()], places: { include: [...new Set([...first.values(), ...last.values()])] } };
}"""

Violation = tuple[str, str, str]


def violations(page: Page) -> list[Violation]:
    """Each violation's rule, its first place, and what is wrong there."""
    return Looks().violations(page)


class Looks:
    """The looks of texts that were looked at, on any page: their colors are looked at once."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def violations(self, page: Page) -> list[Violation]:
        """What is wrong on a page, and with the colors of looks that are new on it."""
        rules = {"type": "tag", "values": TAGS}
        without = {name: {"enabled": False} for name in COLORS}
        document = page.evaluate_handle("document")
        return _run(page, document, rules, without) + self.color_violations(page)

    def color_violations(self, page: Page) -> list[Violation]:
        found = page.evaluate_handle(LOOKS, list(self._seen))
        looks = found.get_property("looks").json_value()
        self._seen.update(looks)
        places = found.get_property("places")
        return _run(page, places, {"type": "rule", "values": COLORS}) if looks else []


def _run(
    page: Page, places: JSHandle, only: dict[str, Any], rules: dict[str, Any] | None = None
) -> list[Violation]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, [places, {"runOnly": only, "rules": rules or {}}])
    return [tuple(one) for one in found]
