"""Picklists and fields for a CRM, merged into what it has; and what has drifted apart from it."""

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring

from donebook.cli.main import donebook, main
from donebook.export.crm import lists_of
from donebook.export.salesforce import DEFAULTS, NAMESPACE
from donebook.facts import loss_called, stage_called, stages_in
from donebook.model import LossReason
from donebook.playbook import Playbook
from donebook.rules import base
from projects import lay, tree

Project = Callable[..., Path]
STAGES = "salesforce/standardValueSets/OpportunityStage.standardValueSet-meta.xml"
LOSSES = "salesforce/objects/Opportunity/fields/Loss_Reason__c.field-meta.xml"
FILES = {
    "../site-config/playbook.yaml": base.CONFIG + "crm: {salesforce: Salesforce, hubspot: HubSpot}\n",
    base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[no-event]", "[no-event, outsold]"),
    "loss-reasons/no-event.yaml": base.loss_reason("No event", "crm: {salesforce: No event, hubspot: noevent}\nlegacy: [Price]\n"),
    "loss-reasons/outsold.yaml": base.loss_reason("Outsold", "crm: {salesforce: Outsold & out, hubspot: outsold}\nlegacy: [Price]\n").replace("wrong-deal", "outsold"),
    "vocabulary.yaml": base.VOCABULARY.replace("open: {name: Open,", "open: {name: Open, was: [first], legacy: [Suspect], crm: {salesforce: Qualification, hubspot: qualifiedtobuy},").replace("agree: {name: Agree,", "agree: {name: Agree, crm: {salesforce: In Legal, hubspot: legal},"),
}  # fmt: skip


@pytest.fixture
def root(project: Project) -> Path:
    return project(FILES)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it said."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


def run(root: Path, *arguments: str | Path) -> Ran:
    """What `donebook export crm` comes to, with its exit code as a shell sees it."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as end, redirect_stdout(out), redirect_stderr(err):
        main(["--root", str(root), "export", "crm", *map(str, arguments)])
    return Ran(int(end.value.code or 0), out.getvalue(), err.getvalue())


def said(element: Element, name: str) -> str:
    return element.findtext(f"{{{NAMESPACE}}}{name}") or ""


def values(place: Path | bytes, tag: str) -> list[Element]:
    root = fromstring(place if isinstance(place, bytes) else place.read_bytes())
    return list(root.iter(f"{{{NAMESPACE}}}{tag}"))


def standard(*names: str, more: str = "") -> str:
    """A value set as an administrator retrieves it."""
    found = "".join(
        f"    <standardValue>\n        <fullName>{name}</fullName>\n        <default>false</default>\n"
        f"        <label>{name}</label>\n        <closed>{'true' if 'Closed' in name else 'false'}</closed>\n"
        f"        <probability>42</probability>\n{more}    </standardValue>\n"
        for name in names
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<StandardValueSet xmlns="{NAMESPACE}">\n    <sorted>false</sorted>\n{found}</StandardValueSet>\n'


FIELD = f"""<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="{NAMESPACE}">
    <!-- Ours -->
    <fullName>Loss_Reason__c</fullName>
    <type>Picklist</type>
    <valueSet>
        <controllingField>Loss_Root__c</controllingField>
        <valueSetDefinition>
            <sorted>false</sorted>
            <value><fullName>Old one</fullName><default>false</default><label>Old &amp; grey</label></value>
            <value><fullName>No event</fullName><default>false</default><isActive>false</isActive><label>No event</label></value>
        </valueSetDefinition>
        <valueSettings><controllingFieldValue>outsold</controllingFieldValue><valueName>Old one</valueName></valueSettings>
    </valueSet>
