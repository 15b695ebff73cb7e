"""An entry's file made of its values alone."""

from collections.abc import Mapping
from typing import Any

import yaml

from donebook.model import Kind
from donebook.prose import BODY


class _Dumper(yaml.SafeDumper):
    """Writes lists indented below their field, and texts of several lines as they are read."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - PyYAML's
        del indentless
        super().increase_indent(flow, indentless=False)

    def text(self, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return self.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _Dumper.text)


def of_fields(kind: Kind, fields: str, text: str = "") -> str:
    """A file of a kind: its fields as YAML and, of a page, the text below them."""
    return f"---\n{fields}---\n{text}" if kind.is_prose else fields


def plain_file(kind: Kind, values: Mapping[str, Any]) -> bytes:
    """The file of an entry of a kind, with fields in the order of `values` and without comments."""
    fields = {name: value for name, value in values.items() if not (kind.is_prose and name == BODY)}
    written = yaml.dump(
        fields,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=1 << 20,
        default_flow_style=False,
    )
    return of_fields(kind, written, values.get(BODY, "")).encode()
