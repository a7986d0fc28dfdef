"""How an office's database came to be as it is. Steps only go forward, and none of them ever changes."""

from typing import Final

REVISIONS: Final = ("0001", "0002")
"""Every version of the schema, oldest first."""

HEAD: Final = REVISIONS[-1]
