"""What each field is for: the string that stands below it in its model."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


@cache
def described(model: type[BaseModel]) -> Mapping[str, str]:
    """The description of each field, by the name an editor writes.

    Read from the source when asked for: pydantic can do the same while it makes the models, which
    every start of the program would pay for.
    """
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, BaseModel) and cls is not BaseModel:
            found |= _documented(cls.__module__)[cls.__qualname__]
    fields = model.model_fields.items()
    return {info.alias or name: found[name] for name, info in fields if name in found}


@cache
def _documented(module: str) -> Mapping[str, Mapping[str, str]]:
    """For each class of a module, the fields with a string below them.

    The source is read once: `inspect` would look through it anew for each class.
    """
    source = inspect.getsource(sys.modules[module])
    return {
        found.name: dict(_docstrings(found))
        for found in ast.parse(source).body
        if isinstance(found, ast.ClassDef)
    }


def _docstrings(model: ast.ClassDef) -> Iterator[tuple[str, str]]:
    return (
        (field.target.id, below.value.value)
        for field, below in pairwise(model.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    )
