"""Reading a file: nothing it holds may raise, and what is said of it stands in the file."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from donebook.problem import Span
from donebook.rules.base import FILES
from donebook.source import MOST_PROBLEMS, OneFile, read_document, read_positions
from donebook.source.parted import MOST_SIGNS
from donebook.source.tree import MOST_BYTES, lines_of

YAML_SIGNS = st.text(
    alphabet=st.sampled_from(list("ab:-#[]{}'\"|>&*!%@`,? \n\t\\\u00a0“”é\ufeff")), max_size=200
)


@pytest.mark.long
@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=300), YAML_SIGNS.map(str.encode)))
@example(b"(: :")  # on the first line there is no line above to blame
def test_any_bytes_are_answered_with_values_or_a_problem_in_the_file(raw: bytes) -> None:
    document = read_document(OneFile("x.yaml", raw), "x.yaml")
    assert (document.values is not None) or document.problems
    lines = lines_of(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
    for problem in document.problems:
        assert 1 <= problem.span.line <= len(lines) + 1
        assert problem.span.column >= 1
        assert problem.span.end_column >= problem.span.column
        assert problem.help


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_positions_lead_back_to_the_text(text: str) -> None:
    tree = OneFile("x.yaml", text.encode())
    values = read_document(tree, "x.yaml").values
    positions = read_positions(tree, "x.yaml")
    assert values
    for name in values:
        span = positions.key((name,))
        assert positions.lines[span.line - 1][span.column - 1 : span.end_column - 1] == name
    for loc, where in positions.values.items():
        at: object = values
        for step in loc:
            at = at[step]  # type: ignore[index]
        if isinstance(at, str) and where[0].line == where[1].line:
            span = positions.value(loc)
            shown = positions.lines[span.line - 1][span.column - 1 : span.end_column - 1]
            assert shown.strip("'\"") == at


def test_scalars_stay_as_typed() -> None:
    raw = b"a: no\nb: 12:30\nc: 1.10\nd: ~\ne: null\nf: 0x1f\ng: 2026-01-01\nh:\n"
    assert read_document(OneFile("x.yaml", raw), "x.yaml").values == {
        "a": "no",
        "b": "12:30",
        "c": "1.10",
        "d": "~",
        "e": "null",
        "f": "0x1f",
        "g": "2026-01-01",
        "h": None,
    }


@pytest.mark.parametrize("bullet", ["• ", "-"])
def test_what_stands_below_a_wrong_bullet_is_not_blamed(bullet: str) -> None:
    raw = f"signs:\n  {bullet}A date\n    at: noon\n".encode()
    problems = read_document(OneFile("x.yaml", raw), "x.yaml").problems
    message = f'A list item starts with "- ", a hyphen and a space, not with "{bullet[0]}".'
    assert {(p.code, p.span, p.message) for p in problems} == {
        ("S116", Span("x.yaml", 2, 3, 4), message)
    }


@pytest.mark.parametrize(
    ("raw", "span", "code", "message"),
    [
        (
            "a:\n  b: one\n    c: two\n    d: three\n",
            Span("x.yaml", 2, 6, 9),
            "S116",
            "This field has a text already, so the lines below it can't belong to it.",
        ),
        (
            "b: c\nsigns: many\n  - one\n",
            Span("x.yaml", 2, 8, 12),
            "S116",
            "This field has a text already, so the list below it can't belong to it.",
        ),
        (
            "a:\n  signs\n  - one\n",
            Span("x.yaml", 2, 3, 8),
            "S119",
            '"signs" needs a colon behind it, to be a field\'s name.',
        ),
    ],
    ids=["fields below a text", "a list below a text", "a list below a name"],
)
def test_what_cannot_belong_to_the_text_above_it_is_told_at_the_text(
    raw: str, span: Span, code: str, message: str
) -> None:
    (problem,) = read_document(OneFile("x.yaml", raw.encode()), "x.yaml").problems
    assert (problem.span, problem.code, problem.message) == (span, code, message)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(PermissionError(13, "Permission denied"), "Permission denied"), (OSError(), "it is gone")],
)
def test_a_file_that_cannot_be_read_is_told_with_the_reason(
    error: OSError, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(tree: OneFile, path: str) -> bytes:
        raise error

    monkeypatch.setattr(OneFile, "read", read)
    document = read_document(OneFile("x.yaml", b""), "x.yaml")
    said = f"This file can't be read: {reason}."
    assert document.values is None
    assert [(p.code, p.span, p.message) for p in document.problems] == [
        ("S101", Span("x.yaml"), said)
    ]


@pytest.mark.parametrize("text", ["a: - b\n", "a: - bcd\n"])
def test_a_list_behind_a_colon_is_told_at_its_sign(text: str) -> None:
    (problem,) = read_document(OneFile("x.yaml", text.encode()), "x.yaml").problems
    assert problem.span == Span("x.yaml", 1, 4, 5)
    assert problem.message == "A list can't start on the same line as its field."


def test_what_has_no_better_words_is_told_in_those_of_the_parser() -> None:
    (problem,) = read_document(OneFile("x.yaml", b"a: b\nc: }\n"), "x.yaml").problems
    said = "while parsing a block node: did not find expected node content"
    assert problem.message == f"From here on this file can't be read ({said})."


def test_a_bracket_at_the_end_is_marked_and_nothing_behind_it() -> None:
    (problem,) = read_document(OneFile("x.yaml", b"a: b\nc: [\n"), "x.yaml").problems
    assert problem.span == Span("x.yaml", 2, 4, 5)


def test_a_file_of_brackets_as_long_as_allowed_is_answered() -> None:
    document = read_document(OneFile("x.yaml", b"[" * MOST_BYTES), "x.yaml")
    assert [p.code for p in document.problems] == ["S112"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\u200b" * 3_000, "S104"),
        ("title: a\n" * 3_000, "S108"),
        ("<<<<<<< a\n=\n" * 3_000, "S125"),
    ],
)
def test_of_thousands_of_problems_the_first_are_told_and_that_there_are_more(
    text: str, code: str
) -> None:
    problems = read_document(OneFile("x.yaml", text.encode()), "x.yaml").problems
    assert {p.code for p in problems[:MOST_PROBLEMS]} == {code}
    assert [p.code for p in problems[MOST_PROBLEMS:]] in (["S112"], [])
    assert len(problems) >= MOST_PROBLEMS


def test_a_page_of_more_signs_than_anybody_writes_is_refused_at_the_first_too_many() -> None:
    raw = b"---\ntitle: a\n---\n\nx " + b"[" * (MOST_SIGNS + 9)
    (problem,) = read_document(OneFile("x.md", raw), "x.md").problems
    assert (problem.code, problem.span) == ("S112", Span("x.md", 5, MOST_SIGNS + 2, MOST_SIGNS + 3))
    assert read_positions(OneFile("x.md", raw), "x.md").values == {}
    fine = b"---\ntitle: a\n---\n\nx " + b"[" * (MOST_SIGNS - 9)
    assert read_document(OneFile("x.md", fine), "x.md").problems == ()
