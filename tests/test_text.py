"""The two types of text: what each takes, and what is made of it."""

import pytest
from pydantic import TypeAdapter, ValidationError

from donebook.markup import visible
from donebook.text import Plain, Rich, Said, cut_at_word

PLAIN, RICH = TypeAdapter(Plain), TypeAdapter(Rich)


@pytest.mark.parametrize("adapter", [PLAIN, RICH])
def test_space_around_a_text_is_no_part_of_it(adapter: TypeAdapter[str]) -> None:
    """A block of YAML ends with a line break that nobody meant."""
    assert adapter.validate_python(" What is it for?\n") == "What is it for?"


@pytest.mark.parametrize("adapter", [PLAIN, RICH])
@pytest.mark.parametrize("empty", ["", " ", "\n"])
def test_a_text_says_something(adapter: TypeAdapter[str], empty: str) -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        adapter.validate_python(empty)


@pytest.mark.parametrize(("adapter", "longest"), [(PLAIN, 300), (RICH, 4000)])
def test_a_text_is_as_long_as_allowed_and_no_longer(
    adapter: TypeAdapter[str], longest: int
) -> None:
    assert len(adapter.validate_python("x" * longest)) == longest
    with pytest.raises(ValidationError, match=f"at most {longest} characters"):
        adapter.validate_python("x" * (longest + 1))


def test_only_rich_text_has_several_lines() -> None:
    assert RICH.validate_python("one\n\ntwo") == "one\n\ntwo"
    with pytest.raises(ValidationError, match="should match pattern"):
        PLAIN.validate_python("one\ntwo")


@pytest.mark.parametrize(("adapter", "kind"), [(PLAIN, Plain), (RICH, Rich)])
def test_a_text_keeps_its_type(adapter: TypeAdapter[str], kind: type[str]) -> None:
    assert type(adapter.validate_python("x")) is kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('"We need the hours back"', "We need the hours back"),
        ("“We need the hours back”", "We need the hours back"),
        ("„Wir brauchen die Zeit“", "Wir brauchen die Zeit"),
        ("»Wir brauchen die Zeit«", "Wir brauchen die Zeit"),
        ("'We need the hours back'", "We need the hours back"),
        ('"Too much," and then "too late"', '"Too much," and then "too late"'),
        ('They call it "done"', 'They call it "done"'),
        ('""', '""'),
        ('"', '"'),
    ],
)
def test_quotes_around_all_of_what_is_said_go(typed: str, kept: str) -> None:
    assert TypeAdapter(Said).validate_python(typed) == kept
    assert TypeAdapter(Plain).validate_python(typed) == typed


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Which of your sites would notice it first in the morning?", "Which of your sites would notice it first…"),
        ("Welche Standorte merken es zuerst, wenn der Bericht ausfällt?", "Welche Standorte merken es zuerst…"),
        ("Wer merkt es zuerst?", "Wer merkt es zuerst"),
    ],
)  # fmt: skip
def test_a_title_is_not_cut_behind_a_word_that_goes_on(text: str, cut: str) -> None:
    assert cut_at_word(text, 48) == cut


def test_what_cannot_be_seen_or_could_steer_a_terminal_is_shown_as_a_sign() -> None:
    typed = "a\x1b[2J \u202eb \u200bc\td\u00a0e\u2028f\x9bg\ud800"
    assert visible(typed) == "a\ufffd[2J \ufffdb \ufffdc→d␣e\ufffdf\ufffdg\ufffd"
