"""Changes to content that a program makes for an editor: files to write, by path.

Nothing here touches the disk: whoever calls writes all of it, or none.
"""

from donebook.write.refused import Refused
from donebook.write.rename import rename
from donebook.write.reviewed import reviewed
from donebook.write.scaffold import PROMPTS, Prompt, scaffold

__all__ = [
    "PROMPTS",
    "Prompt",
    "Refused",
    "rename",
    "reviewed",
    "scaffold",
]
