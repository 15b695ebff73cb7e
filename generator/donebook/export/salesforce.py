"""Salesforce metadata: the picklists of stages and of reasons for a loss, and fields of a deal.

A deploy deactivates each value that its file lacks, in standard and custom picklists (Metadata API,
StandardValueSet and CustomField). So what an administrator has retrieved is kept, value by value,
and ours are added to it.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import (
    Comment,
    Element,
    ElementTree,
    SubElement,
    TreeBuilder,
    indent,
)

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from donebook.export.crm import DealField, Lists, Value
from donebook.export.crm_check import Wanted
from donebook.message import Message, message

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
STAGES_FILE = "standardValueSets/OpportunityStage.standardValueSet-meta.xml"
FIELDS = "objects/Opportunity/fields"
LOSS_FIELD, ROOT_FIELD = "Loss_Reason__c", "Loss_Root__c"
MOST_BYTES = 5 << 20
_MOST_LEVELS = 50  # metadata has five; what writes a tree goes down level by level
# What a new organization has, with the share and the category that each comes with.
DEFAULTS: Mapping[str, tuple[int, str]] = {
    "Prospecting": (10, "Pipeline"),
    "Qualification": (10, "Pipeline"),
    "Needs Analysis": (20, "Pipeline"),
    "Value Proposition": (50, "Pipeline"),
    "Id. Decision Makers": (60, "Pipeline"),
    "Perception Analysis": (70, "Pipeline"),
    "Proposal/Price Quote": (75, "Pipeline"),
    "Negotiation/Review": (90, "Pipeline"),
    "Closed Won": (100, "Closed"),
    "Closed Lost": (0, "Omitted"),
}
# By the top of a file: where its values are, and what one is called there.
_VALUES = {
    "StandardValueSet": ("", "standardValue"),
    "GlobalValueSet": ("", "customValue"),
    "CustomField": ("valueSet/valueSetDefinition", "value"),
}


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A file of metadata as an administrator has it, and its values: whether each is active."""

    root: Element
    values: Mapping[str, bool]
    labels: Mapping[str, str]

    @property
    def lost(self) -> frozenset[str]:
        """The stages in which deals have ended without being won."""
        entries = (e for e in _entries(self.root) if _said(e, "closed") == "true")
        return frozenset(_said(e, "fullName") for e in entries if _said(e, "won") != "true")

    @property
    def kind(self) -> str:
        return _name(self.root)

    @property
    def field(self) -> str:
        """The name of the field that it is, if it is one."""
        return _said(self.root, "fullName")

    @property
    def controlled_by(self) -> str:
        """The name of the field that this one depends on, if it does."""
        return _said(self.root, "valueSet/controllingField")


def read(content: bytes) -> Retrieved | Message:
    """A retrieved file, or why it is none; nothing in it is expanded or fetched."""
    root = _parsed(content)
    if isinstance(root, str):
        return root
    if _name(root) not in _VALUES:
        return message(
            "This is {name}. Retrieve a StandardValueSet (OpportunityStage), a GlobalValueSet or a CustomField.",
            name=f"<{_name(root)}>",
        )
    entries = list(_entries(root))
    if not entries and _child(root, "valueSet/valueSetName") is not None:
        return message("This field takes its values from a global value set. Retrieve that GlobalValueSet instead.")  # fmt: skip
    if not entries:
        return message("There are no values in it.")
    return Retrieved(
        root,
        {_said(e, "fullName"): _said(e, "isActive") != "false" for e in entries},
        {_said(e, "fullName"): _said(e, "label") for e in entries},
    )


