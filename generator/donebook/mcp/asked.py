"""What assistants ask of a playbook: functions from a state and what they typed to an answer."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from donebook.collect.deals import read_deals
from donebook.collect.handed import Handed
from donebook.collect.standing import doubt, has_ended, standing
from donebook.collect.usage import one_line
from donebook.export.made import address_at, entry_of
from donebook.facts import ask_next, stage_called
from donebook.index.search import Found, is_gone_to
from donebook.index.search import search as ranked
from donebook.mcp.answers import (
    Answer,
    AskAnswer,
    Deal,
    DealCheckAnswer,
    DealsAnswer,
    EntryAnswer,
    Hit,
    Page,
    SearchAnswer,
    Source,
    Subject,
    TestShare,
    ToAsk,
    Unanswered,
    about,
    entry_named,
    filled,
    to_ask,
)
from donebook.mcp.held import State
from donebook.message import Message, message
from donebook.model import (
    ID_PATTERN,
    KIND_OF_FOLDER,
    KINDS,
    LONGEST_ID,
    SHOWN_KINDS,
    DealCheck,
    Entry,
    Key,
    Kind,
    LossReason,
    Pattern,
    Retired,
    SpokenQuestion,
)
from donebook.playbook import Playbook
from donebook.source import Tree

A = TypeVar("A", bound=Answer)
LONGEST_SAID, MOST_FOUND = 500, 50
MOST_SUBJECTS, MOST_ASKED = 3, 3
LONGEST_DEALS, MOST_DEALS = 5_000_000, 100


def key_of(kind: str, entry_id: str) -> Key:
    """An entry's key by what somebody typed. Raises Unanswered; a path is no id."""
    found = kind_of(kind)
    if not ID_PATTERN.fullmatch(entry_id) or len(entry_id) > LONGEST_ID:
        raise Unanswered(
            message('An id is lower-case words joined by hyphens, such as "why-now"; this is none.')
        )
    return Key(found.name, entry_id)


def kind_of(kind: str) -> Kind:
    """A kind of entries by its name. Raises Unanswered."""
    shown = SHOWN_KINDS.get(kind)
    known = KINDS.get(kind) or (KIND_OF_FOLDER.get(shown.folder) if shown else None)
    if known is None:
        raise Unanswered(
            message("There is no such kind. Known: {known}.", known=tuple(SHOWN_KINDS))
        )
    return known


def word_of(playbook: Playbook, part: str, word: str) -> str | None:
    """A stage or role by its id, one that it had before, its name, or what a CRM calls it alone. Raises Unanswered."""
    known = playbook.words(part)
    called = {filled(playbook, name).lower(): its for its, name in known.items()}
    found = playbook.former(part).get(word, word)
    found = found if found in known else called.get(found.lower(), found)
    if part == "stage" and found not in known:
        of_crm = [its for its in known if found in stage_called(playbook, its)]
        found = of_crm[0] if len(of_crm) == 1 else found
    if found and found not in known:
        raise Unanswered(message("There is no such word. Known: {known}.", known=tuple(known)))
    return found or None


def search(state: State, said: str, kind: str, stage: str, role: str, most: int) -> SearchAnswer:
    """What a buyer's words lead to, ranked as the finder of the site does it."""
    playbook, index = state.playbook, state.index
    letter = SHOWN_KINDS[kind].letter if kind in SHOWN_KINDS else kind and kind_of(kind).letter
    in_stage, of_role = word_of(playbook, "stage", stage), word_of(playbook, "role", role)
    is_chosen = bool(letter or in_stage or of_role)

    def is_fitting(number: int) -> bool:
        row = index.rows[number]
        if row.kind != letter if letter else not index.kinds[row.kind].is_found:
            return False
        # A loss is feared at any stage.
        is_there = not in_stage or in_stage in row.stages or row.kind == LossReason.kind.letter
        return is_there and (not of_role or of_role in row.roles)

    found = ranked(
        index,
        _said(said),
        is_fitting,
        max(1, min(most, MOST_FOUND)),
        lambda row: not is_chosen and is_gone_to(index, row),
    )
    return SearchAnswer(
        entries=tuple(_hits(state, found)),
        pages=tuple(
            Page(
                what=place.label,
                name=place.name,
                address=_address(playbook, place.path),
            )
            for row in found.places
            if row >= len(index.rows)
            for place in [index.places[row - len(index.rows)]]
        ),
        total=found.total,
        missing=found.missing,
    )


def _address(playbook: Playbook, path: str) -> str:
    page, mark, anchor = path.partition("#")
    return f"{address_at(playbook, f'{page}.md')}{mark}{anchor}"


def _said(text: str) -> str:
    if not text.strip():
        raise Unanswered(message("Say what the buyer said, or what you look for."))
    if len(text) > LONGEST_SAID:
        most = message("Say it shorter: at most {most} characters are read.", most=LONGEST_SAID)
        raise Unanswered(most)
    return text


def _hits(state: State, found: Found) -> Iterable[Hit]:
    rows, playbook = state.index.rows, state.playbook
    named = [row for row in found.places if row < len(rows)]
    for how, some in (("name", named), ("match", found.entries), ("nearest", found.nearest)):
        for row in some:
            entry = playbook.entries[rows[row].key]
            gist = filled(playbook, entry.gist)
            yield Hit.model_validate(
                {**about(playbook, entry, state.today), "gist": gist, "found": how}
            )


