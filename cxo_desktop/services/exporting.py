"""Exporting all records as tables for a spreadsheet or a statistics program."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cxo_core.fold import fold
from cxo_core.problems import Code, Problem
from cxo_desktop.report.workbook import Workbook
from cxo_desktop.services.browsing import walkthroughs
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.library import LibraryQuery, Order


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the files, and how many rows each table has."""

    files: tuple[Path, ...]
    rows: Mapping[str, int]


def export(vault: Vault, folder: Path) -> Export:
    """Writes every walkthrough of the vault into `folder`, oldest first; one record in memory at a time.

    The files are clear text: where they lie is the officer's care, and the window says so. Raises Problem
    `folder-missing` where something else has the folder's name, `folder-read-only` or `disk-full`; nothing is left then.
    """
    if any(place.exists() and not place.is_dir() for place in (folder, *folder.parents)):
        raise Problem(Code.FOLDER_MISSING, path=str(folder))
    with known(folder), Workbook(folder) as workbook:
        for line in walkthroughs(vault, LibraryQuery(order=Order.OLDEST)):
            workbook.add(fold(vault.walkthroughs.events(line.id)))
        return Export(workbook.finish(), workbook.rows)
