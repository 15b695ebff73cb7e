"""JSON Schemas: current, complete, and of one mind with the models."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from pydantic import BaseModel

from donebook.cli.main import donebook
from donebook.config import CONFIG_PATH, VOCABULARY_PATH, Config, Vocabulary
from donebook.model import (
    FORMS,
    KINDS,
    MODELS,
    DealCheck,
    Entry,
    Moved,
    Part,
    Retired,
    SpokenQuestion,
)
from donebook.model.marks import Completes, marked
from donebook.pages.reference import reference
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.schema import FOLDER, WANTED, as_text, described, shapes, wiring, with_choices
from projects import CHECKOUT, make_project

TRACKED = CHECKOUT / FOLDER


class _AsEditorsRead(yaml.CSafeLoader):
    """YAML 1.2, as editors read it: a date is a text, and `no` is too."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, look) for tag, look in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_AsEditorsRead.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf")
)


def read(text: str) -> Any:
    return yaml.load(text, _AsEditorsRead)


def files(root: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS.values():
        for place in sorted((root / "content" / kind.folder).glob("*.yaml")):
            yield kind.name, place
    yield "vocabulary", root / VOCABULARY_PATH
    yield "playbook", root / CONFIG_PATH


def mistakes(value: Any, schema: dict[str, Any]) -> list[str]:
    validator = jsonschema.Draft7Validator(schema)
    return [f"{e.json_path}: {e.message[:120]}" for e in validator.iter_errors(value)]


@pytest.mark.parametrize("name", shapes())
def test_tracked_shapes_are_those_of_the_models(name: str, request: pytest.FixtureRequest) -> None:
    place = TRACKED / f"{name}.json"
    text = as_text(shapes()[name])
    if request.config.getoption("--accept"):
        place.write_text(text, encoding="utf-8")
    assert place.read_text(encoding="utf-8") == text
    jsonschema.Draft7Validator.check_schema(shapes()[name])


def test_no_other_file_is_tracked_as_a_shape() -> None:
    assert {place.stem for place in TRACKED.iterdir()} == set(shapes())


def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for inner in model.__subclasses__():
        yield inner
        yield from below(inner)


def _name(model: type[BaseModel]) -> str:
    return model.__name__


@pytest.mark.parametrize("model", list(dict.fromkeys(below(Part))), ids=_name)
def test_every_field_says_what_it_is_for(model: type[BaseModel]) -> None:
    names = {info.alias or name for name, info in model.model_fields.items()} - {"id"}
    texts = described(model)
    assert {name for name in names if name not in texts} == set()
    assert all(texts[name].endswith((".", ": 2026-11-23.", "1.")) for name in names)


@pytest.mark.long
def test_every_file_of_the_starter_holds_to_its_schema(playbook: Playbook) -> None:
    with_ids = {name: with_choices(shape, playbook) for name, shape in shapes().items()}
    found = {
        (place.name, mistake)
        for name, place in files(CHECKOUT)
        for schema in (shapes()[name], with_ids[name])
        for mistake in mistakes(read(place.read_text(encoding="utf-8")), schema)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stage: open", "stage: opne"),
        ("roles: [user]", "roles: [usr]"),
        ("warns_of: [no-event]", "warns_of: [hours-back]"),
        ("bant: need", "bant: timming"),
        ("bant: need", "bandt: need"),
        ("owner: team", "owner: nobody"),
        ("title: Why now", "titel: Why now"),
        ("stage: open\n", ""),
        ("core: true", "core: maybe"),
        ("reviewed: 2026-10-01", "reviewed: [2026]"),
        ("core: true\n", "weight: 7\n"),
        ("ask: What makes this a question for real?", "ask: {what: now}"),
        ("core: true\n", "form: check\n"),
        ("core: true\n", "moved_to: why-us\n"),
    ],
)
def test_a_schema_with_choices_finds_what_an_editor_mistypes(old: str, new: str) -> None:
    schema = with_choices(shapes()["question"], small_playbook())
    text = base.FILES[base.WHY_NOW]
    assert mistakes(read(text), schema) == []
    assert old in text
    assert mistakes(read(text.replace(old, new)), schema)


