"""Family `reference` (R): what a company's own pages link to and show is there."""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from posixpath import relpath

from donebook.linked import is_picture, place_of, target_of, way_to
from donebook.message import message
from donebook.model import KINDS, OwnPage
from donebook.playbook import Playbook
from donebook.problem import Code, Finding
from donebook.prose import BODY, TAKEN, Linked, headings, linked
from donebook.rules import base
from donebook.spelling import guess

_PAGE = "pages/acme.md"

NOWHERE = Code(
    "R331",
    "A link on a page that leads nowhere",
    "Whoever taps it in a call gets a page that says nothing.",
    "Link to the file of an entry or of another page, as seen from this one: ../questions/why-now.yaml. The web needs the whole address, with https:// in front.",
    bad={_PAGE: base.own_page("Ask [why now](../questions/why-now/).")},
    good={_PAGE: base.own_page("Ask [why now](../questions/why-now.yaml).")},
)
NO_PICTURE = Code(
    "R332",
    "A picture that isn't there",
    "The page would show a broken picture.",
    "Put the picture next to the page, or correct its name; png, jpg, gif and webp work.",
    bad={_PAGE: base.own_page("![Their price list](prices.png)")},
    good={_PAGE: base.own_page("They have no price list.")},
)
CODES = (NOWHERE, NO_PICTURE)


def find(playbook: Playbook, files: Collection[str], links: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the links and pictures of pages.

    `files` are the paths below their folder, `links` those of them that are symbolic links.
    """
    for page in playbook.of_model(OwnPage):
        anchors = {*TAKEN, *(heading.anchor for heading in headings(page.text))}
        for number, found in enumerate(linked(page.body)):
            if found.is_outside:
                continue
            loc = (BODY, number)
            if found.is_picture:
                yield from _picture(page, loc, found, files, links)
            elif not found.path and found.anchor not in anchors:
                said = message('There is no heading "#{anchor}" on this page.', anchor=found.anchor)
                yield Finding(NOWHERE, page.path, loc, said, guess(found.anchor, anchors).question)
            elif found.path and target_of(page.path, found) is None:
                yield _nowhere(playbook, page, loc, found)


def _picture(
    page: OwnPage,
    loc: tuple[str, int],
    found: Linked,
    files: Collection[str],
    links: Collection[str],
) -> Iterator[Finding]:
    place = place_of(page.path, found)
    if place in links:
        said = message(
            "{path} is a link, and a link could publish any file of the machine that builds.",
            path=place,
        )
        yield Finding(NO_PICTURE, page.path, loc, said, message("Put the picture itself there."))
    elif place not in files or not is_picture(place):
        folder = page.path.rpartition("/")[0]
        pictures = [relpath(path, folder) for path in files if is_picture(path)]
        meant = guess(found.address, pictures)
        said = message("There is no picture {path}.", path=place)
        yield Finding(NO_PICTURE, page.path, loc, said, meant.question, meant.sure)


def _nowhere(playbook: Playbook, page: OwnPage, loc: tuple[str, int], found: Linked) -> Finding:
    said = message("\"{address}\" is neither an entry's file nor a page's.", address=found.address)
    meant = _meant(playbook, page, found)
    if not meant:
        return Finding(NOWHERE, page.path, loc, said)
    return Finding(
        NOWHERE, page.path, loc, said, message('Did you mean "{near}"?', near=meant), meant
    )


def _meant(playbook: Playbook, page: OwnPage, found: Linked) -> str | None:
    """The link to the one entry that has the name of the place that a link leads to."""
    name = PurePosixPath(found.path).stem
    folder = PurePosixPath(found.path).parent.name
    ids = [key for key in playbook.entries if key.id.rpartition("/")[2] == name]
    named = [key for key in ids if KINDS[key.kind].folder == folder] or ids
    if len(named) != 1:
        return None
    return way_to(page.path, playbook.entries[named[0]].path, found.anchor)
