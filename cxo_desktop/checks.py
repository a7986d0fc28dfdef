"""What the doctor looks at, and how one look ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CheckCode(StrEnum):
    """One thing that is looked at. The value is what `cxo doctor --json` carries."""

    OPENING = "opening"
    SCHEMA = "schema"
    DATABASE = "database"
    CHAINS = "chains"
    EVIDENCE = "evidence"
    BUNDLES = "bundles"
    ORPHANS = "orphans"
    PERMISSIONS = "permissions"
    SPACE = "space"
    CLOCK = "clock"
    KEYRING = "keyring"
    SECOND_WAY_IN = "second-way-in"
    SWAP = "swap"
    BACKUP = "backup"


class CheckState(StrEnum):
    """As it should be, worth attention, or something is lost or about to be."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """How one look ended; `details` fill the named fields of its sentence and are plain JSON values."""

    code: CheckCode
    state: CheckState
    details: Mapping[str, object] = field(default_factory=dict)
