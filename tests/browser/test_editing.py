"""Pages for editors and news in a real browser: what is due, and what is new since the last look."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect


def test_what_is_new_since_the_last_look_is_marked(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    news = f"{address}/whats-new/"
    page.goto(news)
    new = page.locator(".db-new:visible")
    expect(page.locator("[data-day]")).not_to_have_count(0)
    expect(new).to_have_count(0)  # somebody who comes for the first time has seen nothing
    page.evaluate("Object.keys(localStorage).forEach(k => localStorage.setItem(k, '2026-11-10'))")
    page.goto(news)
    expect(new).to_have_count(1)
    expect(page.locator("[data-seen]")).to_be_visible()
    assert page.locator("[data-day][data-is-new]").get_attribute("data-day") == "2026-11-20"
    page.goto(news)
    expect(new).to_have_count(0)
    context.close()


def test_the_news_show_where_nothing_can_be_kept(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "const keep = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {"
        " if (key.startsWith('donebook')) throw new Error('full'); keep.call(this, key, value); };"
    )
    page.goto(f"{address}/whats-new/")
    expect(page.locator("[data-day] h2").first).to_be_visible()
    assert errors == []
    context.close()


def test_news_lead_to_what_has_changed(page: Page, address: str) -> None:
    page.goto(f"{address}/whats-new/")
    entry = page.locator("[data-day] li a").first
    expect(entry).to_be_visible()
    entry.click()
    assert page.url.startswith(address)
    assert page.locator("h1").inner_text() != "404"
    page.goto(f"{address}/")
    page.get_by_role("link", name="What’s new").first.click()
    assert page.url.endswith("/whats-new/")


def test_what_is_due_is_counted_on_the_day_it_is_read(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time="2026-11-24T10:00:00")
    page.goto(f"{address}/editing/health/")
    expect(page.locator("[data-count]").first).to_contain_text("entries")
    page.clock.set_fixed_time("2027-03-01T10:00:00")
    page.reload()
    late = page.locator("[data-late]")
    expect(late.first).to_contain_text("overdue")
    owner = page.locator("details[data-due]", has=late.first).first
    owner.locator("summary").click()
    shown = owner.locator(".db-overdue:visible").count()
    assert f"{shown} overdue" == owner.locator("[data-count]").inner_text()
    context.close()


def test_the_guide_leads_to_every_field_and_code(page: Page, address: str) -> None:
    page.goto(f"{address}/editing/")
    for name in ("Question", "Pattern", "Loss reason", "Worksheet", "Exercise", "Vocabulary"):
        expect(page.locator(".db-ladder a", has_text=name)).to_have_count(1)
    page.locator(".db-ladder a", has_text="Question").click()
    expect(page.locator("#listen-for")).to_be_visible()
    page.locator(".db-fields a[href='#listen-for']").first.click()
    assert page.url.endswith("#listen-for")


def test_a_codes_page_is_printed_in_black_on_white(
    page: Page, address: str, tmp_path: Path
) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/rules/R301/")
    place = tmp_path / "code.pdf"
    page.pdf(path=place)
    import pypdfium2

    corner = bytes(pypdfium2.PdfDocument(place)[0].render().buffer)[:3]
    assert min(corner) > 250
