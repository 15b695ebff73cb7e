"""What each field is for: the string that stands below it in its model."""

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent

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
            found |= _docstrings(cls)
    fields = model.model_fields.items()
    return {info.alias or name: found[name] for name, info in fields if name in found}


def _docstrings(model: type[BaseModel]) -> Mapping[str, str]:
    statements = getattr(ast.parse(dedent(inspect.getsource(model))).body[0], "body", [])
    return {
        field.target.id: below.value.value
        for field, below in pairwise(statements)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
