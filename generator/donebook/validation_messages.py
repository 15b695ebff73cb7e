"""What pydantic could not fit into a model, said in the words of an editor."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from donebook.codes import model as codes
from donebook.codes import source as source_codes
from donebook.message import message, plural, together
from donebook.model import Moved, Retired
from donebook.model.fields import SAID, part_in
from donebook.model.question import Answer, Question
from donebook.model.worksheet import SECTION_TAG, SECTIONS
from donebook.problem import Code, Finding
from donebook.prose import BODY
from donebook.source import Loc, Value
from donebook.spelling import Guess, guess
from donebook.text import PRODUCT

NO_PICTURES = message("Delete it, or link to a page that shows it: [what it shows](https://…).")
MOST_SHOWN = 60  # characters of a wrong value that a message repeats

# What is surely meant by a wrong value, by the type of the error.
_MEANT: Mapping[str, Mapping[str, str]] = {
    "flag": {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"},
    "on_off": {"yes": "on", "on": "on", "true": "on", "no": "off", "off": "off", "false": "off"},
}  # fmt: skip
# What fields are called by those who don't know their names yet.
_CALLED: Mapping[str, str] = {"question": "ask", "name": "title"}
_TAGS = (SECTION_TAG, "pick:")
_OWN_ERRORS: Mapping[str, Code] = {
    "day": codes.BAD_DATE,
    "flag": codes.BAD_FLAG,
    "count": codes.BAD_COUNT,
    "on_off": codes.BAD_FORM,
    "id": codes.BAD_NAME,
    "too_many_words": codes.TOO_LONG,
    "needs": codes.MISSING,
    "blank": codes.BAD_FORM,
    "one_of": codes.CONTRADICTION,
    "choices": codes.CONTRADICTION,
    "cells": codes.CONTRADICTION,
    "empty_pack": codes.CONTRADICTION,
    "empty_pick": codes.CONTRADICTION,
    "default_owner": codes.CONTRADICTION,
    "weeks_of_values": codes.CONTRADICTION,
    "was": codes.CONTRADICTION,
    "named_twice": codes.CONTRADICTION,
    "quarter": codes.BAD_FORM,
}


def findings(
    model: type[BaseModel],
    path: str,
    values: Mapping[str, Value],
    details: Iterable[ErrorDetails],
) -> Iterator[Finding]:
    """One finding for each mistake; what only follows from another one is left out."""
    return _Reader(model, path, values).findings(details)


class _Reader:
    """Turns pydantic's errors about one file into findings."""

    def __init__(self, model: type[BaseModel], path: str, values: Mapping[str, Value]) -> None:
        self._model = model
        self._path = path
        self._values = values
        self._near: dict[Loc, str | None] = {}

    def findings(self, details: Iterable[ErrorDetails]) -> Iterator[Finding]:
        found = [(detail, self._loc(detail)) for detail in details]
        wrong = _Wrong(found)
        findings = [
            self._finding(detail, loc) for detail, loc in found if not wrong.implies(loc, detail)
        ]
        meant = {(f.loc[:-1], self._near.get(f.loc)) for f in findings if f.code is codes.UNKNOWN}
        # A misspelt field is one mistake: that the right one is missing follows from it.
        yield from (f for f in findings if (f.loc, _missing_name(f)) not in meant)

    def _loc(self, detail: ErrorDetails) -> Loc:
        return tuple(
            step
            for step in detail["loc"]
            if not (isinstance(step, str) and (step.startswith(_TAGS) or step == "[key]"))
        )

    def _finding(self, detail: ErrorDetails, loc: Loc) -> Finding:
        kind, given = detail["type"], detail["input"]
        if kind == "missing":
            return self._missing(loc)
        if kind == "extra_forbidden":
            return self._unknown(detail, loc)
        if given is None or given == "" or kind == "string_too_short":
            return self.at(codes.EMPTY, loc, message('"{name}" is left empty.', name=_last(loc)))
        if kind in _OWN_ERRORS and (isinstance(given, str) or kind not in _SCALAR_ERRORS):
            return self._own(detail, loc)
        describe = _DESCRIBE.get(kind, _not_text)
        return describe(self, detail, loc)

    def _own(self, detail: ErrorDetails, loc: Loc) -> Finding:
        said = detail["ctx"][SAID]
        curly = isinstance(detail["input"], str) and detail["input"][:1] in "“”„‘’"
        hint = message("Delete the curly quotes around it.") if curly else None
        at_key = detail["loc"][-1:] == ("[key]",)
        sure = _MEANT.get(detail["type"], {}).get(str(detail["input"]).lower())
        return self.at(_OWN_ERRORS[detail["type"]], loc, said, hint, sure, at_key=at_key)

    def _missing(self, loc: Loc) -> Finding:
        name, group = loc[-1], _last(loc[:-1])
        if loc == (BODY,):
            said = message("This page has no text.")
            return self.at(codes.MISSING, (), said, message("Write it below the fields."))
        said = message('"{name}" is missing.', name=name)
        if self._values.keys() == {BODY}:
            fields = message(
                "Begin the file with a line ---, `{name}: …`, and a line ---.", name=name
            )
            return self.at(codes.MISSING, loc[:-1], said, fields)
        if len(loc) > 1:
            said = message('"{name}" is missing in "{group}".', name=name, group=group)
        return self.at(
            codes.MISSING,
            loc[:-1],
            said,
            message(
                "Add `{name}: …`; another entry of the same kind shows how it looks.", name=name
            ),
        )

    def _unknown(self, detail: ErrorDetails, loc: Loc) -> Finding:
        if self._model in (Moved, Retired):
            return self.at(
                codes.TOMBSTONE,
                loc,
                message('"{name}" can\'t stand in a forwarding note.', name=loc[-1]),
                at_key=True,
            )
        fields = _field_names(self._model, detail["loc"][:-1])
        free = [name for name in fields if name not in self._siblings(loc)]
        called = _CALLED.get(str(loc[-1]), "")
        meant = Guess(called) if called in free else guess(str(loc[-1]), free)
        self._near[loc] = meant.near
        hint = meant.question or message("Known here: {fields}.", fields=tuple(fields))
        said = message('"{name}" is not a field here.', name=loc[-1])
        if loc[-2:-1] == ("listen_for",) and loc[-1] in Answer.model_fields:
            hint = message("It belongs to one answer: below `strong`, `weak` or `red_flag`.")
        if len(loc) > 1:
            group = _last(loc[:-1])
            said = message('"{name}" is not a field in "{group}".', name=loc[-1], group=group)
        return self.at(codes.UNKNOWN, loc, said, hint, meant.sure, at_key=True)

    def _siblings(self, loc: Loc) -> Mapping[str, Value]:
        at: Any = self._values
        for step in loc[:-1]:
            at = at[step]
        return at if isinstance(at, dict) else {}

    def at(
        self,
        code: Code,
        loc: Loc,
        said: str,
        hint: str | None = None,
        suggestion: str | None = None,
        *,
        at_key: bool = False,
    ) -> Finding:
        return Finding(code, self._path, loc, said, hint or code.help, suggestion, at_key)