def small_playbook() -> Playbook:
    from donebook.load import load
    from donebook.source import Tree

    class Small:
        prefix = ""

        def paths(self, folder: str) -> list[str]:
            return sorted(p for p in self._files() if p.startswith(f"{folder}/"))

        def links(self, folder: str) -> list[str]:
            return []

        def read(self, path: str) -> bytes:
            return self._files()[path].encode()

        def _files(self) -> dict[str, str]:
            return {CONFIG_PATH: base.CONFIG, **{f"content/{p}": t for p, t in base.FILES.items()}}

    tree: Tree = Small()
    found = load(tree).playbook
    assert found
    return found


def test_what_is_accepted_as_typed_is_accepted_in_the_editor(tmp_path: Path) -> None:
    schema = with_choices(shapes()["question"], small_playbook())
    text = base.FILES[base.WHY_NOW].replace("signs: [A date]", "signs: [no, 12:30, 1.10, true]")
    assert mistakes(read(text), schema) == []


def test_forwarding_notes_are_files_of_every_kind() -> None:
    for model in MODELS:
        shape = shapes()[model.kind.name]
        assert mistakes({"moved_to": "x"}, shape) == []
        assert mistakes({"retired": "Why"}, shape) == []
        assert mistakes({"retired": "Why", "title": "x"}, shape)


def test_check_writes_choices_that_follow_the_content(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    CliRunner().invoke(donebook, ["--root", str(root), "check"])
    place = root / "build" / "schema" / "question.json"
    assert '"hours-back"' in place.read_text(encoding="utf-8")
    before = place.stat().st_mtime_ns
    (root / "content" / "patterns" / "new-one.yaml").write_text("title: [\n", encoding="utf-8")
    CliRunner().invoke(donebook, ["--root", str(root), "check"])
    assert '"new-one"' in place.read_text(encoding="utf-8")
    assert place.stat().st_mtime_ns != before


def test_vs_code_is_told_which_schema_belongs_to_which_file(
    request: pytest.FixtureRequest,
) -> None:
    place = CHECKOUT / ".vscode" / "settings.json"
    text = wiring(place.read_text(encoding="utf-8"))
    if request.config.getoption("--accept"):
        place.write_text(text, encoding="utf-8")
    assert place.read_text(encoding="utf-8") == text
    settings = json.loads(text)
    wired = {Path(s).stem: pattern for s, pattern in settings["yaml.schemas"].items()}
    # What is Markdown with fields at its top is no YAML to an editor.
    assert set(wired) == {
        name for name in shapes() if name not in KINDS or not KINDS[name].is_prose
    }
    for name, place in files(CHECKOUT):
        assert place.relative_to(CHECKOUT).match(wired[name])


def test_the_models_named_here_are_all_there_are() -> None:
    tops = {SpokenQuestion, DealCheck, Moved, Retired, Vocabulary, Config}
    assert {model.__name__ for model in tops} <= {
        name for shape in shapes().values() for name in shape["definitions"]
    }


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_what_makes_an_entry_complete_is_marked_in_the_reference_and_in_the_hover(
    model: type[Entry], playbook: Playbook
) -> None:
    name = model.kind.name
    wanted = {model.model_fields[field].alias or field for field in marked(model, Completes)}
    groups = {str(group.name): group for group in reference(name)}
    called = {SpokenQuestion: "A question to the buyer", DealCheck: "A deal check"}
    top = groups[called[model]] if model in called else next(iter(groups.values()))
    assert {str(field.name) for field in top.fields if field.completes} == wanted
    assert not [field for field in top.fields if WANTED in field.says]
    fields = with_choices(shapes()[name], playbook)["definitions"][model.__name__]["properties"]
    assert {field for field, its in fields.items() if WANTED in its["description"]} == wanted
