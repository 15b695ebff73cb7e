"""Deals as a browser keeps them, to be put into one."""

from playwright.sync_api import Page

PUT = "(all) => Object.entries(all).forEach(([key, value]) => localStorage.setItem(key, value))"


def kept(**deals: dict[str, str]) -> dict[str, str]:
    """A store with these deals. `stage`, `changed` and `archived` are no fields, nor is `name`."""
    found = {"donebook / version": "2"}
    for deal_id, values in deals.items():
        found[f"donebook / deal.{deal_id}"] = values.get("name", "")
        for key, value in values.items():
            start = key if key in ("stage", "changed", "archived") else None
            place = f"{start}.{deal_id}" if start else f"field.{deal_id}.{key.replace('_', '-')}"
            if key != "name":
                found[f"donebook / {place}"] = value
    return found


def put(page: Page, address: str, store: dict[str, str]) -> None:
    """Keep this, and nothing else, before a page of the site is opened; a script costs no visit."""
    emptied(page, address)
    page.evaluate(PUT, store)


def emptied(page: Page, address: str) -> None:
    """Leave nothing kept, on a script: a page may keep something as it is left."""
    page.goto(f"{address}/sw.js")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
