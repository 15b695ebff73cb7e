"""The whole site as one file: unpacked, it works from a folder, without a server or a network."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from donebook.files import write_whole
from donebook.playbook import Playbook
from donebook.site.listing import listed
from donebook.site.version import FOR_HOSTS
from donebook.text import finished

ARCHIVE = "site-offline.zip"
README = "README.txt"
# The oldest day that a zip file can say, so that the same site gives the same bytes.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_ON_A_HOST = ("404.html", "manifest.webmanifest")


def write_archive(site: Path, playbook: Playbook, place: Path) -> None:
    """Pack a site that was built to be opened from a folder."""
    name = _folder(playbook)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in _files(site, playbook):
            entry = zipfile.ZipInfo(f"{name}/{path}", _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    write_whole(place, packed.getvalue())


def _files(site: Path, playbook: Playbook) -> Iterator[tuple[str, bytes]]:
    yield README, (playbook.language.say("offline.readme") + "\n").encode()
    for path in listed(site):
        if path not in (*_ON_A_HOST, *FOR_HOSTS):
            yield path, (site / path).read_bytes()


def _folder(playbook: Playbook) -> str:
    """The top folder's name: the playbook's, as a file name."""
    name = finished(playbook.config.name, playbook.config.product)
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "playbook"