def _parsed(content: bytes) -> Element | Message:
    if len(content) > MOST_BYTES:
        return message("This file is too large; at most {most:,} bytes are read.", most=MOST_BYTES)
    parser = DefusedXMLParser(target=TreeBuilder(insert_comments=True), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException:
        return message("This XML declares entities or a document type, as no metadata does.")
    except (ParseError, ValueError, LookupError) as wrong:
        return message("This is no well-formed XML: {why}.", why=str(wrong))
    if _is_deep(root):
        return message("Its elements are nested more than {most} deep, as in no metadata.", most=_MOST_LEVELS)  # fmt: skip
    return root


def _is_deep(root: Element) -> bool:
    level = [root]
    for _ in range(_MOST_LEVELS):
        level = [child for element in level for child in element]
    return bool(level)


def merged(found: Retrieved, lists: Lists) -> tuple[bytes, tuple[Message, ...]]:
    """A retrieved file with our values in it, and what an administrator has to know of it."""
    wanted = wanted_of(found, lists).values
    _, tag = _VALUES[found.kind]
    parent = _parent(found.root)
    notes = [
        message("{value} was inactive and is active in the merged file.", value=value)
        for value in _activated(found, wanted)
    ]
    added = [value for value in wanted if value.value not in found.values]
    total = len(wanted)
    for value in added:
        number = wanted.index(value)
        made = _stage(value, number, total) if tag == "standardValue" else _value(value, tag)
        parent.insert(_place(parent, made, [v.value for v in wanted[:number]]), made)
    if found.kind == "CustomField":
        notes += _depend(found, wanted)
    if added:
        notes.append(message("Added: {values}. Add them to your sales processes and record types, too; until then nobody can choose them.", values=tuple(v.value for v in added)))  # fmt: skip
    return _text(found.root), tuple(notes)


def stages_file(lists: Lists) -> bytes:
    """The stages alone, marked as what no administrator may deploy as it is."""
    root = _top("StandardValueSet")
    root.append(Comment(_warning("OpportunityStage")))
    SubElement(root, "sorted").text = "false"
    root.extend(_stage(v, n, len(lists.stages)) for n, v in enumerate(lists.stages))
    return _text(root)


def deactivated(lists: Lists) -> tuple[str, ...]:
    """The stages of a new organization that a deploy of our stages alone would deactivate."""
    ours = {value.value for value in lists.stages}
    return tuple(value for value in DEFAULTS if value not in ours)


def fields(lists: Lists, say: Callable[[str], str]) -> Mapping[str, bytes]:
    """Each field as a file: the root of a loss, the reason that depends on it, and those of a deal."""
    root = _field(ROOT_FIELD, say("crm-field.root"), say("crm-field.root-told"))
    _choices(root, lists.roots)
    reason = _field(LOSS_FIELD, say("crm-field.reason"), say("crm-field.reason-told"))
    reason.insert(0, Comment(_warning(LOSS_FIELD)))
    values = _choices(reason, lists.losses, controlled_by=ROOT_FIELD)
    for value in lists.losses:
        _setting(values, value)
    found = {ROOT_FIELD: root, LOSS_FIELD: reason} if lists.losses else {}
    found |= {f"{one.name}__c": _deal_field(one) for one in lists.deal}
    return {file_of(name): _text(made) for name, made in found.items()}


def file_of(field: str) -> str:
    """Where the file of a field is."""
    return f"{FIELDS}/{field}.field-meta.xml"


def _warning(name: str) -> str:
    return (
        f" Not merged. If {name} exists in your organization, a deploy of this file deactivates each"
        " value that is missing here. Retrieve it first, and let donebook export crm merge it. "
    )


def wanted_of(found: Retrieved, lists: Lists) -> Wanted:
    """The values that a file is for: stages; those of a field of ours; the roots where it has them; else the reasons."""
    if found.kind == "StandardValueSet":
        return Wanted(lists.stages, "stage")
    for one in lists.deal:
        if one.choices and found.field == f"{one.name}__c":
            return Wanted(one.choices, "other")
    roots = {value.value for value in lists.roots}
    if roots <= found.values.keys() or found.field == ROOT_FIELD:
        return Wanted(lists.roots, "other")
    return Wanted(lists.losses, "loss-reason")


def replaced_by(found: Retrieved, lists: Lists) -> set[str]:
    """Those of our fields that a field or a value set of the organization's own makes needless."""
    has_reasons = lists.losses and wanted_of(found, lists).of == "loss-reason"
    return {LOSS_FIELD, ROOT_FIELD} if has_reasons and found.field != LOSS_FIELD else set()


def _activated(found: Retrieved, wanted: tuple[Value, ...]) -> Iterator[str]:
    ours = {value.value for value in wanted}
    for entry in _entries(found.root):
        active = _child(entry, "isActive")
        if active is not None and active.text == "false" and _said(entry, "fullName") in ours:
            entry.remove(active)
            yield _said(entry, "fullName")


def _depend(found: Retrieved, wanted: tuple[Value, ...]) -> Iterator[Message]:
    """Say for each value under which root it can be chosen, where the root controls the field."""
    values = _child(found.root, "valueSet")
    control = found.controlled_by
    if values is None or not control:
        return
    if control != ROOT_FIELD:
        yield message("{field} depends on {control}, so say there under which of its values each new one can be chosen.", field=found.field, control=control)  # fmt: skip
        return
    known = {_said(e, "valueName") for e in values if _name(e) == "valueSettings"}
    for value in wanted:
        if value.value not in known:
            _setting(values, value)


def _place(parent: Element, made: Element, before: list[str]) -> int:
    """Where a new value goes: behind the last one.

    A stage in which no deal ends goes behind the nearest of ours `before` it in which none ends
    either, else before the stages in which deals end.
    """
    places = [n for n, entry in enumerate(parent) if _name(entry) == _name(made)]
    behind = places[-1] + 1 if places else len(parent)
    if _said(made, "closed") != "false":
        return behind
    still = {_said(parent[n], "fullName"): n for n in places if _said(parent[n], "closed") == "false"}  # fmt: skip
    near = next((still[value] + 1 for value in reversed(before) if value in still), None)
    ended = next((n for n in places if _said(parent[n], "closed") == "true"), behind)
    return ended if near is None else near


def _stage(value: Value, number: int, total: int) -> Element:
    """A stage. Of one that is no default, share and category follow from its place; the administrator sets them."""
    share, category = DEFAULTS.get(
        value.value, (round(90 * (number + 1) / max(total, 1) / 10) * 10, "Pipeline")
    )
    if value.ended:
        share, category = (100, "Closed") if value.ended == "won" else (0, "Omitted")
    made = _value(value, "standardValue")
    for name, text in (
        ("closed", _flag(on=category != "Pipeline")),
        ("forecastCategory", category),
        ("probability", f"{share}"),
        ("won", _flag(on=category == "Closed")),
    ):
        SubElement(made, name).text = text
    return made


def _value(value: Value, tag: str) -> Element:
    made = Element(tag)
    SubElement(made, "fullName").text = value.value
    SubElement(made, "default").text = "false"
    SubElement(made, "label").text = value.label if value.is_id else value.value
    return made


def _top(name: str) -> Element:
    return Element(name, {"xmlns": NAMESPACE})


def _field(name: str, label: str, told: str) -> Element:
    made = _top("CustomField")
    SubElement(made, "fullName").text = name
    SubElement(made, "description").text = told
    SubElement(made, "label").text = label
    SubElement(made, "required").text = "false"
    return made


def _choices(field: Element, values: Iterable[Value], controlled_by: str = "") -> Element:
    SubElement(field, "type").text = "Picklist"
    made = SubElement(field, "valueSet")
    if controlled_by:
        SubElement(made, "controllingField").text = controlled_by
    SubElement(made, "restricted").text = "true"
    defined = SubElement(made, "valueSetDefinition")
    SubElement(defined, "sorted").text = "false"
    defined.extend(_value(value, "value") for value in values)
    return made


def _setting(values: Element, value: Value) -> None:
    made = SubElement(values, "valueSettings")
    SubElement(made, "controllingFieldValue").text = value.under
    SubElement(made, "valueName").text = value.value


def _deal_field(one: DealField) -> Element:
    made = _field(f"{one.name}__c", one.label, one.told)
    if one.type == "choice":
        _choices(made, one.choices)
        return made
    types: Mapping[str, tuple[tuple[str, str], ...]] = {
        "long": (("length", "32768"), ("type", "LongTextArea"), ("visibleLines", "4")),
        "line": (("length", "255"), ("type", "Text")),
        "day": (("type", "Date"),),
    }
    for name, text in types[one.type]:
        SubElement(made, name).text = text
    return made


def _flag(*, on: bool) -> str:
    return "true" if on else "false"


def _name(element: Element) -> str:
    """The name of an element in the namespace of metadata; comments have none."""
    return element.tag.removeprefix(f"{{{NAMESPACE}}}") if isinstance(element.tag, str) else ""


def _child(element: Element, path: str) -> Element | None:
    for name in path.split("/"):
        found = next((child for child in element if _name(child) == name), None)
        if found is None:
            return None
        element = found
    return element


def _said(element: Element, path: str) -> str:
    found = _child(element, path)
    return (found.text or "").strip() if found is not None else ""


def _parent(root: Element) -> Element:
    path, _ = _VALUES[_name(root)]
    found = _child(root, path) if path else root
    return root if found is None else found


def _entries(root: Element) -> Iterator[Element]:
    _, tag = _VALUES[_name(root)]
    return (entry for entry in _parent(root) if _name(entry) == tag and _said(entry, "fullName"))


def _text(root: Element) -> bytes:
    """The XML as Salesforce writes it: four spaces to a level."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    root.set("xmlns", NAMESPACE)
    indent(root, " " * 4)
    written = io.BytesIO()
    ElementTree(root).write(written, encoding="UTF-8", xml_declaration=True)
    return written.getvalue().replace(b"<?xml version='1.0' encoding='UTF-8'?>", b'<?xml version="1.0" encoding="UTF-8"?>', 1) + b"\n"  # fmt: skip
