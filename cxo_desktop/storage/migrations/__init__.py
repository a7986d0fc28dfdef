"""The steps from one version of the vault's schema to the next: forward only, each on its own, by Alembic."""

from typing import Final

REVISIONS: Final = ("0001", "0002", "0003", "0004")
"""Every version there has been, oldest first. A vault of any other version was written by a later program."""

HEAD: Final = REVISIONS[-1]
