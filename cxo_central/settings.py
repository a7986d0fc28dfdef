"""The settings of an office: `office.toml` in its folder, and `CXO_CENTRAL_*` in the environment, which wins."""

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxo_central import setting_values as values
from cxo_central import setting_words as words
from cxo_central.office import SETTINGS
from cxo_central.words import Words, say
from cxo_core.problems import Code, Problem

PREFIX = "CXO_CENTRAL_"
_FILE = "_file"
MAX_SECRET_BYTES = 4096


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """How one office works. Sizes in bytes; `listen` is a host and a port; empty texts mean: not set.

    `database`: a URL of SQLAlchemy, `sqlite:///…` or `postgresql+psycopg://…`. `files`: a folder, or `s3://bucket/prefix`.
    `tls`: `own` makes a certificate of its own, `given` uses `tls_certificate` and `tls_key`, `off` is for a proxy in front.
    `tls_trust`: the PEM file laptops are told to trust where that is not the office's own certificate.
    `quota_bytes`: what one laptop may have lying here unfinished and in quarantine.
    `metrics_from`: networks that may read `/metrics`. `trusted_proxies`: whose `X-Forwarded-For` is believed.
    """

    folder: Path
    name: str
    database: str = field(repr=False)
    files: str
    s3_endpoint: str = ""
    s3_region: str = ""
    s3_key_id: str = ""
    s3_secret: str = field(default="", repr=False)
    addresses: tuple[str, ...] = ()
    listen: tuple[str, int] = ("0.0.0.0", 8443)
    processes: int = 1
    tls: str = "own"
    tls_certificate: str = ""
    tls_key: str = ""
    tls_trust: str = ""
    trusted_proxies: tuple[str, ...] = ()
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    sealed: bool = False
    max_upload_bytes: int = 4 << 30
    quota_bytes: int = 20 << 30
    upload_days: int = 7
    sweep_minutes: int = 10
    stop_seconds: int = 30


_READERS: dict[str, values.Reader] = {
    "name": values.text,
    "database": values.text,
    "database_password": values.text,
    "files": values.text,
    "s3_endpoint": values.address,
    "s3_region": values.text,
    "s3_key_id": values.text,
    "s3_secret": values.text,
    "addresses": values.addresses,
    "listen": values.listen,
    "processes": values.count(1, 64),
    "tls": values.one_of("own", "given", "off"),
    "tls_certificate": values.text,
    "tls_key": values.text,
    "tls_trust": values.text,
    "trusted_proxies": values.texts,
    "metrics_from": values.networks,
    "sealed": values.truth,
    "max_upload_bytes": values.size,
    "quota_bytes": values.size,
    "upload_days": values.count(1, 365),
    "sweep_minutes": values.count(1, 1440),
    "stop_seconds": values.count(1, 600),
}
_SECRET = ("database_password", "s3_secret")
_PATHS = ("tls_certificate", "tls_key", "tls_trust")


def load(folder: Path, environ: Mapping[str, str] = os.environ) -> CentralSettings:
    """Reads the settings of the office in `folder`.

    A secret (`database_password`, `s3_secret`) comes from the environment, from a file named by `…_file`, or from
    `office.toml`; such a file, and an `office.toml` that holds one, must be readable by its owner only.
    Raises Problem `office-unreadable` without an `office.toml`, and `office-setting-wrong` naming the setting and why.
    """
    return settings_from(folder, _from_toml(folder), environ)


def settings_from(folder: Path, toml: Mapping[str, Any], environ: Mapping[str, str]) -> CentralSettings:
    """The settings a parsed `office.toml` gives with this environment. Raises Problem `office-setting-wrong`."""
    if unknown := sorted(toml.keys() - _known()):
        raise wrong(unknown[0], words.UNKNOWN)
    said = {**toml, **_from_environment(environ)}
    read = {name: _read(name, value) for name, value in _with_secret_files(said, folder).items()}
    password = read.pop("database_password", "")
    for name in _PATHS:
        if name in read:
            read[name] = str(folder.resolve() / read[name])
    read.setdefault("name", "体验办")
    settings = CentralSettings(
        folder=folder,
        **read
        | {
            "database": _database(read.get("database", ""), password, folder),
            "files": _files(read.get("files", "files"), folder),
        },
    )
    if settings.tls == "given" and not (settings.tls_certificate and settings.tls_key):
        raise wrong("tls", words.BOTH_FILES)
    return settings


def wrong(setting: str, why: Words, **named: object) -> Problem:
    """The Problem `office-setting-wrong`, its reason in the language of whoever runs the program."""
    return Problem(Code.OFFICE_SETTING_WRONG, setting=setting, why=say(why, **named))


def _from_toml(folder: Path) -> dict[str, Any]:
    path = folder / SETTINGS
    try:
        with path.open("rb") as file:
            said = tomllib.load(file)
            mode = os.fstat(file.fileno()).st_mode
    except (OSError, ValueError) as error:
        raise Problem(Code.OFFICE_UNREADABLE, field=SETTINGS) from error
    if any(_is_secret(name, value) for name, value in said.items()) and _is_for_others(mode):
        raise wrong(SETTINGS, words.OPEN_SECRET, path=path)
    return said


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    said = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and value.strip()
    }
    if unknown := sorted(said.keys() - _known()):
        raise wrong(f"{PREFIX}{unknown[0].upper()}", words.UNKNOWN)
    return said


def _with_secret_files(said: dict[str, Any], folder: Path) -> dict[str, Any]:
    """`s3_secret_file` becomes `s3_secret`, which stands in its first line."""
    for name in _SECRET:
        if (place := said.pop(name + _FILE, None)) is not None and name not in said:
            said[name] = _secret_in(folder / _read(name, place), name + _FILE)
    return said


def _secret_in(path: Path, setting: str) -> str:
    try:
        with path.open("rb") as file:
            if _is_for_others(os.fstat(file.fileno()).st_mode):
                raise wrong(setting, words.OPEN_SECRET, path=path)
            return file.read(MAX_SECRET_BYTES).decode().split("\n", 1)[0]
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(setting, words.UNREADABLE, path=path) from error


def _read(name: str, value: Any) -> Any:
    try:
        return _READERS[name](value)
    except ValueError as error:
        raise Problem(Code.OFFICE_SETTING_WRONG, setting=name, why=str(error)) from error


def _database(url: str, password: str, folder: Path) -> str:
    if not url:
        return f"sqlite:///{(folder / 'office.db').resolve()}"
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise wrong("database", words.DATABASE)
    if scheme == "sqlite":
        return url
    if password:
        from urllib.parse import quote

        account, at, place = rest.rpartition("@")
        if not at or ":" in account:
            raise wrong("database_password", words.DATABASE_USER)
        rest = f"{account}:{quote(password, safe='')}@{place}"
    return f"postgresql+psycopg://{rest}"


def _files(place: str, folder: Path) -> str:
    if place.startswith("s3://"):
        if not place.removeprefix("s3://").strip("/"):
            raise wrong("files", words.FILES)
        return place
    if "://" in place:
        raise wrong("files", words.FILES)
    return str((folder / place).resolve())


def _known() -> set[str]:
    return {*_READERS, *(name + _FILE for name in _SECRET)}


def _is_secret(name: str, value: Any) -> bool:
    if name == "database":
        return ":" in str(value).partition("://")[2].rpartition("@")[0]
    return name in _SECRET


def _is_for_others(mode: int) -> bool:
    return os.name != "nt" and bool(stat.S_IMODE(mode) & 0o077)