def get_entry(state: State, tree: Tree, kind: str, entry_id: str) -> EntryAnswer:
    """One entry, or the one that took its place."""
    playbook, key = state.playbook, key_of(kind, entry_id)
    entry = entry_named(playbook, key)
    if entry is None:
        raise Unanswered(_gone(playbook, key))
    note = "" if entry.key == key else message("“{id}” went into this entry.", id=key.id)
    return EntryAnswer(
        note=playbook.language.tell(note),
        source=Source(**about(playbook, entry, state.today)),
        entry=entry_of(playbook, entry),
        file=tree.read(entry.path).decode("utf-8", "replace"),
    )


def _gone(playbook: Playbook, key: Key) -> Message:
    note = playbook.tombstones.get(key)
    if isinstance(note, Retired):
        return message("This entry was retired: {why}", why=filled(playbook, note.retired))
    return message("There is no entry “{id}” of this kind. Search for it.", id=key.id)


def next_to_ask(state: State, heard: str, subject: Key | None, stage: str, role: str) -> AskAnswer:
    """What to ask next: after what was heard, about a definition or a loss, or in a stage."""
    playbook = state.playbook
    in_stage, of_role = word_of(playbook, "stage", stage), word_of(playbook, "role", role)
    entries: list[Entry] = []
    if subject:
        entries.append(_subject(playbook, subject))
    if heard.strip():
        hits = search(state, heard, "", "", "", MOST_FOUND).entries
        sure = [hit for hit in hits if hit.found != "nearest"]
        entries += [playbook.entries[key_of(hit.kind, hit.id)] for hit in sure]
    subjects = [one for one in entries if isinstance(one, Pattern | LossReason)][:MOST_SUBJECTS]
    if entries or heard.strip():
        asked = [one for one in entries if isinstance(one, SpokenQuestion)]
    else:
        if in_stage is None:
            raise Unanswered(message("Say what was heard, what it is about, or the stage."))
        asked = [one for one in playbook.spoken if in_stage in one.stages]
        asked.sort(key=lambda one: (one.stage != in_stage, not one.core))
    asked.sort(key=lambda one: of_role is not None and of_role not in one.roles)
    return AskAnswer(
        subjects=tuple(
            Subject(
                **about(playbook, one, state.today),
                gist=filled(playbook, one.gist),
                caution=filled(playbook, one.caution) if isinstance(one, Pattern) else "",
                ask=_asked(
                    playbook,
                    ask_next(playbook, one, in_stage, of_role)[: None if subject else MOST_ASKED],
                    state.today,
                ),
            )
            for one in subjects
        ),
        ask=_asked(playbook, asked[:MOST_ASKED], state.today),
    )


def _asked(
    playbook: Playbook, questions: Iterable[SpokenQuestion], today: date
) -> tuple[ToAsk, ...]:
    return tuple(to_ask(playbook, question, today) for question in questions)


def _subject(playbook: Playbook, key: Key) -> Pattern | LossReason:
    entry = entry_named(playbook, key)
    if isinstance(entry, Pattern | LossReason):
        return entry
    if entry is None:
        raise Unanswered(_gone(playbook, key))
    raise Unanswered(message("Only a definition of done or a loss reason leads to questions."))


def check_deal(state: State, text: str) -> DealsAnswer:
    """How the deals of a file from My deals stand. Nothing of them is kept."""
    if len(text) > LONGEST_DEALS:
        most = message("At most {most:,} characters of deals are read.", most=LONGEST_DEALS)
        raise Unanswered(most)
    playbook = state.playbook
    tell = playbook.language.tell
    found = read_deals(text.encode("utf-8", "replace"), playbook)
    problems = [tell(problem) for problem in found.problems]
    if not found.rows and found.problems:
        raise Unanswered(found.problems[0])
    if len(found.rows) > MOST_DEALS:
        problems.append(tell(message("Only the first {most:,} deals are read.", most=MOST_DEALS)))
    return DealsAnswer(
        deals=tuple(_deal(playbook, row, state.today) for row in found.rows[:MOST_DEALS]),
        problems=tuple(problems),
    )


def _deal(playbook: Playbook, row: Handed, today: date) -> Deal:
    stands = standing(playbook, row)
    tests = playbook.vocabulary.tests
    return Deal(
        name=one_line(row.name, LONGEST_SAID),
        stage=row.stage if row.stage in playbook.vocabulary.stages else "",
        has_ended=has_ended(playbook, row),
        tests=tuple(
            TestShare(
                test=share.test,
                name=filled(playbook, tests[share.test].name),
                confirmed=share.confirmed,
                of=share.all,
            )
            for share in stands.shares
        ),
        weakest=stands.weakest.test if stands.weakest else "",
        unknown=_checks(playbook, stands.unknown, today),
        stops=_checks(playbook, stands.stops, today),
        definition=_definition(playbook, row, today),
    )


def _checks(
    playbook: Playbook, checks: Iterable[DealCheck], today: date
) -> tuple[DealCheckAnswer, ...]:
    return tuple(
        DealCheckAnswer(**about(playbook, check, today), ask=filled(playbook, check.ask))
        for check in checks
    )


def _definition(playbook: Playbook, row: Handed, today: date) -> str:
    found = doubt(playbook, row, today)
    if found is None:
        said = message("The buyer has confirmed the definition of done as it stands.")
    elif found.on is None:
        said = message("The buyer hasn’t confirmed the definition of done.")
    elif found.is_changed:
        said = message("It was worded anew after the buyer confirmed it on {day}.", day=found.on)
    else:
        said = message("The buyer confirmed it on {day}, too long ago.", day=found.on)
    return playbook.language.tell(said)


def noted(state: State, answer: A) -> A:
    """An answer with what to know of the state it was made from."""
    if state.note is None:
        return answer
    note = " ".join(filter(None, (state.playbook.language.tell(state.note), answer.note)))
    return answer.model_copy(update={"note": note})
