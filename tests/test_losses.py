"""`donebook losses`: an export of deals as sums, its values as loss reasons, and the site's pages."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import crm
from donebook.check import check
from donebook.cli.main import donebook
from donebook.facts import (
    Share,
    is_more,
    lost_by_reason,
    misread_by_losses,
    warnings_by_losses,
    wins,
    wrong_deals,
)
from donebook.figures import FIGURES_PATH, Figures, Sum
from donebook.language import english
from donebook.load import load
from donebook.losses import Wishes, summed
from donebook.losses.aggregate import group_of
from donebook.losses.amounts import amount, currency, reading, rounded
from donebook.losses.reasons import Values
from donebook.pages import address
from donebook.pages.filled import is_filled
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import bodies, make_project

Project = Callable[..., Path]
ALL = crm.deals(600)


@pytest.fixture
def root(project: Project) -> Path:
    return project(crm.FILES)


def small(root: Path) -> Playbook:
    playbook = load(Folder(root)).playbook
    assert playbook
    return playbook


def run(root: Path, content: bytes | str, *arguments: str, name: str = "deals.csv") -> Result:
    place = root.parent / name
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    given = ["--root", str(root), "losses", str(place), "--today", f"{TODAY}", *arguments]
    return CliRunner().invoke(donebook, given, standalone_mode=False)


def written(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / FIGURES_PATH).read_text("utf-8"))
    return found


def with_figures(root: Path, made: list[crm.Made] = ALL) -> Playbook:
    """The playbook with the figures of deals, as it is read again."""
    assert run(root, crm.salesforce(made)).return_value == 0
    return small(root)


def counted(made: list[crm.Made], of: Callable[[crm.Made], Any]) -> Counter[Any]:
    return Counter(of(deal) for deal in made if deal.stage == "Closed Lost")


@pytest.mark.long
@pytest.mark.parametrize("dialect", [crm.salesforce, crm.hubspot, crm.german])
def test_an_export_of_any_system_comes_to_the_same(
    root: Path, dialect: Callable[[list[crm.Made]], bytes]
) -> None:
    done = run(root, dialect(ALL))
    assert done.return_value == 0, done.output
    found = written(root)
    reasons = counted(ALL, lambda deal: deal.reason)
    lost = [deal for deal in ALL if deal.stage == "Closed Lost"]
    assert found["losses"] == 1
    assert found["made"] == f"{TODAY}"
    assert found["all"]["lost"]["deals"] == len(lost)
    assert found["all"]["won"]["deals"] == sum(deal.stage == "Closed Won" for deal in ALL)
    assert found["all"]["wrong-deal"]["deals"] == reasons["No date"]
    assert found["all"]["outsold"]["deals"] == reasons["Outgunned"]
    assert found["all"]["undecided"]["deals"] == reasons["Price"]
    assert found["all"]["unknown"]["deals"] == reasons["Silence"] + reasons[""]
    assert found["undecided"][0]["value"] == "Price"
    assert found["undecided"][0]["reasons"] == ["out-priced", "too-dear"]
    assert found["unmapped"] == [{"value": "Silence", "all": found["unmapped"][0]["all"]}]
    assert found["currency"] == ("EUR" if dialect is crm.german else "USD")
    amounts = sum(deal.amount or 0 for deal in lost)
    assert found["all"]["lost"]["amount"] == rounded(amounts)
    quarters = counted(ALL, lambda deal: f"2026-Q{(deal.closed.month + 2) // 3}")
    assert {q: its["lost"]["deals"] for q, its in found["quarters"].items()} == quarters


@pytest.mark.long
def test_the_stage_of_a_loss_says_whether_it_was_late(root: Path) -> None:
    """“No event” can be known from the first of two stages, “Outgunned” from the second."""
    found = with_figures(root).figures
    assert found
    by = counted(ALL, lambda deal: (deal.reason, deal.last))
    first = found.reasons["no-event"]
    assert first.late
    assert first.timely
    assert first.late.deals == by["No date", "Negotiation"]
    assert first.timely.deals == by["No date", "Qualification"]
    assert {stage: its.deals for stage, its in first.stages.items()} == {
        "open": by["No date", "Qualification"],
        "agree": by["No date", "Negotiation"],
    }
    assert found.reasons["outgunned"].late is None
    assert found.late.keys() == {"wrong-deal"}


@pytest.mark.long
def test_no_deal_account_or_person_is_in_the_file(root: Path) -> None:
    assert run(root, crm.salesforce(ALL)).return_value == 0
    text = (root / FIGURES_PATH).read_text("utf-8")
    assert not re.search(r"Account|Person|renewal|00600|\d{4}-\d\d-\d\d(?!\",)", text)
    assert {*re.findall(r"\d{4}-\d\d-\d\d", text)} == {f"{TODAY}"}


@pytest.mark.long
def test_a_name_that_is_a_customer_or_a_person_is_not_told(root: Path) -> None:
    """Somebody's free text may be anything."""
    made = [
        replace(deal, reason="Account 7", rival="Person 3") if deal.number % 2 else deal
        for deal in ALL
    ]
    assert run(root, crm.salesforce(made)).return_value == 0
    text = (root / FIGURES_PATH).read_text("utf-8")
    assert "Account 7" not in text
    assert "Person 3" not in text
    assert "Northwind" in text


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        ("Too slow: 3 weeks #late", True),
        ("\"Quoted\", <b>bold</b> & 'more'", True),
        ("Überfällig – später", True),
        ("null", True),
        ("=1+2", True),
        ("We told them that " + "it takes " * 40, False),
        ("Meant for {produkt}", False),
        ("a\u202eb\u200bc", True),  # what can't be seen is left out of it
    ],
)
@pytest.mark.long
def test_any_text_of_a_cell_makes_a_file_that_reads_back(
    root: Path, value: str, is_told: bool
) -> None:
    made = [replace(deal, reason=value, rival=value, team=value) for deal in ALL]
    assert run(root, crm.salesforce(made)).return_value == 0
    assert [p for p in check(Folder(root), TODAY).problems if p.span.path == FIGURES_PATH] == []
    figures = small(root).figures
    assert figures
    seen = "".join(sign for sign in value if sign.isprintable())
    assert {str(one.value) for one in figures.unmapped} == ({seen} if is_told else set())
    assert bool(figures.rivals) is is_told
    assert bodies(small(root))[address.LOSSES]


