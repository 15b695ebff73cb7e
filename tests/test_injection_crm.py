"""Nothing that goes to a CRM or comes from one becomes more than text: picklists, comparisons, figures."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Comment, Element
from xml.sax.saxutils import escape, quoteattr

import pytest
import yaml
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring

import crm
from donebook.cli.main import donebook
from donebook.config import VOCABULARY_PATH
from donebook.export import crm_tables, hubspot, salesforce
from donebook.export.crm import Lists, deal_fields, lists_of
from donebook.export.salesforce import NAMESPACE
from donebook.figures import FIGURES_PATH, Figures
from donebook.load import load
from donebook.parse import parse_part
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.source import Folder, Overlay, read_document
from donebook.text import Plain, Rich
from infected import fits, harmless, texts
from payloads import PAYLOADS, STEERING, letters
from projects import make_project
from skeletons import Skeleton
from test_crm import run
from test_injection import as_read, assert_alike, few_pages, formulas
from trials import trials

pytestmark = pytest.mark.slow

CONFIG = f"{base.CONFIG}crm: {{salesforce: Salesforce, hubspot: HubSpot}}\n"
SYSTEMS = ("salesforce", "hubspot")
CHUNK = 40
"""So many names of a CRM are told apart in figures."""
SHOWN = 10
"""So many of them does a page show."""


def numbered(given: Sequence[str]) -> list[str]:
    """Each with a number, so that those without their signs stay apart, too."""
    return [f"{text} {number}" for number, text in enumerate(given)]


BAD = numbered([text for text in PAYLOADS if fits(Plain, text)])


@cache
def made_of(given: tuple[str, ...]) -> Playbook:
    """A loss reason for each text, which CRMs call so, too; and a few tests."""
    vocabulary = yaml.load(base.VOCABULARY, yaml.CSafeLoader)
    for test, text in zip(vocabulary["tests"].values(), given, strict=False):
        test["name"] = text
    files: dict[str, bytes] = {}
    for number, text in enumerate(given):
        told = text if fits(Rich, text) else "Because."
        called = dict.fromkeys(SYSTEMS, text)
        reason = yaml.load(base.loss_reason("x"), yaml.CSafeLoader)
        reason |= {"title": text, "crm": called, "legacy": [f"{text} once"]}
        reason["deciding_question"] = told
        files[f"content/loss-reasons/r{number:03}.yaml"] = yaml.safe_dump(reason).encode()
    files[VOCABULARY_PATH] = yaml.safe_dump(vocabulary).encode()
    found = load(Overlay(Folder(_small()), files))
    assert found.playbook, [p for p in found.problems if p.is_error][:3]
    assert len(found.playbook.loss_reasons) >= len(given)
    return found.playbook


@cache
def _small() -> Path:
    from tempfile import mkdtemp

    return make_project(Path(mkdtemp()) / "small", {"../site-config/playbook.yaml": CONFIG})


def lists(book: Playbook, system: str) -> Lists:
    """The picklists, with each loss reason as a stage, too: a playbook has only a few of these."""
    found = lists_of(book, system)
    return replace(found, stages=found.losses)


@dataclass(frozen=True)
class Twins:
    """A playbook of payloads, and one of letters."""

    texts: Sequence[str]

    @property
    def bad(self) -> Playbook:
        return made_of(tuple(self.texts))

    @property
    def good(self) -> Playbook:
        return made_of(tuple(harmless(text) for text in self.texts))


@pytest.fixture(params=[pytest.param(8, id="some"), pytest.param(1, marks=pytest.mark.torture, id="all")])  # fmt: skip
def twins(request: pytest.FixtureRequest) -> Twins:
    return Twins(BAD[:: request.param])


def outline(value: Any) -> Any:
    """What an answer of JSON or a file of XML is made of, without its texts."""
    if isinstance(value, Element):
        name = "<!--" if value.tag is Comment else value.tag
        return name, tuple(value.attrib), tuple(map(outline, value))
    if isinstance(value, Mapping):
        return {name: outline(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [outline(inner) for inner in value]
    return "" if isinstance(value, str) else value


def xml(content: bytes) -> Element:
    assert content.count(b"<?") == 1
    assert b"<!DOCTYPE" not in content
    found: Element = fromstring(content, forbid_dtd=True)
    return found


def said(root: Element, tag: str) -> list[str]:
    return [(e.text or "").strip() for e in root.iter(f"{{{NAMESPACE}}}{tag}")]


def assert_written_alike(
    theirs: Mapping[str, bytes], ours: Mapping[str, bytes], read: Callable[[bytes], Any]
) -> None:
    assert theirs.keys() == ours.keys()
    assert [p for p in ours if outline(read(theirs[p])) != outline(read(ours[p]))] == []


def test_enough_payloads_fit_into_a_picklist() -> None:
    assert len({*BAD}) == len({*map(harmless, BAD)}) >= 300


def test_metadata_for_salesforce_holds_texts_and_nothing_else(twins: Twins) -> None:
    def files(book: Playbook) -> dict[str, bytes]:
        its = lists(book, "salesforce")
        made = {"stages": salesforce.stages_file(its)}
        return made | {**salesforce.fields(its, book.language.say)}

    made = files(twins.bad)
    assert_written_alike(made, files(twins.good), xml)
    values = {*said(xml(made["stages"]), "fullName")}
    reasons = xml(made[f"{salesforce.FIELDS}/{salesforce.LOSS_FIELD}.field-meta.xml"])
    assert {*twins.texts} - values == {*twins.texts} - {*said(reasons, "fullName")} == set()


def test_properties_for_hubspot_hold_texts_and_nothing_else(twins: Twins) -> None:
    def files(book: Playbook) -> Mapping[str, bytes]:
        return hubspot.files(lists(book, "hubspot"), book.language.say)

    made = files(twins.bad)
    assert_written_alike(made, files(twins.good), json.loads)
    options = json.loads(made[f"hubspot/{hubspot.LOSS_PROPERTY}.json"])["options"]
    assert {*twins.texts} - {option["value"] for option in options} == set()


def test_no_cell_of_the_tables_for_a_crm_is_a_formula(twins: Twins) -> None:
    book = twins.bad
    systems = [lists_of(book, name) for name in SYSTEMS]
    for content in crm_tables.files(book, systems, deal_fields(book)).values():
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1
        assert formulas(cell for row in rows for cell in row) == []


def retrieved(given: Sequence[str]) -> bytes:
    """A value set with each text as a value, and wherever else XML takes one."""
    values = "".join(
        f"<!-- {text.replace('-', '~')} --><?x {text.replace('?', '!')} ?>"
        f"<standardValue on={quoteattr(text)}><fullName>{escape(text)}</fullName>"
        f"<label><![CDATA[{text.replace(']]>', ']] >')}]]></label><default>false</default>"
        f"<e:script xmlns:e='urn:x' e:on={quoteattr(text)} m:on={quoteattr(text)}>{escape(text)}</e:script></standardValue>"
        for text in given
    )
    return f'<StandardValueSet xmlns="{NAMESPACE}" xmlns:m="{NAMESPACE}">{values}</StandardValueSet>'.encode()


def test_our_values_join_a_hostile_file_of_metadata(twins: Twins) -> None:
    theirs = numbered([f"{text} theirs" for text in PAYLOADS])

    def joined(book: Playbook, given: Sequence[str]) -> bytes:
        found = salesforce.read(retrieved(given))
        assert isinstance(found, salesforce.Retrieved), found
        return salesforce.merged(found, lists(book, "salesforce"))[0]

    made = joined(twins.bad, theirs)
    assert_written_alike({"": made}, {"": joined(twins.good, [harmless(t) for t in theirs])}, xml)
    values = said(xml(made), "fullName")
    assert values[: len(theirs)] == theirs
    assert {*values[len(theirs) :]} == {*twins.texts}


def test_our_options_join_hostile_ones(twins: Twins) -> None:
    theirs = numbered([f"{text} theirs" for text in (*PAYLOADS, *STEERING)])

    def joined(book: Playbook, given: Sequence[str]) -> bytes:
        options = [{"value": text, "label": text, text: text} for text in given]
        found = hubspot.read(json.dumps({"name": "x", "options": options}).encode())
        assert isinstance(found, hubspot.Options), found
        return hubspot.merged(found, lists(book, "hubspot"))[0]

    made = json.loads(joined(twins.bad, theirs))["options"]
    ours = made[len(theirs) :]
    assert [option["value"] for option in made[: len(theirs)]] == theirs
    assert [option["label"] for option in made[: len(theirs)]] == theirs
    assert {option["value"] for option in ours} == {*twins.texts}
    assert {as_read(option["label"]) for option in ours} == {*map(as_read, twins.texts)}


def _as_csv(given: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([("ApiName", "Label"), *((text, text) for text in given)])
    return written.getvalue().encode()


def _as_options(given: Sequence[str]) -> bytes:
    stages = [{"id": text, "label": text} for text in given]
    return json.dumps({"id": "default", "label": "x", "stages": stages}).encode()


@pytest.mark.parametrize(
    ("form", "more"),
    [(retrieved, ()), (_as_options, STEERING), (_as_csv, STEERING)],
    ids=["xml", "json", "csv"],
)
def test_a_comparison_says_each_value_on_a_line_that_steers_nothing(
    tmp_path: Path, form: Callable[[Sequence[str]], bytes], more: Sequence[str]
) -> None:
    root = make_project(tmp_path / "playbook", {"../site-config/playbook.yaml": CONFIG})
    place = tmp_path / "given"
    given = numbered([f"{text} theirs" for text in (*PAYLOADS, *more)])
    place.write_bytes(form(given))
    ran = run(root, "--check", place)
    assert (ran.exit_code, ran.stderr) == (1, "")
    lines = ran.stdout.removesuffix("\n").split("\n")
    assert all(line.isprintable() and line.startswith(f"{place}: ") for line in lines)
    assert len(lines) == len(given)


@pytest.mark.parametrize("name", ["..", "/", "a\0b", "n" * 300, "a\nb", "\x1b[2J", "../../x", "C:\\x", {"a": 1}, "x.y", " "])  # fmt: skip
def test_a_name_that_a_crm_gives_is_no_path(tmp_path: Path, name: object) -> None:
    root = make_project(tmp_path / "playbook", {"../site-config/playbook.yaml": CONFIG})
    place = tmp_path / "given.json"
    place.write_text(json.dumps({"name": name, "options": [{"value": "a", "label": "b"}]}))
    ran = run(root, "--system", "hubspot", "--into", place, "--out", tmp_path / "out")
    assert ran.exit_code == 0, ran.output
    made = {p.name for p in (tmp_path / "out/hubspot").iterdir()}
    assert {one for one in made if not one.startswith("donebook_")} == {"pipeline.json", "given.json"}  # fmt: skip
    assert {p.name for p in tmp_path.iterdir()} == {"playbook", "given.json", "out"}


# --- figures


def deals(given: Sequence[str], heading: Sequence[str] = ()) -> str:
    """An export in which six deals each were lost, won and are open, of what each text names."""
    written = io.StringIO()
    file = csv.writer(written)
    heads = ("Stage", "Loss Reason", "Competitor", "Sales Team", "Amount", "Close Date")
    file.writerow((*heads, "Confirmed on", *heading))
    for text in given:
        for stage in ("Closed Lost", "Closed Won", "Open"):
            why = text if stage == "Closed Lost" else ""
            file.writerows(
                [(stage, why, text, text, "900", "2026-03-04", "2026-11-20", *heading)] * 6
            )
    return written.getvalue()


def summed_up(root: Path, content: str, *arguments: str) -> tuple[str, Any]:
    """What `donebook losses` says, and the file that it writes."""
    place = root.parent / "deals.csv"
    place.write_text(content, "utf-8", newline="")
    given = ["--root", str(root), "losses", str(place), "--today", f"{base.TODAY}", *arguments]
    ran = CliRunner().invoke(donebook, given, standalone_mode=False)
    assert ran.return_value == 0, (ran.output, ran.exception)
    return ran.output, json.loads((root / FIGURES_PATH).read_text("utf-8"))


def named(figures: Any) -> dict[str, set[str]]:
    return {
        "rivals": {one["name"] for one in figures["rivals"]},
        "unmapped": {one["value"] for one in figures["unmapped"]},
        "teams": {one["name"] for one in figures["pipeline"]["teams"]},
    }


@pytest.mark.parametrize(
    "first",
    [
        0,
        *(pytest.param(n, marks=pytest.mark.torture) for n in range(CHUNK, len(PAYLOADS), CHUNK)),
    ],
)
def test_what_an_export_of_deals_says_is_told_as_it_stands(tmp_path: Path, first: int) -> None:
    root = make_project(tmp_path / "playbook", crm.FILES)
    given = (*STEERING, *PAYLOADS[first : first + CHUNK])
    names = numbered([f"x {text}" for text in given])
    # A sentence is no heading, and a row with one is none of headings.
    headings = numbered([text for text in given if len(text) < 50 and "?" not in text])
    told, figures = summed_up(root, deals(names, headings))
    good = [harmless(text) for text in names]
    other, twin = summed_up(root, deals(good, [harmless(text) for text in headings]))
    assert all(line.isprintable() for line in told.split("\n"))
    assert told.count("\n") == other.count("\n")
    assert outline(figures["all"]) == outline(twin["all"])
    for field, found in named(figures).items():
        assert len(found) > 30, field
        assert {*map(letters, found)} <= {*map(letters, names)}


@pytest.mark.parametrize("wanted", ["{}=reason", "Loss Reason:{}=lost", "Loss Reason:x={}", "x={}"])
def test_a_mapping_of_payloads_is_followed_or_refused(tmp_path: Path, wanted: str) -> None:
    root = make_project(tmp_path / "playbook", crm.FILES)
    place = tmp_path / "deals.csv"
    place.write_text(deals(["Price"]))
    for text in [*STEERING, *PAYLOADS][:: len(PAYLOADS) // 30]:
        ran = CliRunner().invoke(
            donebook, ["--root", str(root), "losses", str(place), "--map", wanted.format(text)]
        )
        assert ran.exit_code in (0, 1, 2), (text, ran.exception)
        assert isinstance(ran.exception, SystemExit | None), text


def with_names(figures: Mapping[str, Any], given: Sequence[str]) -> bytes:
    """Figures as somebody edits them: each text as a rival, a team, and a value."""
    group = {"lost": {"deals": 9}, "won": {"deals": 9}}
    made = {
        **figures,
        "rivals": [{"name": text, "deals": group} for text in given],
        "undecided": [{"value": text, "reasons": ["too-dear", "out-priced"], "all": {"deals": 9}} for text in given],
        "unmapped": [{"value": text, "all": {"deals": 9}} for text in given],
        "pipeline": {**figures["pipeline"], "teams": [{"name": text, "deals": {"all": {"deals": 9}}} for text in given]},
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False).encode()


def read_back(playbook: Playbook, root: Path, content: bytes) -> Playbook:
    """The playbook with the figures of a file that somebody edited."""
    document = read_document(Overlay(Folder(root), {FIGURES_PATH: content}), FIGURES_PATH)
    assert document.values is not None, document
    figures, problems = parse_part(Figures, FIGURES_PATH, document.values)
    assert isinstance(figures, Figures), problems
    assert len([*texts(figures, document.values)]) == 4 * len(figures.rivals)
    return replace(playbook, figures=figures)


def chunks(of: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    yield from (of[first : first + size] for first in range(0, len(of), size))


@pytest.mark.torture
def test_figures_that_somebody_edited_stay_text_on_every_page(tmp_path: Path) -> None:
    """A few payloads in every run, all of them in the long trials."""
    _assert_shown(tmp_path, [*chunks(BAD, SHOWN)][::20])


@pytest.mark.torture
def test_figures_of_every_payload_stay_text_on_every_page(tmp_path: Path) -> None:
    every = [*chunks(BAD, SHOWN)]
    _assert_shown(tmp_path, every[: trials(len(every))])


def _assert_shown(folder: Path, given: Sequence[Sequence[str]]) -> None:
    root = make_project(folder / "playbook", crm.FILES)
    _, figures = summed_up(root, crm.salesforce(crm.deals(600)).decode())
    playbook = load(Folder(root)).playbook
    assert playbook
    for some in given:
        theirs = few_pages(read_back(playbook, root, with_names(figures, some)))
        ours = few_pages(
            read_back(playbook, root, with_names(figures, [harmless(text) for text in some]))
        )
        assert_alike(theirs, ours)
        page = as_read(Skeleton(theirs["losses/index.md"]).text)
        shown = {text for text in some if as_read(text) in page}
        assert len(shown) == len(some), {*some} - shown