</CustomField>
"""


# --- what a value means


def test_a_link_may_call_a_stage_by_what_it_was_and_by_what_crms_call_it(
    root: Path, project_playbook: Callable[[Path], Playbook]
) -> None:
    book = project_playbook(root)
    assert stage_called(book, "open") == (
        "open",
        "first",
        "Open",
        "Qualification",
        "qualifiedtobuy",
        "Suspect",
    )
    assert stages_in(book, "salesforce") == {"Qualification": ("open",), "In Legal": ("agree",)}
    lay(root, {"loss-reasons/once.yaml": "moved_to: no-event\n"})
    book = project_playbook(root)
    reason = book.entry(LossReason, "no-event")
    assert loss_called(book, reason) == ("no-event", "once", "No event", "noevent", "Price")


def test_a_stage_that_is_renamed_still_answers_to_its_id_of_before(
    root: Path, project_playbook: Callable[[Path], Playbook]
) -> None:
    ran = CliRunner().invoke(donebook, ["--root", str(root), "rename", "stage", "open", "qualify"])
    assert ran.exit_code == 0, ran.output
    called = stage_called(project_playbook(root), "qualify")
    assert called == (
        "qualify",
        "first",
        "open",
        "Open",
        "Qualification",
        "qualifiedtobuy",
        "Suspect",
    )


def test_the_starter_names_what_the_systems_come_with(playbook: Playbook) -> None:
    assert set(stages_in(playbook, "salesforce")) <= set(DEFAULTS)
    called = {
        name for stage in playbook.vocabulary.stages for name in stage_called(playbook, stage)
    }
    assert set(DEFAULTS) - called == {"Closed Lost"}, "a link with any other leads to a stage"
    assert all("_" not in value for value in stages_in(playbook, "hubspot"))
    for system in ("salesforce", "hubspot"):
        lists = lists_of(playbook, system)
        assert lists.missing == ()
        assert len(lists.losses) == len(playbook.loss_reasons)


@pytest.fixture
def project_playbook() -> Callable[[Path], Playbook]:
    from donebook.check import check
    from donebook.source import Folder

    def read(root: Path) -> Playbook:
        found = check(Folder(root), base.TODAY)
        assert found.playbook, found.problems
        return found.playbook

    return read


# --- Salesforce


def test_without_a_retrieved_file_it_says_what_a_deploy_would_deactivate(
    root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new"
    ran = run(root, "--system", "salesforce", "--out", out)
    assert ran.exit_code == 0, ran.output
    assert "deactivates every stage that isn't in it" in ran.stderr
    assert "Prospecting, Needs Analysis" in ran.stderr
    assert "Qualification" not in ran.stderr
    assert "Not merged" in (out / STAGES).read_text()
    found = {said(v, "fullName"): v for v in values(out / STAGES, "standardValue")}
    assert list(found) == ["Qualification", "In Legal"]
    assert said(found["Qualification"], "probability") == "10"
    reasons = values(out / LOSSES, "value")
    assert [said(v, "fullName") for v in reasons] == ["No event", "Outsold & out"]
    settings = values(out / LOSSES, "valueSettings")
    assert [(said(s, "controllingFieldValue"), said(s, "valueName")) for s in settings] == [
        ("wrong-deal", "No event"),
        ("outsold", "Outsold & out"),
    ]
    fields = {place.name.partition(".")[0] for place in (out / LOSSES).parent.iterdir()}
    assert fields == {"Definition_of_Done__c", "Done_Confirmed_By__c", "Done_Confirmed_On__c", "Loss_Reason__c", "Loss_Root__c", "Weakest_Test__c"}  # fmt: skip
    before = tree(out)
    assert run(root, "--system", "salesforce", "--out", out).exit_code == 0
    assert tree(out) == before


def test_stages_join_what_was_retrieved_and_nothing_of_it_is_lost(
    root: Path, tmp_path: Path
) -> None:
    own = tmp_path / "OpportunityStage.standardValueSet-meta.xml"
    own.write_text(standard("Prospecting", "Qualification", "Closed Won", more="        <forecastCategory>Best</forecastCategory>\n"))  # fmt: skip
    kept = own.read_text()
    ran = run(root, "--system", "salesforce", "--into", own, "--out", tmp_path / "new")
    assert ran.exit_code == 0, ran.output
    assert "deactivates" not in ran.stderr
    assert "Added: In Legal. Add them to your sales processes" in ran.stderr
    merged = (tmp_path / "new" / STAGES).read_text()
    names = [said(v, "fullName") for v in values(merged.encode(), "standardValue")]
    assert names == ["Prospecting", "Qualification", "In Legal", "Closed Won"]
    for line in kept.splitlines():
        assert line in merged.splitlines()
    assert own.read_text() == kept


def test_a_stage_joins_behind_the_one_before_it(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "stages.xml"
    own.write_text(standard("Qualification", "Verbal", "Closed Won"))
    run(root, "--system", "salesforce", "--into", own, "--out", tmp_path / "new")
    merged = values((tmp_path / "new" / STAGES).read_bytes(), "standardValue")
    assert [said(v, "fullName") for v in merged] == ["Qualification", "In Legal", "Verbal", "Closed Won"]  # fmt: skip


def test_a_field_of_their_own_with_the_reasons_takes_the_place_of_ours(
    root: Path, tmp_path: Path
) -> None:
    own = tmp_path / "Why__c.field-meta.xml"
    own.write_text(FIELD.replace("Loss_Reason__c", "Why__c"))
    for text, left in (
        (own.read_text(), {"Why__c", "Loss_Root__c"}),
        (own.read_text().replace("Loss_Root__c", "Type"), {"Why__c"}),
    ):
        own.write_text(text)
        out = tmp_path / "new" / str(len(left))
        ran = run(root, "--system", "salesforce", "--into", own, "--out", out)
        found = {p.name.split(".")[0] for p in (out / LOSSES).parent.iterdir()}
        assert {name for name in found if "Loss" in name or "Why" in name} == left
        assert "Loss_Reason__c is not written, because a field of your own has the reasons." in ran.stderr  # fmt: skip
        assert "Why__c.field-meta.xml: Added: Outsold & out." in ran.stderr


def test_a_property_of_their_own_with_the_reasons_takes_the_place_of_ours(
    root: Path, tmp_path: Path
) -> None:
    own = tmp_path / "answer.json"
    own.write_text(json.dumps({"name": "why", "options": [{"value": "older"}]}))
    ran = run(root, "--system", "hubspot", "--into", own, "--out", tmp_path / "new")
    assert "donebook_loss_reason is not written" in ran.stderr
    names = {path.name for path in (tmp_path / "new/hubspot").iterdir()}
    assert "why.json" in names
    assert "donebook_loss_reason.json" not in names


@pytest.mark.parametrize("system", ["salesforce", "hubspot"])
def test_without_reasons_there_is_no_field_for_them(
    root: Path, tmp_path: Path, system: str
) -> None:
    for path in (root / "content/loss-reasons").iterdir():
        path.unlink()
    for path in (root / "content/questions").iterdir():
        path.write_text(re.sub(r"\n +warns_of: .*", "", path.read_text()))
    ran = run(root, "--system", system, "--out", tmp_path / "new")
    assert "so no field for them is written" in ran.stderr, ran.output
    assert not [p for p in (tmp_path / "new").rglob("*") if "loss" in p.name.lower()]


def test_reasons_join_a_field_below_their_root(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "anything.xml"
    own.write_text(FIELD)
    ran = run(root, "--system", "salesforce", "--into", own, "--out", tmp_path / "new")
    assert ran.exit_code == 0, ran.output
    assert "No event was inactive and is active" in ran.stderr
    text = (tmp_path / "new" / LOSSES).read_text()
    found = [(said(v, "fullName"), said(v, "isActive")) for v in values(text.encode(), "value")]
    assert found == [("Old one", ""), ("No event", ""), ("Outsold & out", "")]
    assert "Old &amp; grey" in text
    assert "<!-- Ours -->" in text
    assert "Not merged" not in text
    settings = values(text.encode(), "valueSettings")
    assert [(said(s, "controllingFieldValue"), said(s, "valueName")) for s in settings] == [
        ("outsold", "Old one"),
        ("wrong-deal", "No event"),
        ("outsold", "Outsold & out"),
    ]


def test_a_field_that_depends_on_another_is_told(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "field.xml"
    own.write_text(FIELD.replace("Loss_Root__c", "Type"))
    ran = run(root, "--system", "salesforce", "--into", own, "--out", tmp_path / "new")
    assert "Loss_Reason__c depends on Type" in ran.stderr
    text = (tmp_path / "new" / LOSSES).read_bytes()
    assert len(values(text, "valueSettings")) == 1


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<StandardValueSet>&b;</StandardValueSet>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><StandardValueSet>&a;</StandardValueSet>'
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BOMB, "declares entities or a document type"),
        (OUTSIDE, "declares entities or a document type"),
        ("<StandardValueSet>", "no well-formed XML"),
        ("", "no well-formed XML"),
        ("Stage,Active\n", "no well-formed XML"),
        ("<Profile/>", "This is <Profile>."),
        ('<StandardValueSet xmlns="urn:x"/>', "This is <{urn:x}StandardValueSet>."),
        (standard("A", more="<a>" * 60 + "</a>" * 60), "nested more than 50 deep"),
        (standard(), "no values in it"),
        (f'<CustomField xmlns="{NAMESPACE}"><valueSet><valueSetName>G</valueSetName></valueSet></CustomField>', "Retrieve that GlobalValueSet"),
    ],
    ids=["bomb", "outside", "cut", "empty", "csv", "profile", "another", "deep", "none", "global"],
)  # fmt: skip
def test_what_is_no_file_of_metadata_is_told_and_nothing_is_written(
    root: Path, tmp_path: Path, content: str, told: str
) -> None:
    own = tmp_path / "own.xml"
    own.write_text(content)
    ran = run(root, "--system", "salesforce", "--into", own, "--out", tmp_path / "new")
    assert ran.exit_code == 2
    assert told in ran.output
    assert not (tmp_path / "new").exists()


# --- HubSpot


def test_hubspot_gets_the_whole_list_and_a_property_for_the_root(
    root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new"
    ran = run(root, "--system", "hubspot", "--out", out)
    assert ran.exit_code == 0
    assert "The pipeline is not merged" in ran.stderr
    reason = json.loads((out / "hubspot/donebook_loss_reason.json").read_text())
    assert (reason["type"], reason["fieldType"]) == ("enumeration", "select")
    assert [(o["value"], o["label"], o["displayOrder"]) for o in reason["options"]] == [
        ("noevent", "No event", 0),
        ("outsold", "Outsold", 1),
    ]
    roots = json.loads((out / "hubspot/donebook_loss_root.json").read_text())
    assert [o["value"] for o in roots["options"]] == ["wrong-deal", "outsold"]
    tests = json.loads((out / "hubspot/donebook_weakest_test.json").read_text())
    assert tests["options"][0]["value"] == "real"


def test_options_join_those_that_hubspot_has(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "answer.json"
    options = [{"label": "Older", "value": "older", "displayOrder": 0, "hidden": False, "x": 1}, {"label": "No event", "value": "noevent", "displayOrder": 1, "hidden": True}]  # fmt: skip
    own.write_text(json.dumps({"name": "donebook_loss_reason", "options": options, "y": 2}))
    ran = run(root, "--system", "hubspot", "--into", own, "--out", tmp_path / "new")
    assert ran.exit_code == 0, ran.output
    merged = json.loads((tmp_path / "new/hubspot/donebook_loss_reason.json").read_text())
    assert merged["y"] == 2
    assert merged["options"][0] == options[0]
    assert [(o["value"], o["hidden"]) for o in merged["options"]] == [("older", False), ("noevent", False), ("outsold", False)]  # fmt: skip


@pytest.mark.parametrize("more", ["NaN", "-Infinity", '"\\ud800"', "[" * 5_000 + "]" * 5_000])
def test_what_can_be_read_but_not_written_as_json_is_told(
    root: Path, tmp_path: Path, more: str
) -> None:
    own = tmp_path / "answer.json"
    own.write_text(f'{{"name": "x", "options": [{{"value": "a", "label": "b", "c": {more}}}]}}')
    ran = run(root, "--system", "hubspot", "--into", own, "--out", tmp_path / "new")
    assert (ran.exit_code, "This is no JSON." in ran.stderr) == (2, True)
    assert not (tmp_path / "new").exists()


def test_other_systems_get_tables(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert run(root, "--system", "csv", "--out", out).exit_code == 0
    losses = (out / "crm-loss-reasons.csv").read_text("utf-8-sig")
    assert losses.startswith("id,title,root,salesforce,hubspot,called,address")
    assert "no-event,No event,wrong-deal,No event,noevent," in losses
    assert "Definition of done" in (out / "crm-deal-fields.csv").read_text("utf-8-sig")


# --- drift


def held(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text)
    return tmp_path / name


PIPELINE = {"results": [{"id": "default", "label": "Sales", "stages": [{"id": "qualifiedtobuy", "label": "Q"}, {"id": "legal", "label": "L"}]}]}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", standard("Qualification", "In Legal")),
        ("a.xml", standard("Suspect", "Qualification", "In Legal")),
        ("a.csv", "\ufeffMasterLabel;IsActive\r\nQualification;true\r\nIn Legal;TRUE\r\nGone;false\r\n"),
        ("a.csv", "ApiName,MasterLabel,IsActive\nQualification,Qualify,true\nIn Legal,Legal,true\n"),
        ("a.json", json.dumps(PIPELINE)),
        ("a.json", json.dumps({"name": "donebook_loss_reason", "options": [{"value": v} for v in ("noevent", "outsold", "Price")]})),
        ("a.json", json.dumps({"name": "donebook_loss_root", "options": [{"value": "wrong-deal"}, {"value": "outsold"}]})),
    ],
)  # fmt: skip
def test_a_crm_that_has_what_the_playbook_says_is_fine(
    root: Path, tmp_path: Path, name: str, text: str
) -> None:
    ran = run(root, "--check", held(tmp_path, name, text))
    assert ran.exit_code == 0, ran.output
    assert "The CRM has what the playbook says." in ran.stdout


LOST = {"metadata": {"isClosed": "true", "probability": "0.0"}}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", standard("Qualification", "In Legal", "Closed Lost")),
        ("a.csv", "MasterLabel,IsActive\nQualification,true\nIn Legal,true\nClosed Lost,true\n"),
        ("a.csv", "ApiName,IsClosed,IsWon\nQualification,false,false\nIn Legal,false,false\nDead,true,false\n"),
        ("a.json", json.dumps({"stages": [{"id": "qualifiedtobuy"}, {"id": "legal"}, {"id": "closedlost", **LOST}]})),
    ],
)  # fmt: skip
def test_a_stage_in_which_deals_are_lost_is_no_drift(
    root: Path, tmp_path: Path, name: str, text: str
) -> None:
    ran = run(root, "--check", held(tmp_path, name, text))
    assert (ran.exit_code, "The CRM has what the playbook says." in ran.stdout) == (0, True), ran.output  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("a.xml", standard("Qualification", "In Legal", "Closed Won").replace("</closed>", "</closed><won>true</won>"), "Closed Won"),
        ("a.csv", "ApiName,IsClosed,IsWon\nQualification,false,false\nIn Legal,false,false\nWon,true,true\n", "Won"),
        ("a.json", json.dumps({"stages": [{"id": "qualifiedtobuy"}, {"id": "legal"}, {"id": "won", "metadata": {"isClosed": "true", "probability": "1.0"}}]}), "won"),
        ("a.json", json.dumps({"stages": [{"id": "qualifiedtobuy"}, {"id": "legal"}, {"id": "new", "metadata": {"isClosed": "false", "probability": "0.0"}}]}), "new"),
    ],
)  # fmt: skip
def test_a_stage_that_the_playbook_lacks_is_told_with_what_to_do(
    root: Path, tmp_path: Path, name: str, text: str, value: str
) -> None:
    ran = run(root, "--check", held(tmp_path, name, text))
    assert ran.exit_code == 1
    assert ran.stdout.endswith(f"In the CRM alone: {value}. No link with it leads to a page. Add it to `legacy` of a stage in content/vocabulary.yaml.\n")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps({"name": "donebook_weakest_test", "options": [{"value": "real"}, {"value": "odd"}]})),
        ("a.xml", FIELD.replace("Loss_Reason__c", "Weakest_Test__c").replace("Old one", "real").replace("No event", "odd").replace("<isActive>false</isActive>", "")),
    ],
)  # fmt: skip
def test_a_field_of_ours_is_compared_with_its_own_values(
    root: Path, tmp_path: Path, name: str, text: str
) -> None:
    ran = run(root, "--check", held(tmp_path, name, text))
    assert ran.exit_code == 1
    assert "In the CRM alone: odd.\n" in ran.stdout
    assert "No event" not in ran.stdout
    assert "noevent" not in ran.stdout


def test_a_value_of_a_loss_alone_is_told_with_what_to_do(root: Path, tmp_path: Path) -> None:
    ran = run(root, "--check", held(tmp_path, "a.xml", FIELD))
    assert "In the CRM alone: Old one. No link with it leads to a page. Add it to `legacy` of a loss reason, or to `not_a_loss` in the settings." in ran.stdout  # fmt: skip


@pytest.mark.parametrize(
    ("system", "text"), [("hubspot", FIELD), ("salesforce", json.dumps(PIPELINE))]
)
def test_a_file_of_another_system_is_not_compared(
    root: Path, tmp_path: Path, system: str, text: str
) -> None:
    ran = run(root, "--system", system, "--check", held(tmp_path, "a", text))
    assert ran.exit_code == 2
    assert f"--system says {system}. Leave --system out." in ran.output


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.xml", standard("Qualificaton", "In Legal", "Prospecting"), ["Missing in the CRM: Qualification (Open). Is it Qualificaton there?", "In the CRM alone: Prospecting."]),
        ("a.xml", FIELD, ["Inactive in the CRM: No event (No event).", "Missing in the CRM: Outsold & out (Outsold).", "In the CRM alone: Old one."]),
        ("a.csv", "Label,Active\nQualification,false\nIn Legal,true\n", ["Inactive in the CRM: Qualification (Open)."]),
        ("a.json", json.dumps({"id": "x", "stages": [{"id": "legal", "archived": True}]}), ["Missing in the CRM: qualifiedtobuy (Open).", "Inactive in the CRM: legal (Agree)."]),
        ("a.json", json.dumps({"name": "donebook_loss_root", "options": [{"value": "wrong-deal", "label": "Bad"}, {"value": "outsold", "label": "Outsold"}]}), ["Called otherwise in the CRM: wrong-deal is Bad there, and Wrong deal here."]),
    ],
)  # fmt: skip
def test_what_has_drifted_is_told(
    root: Path, tmp_path: Path, name: str, text: str, told: list[str]
) -> None:
    ran = run(root, "--check", held(tmp_path, name, text))
    assert ran.exit_code == 1, ran.output
    assert [line for line in told if line not in ran.stdout] == [], ran.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "This is no JSON."),
        ("[1]", "neither a property with options nor a pipeline"),
        ('{"options": [{"value": 3}]}', "neither a property with options nor a pipeline"),
        ('{"results": [{"stages": []}, {"stages": []}]}', "neither a property with options nor a pipeline"),
        ("a,b\n1,2\n", "No column in it is called ApiName"),
        ("PK\x03\x04\x00\x00", "neither metadata that Salesforce gave, nor what HubSpot's API answered, nor a CSV"),
        (BOMB, "declares entities"),
    ],
)  # fmt: skip
def test_what_can_not_be_compared_is_told(root: Path, tmp_path: Path, text: str, told: str) -> None:
    ran = run(root, "--check", held(tmp_path, "a", text))
    assert ran.exit_code == 2
    assert told in ran.output


def test_a_file_that_is_not_there_and_a_system_that_is_unknown(root: Path, tmp_path: Path) -> None:
    ran = run(root, "--check", tmp_path / "none.xml")
    assert ran.exit_code == 2
    assert "No such file" in ran.output
    assert run(root).exit_code == 2
    (root / "site-config/playbook.yaml").write_text(base.CONFIG)
    lay(root, {"vocabulary.yaml": base.VOCABULARY, base.WHY_NOW: base.FILES[base.WHY_NOW], "loss-reasons/no-event.yaml": base.loss_reason("No event")})  # fmt: skip
    (root / "content/loss-reasons/outsold.yaml").unlink()
    ran = run(root, "--system", "salesforce")
    assert ran.exit_code == 2
    assert "name no CRM salesforce" in ran.output


def test_reasons_without_a_value_are_named(root: Path, tmp_path: Path) -> None:
    lay(root, {"loss-reasons/outsold.yaml": base.loss_reason("Outsold")})
    ran = run(root, "--system", "hubspot", "--out", tmp_path / "new")
    assert "Without a value for HubSpot, and left out: outsold." in ran.stderr
    assert ran.exit_code == 0
