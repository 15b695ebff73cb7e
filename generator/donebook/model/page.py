"""Pages that a company writes itself, in Markdown: rivals, products, whatever else reps look up."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import model_validator

from donebook.model.entry import Entry, Kind
from donebook.model.marks import Back, Called, Care, Leads, Searched, Starts
from donebook.prose import BODY, Prose
from donebook.text import Plain

PAGE_FORM = "_template.md"  # what a new page of its folder begins with; no page itself
_HEADING = re.compile(r"\s*# +(.+?)[ #]*(?:\n|$)")


class OwnPage(Entry):
    """One page, as it is written."""

    kind = Kind("page", "pages", 90, "o", None, 180, is_prose=True)

    nav: Annotated[Plain | None, Care()] = None
    """The heading of the navigation that it stands below; without one, the name of its folder."""
    body: Annotated[
        Prose,
        Searched("long"),
        Called("the text"),
        Starts(),
        Leads("Links to"),
        Back("page.on-our-own-pages"),
    ]
    """The text, in Markdown: what stands below the second line of ---."""

    @model_validator(mode="before")
    @classmethod
    def _headed(cls, values: Any) -> Any:
        """A page that begins with its heading needs no other title."""
        if not isinstance(values, Mapping) or not isinstance(values.get(BODY), str):
            return values
        heading = _HEADING.match(values[BODY])
        return {"title": heading[1], **values} if heading else values

    @property
    def text(self) -> Prose:
        """The text without the page's own heading, which is its title."""
        heading = _HEADING.match(self.body)
        return (
            Prose(self.body[heading.end() :]) if heading and heading[1] == self.title else self.body
        )

    @property
    def group(self) -> Plain:
        """What it stands below in the navigation; nothing where neither it nor its folder says so."""
        folder = self.id.rpartition("/")[0]
        return self.nav or Plain(folder.replace("-", " ").capitalize())
