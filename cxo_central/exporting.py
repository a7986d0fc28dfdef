"""The sealed files of an office, written out as they came: to be opened where the key is, or archived."""

from collections.abc import Iterator
from pathlib import Path

from cxo_central.house import House
from cxo_central.receiving.whole_file import WholeFile
from cxo_central.storage.audit import COMMAND, note_alone
from cxo_central.storage.holdings import Held, held_bundles
from cxo_central.storage.uploads import UploadStore
from cxo_core.bundle.landing import Landing
from cxo_core.problems import Code, Problem

SUFFIX = ".cxo"


def export(house: House, folder: Path, *, after: int = 0) -> Iterator[Held]:
    """Writes every bundle behind number `after` into `folder`, and tells each; one that lies there already is left.

    Raises Problem `office-files-failing` for a file that is not what its row says, `disk-full`, `folder-read-only`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(folder)) from error
    for held in held_bundles(house.engine, after=after):
        target = folder / f"cxo-{held.number:08}-{held.sha256[:8]}{SUFFIX}"
        if not target.exists():
            with opened(house, held.owner) as file, Landing(target) as landing:
                for piece in file.pieces():
                    landing.write(piece)
                if file.sha256() != held.sha256:
                    raise Problem(Code.OFFICE_FILES_FAILING, cause=f"{held.sha256} is not what it was")
                landing.finish()
            note_alone(house.engine, COMMAND, "bundle.export", held.sha256, "read")
        yield held


def opened(house: House, owner: str) -> WholeFile:
    """The stored file of a bundle, by its owner in the table of parts."""
    return WholeFile(house.files, UploadStore(house.engine, house.now).parts(owner))
