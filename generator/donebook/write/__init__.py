"""Changes to content that a program makes for an editor: files to write, by path.

Nothing here touches the disk: whoever calls writes all of it, or none.
"""

from donebook.write.refused import Refused
from donebook.write.rename import rename
from donebook.write.reviewed import reviewed
from donebook.write.scaffold import NEW, Prompt, kind_of, prompts, scaffold

__all__ = [
    "NEW",
    "Prompt",
    "Refused",
    "kind_of",
    "prompts",
    "rename",
    "reviewed",
    "scaffold",
]
