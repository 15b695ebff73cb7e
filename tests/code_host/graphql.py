"""Queries in GraphQL, as far as Sveltia CMS writes them: fields with aliases, arguments and fragments."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_]\w*|\$\w+|-?\d+|[{}()\[\]:!=]')


class NoAnswer(Exception):  # noqa: N818 - an error as the API tells it
    """The API refuses a query or a part of it, in its own words."""


class _Field(NamedTuple):
    name: str
    alias: str
    arguments: dict[str, Any]
    fields: list[Any] | None


class _Fragment(NamedTuple):
    type: str
    fields: list[Any]


class _Reader:
    def __init__(self, query: str, variables: Mapping[str, Any]) -> None:
        self._tokens, self._at, self._variables = _TOKEN.findall(query), 0, variables

    def operation(self) -> tuple[str, list[Any]]:
        kind = "query" if self._next == "{" else self._take()
        while self._next != "{":  # its variables and their types
            self._take()
        return kind, self._fields()

    @property
    def _next(self) -> str:
        return str(self._tokens[self._at])

    def _take(self) -> str:
        self._at += 1
        return str(self._tokens[self._at - 1])

    def _fields(self) -> list[Any]:
        found: list[Any] = []
        self._take()
        while self._next != "}":
            name = self._take()
            if name == "...":
                self._take()  # on
                found.append(_Fragment(self._take(), self._fields()))
                continue
            alias = name
            if self._next == ":":
                self._take()
                name = self._take()
            arguments = self._arguments(")") if self._next == "(" else {}
            found.append(_Field(name, alias, arguments, self._fields() if self._next == "{" else None))  # fmt: skip
        self._take()
        return found

    def _arguments(self, end: str) -> dict[str, Any]:
        found = {}
        self._take()
        while self._next != end:
            name = self._take()
            self._take()  # :
            found[name] = self._value()
        self._take()
        return found

    def _value(self) -> Any:
        if self._next == "{":
            return self._arguments("}")
        if self._next == "[":
            self._take()
            found = []
            while self._next != "]":
                found.append(self._value())
            self._take()
            return found
        token = self._take()
        if token.startswith("$"):
            return self._variables[token[1:]]
        return json.loads(token) if token[0] in '"-0123456789' else token


def answered(query: str, variables: Mapping[str, Any], roots: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a query or a mutation. A value may be a function of the field's arguments.

    Whatever a type doesn't have is refused, as the API does. Raises NoAnswer.
    """
    kind, fields = _Reader(query, variables).operation()
    found: dict[str, Any] = _filled(roots[kind], fields)
    return found


def _filled(value: Any, fields: list[Any] | None) -> Any:
    if isinstance(value, list):
        return [_filled(one, fields) for one in value]
    if value is None or fields is None:
        return value
    found: dict[str, Any] = {}
    for field in fields:
        if isinstance(field, _Fragment):
            if value.get("__typename", field.type) == field.type:
                found |= _filled(value, field.fields)
            continue
        if field.name not in value:
            raise NoAnswer(f"Field '{field.name}' doesn't exist")
        inner: Any | Callable[..., Any] = value[field.name]
        inner = inner(**field.arguments) if callable(inner) else inner
        found[field.alias] = _filled(inner, field.fields)
    return found
