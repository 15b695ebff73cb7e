"""The link "Not helpful?" leads to the settings' form or mail, filled in; without one nothing is shown."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from donebook.check import check
from donebook.pages import address
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import bodies, make_project

Project = Callable[..., Path]
FORM = "feedback: 'https://forms.example.org/new?page={page}&words={query}&by=a b'\n"


def pages(root: Path, settings: str) -> dict[str, str]:
    files = {"../site-config/playbook.yaml": base.CONFIG + settings}
    playbook = check(Folder(make_project(root, files)), TODAY).playbook
    assert playbook
    return bodies(playbook)


def link_on(page: str) -> str | None:
    found = re.search(r'<a href="([^"]*)" rel="noopener">Not helpful\?</a>', page)
    return unescape(found[1]) if found else None


def test_each_page_for_readers_has_a_link_with_its_own_name(tmp_path: Path) -> None:
    found = pages(tmp_path / "project", FORM)
    shown = {path: link for path in found if (link := link_on(found[path]))}
    for path, link in shown.items():
        page = path.removesuffix(".md").replace("/", "%2F")
        assert link == f"https://forms.example.org/new?page={page}&words=&by=a%20b"
    # The finder has its own where it finds nothing, and editors have a colleague to tell.
    left = {path.split("/")[0] for path in set(found) - set(shown)}
    assert left == {"find.md", "editing", "rules"}
    hubs = (address.STAGES, address.ROLES, address.TESTS, address.FRAMEWORKS, address.CHECKS)
    assert {*hubs, address.HOME, address.START, address.MAP, address.GLOSSARY} <= set(shown)


def test_a_page_goes_by_its_full_address_once_the_site_has_one(tmp_path: Path) -> None:
    settings = "address: https://example.org/book\nfeedback: 'mailto:book@example.org?subject=Not helpful: {page}'\n"
    assert link_on(pages(tmp_path / "project", settings)["questions/why-now.md"]) == (
        "mailto:book@example.org?subject=Not%20helpful:%20"
        "https%3A%2F%2Fexample.org%2Fbook%2Fquestions%2Fwhy-now%2F"
    )


def test_the_finder_keeps_the_place_of_the_words(tmp_path: Path) -> None:
    page = pages(tmp_path / "project", FORM)[address.FIND]
    found = re.findall(r'data-feedback="([^"]*)"', page)
    assert list(map(unescape, found)) == [
        "https://forms.example.org/new?page=find&words={query}&by=a%20b"
    ]


def test_what_a_setting_holds_cannot_leave_its_attribute(tmp_path: Path) -> None:
    evil = 'feedback: "https://forms.example.org/?a=\'x\'&q={query}#\\"><script>\\u201d"\n'
    found = pages(tmp_path / "project", evil)
    assert "<script>" not in found["questions/why-now.md"]
    assert link_on(found["questions/why-now.md"]) == (
        "https://forms.example.org/?a=%27x%27&q=#%22%3E%3Cscript%3E%E2%80%9D"
    )


def test_without_the_setting_nothing_is_shown(tmp_path: Path) -> None:
    for path, page in pages(tmp_path / "project", "").items():
        assert link_on(page) is None, path
        assert "data-feedback" not in page, path


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("https://forms.example.org", None),
        ("https://forms.example.org:8443/a/{page}?w={query}", None),
        ("mailto:book@example.org", None),
        ("mailto:book@example.org?body={query}", None),
        ("http://forms.example.org/", "does not fit"),
        ("javascript:alert(1)", "does not fit"),
        ("https://", "does not fit"),
        ("https://[", "does not fit"),
        ("https://forms.example.org:x/", "does not fit"),
        ("https://me@forms.example.org/", "does not fit"),
        ("https://{query}/", "does not fit"),
        ("https://forms.{page}.org/", "does not fit"),
        ("mailto:{page}@example.org", "does not fit"),
        ("mailto:book", "does not fit"),
        ("book@example.org", "does not fit"),
        ("mailto:book@example.org?body={querry}", "did you mean {query}?"),
        ("https://forms.example.org/{nothing like it}", "known: {page}, {query}."),
    ],
)
def test_only_forms_and_mail_with_known_blanks_are_taken(
    project: Project, value: str, said: str | None
) -> None:
    root = project({"../site-config/playbook.yaml": base.CONFIG + f"feedback: '{value}'\n"})
    found = [p for p in check(Folder(root), TODAY).problems if p.field == "feedback"]
    assert len(found) == (said is not None)
    for problem in found:
        assert said is not None
        assert said in problem.message
        assert (problem.code, problem.span.path) == ("M217", "site-config/playbook.yaml")
        assert (problem.span.line, problem.is_error) == (7, True)