def numbers(value: Any, key: str = "") -> list[tuple[str, int]]:
    if isinstance(value, Mapping):
        return [one for name, inner in value.items() for one in numbers(inner, name)]
    if isinstance(value, list):
        return [one for inner in value for one in numbers(inner, key)]
    return [(key, value)] if isinstance(value, int) else []


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 120))
def test_no_number_of_fewer_than_five_deals_is_told_or_left_over(seed: int, number: int) -> None:
    made = crm.deals(number, seed)
    playbook = small_playbook()
    done = summed(
        [("deals.csv", crm.salesforce(made))], playbook, (english(),), {}, Wishes(), TODAY
    )
    if done.figures is None:
        lost = Counter(group_of(deal) for deal in done.deals if deal.outcome == "lost")
        assert max(lost.values(), default=0) < 5
        return
    told = json.loads(done.written())
    assert all(n >= 5 for key, n in numbers(told) if key == "deals")
    for place, whole, parts in done.figures.lines():
        left = whole.deals - sum(part.deals for part in parts)
        assert left == 0 or left >= 5, place
    for states in (done.figures.pipeline.stages if done.figures.pipeline else {}).values():
        if "all" in states:
            left = states["all"].deals - sum(its.deals for n, its in states.items() if n != "all")
            assert left == 0 or left >= 5


@cache
def small_playbook() -> Playbook:
    """The playbook of these tests, made once: Hypothesis asks for it again and again."""
    with TemporaryDirectory() as folder:
        return small(make_project(Path(folder) / "project", crm.FILES))


@pytest.mark.long
def test_values_that_differ_in_capitals_alone_are_one(root: Path) -> None:
    before = run(root, crm.salesforce(ALL)).output
    shouted = [
        replace(deal, reason=deal.reason.upper(), rival=deal.rival.lower())
        if deal.number % 3 == 0
        else deal
        for deal in ALL
    ]
    rivals = written(root)["rivals"]
    assert run(root, crm.salesforce(shouted)).output == before
    assert written(root)["rivals"] == rivals


