"""Family `wording` (W): what the file of the site's language says and what it leaves out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from donebook.facts import remembered_alone
from donebook.language import OwnWords, place_of, words_path
from donebook.message import message, plural
from donebook.problem import Code, Finding, Severity
from donebook.rules import base
from donebook.source import Loc
from donebook.translation import counted, forms, lacking, left_out, needed

_NAMED = 3  # of the words that are missing
_FORMS_ALONE = "severity: {W515: 'off'}\n"  # of how much is missing, nothing is said
_CONFIG = "../site-config/playbook.yaml"


def _polish(words: str, settings: str = "") -> Mapping[str, str]:
    settings = f"{base.CONFIG}language: pl\n{settings}"
    return {_CONFIG: settings, "../site-config/words/pl.yaml": f"count: {{questions: {words}}}\n"}


LACKS_WORDS = Code(
    "W515",
    "A language that lacks words",
    "Reps read a page in two languages, and a screen reader speaks English as if it were the other one.",
    "`donebook new words` writes what is missing into the file, each with its English behind it.",
    bad=_polish(
        "{one: '{n} pytanie', few: '{n} pytania', many: '{n} pytań', other: '{n} pytania'}"
    ),
    good={_CONFIG: f"{base.CONFIG}language: de\n"},
    severity=Severity.WARNING,
)
LACKS_FORM = Code(
    "W516",
    "A word without a form that its language counts with",
    "With some numbers the site says the wrong form, or an English word.",
    "Write each form that the language has, under the name that Unicode gives it.",
    bad=_polish("{one: '{n} pytanie', other: '{n} pytania'}", _FORMS_ALONE),
    good=_polish(
        "{one: '{n} pytanie', few: '{n} pytania', many: '{n} pytań', other: '{n} pytania'}"
    ),
    severity=Severity.WARNING,
)
LACKS_PLACE = Code(
    "W517",
    "A word that leaves out what is filled in",
    "The number or the name that the sentence is about is missing on the page.",
    "Put the place in braces where the language has it.",
    bad={"../site-config/words/en.yaml": "map: {of-stage: The map}\n"},
    good={"../site-config/words/en.yaml": "map: {of-stage: 'The map of {stage}'}\n"},
    severity=Severity.WARNING,
)
CODES = (LACKS_WORDS, LACKS_FORM, LACKS_PLACE)


@remembered_alone
def find(own: OwnWords) -> tuple[Finding, ...]:
    """What a company's own file of a language lacks."""
    return tuple(_found(own.code, own.words))


def _found(code: str, own: Mapping[str, str]) -> Iterator[Finding]:
    path = words_path(code)
    begun = {place_of(name)[:-1] for name in own}
    words: list[Loc] = []
    in_part: defaultdict[Loc, list[str]] = defaultdict(list)
    groups = counted()
    for loc in lacking(code, own):
        if loc[:-1] in groups and loc[:-1] in begun:
            in_part[loc[:-1]].append(str(loc[-1]))
        else:
            words.append(loc)
    if words:
        yield _words(code, path, words)
    for loc, missing in in_part.items():
        said = message(
            "Numbers take the forms {forms} in this language; missing: {missing}.",
            forms=forms(code),
            missing=tuple(missing),
        )
        yield Finding(LACKS_FORM, path, loc, said, at_key=True)
    for name, word in own.items():
        if lost := sorted(left_out(name, word)):
            said = message("{place} is left out here.", place=f"{{{lost[0]}}}")
            yield Finding(LACKS_PLACE, path, place_of(name), said)


def _words(code: str, path: str, missing: list[Loc]) -> Finding:
    """One finding for a file, however much it lacks."""
    named = tuple(".".join(map(str, loc)) for loc in missing[:_NAMED])
    said = plural(
        "{n:,} of {all:,} words and sentences is missing and said in English: {names}.",
        "{n:,} of {all:,} words and sentences are missing and said in English, such as {names}.",
        n=len(missing),
        all=len(needed(code)),
        names=named,
    )
    hint = message("`donebook new words {language}` adds them to the file, each with its English.", language=code)  # fmt: skip
    return Finding(LACKS_WORDS, path, (), said, hint)