def _not_text(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    given = detail["input"]
    if isinstance(given, dict) and len(given) == 1 and isinstance(loc[-1], int):
        name, value = next(iter(given.items()))
        if isinstance(value, str):
            whole = f"{name}: {value}"
            said = message(
                "A text belongs here, but the colon in it makes it a field with a value."
            )
            quoted = f'"{whole}"' if '"' not in whole and "\\" not in whole else None
            hint = (
                message("Put quotes around the whole text: {quoted}.", quoted=quoted)
                if quoted
                else source_codes.COLON.help
            )
            return reader.at(source_codes.COLON, loc, said, hint, quoted)
    found = message("a list") if isinstance(given, list) else message("a group of fields")
    return reader.at(
        codes.NOT_TEXT,
        loc,
        message('"{name}" takes one text, not {found}.', name=_last(loc), found=found),
    )


def _not_list(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    given = detail["input"]
    found = message("a text") if isinstance(given, str) else message("a group of fields")
    sure = isinstance(given, str) and re.fullmatch(r"\w[^,;|\t\[\]{}:#\n]*", given)
    return reader.at(
        codes.NOT_LIST,
        loc,
        message('"{name}" takes a list, not {found}.', name=_last(loc), found=found),
        suggestion=f"[{given}]" if sure else None,
    )


def _not_group(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    found = message("a list") if isinstance(detail["input"], list) else message("a text")
    return reader.at(
        codes.NOT_GROUP,
        loc,
        message('"{name}" takes fields of its own, not {found}.', name=_last(loc), found=found),
    )


def _not_a_choice(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    given = detail["input"]
    if not isinstance(given, str):
        return _not_text(reader, detail, loc)
    choices = _choices(detail)
    meant = guess(given, choices)
    hint = together(meant.question, message("It takes one of: {words}.", words=choices))
    said = message('"{given}" is not known as {name}.', given=_clipped(given), name=_last(loc))
    if loc[0] == "severity":
        said = message('"{given}" is no severity.', given=_clipped(given))
    return reader.at(codes.NOT_A_CHOICE, loc, said, hint, meant.sure)


def _too_long(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    most = detail.get("ctx", {}).get("max_length")
    said = message(
        '"{name}" has {n} characters; {most} is the most.',
        name=_last(loc),
        n=len(detail["input"]),
        most=most,
    )
    return reader.at(codes.TOO_LONG, loc, said)


def _wrong_form(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    given = detail["input"]
    if "\n" in given.strip():
        said = message(
            '"{name}" takes one line, and this has {n}.',
            name=_last(loc),
            n=len(given.strip().splitlines()),
        )
        return reader.at(codes.ONE_LINE, loc, said)
    field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    form = _FORMS.get(field, message("another form"))
    said = message('"{given}" does not fit; this takes {form}.', given=_clipped(given), form=form)
    color = _color_in(given) if _last(loc) in ("light", "dark") else None
    hint = message("Write {text}.", text=color) if color else None
    return reader.at(codes.BAD_FORM, loc, said, hint, color)


def _color_in(text: str) -> str | None:
    """The color that a text surely means, in the form that settings take and the quotes it needs."""
    found = re.fullmatch(r"#?([\da-fA-F]{6}|[\da-fA-F]{3})", text.strip())
    if not found:
        return None
    digits = found[1] if len(found[1]) > 3 else "".join(sign * 2 for sign in found[1])
    return f'"#{digits.lower()}"'


def _too_pale(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    given, about = detail["input"], detail.get("ctx", {})
    said = message(
        "{given} stands out from the page's ground by {found}:1 only; links need 4.5:1.",
        given=given,
        found=about.get("found"),
    )
    shade = about.get("shade")
    fix = message("Take a lighter shade of it, such as {shade}.", shade=shade)
    if _last(loc) == "light":
        fix = message("Take a darker shade of it, such as {shade}.", shade=shade)
    return reader.at(codes.BAD_FORM, loc, said, fix)


def _bad_link(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    address = _clipped(str(detail.get("ctx", {}).get("address")))
    if re.search(rf"!\[[^\]]*\]\(\s*{re.escape(address)}", str(detail["input"])):
        said = message('"{address}" is a picture, and texts hold none.', address=address)
        return reader.at(codes.BAD_LINK, loc, said, NO_PICTURES)
    return reader.at(
        codes.BAD_LINK, loc, message('The link to "{address}" can\'t be followed.', address=address)
    )


def _bad_token(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    token = detail.get("ctx", {}).get("token")
    said = message(
        '"{token}" would be shown as it stands; only {known} is filled in.',
        token=token,
        known=PRODUCT,
    )
    return reader.at(codes.BAD_FORM, loc, said, message("Write {text}.", text=PRODUCT))


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _wrong_length(reader: _Reader, detail: ErrorDetails, loc: Loc) -> Finding:
    context = detail.get("ctx", {})
    most, least = context.get("max_length"), context.get("min_length")
    wanted = message("at most {most}", most=most)
    if least is not None:
        wanted = message("at least {least}", least=least)
    said = plural(
        '"{name}" has {n} item; it takes {wanted}.',
        '"{name}" has {n} items; it takes {wanted}.',
        n=context.get("actual_length", 0),
        name=_last(loc),
        wanted=wanted,
    )
    return reader.at(codes.WRONG_LENGTH, loc, said)


_DESCRIBE: Mapping[str, Callable[[_Reader, ErrorDetails, Loc], Finding]] = {
    "string_type": _not_text,
    "tuple_type": _not_list,
    "model_type": _not_group,
    "model_attributes_type": _not_group,
    "dict_type": _not_group,
    "literal_error": _not_a_choice,
    "string_too_long": _too_long,
    "string_pattern_mismatch": _wrong_form,
    "web_address": _wrong_form,
    "handle": _wrong_form,
    "contrast": _too_pale,
    "link": _bad_link,
    "token": _bad_token,
    "too_short": _wrong_length,
    "too_long": _wrong_length,
}
_SCALAR_ERRORS = frozenset({"day", "flag", "count", "id", "on_off"})
_FORMS = {
    "address": message("the site's full address, such as https://playbook.example.org/"),
    "embed_in": message(
        "a site's address without a path, such as https://crm.example.com or https://*.example.com"
    ),
    "repo": message("owner and name with a slash between them, such as acme/playbook"),
    "branch": message("a branch's name, such as main"),
    "api": message("the full address of the API, with https"),
    "sign_in": message("the full address of the service, with https"),
    "edit_url": message("a full address with {{path}} where the file's path goes"),
    "feedback": message(
        "a form's address with https://, such as https://forms.example.org/?page={{page}}&words={{query}}, or mailto: with an address"
    ),
    "handle": message("one name with its @, such as '@acme/sales', or one email address"),
    "light": message('a color in quotes, such as "#0b6b60"'),
    "dark": message('a color in quotes, such as "#5cc8b6"'),
}


class _Wrong:
    """The places of all errors of a file: some only follow from another one that says more."""

    def __init__(self, found: Iterable[tuple[ErrorDetails, Loc]]) -> None:
        self._groups: set[Loc] = set()
        self._untyped: set[Loc] = set()
        for detail, loc in found:
            self._groups.update(loc[:n] for n in range(len(loc)))
            if _is_section_type(detail):
                self._untyped.add(loc[:-1])

    def implies(self, loc: Loc, detail: ErrorDetails) -> bool:
        if detail["type"] == "too_short":  # pydantic counts the items that were fine
            return loc in self._groups
        # What a section of unknown type may hold is unknown too.
        return not _is_section_type(detail) and any(
            loc[:n] in self._untyped for n in range(len(loc) + 1)
        )


def _missing_name(finding: Finding) -> str | None:
    named = finding.message.split('"')
    return named[1] if finding.code is codes.MISSING and len(named) > 1 else None


def _is_section_type(detail: ErrorDetails) -> bool:
    loc = detail["loc"]
    return len(loc) > 2 and loc[-1] == "type" and str(loc[-2]).startswith(SECTION_TAG)


def _choices(detail: ErrorDetails) -> tuple[str, ...]:
    if _is_section_type(detail):
        return tuple(SECTIONS)
    if detail["loc"] == ("form",):
        return tuple(Question.forms())
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return tuple(word.strip("'") for word in expected.replace(" or ", ", ").split(", "))


def _field_names(model: type[BaseModel], steps: tuple[int | str, ...]) -> tuple[str, ...]:
    """The fields of the group that pydantic's location leads to, as an editor writes them."""
    found: Any = model
    for step in steps:
        if isinstance(step, str) and step.startswith(SECTION_TAG):
            found = SECTIONS[step.removeprefix(SECTION_TAG)]
        elif isinstance(step, str) and step in _by_alias(found):
            found = part_in(_by_alias(found)[step]) or found
    return tuple(name for name in _by_alias(found) if name != "id")


def _by_alias(model: type[BaseModel]) -> Mapping[str, Any]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _last(loc: Loc) -> str:
    """The field's name; in a list, the name of the list."""
    return next((step for step in reversed(loc) if isinstance(step, str)), message("this file"))
