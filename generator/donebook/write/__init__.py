"""Changes to content that a program makes for an editor: files to write, by path.

Nothing here touches the disk: whoever calls writes all of it, or none.
"""

from donebook.ids import id_from
from donebook.write.plain import plain_file
from donebook.write.publish import IMPORTED, is_imported, published
from donebook.write.refused import Refused
from donebook.write.rename import rename
from donebook.write.rename_word import WORDS, name_place, named_words, rename_word
from donebook.write.retire import retire
from donebook.write.reviewed import reviewed
from donebook.write.scaffold import (
    FINISH_DRAFT,
    NEW,
    OPEN,
    PUBLISH_DRAFT,
    Prompt,
    before_it_goes_live,
    begun_part,
    entry_file,
    kind_of,
    known_by,
    least,
    optional,
    prompts,
    scaffold,
)
from donebook.write.vocabulary import Additions, with_additions
from donebook.write.words import with_words

__all__ = [
    "FINISH_DRAFT",
    "IMPORTED",
    "NEW",
    "OPEN",
    "PUBLISH_DRAFT",
    "WORDS",
    "Additions",
    "Prompt",
    "Refused",
    "before_it_goes_live",
    "begun_part",
    "entry_file",
    "id_from",
    "is_imported",
    "kind_of",
    "known_by",
    "least",
    "name_place",
    "named_words",
    "optional",
    "plain_file",
    "prompts",
    "published",
    "rename",
    "rename_word",
    "retire",
    "reviewed",
    "scaffold",
    "with_additions",
    "with_words",
]
