"""Sveltia CMS as it is published: one release, known by its hash, and what of it a site needs.

Whoever signs in on its page hands it a key to the repository, and nobody reads a minified script in a
pull request. So what lies in a repository is compared with the release each time a site is built.
"""

import base64
import hashlib
import re
import tarfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from donebook.message import Message, message

PACKAGE, VERSION = "@sveltia/cms", "0.221.1"
# Of the package, as package indexes and package-lock.json name it (W3C, Subresource Integrity).
INTEGRITY = "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="
# Of what is unpacked of it: the SHA-256 of its list, a line for each file.
UNPACKED = "284e106e2a2941a692b8a63e5581686507488e06f8abb9cc46ca84ed4c719e31"
FOLDER = "vendor/sveltia-cms"
MOST_BYTES = 64 * 1024 * 1024
# The editor with its fonts, the words of its other languages, and whose it is. Not what makes pictures
# smaller, as no entry has one, and not what finds faults in its code.
_NEEDED = re.compile(
    r"package/(LICENSE\.txt|locales/[\w-]+\.json|npm/index\.js"
    r"|npm/chunks/(?:react|react-dom|shiki-engine)-[\w-]+\.js|npm/assets/[\w.-]+\.(?:woff2|png|txt))"
)
_FETCH = message("`npm pack {package}@{version}` fetches it.", package=PACKAGE, version=VERSION)


class BundleRefused(Exception):  # noqa: N818 - a verdict about files
    """These aren't the files of the release; `said` says what to do."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


def unpacked(content: bytes) -> Mapping[str, bytes]:
    """The files that a site needs of the package, by their paths in it. Raises BundleRefused."""
    if not content.startswith(b"\x1f\x8b"):
        raise BundleRefused(message("This is no package of npm's, a file that ends in .tgz. {fetch}", fetch=_FETCH))  # fmt: skip
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if f"sha512-{found}" != INTEGRITY:
        said = message(
            "This isn't {package} {version} as it was published: its hash is another one. It is cut short, changed, or another version. {fetch}",
            package=PACKAGE,
            version=VERSION,
            fetch=_FETCH,
        )
        raise BundleRefused(said)
    files = {}
    with tarfile.open(fileobj=BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            needed = _NEEDED.fullmatch(member.name)
            file = archive.extractfile(member) if needed and member.isfile() else None
            if needed and file:
                files[needed[1]] = file.read()
    return files


def bundle_at(root: Path) -> Mapping[str, bytes]:
    """The same files as they lie in a repository. Raises BundleRefused where any of them differs."""
    folder = root / FOLDER
    places = [place for place in sorted(folder.rglob("*")) if not place.is_dir()]
    again = message(
        "`donebook new cms --bundle FILE` puts {package} {version} there. {fetch}",
        package=PACKAGE,
        version=VERSION,
        fetch=_FETCH,
    )
    if not places:
        said = message("The settings ask for forms (`cms`), and {folder} is missing. {again}", folder=FOLDER, again=again)  # fmt: skip
        raise BundleRefused(said)
    if any(place.is_symlink() or place.stat().st_size > MOST_BYTES for place in places):
        files: Mapping[str, bytes] = {}
    else:
        files = {place.relative_to(folder).as_posix(): place.read_bytes() for place in places}
    if digest(files) != UNPACKED:
        said = message("What lies in {folder} isn't what this donebook knows as {package} {version}. {again}", folder=FOLDER, package=PACKAGE, version=VERSION, again=again)  # fmt: skip
        raise BundleRefused(said)
    return files


def digest(files: Mapping[str, bytes]) -> str:
    """One SHA-256 for all of some files, by their paths."""
    lines = (f"{path} {hashlib.sha256(files[path]).hexdigest()}\n" for path in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
