"""An office is founded: settings that hold, a database and files that answer, an admin; the keys come last and only once."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import setting_words as words
from cxo_central.house import stores, utc_now
from cxo_central.office import IDENTITY, Office, refuse_taken, toml_text
from cxo_central.settings import CentralSettings, settings_from, wrong
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine

_KEPT = ("CXO_CENTRAL_DATABASE", "CXO_CENTRAL_FILES", "CXO_CENTRAL_S3_ENDPOINT", "CXO_CENTRAL_S3_REGION")
"""What says where an office's holdings are goes into its settings, so that no later start looks in an empty place."""


def found(
    folder: Path,
    name: str,
    environ: Mapping[str, str],
    *,
    addresses: tuple[str, ...],
    admin: str,
    is_sealed: bool = False,
    identity_to: Path | None = None,
) -> tuple[Office, str]:
    """Makes an office in `folder`; returns it and its admin's token, which is kept nowhere.

    `is_sealed`: the identity goes to `identity_to`, outside the folder. A founding that was cut off can be begun again
    until the keys are there; from then on nothing is replaced.
    Raises Problem `office-exists`, `office-setting-wrong`, `folder-read-only`, and what the stores raise.
    """
    _refuse_place(folder, is_sealed=is_sealed, identity_to=identity_to)
    refuse_taken(folder)
    text = _settings_text(name, environ, addresses, is_sealed=is_sealed)
    settings = settings_from(folder, tomllib.loads(text), environ)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(folder)) from error
    token = _prepare(settings, admin)
    return Office.make(folder, name, settings=text, identity_to=identity_to), token


def _prepare(settings: CentralSettings, admin: str) -> str:
    from cxo_central.storage.admins import AdminStore, new_token

    engine, files = stores(settings)
    try:
        _refuse_used(engine, settings)
        files.check()
        token = new_token()
        AdminStore(engine).make(admin, token, at=utc_now())
    finally:
        engine.dispose()
    return token


def _refuse_used(engine: "Engine", settings: CentralSettings) -> None:
    """A database that holds laptops or bundles is another office's."""
    from cxo_central.storage.devices import DeviceStore

    if DeviceStore(engine).every():
        raise Problem(Code.OFFICE_EXISTS, path=engine.url.render_as_string(hide_password=True))


def _refuse_place(folder: Path, *, is_sealed: bool, identity_to: Path | None) -> None:
    if is_sealed and identity_to is None:
        raise wrong("--sealed", words.IDENTITY_TO)
    if identity_to is None:
        return
    if not is_sealed:
        raise wrong("--identity-to", words.SEALED)
    if identity_to.resolve().is_relative_to(folder.resolve()):
        raise wrong("--identity-to", words.OUTSIDE, folder=folder)
    if identity_to.exists():
        raise Problem(Code.OFFICE_EXISTS, path=str(identity_to))
    if not (identity_to.parent.is_dir() and os.access(identity_to.parent, os.W_OK)):
        raise Problem(Code.FOLDER_READ_ONLY, path=str(identity_to.parent))


def _settings_text(
    name: str, environ: Mapping[str, str], addresses: tuple[str, ...], *, is_sealed: bool
) -> str:
    listed = ", ".join(toml_text(each) for each in addresses)
    lines = [
        "# The settings of this office. docs/central.md tells of all of them.",
        f"name = {toml_text(name)}",
        f"addresses = [{listed}]",
    ]
    if is_sealed:
        lines += [f"# {IDENTITY} is kept elsewhere.", "sealed = true"]
    return "\n".join([*lines, *where_lines(environ)]) + "\n"


def where_lines(environ: Mapping[str, str]) -> list[str]:
    """The lines of `office.toml` for what the environment says of the places of rows and files; never a secret."""
    said = ((variable, environ.get(variable, "").strip()) for variable in _KEPT)
    return [
        f"{variable.removeprefix('CXO_CENTRAL_').lower()} = {toml_text(value)}"
        for variable, value in said
        if value and not _holds_password(value)
    ]


def _holds_password(value: str) -> bool:
    return ":" in value.partition("://")[2].rpartition("@")[0]