@pytest.mark.parametrize(
    ("stage", "is_known"),
    [
        ("Negotiation (Sales Pipeline)", True),
        ("Contract Sent (Sales Pipeline)", True),
        ("contractsent", True),
        ("Contract (Sales Pipeline)", False),
    ],
)
def test_a_stage_is_known_by_the_label_that_hubspot_exports(
    project: Project, stage: str, is_known: bool
) -> None:
    crms = crm.FILES["vocabulary.yaml"].replace("{sf: Qual", "{hs: contractsent, sf: Qual")
    settings = crm.FILES["../site-config/playbook.yaml"].replace("{sf:", "{hs: HubSpot, sf:")
    root = project({**crm.FILES, "vocabulary.yaml": crms, "../site-config/playbook.yaml": settings})
    deals = "".join(f"Deal {n},Closed Lost,2026-03-04\n" for n in range(6))
    done = run(root, f"Deal Name,Deal Stage,Close Date\n{deals}Deal 9,{stage},2026-03-04\n")
    assert "6 lost, 1 open" in done.output
    assert ("Stages that aren't here" not in done.output) is is_known


@pytest.mark.long
def test_the_same_deals_make_the_same_bytes_in_any_order(root: Path) -> None:
    run(root, crm.salesforce(ALL))
    before = (root / FIGURES_PATH).read_bytes()
    run(root, crm.salesforce(ALL[::-1]))
    assert (root / FIGURES_PATH).read_bytes() == before


@pytest.mark.long
def test_a_deal_counts_once_in_several_files(root: Path) -> None:
    second = root.parent / "more.csv"
    second.write_bytes(crm.salesforce(ALL[:300]))
    done = run(root, crm.salesforce(ALL), str(second))
    assert "300 rows are of deals that stood there before, and are not counted." in done.output
    lost = sum(deal.stage == "Closed Lost" for deal in ALL)
    assert written(root)["all"]["lost"]["deals"] == lost


@pytest.mark.long
def test_blank_accounts_and_unknown_amounts_are_fine(root: Path) -> None:
    text = re.sub(r"Account \d+(?= renewal|,)", "", crm.salesforce(ALL).decode())
    text = re.sub(r"\"\$[\d,.]+\"", "$0.00", text)
    done = run(root, text)
    assert done.return_value == 0, done.output
    assert "amount" not in written(root)["all"]["lost"]
    assert written(root).get("known", 0) == 0


@pytest.mark.long
def test_the_report_asks_what_decides_between_reasons(root: Path) -> None:
    said = run(root, crm.salesforce(ALL)).output
    price = counted(ALL, lambda deal: deal.reason)["Price"]
    assert f"{price} × “Price”" in said
    assert "Out-priced (out-priced): Was it the price?" in said
    assert "Too dear (too-dear): Could they pay?" in said
    assert "× “Silence”" in said
    assert "Loss Reason        → reason" in said
    assert f"Written: {FIGURES_PATH}." in said


@pytest.mark.long
def test_a_value_can_be_told_to_mean_one_reason(root: Path) -> None:
    run(root, crm.salesforce(ALL), "--map", "Loss Reason:Price=too-dear")
    reasons = counted(ALL, lambda deal: deal.reason)
    found = written(root)
    assert found["reasons"]["too-dear"]["all"]["deals"] == reasons["Price"]
    assert "undecided" not in found["all"]


@pytest.mark.long
def test_an_earlier_id_still_means_its_reason(root: Path) -> None:
    run(root, crm.salesforce(ALL), "--map", "Loss Reason:Silence=out-gunned")
    reasons = counted(ALL, lambda deal: deal.reason)
    found = written(root)["reasons"]["outgunned"]["all"]["deals"]
    assert found == reasons["Outgunned"] + reasons["Silence"]


