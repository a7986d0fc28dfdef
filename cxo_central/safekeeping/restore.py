"""Brings an office back from a backup: verified throughout, and there as a whole or not at all."""

import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxo_central.founding import where_lines
from cxo_central.house import stores
from cxo_central.office import PUBLIC, RECEIPT_KEY, SETTINGS, Office, refuse_taken, toml_text, write_new
from cxo_central.safekeeping import layout
from cxo_central.safekeeping.layout import Counted
from cxo_central.safekeeping.reading import BackupReading
from cxo_central.safekeeping.tar import TarReading
from cxo_central.settings import settings_from
from cxo_central.storage.audit import COMMAND, note_alone
from cxo_central.storage.matters_audience import leap
from cxo_core.bundle.age_streams import decrypt
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_WHERE = ("database", "database_password", "database_password_file", "files")


def restore(
    backup: Path, folder: Path, identities: "Sequence[Identity]", environ: Mapping[str, str]
) -> tuple[Office, Counted]:
    """Makes the office anew in `folder`, its rows and files where the environment says, or in the folder itself.

    Raises Problem `backup-not-found`, `backup-damaged`, `backup-newer`, `recovery-key-wrong`, `office-exists`,
    `place-taken` for a place that is not empty, and what the stores raise. Then nothing was restored.
    """
    if not backup.is_file():
        raise Problem(Code.BACKUP_NOT_FOUND, path=str(backup))
    refuse_taken(folder)
    beside = folder.with_name(f"{folder.name}.restoring")
    if beside.exists() or (folder.exists() and any(folder.iterdir())):
        raise Problem(Code.PLACE_TAKEN, place=str(beside if beside.exists() else folder))
    try:
        beside.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(beside.parent)) from error
    try:
        counted = _refilled(backup, beside, identities, environ)
        beside.replace(folder)
    except OSError as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(folder)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Office.open(folder), counted


def _refilled(
    backup: Path, folder: Path, identities: "Sequence[Identity]", environ: Mapping[str, str]
) -> Counted:
    engine, files = stores(settings_from(folder, {}, environ), is_migrated=False)
    reading = BackupReading(engine, files)
    archive = TarReading(reading)
    try:
        with reading:
            with backup.open("rb") as file:
                decrypt(file, archive.write, identities)
            archive.close()
            reading.settle()
            _write_back(folder, reading.keys, environ)
        leap(engine)
        note_alone(engine, COMMAND, "restore", reading.office)
    except Problem as problem:
        raise _about(backup, problem) from problem
    except ValueError as error:
        raise Problem(Code.BACKUP_DAMAGED, path=str(backup), why=str(error)) from error
    finally:
        engine.dispose()
    return reading.counted


def _about(backup: Path, problem: Problem) -> Problem:
    """What a failure of the stream means for whoever restores."""
    match problem.code:
        case Code.BUNDLE_DAMAGED | Code.BUNDLE_NOT_A_BUNDLE:
            why = problem.details.get("why", problem.code.value)
            return Problem(Code.BACKUP_DAMAGED, path=str(backup), why=why)
        case Code.BUNDLE_NOT_FOR_THIS_KEY:
            return Problem(Code.RECOVERY_KEY_WRONG, path=str(backup))
        case Code.BACKUP_NEWER:
            return Problem(Code.BACKUP_NEWER, **problem.details | {"path": str(backup)})
        case _:
            return problem


def _write_back(folder: Path, keys: Mapping[str, bytes], environ: Mapping[str, str]) -> None:
    """Raises ValueError where the keys an office cannot be without are missing."""
    for name in (PUBLIC, RECEIPT_KEY, SETTINGS):
        if name not in keys:
            raise ValueError(f"{name} is missing")
    for name, content in keys.items():
        text = content.decode()
        if name == SETTINGS:
            text = _settings(tomllib.loads(text), environ)
        write_new(folder / name, text, 0o600 if name in layout.PRIVATE else 0o644)


def _settings(said: dict[str, Any], environ: Mapping[str, str]) -> str:
    """The office's settings but for where its holdings were: there may be another office by now."""
    kept = {name: value for name, value in said.items() if name not in _WHERE and not name.startswith("s3_")}
    lines = [f"{name} = {_toml(value)}" for name, value in kept.items()]
    return "\n".join([*lines, *where_lines(environ)]) + "\n"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list():
            return f"[{', '.join(_toml(each) for each in value)}]"
        case _:
            return toml_text(str(value))
