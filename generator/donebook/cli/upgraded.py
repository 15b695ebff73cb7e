"""What an upgrade changes in a company's repository, and how it is told."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from donebook.cli.company import Place
from donebook.cli.kept import Kept
from donebook.defaults import default_file
from donebook.write.migrate import Migrated
from donebook.write.site import RECORD, Record, Renewal, record_text
from donebook.write.starter import LIST, is_vendored, required
from donebook.write.to_do import to_do
from donebook.write.wheel import Wheel

PATCH = "build/upgrade.patch"
MOST_LINES = 40  # of one difference that is also in the patch


@dataclass(frozen=True, slots=True)
class Upgrade:
    """All that is to be done and told."""

    place: Place
    record: Record
    wheel: Wheel
    found: Renewal
    content: Migrated
    kept: tuple[Kept, ...]

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files to write, the record last."""
        record = record_text(self.found.record, self.wheel.version)
        files = {**self.found.files, **self.content.files}
        is_new = record != (self.place.root / RECORD).read_bytes().replace(b"\r\n", b"\n")
        return {**files, **({RECORD: record} if is_new else {})}

    @property
    def patch(self) -> str:
        """What puts our changes into files that a company has changed."""
        return "".join(kept.patch for kept in self.kept)


def told(upgrade: Upgrade, most: int | None = None) -> Iterator[str]:
    """What is printed, line by line; of a difference that the patch holds, at most so many lines."""
    if not upgrade.files:
        yield f"This playbook has donebook {upgrade.wheel.version} already. Nothing is changed."
    else:
        yield f"From donebook {upgrade.record.version} to {upgrade.wheel.version}."
        yield from _told_of_files(upgrade)
    yield from _listed("Your content is brought up to date:", upgrade.content.told)
    yield from _told_of_kept(upgrade, most)
    yield from _listed("Look at these yourself:", _by_hand(upgrade))
    if upgrade.files:
        for asked in to_do(
            default_file("CHANGELOG.md").read_text(encoding="utf-8"), upgrade.record.version
        ):
            yield f"\nWhat {asked.version} asks of you:\n\n{asked.text}"
    yield from _next(upgrade)


def _told_of_files(upgrade: Upgrade) -> Iterator[str]:
    place = upgrade.place
    paths = sorted(upgrade.files.keys() - upgrade.content.files.keys())
    new = [path for path in paths if not place.path(path).exists()]
    for head, found in (
        ("Renewed, because nobody has changed them:", [p for p in paths if p not in new]),
        ("New:", new),
        ("Removed, because nothing uses them any more:", upgrade.found.gone),
    ):
        if found:
            yield f"\n{head}"
            yield from (f"  {place.in_repository(path)}" for path in found)


def _listed(head: str, notes: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [f"  {path}: {said}" for path, said in notes]
    if lines:
        yield f"\n{head}"
        yield from lines


def _told_of_kept(upgrade: Upgrade, most: int | None) -> Iterator[str]:
    if upgrade.kept:
        yield "\nThese stay as they are:"
    for kept in upgrade.kept:
        end = "." if not kept.news else "; it has what is new in ours."
        is_news = bool(kept.news) and not kept.is_done
        yield f"  {kept.path}: {kept.why}{'. What is new in ours:' if is_news else end}"
        if is_news:
            lines = kept.news.splitlines()
            shown = lines[:most] if kept.patch else lines
            yield from (f"    {line}".rstrip() for line in shown)
            if shown != lines:
                yield f"    … and {len(lines) - len(shown)} lines more, in {PATCH}"


def _by_hand(upgrade: Upgrade) -> Iterator[tuple[str, str]]:
    """What an upgrade can't put in order itself."""
    yield from upgrade.content.by_hand
    for kept in upgrade.kept:
        if kept.news and kept.both is None and kept.path != upgrade.place.in_repository(LIST):
            yield kept.path, "what is new in ours can't be put in for you. Do it by hand."
    if LIST in upgrade.found.kept and upgrade.files:
        if is_vendored(upgrade.place.text(LIST)):
            yield LIST, f"for this donebook it has to say: {required(upgrade.wheel)}"
        else:
            yield LIST, f"it takes donebook from elsewhere. Let it take {upgrade.wheel.version}."


def _next(upgrade: Upgrade) -> Iterator[str]:
    place = upgrade.place
    if upgrade.patch:
        top = "" if place.top == place.root else f" -C {shlex.quote(str(place.top))}"
        patch = shlex.quote(str(place.root / PATCH) if top else PATCH)
        yield f"\nTo put what is new into your own files: git{top} apply {patch}"
    if upgrade.files:
        yield "\nNext: make tools && make check. Then look at `git diff`, and commit it."