def test_several_values_in_one_cell_are_one_where_they_mean_the_same(root: Path) -> None:
    values = Values(small(root))
    assert values.meant("Price; No date").group == "undecided"
    assert values.meant("no DATE").one
    assert values.meant("No date; Weather").one
    assert values.meant("Weather").group == "unknown"


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--map", "Loss Reason:Price=too-deer"), 'There is no loss reason "too-deer". Did you mean "too-dear"?'),
        (("--map", "Losss Reason=reason"), 'There is no column "Losss Reason". Did you mean "Loss Reason"?'),
        (("--map", "Region=teem"), 'There is no field "teem".'),
    ],
)  # fmt: skip
def test_what_is_asked_for_has_to_be_there(
    root: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(root, crm.salesforce(ALL), *arguments)
    assert said in str(done.exception)
    assert not (root / FIGURES_PATH).exists()


HEAD = "Deal,Stage,Loss Reason,Close Date,Amount\n"


def rows(*ends: str, stage: str = "Closed Lost") -> str:
    return HEAD + "".join(f"Deal {n},{stage},No date,{end}\n" for n, end in enumerate(ends * 6))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (rows("3/4/2026,10"), "can be two days: say --dates mdy"),
        (rows('2026-03-04,"1,50"', "2026-03-04,1.50", "2026-03-04,1.500"), "Is “1.500” written with a decimal point"),
        (rows('2026-03-04,"1.500"', "2026-03-04,1500"), "Say --decimal point or --decimal comma."),
        (rows("2026-03-04,$5", "2026-03-04,€7"), "Say --currency USD"),
        (rows("2026-03-04,5", stage="Dead"), 'say which of them is a loss: --map "stage:dead=lost"'),
        ("Deal,Notes\nOne,Two\nThree,Four\n", "No column says whether a deal was won or lost"),
        (rows("2026-03-04,5").splitlines()[0] + "\nDeal 1,Closed Lost,No date,2026-03-04,5\n", "so few deals were lost"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_asked_and_nothing_is_written(
    root: Path, text: str, asked: str
) -> None:
    done = run(root, text)
    assert done.return_value == 1
    assert asked.lower() in done.output.lower()
    assert "Nothing is written" in done.output
    assert not (root / FIGURES_PATH).exists()


@pytest.mark.parametrize(
    ("text", "arguments", "quarter"),
    [
        (rows("3/4/2026,10"), ("--dates", "mdy"), "2026-Q1"),
        (rows("3/4/2026,10"), ("--dates", "dmy"), "2026-Q2"),
        (rows("3/4/2026,10", "3/25/2026,10"), (), "2026-Q1"),
        (rows("1/2/2026,10"), (), "2026-Q1"),  # in one quarter either way, so nobody is asked
        (rows("3.4.26,10"), (), "2026-Q2"),
        (rows("2026-04-03T10:00:00Z,10"), (), "2026-Q2"),
    ],
)
def test_days_are_read_as_their_column_writes_them(
    root: Path, text: str, arguments: tuple[str, ...], quarter: str
) -> None:
    done = run(root, text, *arguments)
    assert done.return_value == 0, done.output
    assert quarter in written(root)["quarters"]


@pytest.mark.parametrize("arguments", [(), ("--decimal", "point"), ("--decimal", "comma")])
def test_amounts_written_both_ways_are_each_read_as_they_are_written(
    root: Path, arguments: tuple[str, ...]
) -> None:
    text = rows('2026-03-04,"1.234,50"', '2026-03-04,"1,234.50"', '2026-03-04,"12,50"')
    done = run(root, text, *arguments)
    assert done.return_value == 0, done.output
    assert written(root)["all"]["lost"]["amount"] == rounded(6 * (1_234.5 + 1_234.5 + 12.5))
    assert ("Each is read as it is written." in done.output) == (not arguments)


def test_an_answer_decides_what_no_cell_tells(root: Path) -> None:
    text = rows('2026-03-04,"7,50"', "2026-03-04,8.50", "2026-03-04,1.500")
    run(root, text, "--decimal", "comma")
    assert written(root)["all"]["lost"]["amount"] == rounded(6 * (7.5 + 8.5 + 1_500))
    run(root, text, "--decimal", "point")
    assert written(root)["all"]["lost"]["amount"] == rounded(6 * (7.5 + 8.5 + 1.5))


def test_a_cell_that_cannot_be_read_is_shown(root: Path) -> None:
    done = run(root, rows("2026-03-04,12.50", "someday,500k"))
    assert "6 cells of amount can't be read, and count as empty, such as “500k”." in done.output
    assert "6 cells of closed can't be read, and count as empty, such as “someday”." in done.output
    one = run(root, rows("2026-03-04,12.50") + "Deal 9,Closed Lost,No date,soon,3\n")
    assert "1 cell of closed can't be read, and counts as empty: “soon”." in one.output


def test_what_was_answered_is_read_so(root: Path) -> None:
    run(root, rows('2026-03-04,"1.500"', "2026-03-04,1500"), "--decimal", "comma")
    assert written(root)["all"]["lost"]["amount"] == 12 * 1500
    run(root, rows("2026-03-04,$5", "2026-03-04,€7"), "--currency", "eur")
    assert written(root)["currency"] == "EUR"
    assert written(root)["all"]["lost"] == {"deals": 12, "amount": 42}
    run(root, rows("2026-03-04,5", stage="Dead"), "--map", "Stage:Dead=lost")
    assert written(root)["all"]["lost"]["deals"] == 6


def test_a_workbook_is_read_as_well(root: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Deal Name", "Deal Stage", "Closed Lost Reason", "Close Date", "Amount"])
    for n in range(8):
        sheet.append([f"Deal {n}", "Closed lost", "No date", date(2026, 5, n + 1), 1_500.5])
    packed = io.BytesIO()
    book.save(packed)
    done = run(root, packed.getvalue(), name="deals.xlsx")
    assert done.return_value == 0, done.output
    assert written(root)["quarters"]["2026-Q2"]["lost"] == {"deals": 8, "amount": 12_000}


@pytest.mark.long
def test_a_rival_with_a_page_of_its_own_leads_there(root: Path) -> None:
    place = root / "content/pages/rivals/northwind-traders.md"
    place.parent.mkdir(parents=True)
    page = base.own_page("They are cheap.", "aliases: [Northwind]\n")
    place.write_text(page.replace("title: Acme", "title: Northwind Traders"), "utf-8")
    found = bodies(with_figures(root))[address.LOSSES]
    assert '<a href="../pages/rivals/northwind-traders/">Northwind</a>' in found


@pytest.mark.long
def test_a_dry_run_writes_nothing(root: Path) -> None:
    done = run(root, crm.salesforce(ALL), "--dry-run")
    assert done.return_value == 0
    assert "A dry run: nothing is written." in done.output
    assert not (root / FIGURES_PATH).exists()


def test_a_file_that_is_none_is_named(root: Path) -> None:
    done = run(root, b"\x00\x01\x02", name="deals.bin")
    assert done.return_value == 1
    assert "deals.bin: This form isn't read." in done.output
    assert done.output.endswith("Nothing is written.\n")


@pytest.mark.long
def test_outcomes_that_are_no_loss_are_left_out(root: Path) -> None:
    place = root / "site-config/playbook.yaml"
    place.write_text(place.read_text("utf-8") + "not_a_loss: {Silence: Nobody spoke.}\n", "utf-8")
    silent = counted(ALL, lambda deal: deal.reason)["Silence"]
    done = run(root, crm.salesforce(ALL))
    assert f"{silent} ended without being lost" in done.output
    lost = sum(deal.stage == "Closed Lost" for deal in ALL)
    assert written(root)["all"]["lost"]["deals"] == lost - silent


@pytest.mark.parametrize(
    ("cells", "decimal", "values"),
    [
        (["$1,000", "$60,000"], None, [1_000, 60_000]),
        (["1.234,50 €", "12 €"], "comma", [1_234.5, 12]),
        (["CHF 1'234.50"], "point", [1_234.5]),
        (["1 234,50", "1\u202f000,00"], "comma", [1_234.5, 1_000]),
        (["1.234.567"], "comma", [1_234_567]),
        (["12.5", "7"], "point", [12.5, 7]),
        (["12.5", "7,25", "1.234,5"], None, [12.5, 7.25, 1_234.5]),
        (["0.500"], "point", [0.5]),
        (["€1.2M", "500 k", "1.5E+05", "2 Mio. €", "12.50 USD"], "point", [None] * 4 + [12.5]),
        (["USD 5", "0", "", "n/a", "(500)", "-3"], None, [5, None, None, None, None, None]),
    ],
)
def test_amounts_are_read_as_their_column_writes_them(
    cells: list[str], decimal: str | None, values: list[float | None]
) -> None:
    found = reading(cells)
    assert (found.decimal, found.asks) == (decimal, "")
    assert [amount(cell, found.decimal) for cell in cells] == values


@pytest.mark.parametrize(
    ("cell", "code"), [("€5", "EUR"), ("5 USD", "USD"), ("$5", "USD"), ("5", None), ("5 kr", "SEK")]
)
def test_a_currency_is_known_by_its_sign_or_code(cell: str, code: str | None) -> None:
    assert currency(cell) == code


def test_a_sum_tells_three_digits() -> None:
    assert [rounded(n) for n in (0, 7, 123, 1_234, 9_876_543)] == [0, 7, 123, 1_230, 9_880_000]


def test_an_interval_is_as_wide_as_few_deals_make_it() -> None:
    """Wilson's, from the literature: of ten deals, half is 24 to 76 %; of forty, 35 to 65."""
    ten, forty = Share(5, 10), Share(20, 40)
    assert (round(ten.low, 3), round(ten.high, 3)) == (0.237, 0.763)
    assert (round(forty.low, 3), round(forty.high, 3)) == (0.352, 0.648)
    assert (Share(0, 20).low, Share(20, 20).high) == (0.0, 1.0)
    assert round(Share(0, 20).high, 3) == 0.161
    assert Share(70, 100).is_over(0.5) is True
    assert Share(30, 100).is_over(0.5) is False
    assert Share(52, 100).is_over(0.5) is None


def test_two_shares_differ_only_where_their_intervals_say_so() -> None:
    assert is_more(Share(80, 100), Share(50, 100)) is True
    assert is_more(Share(50, 100), Share(80, 100)) is False
    assert is_more(Share(55, 100), Share(50, 100)) is None
    # Newcombe's example (1998): 56 of 70 against 48 of 80, an interval of 5 to 34 points.
    assert is_more(Share(56, 70), Share(48, 80)) is True


@pytest.mark.long
def test_facts_follow_what_has_moved(root: Path) -> None:
    with_figures(root)
    place = root / FIGURES_PATH
    place.write_text(place.read_text("utf-8").replace('"outgunned"', '"out-gunned"'), "utf-8")
    playbook = small(root)
    assert lost_by_reason(playbook).keys() == {"no-event", "outgunned"}
    assert [
        p.code for p in check(Folder(root), TODAY).problems if p.span.path == FIGURES_PATH
    ] == []


@pytest.mark.long
def test_facts_say_which_question_and_definition_led_there(root: Path) -> None:
    playbook = with_figures(root)
    reasons = counted(ALL, lambda deal: deal.reason)
    asked = warnings_by_losses(playbook)
    assert {one.entry.id for one in asked} == {"why-now", "why-us", "what-for", "who-signs"}
    assert asked[0].deals == reasons["No date"]
    (misread,) = misread_by_losses(playbook)
    assert (misread.entry.id, misread.deals) == ("hours-back", reasons["No date"])
    assert playbook.figures
    share = wrong_deals(playbook.figures.all)
    assert share
    assert (share.part, share.whole) == (
        reasons["No date"],
        reasons["No date"] + reasons["Outgunned"],
    )
    won = wins(playbook.figures.all)
    assert won
    assert won.part == sum(deal.stage == "Closed Won" for deal in ALL)


@pytest.mark.parametrize(
    ("before", "after", "code", "field", "said"),
    [
        ('"losses": 1', '"losses": 2', "M", "losses", "This version takes 1 only."),
        ('"deals": 60', '"deals": 4', "M", "all.wrong-deal.deals", "whole number from 5"),
        ('"made": "2026-11-20"', '"made": "soon"', "M", "made", "year-month-day"),
        ('"2026-Q1"', '"spring"', "M", "quarters.spring", "A quarter is written as 2026-Q3."),
        ('"wrong-deal": {"deals": 60}', '"wrongdeal": {"deals": 60}', "M", "all", "wrongdeal"),
        ('"all": {"lost"', '"deals": 3, "all": {"lost"', "M", "deals", '"deals" is not a field'),
        ('"lost": {"deals": 100}', '"lost": {"deals": 60}', "R333", "all.lost.deals", "60 deals, and their parts 100"),
        ('"no-event"', '"no-evnt"', "F608", "reasons.no-evnt", 'There is no loss reason "no-evnt".'),
        ('"stages": {"open"', '"stages": {"opened"', "F608", "stages.opened", 'There is no stage "opened".'),
        ('{"losses"', '["losses"', "S1", None, ""),
    ],
)  # fmt: skip
def test_what_somebody_edited_wrongly_is_told_at_its_place(
    project: Project, before: str, after: str, code: str, field: str | None, said: str
) -> None:
    text = '{"losses": 1, "made": "2026-11-20",\n "all": {"lost": {"deals": 100}, "wrong-deal": {"deals": 60}, "outsold": {"deals": 40}},\n "quarters": {"2026-Q1": {"lost": {"deals": 100}}},\n "stages": {"open": {"wrong-deal": {"deals": 50}}},\n "reasons": {"no-event": {"all": {"deals": 60}}}}\n'
    assert before in text
    root = project({f"../{FIGURES_PATH}": text.replace(before, after)})
    problems = [p for p in check(Folder(root), TODAY).problems if p.span.path == FIGURES_PATH]
    assert problems
    assert all(p.code.startswith(code) for p in problems), problems
    if field:
        assert said in problems[0].message
        assert problems[0].span.line == text[: text.index(before)].count("\n") + 1


@pytest.mark.long
def test_an_earlier_name_of_a_stage_is_followed(root: Path) -> None:
    with_figures(root)
    place = root / "content/vocabulary.yaml"
    text = place.read_text("utf-8").replace(
        "  agree: {name: Agree,", "  close: {was: [agree], name: Agree,"
    )
    place.write_text(text, "utf-8")
    problems = [p.code for p in check(Folder(root), TODAY).problems if p.span.path == FIGURES_PATH]
    assert problems == []
    assert "close" in lost_by_reason(small(root))["no-event"].stages


@pytest.mark.long
def test_a_broken_file_stops_nobody_from_writing_a_new_one(root: Path) -> None:
    (root / FIGURES_PATH).write_text("{", "utf-8")
    assert run(root, crm.salesforce(ALL)).return_value == 0
    assert written(root)["all"]["lost"]


@pytest.mark.long
def test_the_file_reads_back_as_it_was_written(root: Path) -> None:
    playbook = with_figures(root)
    done = summed([("deals.csv", crm.salesforce(ALL))], playbook, (english(),), {}, Wishes(), TODAY)
    assert playbook.figures == done.figures
    assert all(p.span.path != FIGURES_PATH for p in check(Folder(root), TODAY).problems)


@pytest.mark.parametrize("code", ["EURO", "E1R", "€", "", "ЕUR"])
def test_a_currency_is_three_letters(root: Path, code: str) -> None:
    place = root.parent / "deals.csv"
    place.write_bytes(crm.salesforce(ALL))
    given = ["--root", str(root), "losses", str(place), "--currency", code]
    done = CliRunner().invoke(donebook, given)
    assert (done.exit_code, "three letters, such as EUR" in done.output) == (2, True)
    assert not (root / FIGURES_PATH).exists()


def test_a_day_long_ago_has_a_quarter_of_four_digits(root: Path) -> None:
    made = [replace(deal, closed=date(1, 2, 3)) for deal in ALL]
    assert run(root, crm.hubspot(made)).return_value == 0
    assert {*written(root)["quarters"]} == {"0001-Q1"}


@pytest.mark.long
def test_columns_that_no_crm_has_are_left_out(root: Path) -> None:
    more = [f"c{number}" for number in range(1_000)]
    done = run(root, "\n".join(",".join(row) for row in (["Stage", *more], ["Won", *more])))
    assert "Only the first 1,000 columns are read." in done.output
    assert "c998 " in done.output
    assert "c999 " not in done.output


@pytest.mark.long
@pytest.mark.parametrize(("others", "told"), [(79, ["Contoso"]), (80, [])])
def test_of_more_than_eighty_names_the_rarest_count_as_none(
    root: Path, others: int, told: list[str]
) -> None:
    """Each is compared with each: ten thousand names would take hours. Those of others are too long to tell."""
    lost = [deal for deal in crm.deals(1_700) if deal.stage == "Closed Lost"]
    made = [
        replace(deal, rival=f"{'x' * 90} {number % others}") for number, deal in enumerate(lost)
    ]
    made += [replace(deal, rival="Contoso", number=deal.number + 2_000) for deal in lost[:6]]
    found = with_figures(root, made).figures
    assert found
    assert found.all["lost"].deals == len(made)
    assert [rival.name for rival in found.rivals] == told


def test_without_a_file_nothing_is_there(root: Path) -> None:
    playbook = small(root)
    found = bodies(playbook)
    assert address.LOSSES not in found
    assert not is_filled(playbook, address.LOSSES)
    assert not any("losses/" in body for body in found.values())
    assert not any("db-lost" in body or "How often it happened" in body for body in found.values())


@pytest.mark.long
def test_the_page_tells_shares_with_their_intervals(root: Path) -> None:
    playbook = with_figures(root)
    assert is_filled(playbook, address.LOSSES)
    page = bodies(playbook)[address.LOSSES]
    reasons = counted(ALL, lambda deal: deal.reason)
    share = Share(reasons["No date"], reasons["No date"] + reasons["Outgunned"])
    assert f"<b>{share.share:.0%}</b>" in page
    assert f"{100 * share.low:.0f}–{share.high:.0%}" in page
    assert f"{share.part} of {share.whole}" in page
    for anchor in (
        "roots",
        "late",
        "pipeline",
        "warnings",
        "definitions",
        "reasons",
        "stages",
        "rivals",
        "values",
    ):
        assert f'id="{anchor}"' in page, anchor
    assert "Was it the price?" in page
    assert "“Silence”" in page
    assert "The CRM knows the amount of about 90% of the lost deals" in page
    assert "Northwind" in page
    assert page.count("<table") == page.count('role="region"')
    assert (
        page.count("<svg") == page.count('<svg aria-hidden="true"') or 'aria-hidden="true"' in page
    )


@pytest.mark.parametrize(
    ("wrong", "outsold", "said"),
    [
        (60, 20, "More losses should not have been there than were outsold: 75%"),
        (20, 60, "More losses were outsold than should not have been there: 75%"),
        (42, 38, "Neither root stands out: 52%"),
        (60, 0, "there is nothing to compare yet"),
    ],
)
def test_no_more_is_said_than_the_interval_allows(
    root: Path, wrong: int, outsold: int, said: str
) -> None:
    groups = {"lost": Sum(deals=wrong + outsold), "wrong-deal": Sum(deals=wrong)}
    groups |= {"outsold": Sum(deals=outsold)} if outsold else {}
    figures = Figures(losses=1, made=date(2026, 11, 20), all=groups)
    page = bodies(replace(small(root), figures=figures))[address.LOSSES]
    assert said in page


@pytest.mark.long
def test_a_column_of_which_nothing_is_told_is_left_out(root: Path) -> None:
    groups = {"lost": Sum(deals=40, amount=900), "outsold": Sum(deals=40)}
    quarters = {"2026-Q1": groups, "2026-Q2": groups}
    figures = Figures(losses=1, made=date(2026, 11, 20), all=groups, quarters=quarters)
    page = bodies(replace(small(root), figures=figures))[address.LOSSES]
    heads = re.findall(r'<th scope="col">([^<]+)', page)
    assert heads == ["Quarter", "Lost", "Amount"]
    assert "db-figures" not in page


@pytest.mark.long
def test_loss_pages_hub_map_and_health_show_it(root: Path) -> None:
    playbook = with_figures(root)
    found = bodies(playbook)
    by = counted(ALL, lambda deal: (deal.reason, deal.last))
    lost = counted(ALL, lambda deal: deal.reason)["No date"]
    page = found["loss-reasons/no-event.md"]
    assert f"{lost} deals were lost for this" in page
    assert f"<dt>Agree</dt><dd>{by['No date', 'Negotiation']} lost</dd>" in page
    assert f"{by['No date', 'Negotiation']} of {lost} ended after" in page
    assert "were lost for this" not in found["loss-reasons/too-dear.md"]
    assert f"{lost} lost</small>" in found[address.of_kind("loss-reason")]
    assert (
        f'<small class="db-lost">{by["No date", "Negotiation"]} lost</small>'
        in found[address.COVERAGE]
    )
    health = found[address.HEALTH]
    assert "“Silence”" in health
    assert "“Price”" in health


@pytest.mark.long
def test_it_is_told_in_german(root: Path) -> None:
    place = root / "site-config/playbook.yaml"
    place.write_text(place.read_text("utf-8") + "language: de\n", "utf-8")
    done = run(root, crm.german(ALL))
    assert "Unentschieden, weil der Wert zu mehreren Gründen gehört." in done.output
    page = bodies(small(root))[address.LOSSES]
    assert "Die zwei Ursachen" in page
    assert re.search(r"\d+\s%", page)
    assert "The " not in re.sub("<[^>]+>", "", page)
