"""What Sveltia CMS is told: where the repository is, and a collection for each kind of entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from donebook.cms.fields import CALLED, IS, Fields, Setting, list_of
from donebook.config import Cms
from donebook.model import CONTENT, FORMS, ID_PATTERN, KINDS, LONGEST_ID, Entry, OwnPage
from donebook.playbook import Playbook
from donebook.schema import shapes
from donebook.text import finished

_APIS = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
# Where the picture of who is signed in comes from.
_PICTURES = {"github": "https://avatars.githubusercontent.com", "gitlab": "https://gitlab.com"}
# By these an editor narrows and sorts a list, where entries have them.
_GROUPED = ("stage", "status", "owner", "root", "audience")
_SORTED = ("title", "reviewed", "stage", "owner")


def origins(cms: Cms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The origins that forms ask for data, and those that they show pictures from."""
    if not cms.api:
        return (_APIS[cms.host],), (_PICTURES[cms.host],)
    parts = urlsplit(cms.api)
    own = f"{parts.scheme}://{parts.netloc}"
    return (own,), (own,)


def form_settings(
    playbook: Playbook, prefix: str = "", asides: Iterable[str] = ()
) -> Mapping[str, Any]:
    """The settings of the editor, and how each folder's files become forms.

    `prefix` is the playbook's path in its repository, with a slash at its end. `asides` are the texts
    of files among the pages that are none, such as a form to copy.
    """
    cms = playbook.config.cms
    if cms is None:
        return {}
    forms = sorted(FORMS, key=lambda form: form.shown_as().place)
    made = [_Collection(playbook, form, prefix) for form in forms]
    formats: dict[str, dict[str, Any]] = {}
    for one in made:
        format_ = formats.setdefault(one.format, {"isProse": one.kind.is_prose, "forms": {}})
        format_["forms"][one.name] = one.form
    collections = [*(one.setting for one in made), *_whole_kinds(made)]
    # The editor lists files by their endings and hands over their texts, so these are known by theirs.
    asides = sorted({fingerprint(text) for text in asides})
    return {
        "config": {**_editor(playbook, cms, prefix), "collections": collections},
        "formats": formats,
        "asides": asides,
        "origins": [origin for some in origins(cms) for origin in some],
    }


def fingerprint(text: str) -> str:
    """What tells a file's text from others without telling it, as `edit/shape.js` works it out (FNV-1a)."""
    told = text.strip().encode("utf-16-le")
    found = 0x811C9DC5
    for low, high in zip(told[::2], told[1::2], strict=True):
        found = ((found ^ (low | high << 8)) * 0x01000193) & 0xFFFFFFFF
    return f"{len(told) // 2}-{found:08x}"


def _editor(playbook: Playbook, cms: Cms, prefix: str) -> Setting:
    say, name = playbook.language.say, finished(playbook.config.name, playbook.config.product)
    backend: Setting = {"name": cms.host, "repo": cms.repo, "branch": cms.branch}
    backend["auth_methods"] = ["oauth", "token"] if cms.sign_in else ["token"]
    if cms.api:
        backend["api_root"] = cms.api
    if cms.api and cms.host == "github":
        # Made of the address above, it would be /graphql, where GitHub Enterprise Server has none.
        backend["graphql_api_root"] = (
            f"{cms.api.rstrip('/').removesuffix('/v3').removesuffix('/api')}/api/graphql"
        )
    if cms.sign_in:
        backend["base_url"] = cms.sign_in
    pictures = f"{prefix}{CONTENT}/{OwnPage.kind.folder}"
    return {
        "load_config_file": False,
        "backend": backend,
        "publish_mode": "editorial_workflow",
        "app_title": say("edit.title", name=name),
        "media_folder": pictures,
        "public_folder": f"/{OwnPage.kind.folder}",
        "media_libraries": {"stock_assets": {"providers": []}},
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": LONGEST_ID},
        "output": {"omit_empty_optional_fields": True},
    }


class _Collection:
    """The entries of one form of a kind."""

    def __init__(self, playbook: Playbook, model: type[Entry], prefix: str) -> None:
        self._playbook, self._model = playbook, model
        self.kind, self.name = model.kind, model.shown_as().name
        self.format = f"donebook-{self.kind.folder}"
        self._made = Fields(playbook, model, shapes()[self.kind.name]["definitions"])
        self._fields = self._made.all()
        self.form = {"fields": self._fields, **self._made.told, "calledBy": model.called_by}
        self._folder = f"{prefix}{CONTENT}/{self.kind.folder}"

    @property
    def setting(self) -> Setting:
        """The collection as the editor is told of it."""
        say = self._playbook.language.say
        names = {field["name"] for field in self._fields}
        return {
            **self.base,
            "name": self.name,
            "label": say(f"kind.{self.name}.many"),
            "label_singular": say(f"kind.{self.name}.one"),
            "filter": {"field": IS, "value": self.name},
            "delete": False,
            "identifier_field": self._model.called_by,
            "summary": f"{{{{{CALLED}}}}}",
            "slug": {
                "template": f"{{{{{self._model.called_by}}}}}",
                "editable": ["create"],
                "hint": say("edit.id"),
                "pattern": [f"^{ID_PATTERN.pattern}$", say("edit.id-form")],
            },
            "sortable_fields": [name for name in _SORTED if name in names],
            "view_groups": [
                {"label": self._made.label(name), "field": name}
                for name in _GROUPED
                if name in names
            ],
            "fields": self._fields,
        }

    @property
    def base(self) -> Setting:
        """Where its files lie and how they are read."""
        pages = {"nested": {"depth": 2, "subfolders": False}}
        return {
            "folder": self._folder,
            "format": self.format,
            **(pages if self.kind.is_prose else {}),
        }


def _whole_kinds(made: Sequence[_Collection]) -> Iterator[Setting]:
    """For kinds of several forms: all their entries as one list, which a field may choose from."""
    for name in KINDS:
        forms = [one for one in made if one.kind.name == name]
        if len(forms) > 1:
            yield {
                **forms[0].base,
                "name": list_of(name),
                "hide": True,
                "create": False,
                "filter": {"field": IS, "value": [one.name for one in forms]},
                "identifier_field": CALLED,
                "fields": [
                    {"name": CALLED, "widget": "string", "required": False},
                    {"name": IS, "widget": "hidden"},
                ],
            }
