"""The fields of a form, made from the JSON Schema of a kind, and what they are called from its models."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from donebook.message import as_it_stands
from donebook.model import FORMS, KINDS, Entry
from donebook.model.fields import REF, parts_in
from donebook.model.marks import called
from donebook.playbook import Playbook
from donebook.prose import BODY
from donebook.schema import WANTED
from donebook.text import PRODUCT

Setting = dict[str, Any]
Schema = Mapping[str, Any]

# What a form knows of an entry and no file says: of which form it is, and what people call it.
IS, CALLED = "_is", "_called"
_CHOSEN = "chosen"  # of what can be a list or conditions: the list
_TYPE = "type"  # tells the kinds of parts of one list from each other
_LINE = r"^[^\n]*$"
_SHORT = 160  # letters; what may be longer gets a box of several lines
_LEFT_OUT = frozenset({"allow"})  # it excuses an entry from rules, by their codes
_FIRST = ("title", "summary", BODY)
_LAST = ("status", "owner", "reviewed", "review_every", "applies_to", "aliases", "sources")


class Fields:
    """Makes the fields of one kind's form. What its files may say shorter, or not at all, is in `told`."""

    def __init__(
        self, playbook: Playbook, model: type[Entry], definitions: Mapping[str, Schema]
    ) -> None:
        self._playbook, self._model, self._definitions = playbook, model, definitions
        self._models = dict(_models(model))
        self._usual: dict[str, object] = {}
        self._short: dict[str, str] = {}
        self._listed: dict[str, str] = {}

    @property
    def told(self) -> Setting:
        """What `edit/shape.js` has to know, by the path of a field.

        What the field says where it is left out, the field of a group that a text alone is, and the one
        that a list alone is.
        """
        return {"usual": self._usual, "short": self._short, "listed": self._listed}

    def all(self) -> list[Setting]:
        """The fields, in the order in which an editor fills them in."""
        name = self._model.shown_as().name
        found = [*self._fields(self._model.__name__, "")]
        starts = {
            "status": "draft",
            "owner": self._playbook.config.usual_owner,
            "reviewed": "{{now}}",
        }
        for field in found:
            if field["name"] in starts:
                field["default"] = starts[field["name"]]
        hidden = {IS: name, CALLED: ""}
        if len(self._model.forms()) > 1 and not any(field["name"] == "form" for field in found):
            hidden["form"] = name
        ours = [{"name": n, "widget": "hidden", "default": v} for n, v in hidden.items()]
        return [*sorted(found, key=_place), *ours]

    def label(self, name: str) -> str:
        """What a field of the entry is called, as a heading."""
        return self._label(self._model, name)

    def _fields(self, model: str, at: str) -> Iterator[Setting]:
        schema = self._definitions[model]
        needed = schema.get("required", ())
        for name, inner in schema["properties"].items():
            if name in _LEFT_OUT or "const" in inner:
                continue
            made = self._field(inner, f"{at}{name}")
            if made is not None:
                label = self._label(self._models[model], name)
                is_needed = name in needed or {"enum", "default"} <= inner.keys()
                yield {
                    "name": name,
                    "label": label,
                    **made,
                    **self._hint(inner),
                    "required": is_needed,
                }

    def _hint(self, schema: Schema) -> Setting:
        text = schema.get("description", "").removesuffix(f" {WANTED}")
        return {"hint": self._tell(text)} if text else {}

    def _label(self, model: type[BaseModel], name: str) -> str:
        infos = model.model_fields
        field = next(its for its, info in infos.items() if name in (its, info.alias))
        tell = self._playbook.language.tell
        return _upper(tell(called(field, infos[field])))

    def _word(self, word: str) -> str:
        """One of the few words that a field takes, as a choice."""
        return _upper(self._tell(word).replace("-", " "))

    def _tell(self, text: str) -> str:
        return self._playbook.language.tell(as_it_stands(text))

    def _field(self, schema: Schema, at: str) -> Setting | None:
        """What takes a value of this shape; nothing where no form can."""
        if group := self._group(schema):
            return {
                "widget": "object",
                "collapsed": "auto",
                "fields": [*self._fields(group, f"{at}.")],
            }
        if "oneOf" in schema:
            return self._either(schema["oneOf"], at)
        if "enum" in schema:
            return self._choice(schema, at)
        if REF in schema:
            return self._named(schema[REF])
        make = {"array": self._list, "object": self._by_name, "boolean": self._flag, "integer": self._number}  # fmt: skip
        kind = schema.get("type")
        return make[kind](schema, at) if isinstance(kind, str) and kind in make else self._text(schema)  # fmt: skip

    def _group(self, schema: Schema) -> str | None:
        """The model whose fields a schema takes, by its name."""
        found = (one["$ref"] for one in (schema, *schema.get("allOf", ())) if "$ref" in one)
        ref = next(found, None)
        return ref and ref.rpartition("/")[2]

    def _either(self, ways: Iterable[Schema], at: str) -> Setting | None:
        """A list or a group of conditions: both as one group, in which the list is a field."""
        group = next(filter(None, map(self._group, ways)), None)
        several = next((way for way in ways if way.get("type") == "array"), None)
        if several is None or group is None:
            return None
        self._listed[at] = _CHOSEN
        label = self._playbook.language.say("edit.chosen")
        chosen = {"name": _CHOSEN, "label": label, "required": False}
        its = self._list(several, at) or {}
        return {"widget": "object", "fields": [{**chosen, **its}, *self._fields(group, f"{at}.")]}

    def _choice(self, schema: Schema, at: str) -> Setting:
        say, is_root = self._playbook.language.say, at.rpartition(".")[2] == "root"
        options = [
            {"label": say(f"root.{value}") if is_root else self._word(value), "value": value}
            for value in schema["enum"]
        ]
        return {"widget": "select", "options": options, **self._default(schema, at)}

    def _default(self, schema: Schema, at: str) -> Setting:
        """What stands there unless a file says otherwise."""
        if "default" not in schema:
            return {}
        self._usual[at] = schema["default"]
        return {"default": schema["default"]}

    def _named(self, target: str, *, many: bool = False) -> Setting:
        """Something else by its name: an entry, or a word of the vocabulary or the settings."""
        several = {"multiple": True} if many else {}
        if target in KINDS:
            return {
                "widget": "relation",
                "collection": list_of(target),
                "value_field": "{{slug}}",
                "display_fields": [CALLED],
                "search_fields": [CALLED],
                **several,
            }
        return {"widget": "select", "options": self._words(self._playbook.words(target)), **several}

    def _words(self, words: Mapping[str, object]) -> list[Setting]:
        product = self._playbook.config.product
        return [{"label": str(called).replace(PRODUCT, product), "value": word} for word, called in words.items()]  # fmt: skip

    def _list(self, schema: Schema, at: str) -> Setting | None:
        items = schema["items"]
        # At least one is what `required` says; where a list may be left out, none is no mistake.
        bounds = {"max": schema["maxItems"]} if "maxItems" in schema else {}
        if REF in items:
            return {**self._named(items[REF], many=True), **bounds}
        if "enum" in items:
            return {**self._choice(items, at), "multiple": True, **bounds}
        inside = self._items(items, at)
        return None if inside is None else {"widget": "list", **inside, **bounds}

    def _items(self, items: Schema, at: str) -> Setting | None:
        """What the items of a list are made of; nothing more where they are texts."""
        short = next((way for way in items.get("anyOf", ()) if self._group(way)), None)
        group = self._group(short or items)
        if group:
            if short:
                names = self._definitions[group]["properties"]
                self._short[at] = next(name for name in names if name not in short["required"])
            return {"collapsed": "auto", "fields": [*self._fields(group, f"{at}.")]}
        if "oneOf" in items:
            parts = [self._part(self._group(way) or "", at) for way in items["oneOf"]]
            return {"collapsed": "auto", "typeKey": _TYPE, "types": parts}
        if items.get("type") == "array":
            return {"field": {"name": "row", "label": self._playbook.language.say("edit.row"), "widget": "list"}}  # fmt: skip
        return {}

    def _part(self, model: str, at: str) -> Setting:
        its = self._definitions[model]["properties"][_TYPE]["const"]
        fields = [*self._fields(model, f"{at}.")]
        return {"name": its, "label": self._word(its), "widget": "object", "fields": fields}

    def _by_name(self, schema: Schema, at: str) -> Setting | None:
        """A group whose fields are words of the vocabulary or the settings."""
        del at
        if schema.get("propertyNames", {}).get(REF) == "framework":
            fields = [
                {
                    "name": name,
                    "label": str(framework.name),
                    "widget": "select",
                    "options": self._words({k: e.name for k, e in framework.elements.items()}),
                }
                for name, framework in self._playbook.vocabulary.frameworks.items()
            ]
        else:
            systems = self._playbook.config.crm.items()
            fields = [{"name": name, "label": str(its), "widget": "string"} for name, its in systems]  # fmt: skip
        made = [{**field, "required": False} for field in fields]
        return {"widget": "object", "collapsed": "auto", "fields": made} if made else None

    def _flag(self, schema: Schema, at: str) -> Setting:
        if "default" in schema:
            return {"widget": "boolean", **self._default(schema, at)}
        say = self._playbook.language.say
        options = [
            {"label": say("edit.yes"), "value": "true"},
            {"label": say("edit.no"), "value": "false"},
        ]
        return {"widget": "select", "options": options}

    def _number(self, schema: Schema, at: str) -> Setting:
        bounds = {"min": schema["minimum"], "max": schema["maximum"]}
        return {"widget": "number", **bounds, **self._default(schema, at)}

    def _text(self, schema: Schema) -> Setting:
        if schema.get("format") == "date":
            return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
        bounds = {"maxlength": schema["maxLength"]} if "maxLength" in schema else {}
        if schema.get("maxLength", 0) <= _SHORT:
            return {"widget": "string", "use_emoji_autocomplete": False, **bounds}
        say = self._playbook.language.say
        line = {"pattern": [_LINE, say("edit.one-line")]} if schema.get("pattern") == _LINE else {}
        return {"widget": "text", "use_emoji_autocomplete": False, **bounds, **line}


def list_of(kind: str) -> str:
    """The collection that holds all entries of a kind, in all of its forms."""
    forms = [form.shown_as().name for form in FORMS if form.kind.name == kind]
    return f"all-{kind}" if len(forms) > 1 else forms[0]


def _models(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """A model and those of its groups, by the names that a schema knows them by."""
    yield model.__name__, model
    for info in model.model_fields.values():
        for part in parts_in(info.annotation):
            yield from _models(part)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place(field: Setting) -> int:
    """What the entry is called comes first, and how it is kept last."""
    name = field["name"]
    if name in _FIRST:
        return _FIRST.index(name)
    return 100 + _LAST.index(name) if name in _LAST else 10
