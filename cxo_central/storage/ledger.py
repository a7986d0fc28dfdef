"""What becomes of a file that is whole: a bundle with its receipt, or a place in quarantine. One transaction each.

Processes may decide about the same file at the same moment. Whoever takes away the upload's row goes on, and what must
be unique is so by the database.
"""

import builtins
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from cxo_central.outside_text import told
from cxo_central.storage.audit import note
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.tables import bundles, quarantine
from cxo_central.storage.uploads import drop_file, end_upload, hold_device
from cxo_central.storage.withdrawals import withdrawn_since
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Bundle:
    """The row of a bundle the office answers for. Texts and times as the tables keep them."""

    walkthrough: str | None
    revision: int | None
    manifest_digest: str | None
    previous: str | None
    sha256: str
    bytes: int
    device: str | None
    owner: str
    is_opened: bool
    arrived_by: str
    received_at: str
    receipt: "builtins.bytes"
    sealed_at: str | None = None
    item: str | None = None
    item_title: str | None = None
    role: str | None = None
    channel: str | None = None
    hall: str | None = None
    events: int | None = None
    photos: int | None = None
    findings: int | None = None
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that goes into quarantine. `walkthrough` and `revision` are what it claims to be, where it could be read."""

    sha256: str
    bytes: int
    device: str | None
    owner: str
    walkthrough: str | None
    revision: int | None
    arrived_by: str
    received_at: datetime
    problem: Problem


class Outcome(StrEnum):
    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Entry:
    """How it ended. `files`: names that no row holds any more, to be removed. `receipt` for what is new or the same."""

    outcome: Outcome
    receipt: bytes | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer given before: the receipt, or the Problem. `device`: the laptop it was for, where that is known."""

    sha256: str
    device: str | None
    receipt: bytes | None = None
    problem: Problem | None = None


class Ledger:
    """The only place where a file gets its answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def enter(self, bundle: Bundle, *, who: str) -> Entry:
        """Takes a sound bundle. Where it conflicts with what is here, or its upload is gone, nothing changes."""
        for _ in range(_TRIES):
            try:
                with writing(self._engine) as connection:
                    return _enter(connection, bundle, who)
            except IntegrityError:
                continue  # another process was faster with this very bundle: look again
        raise Problem(Code.OFFICE_BUSY)

    def refuse(self, refused: Refused, *, who: str) -> Entry:
        """Keeps a file in quarantine; the same file refused again is not kept twice, and says what is wrong with it now."""
        with writing(self._engine) as connection:
            hold_device(connection, refused.device or "")
            if not end_upload(connection, refused.owner):
                return Entry(Outcome.GONE)
            code, details = (
                refused.problem.code.value,
                json.dumps(dict(told(refused.problem)), ensure_ascii=False),
            )
            note(connection, who, "bundle.receive", refused.sha256, code)
            same = quarantine.c.sha256 == refused.sha256
            if connection.execute(select(quarantine.c.number).where(same).limit(1)).first():
                connection.execute(update(quarantine).where(same).values(code=code, details=details))
                return Entry(Outcome.SAME, files=tuple(drop_file(connection, refused.owner)))
            connection.execute(
                insert(quarantine).values(
                    sha256=refused.sha256,
                    bytes=refused.bytes,
                    device=refused.device,
                    owner=refused.owner,
                    walkthrough=refused.walkthrough,
                    revision=refused.revision,
                    arrived_by=refused.arrived_by,
                    received_at=wall_text(refused.received_at),
                    code=code,
                    details=details,
                )
            )
        return Entry(Outcome.NEW)

    def ended(self, owner: str) -> "Answered | None":
        """What was answered for a file that came as this upload."""
        with reading(self._engine) as connection:
            return _answered(connection, bundles.c.owner == owner, quarantine.c.owner == owner)

    def answered(self, sha256: str) -> "Answered | None":
        """What was answered for this file."""
        with reading(self._engine) as connection:
            return _answered(connection, bundles.c.sha256 == sha256, quarantine.c.sha256 == sha256)

    def stored(self, walkthrough: str, revision: int) -> tuple[str, str, int] | None:
        """Owner, SHA-256 and size of a bundle's sealed file; None also where it was destroyed because consent was withdrawn."""
        asked = select(bundles.c.owner, bundles.c.sha256, bundles.c.bytes).where(
            bundles.c.walkthrough == walkthrough,
            bundles.c.revision == revision,
            bundles.c.withdrawn_at.is_(None),
        )
        with reading(self._engine) as connection:
            row = connection.execute(asked).one_or_none()
        return (row[0], row[1], row[2]) if row else None


_ADD = insert(bundles)
_NEAR = select(
    bundles.c.sha256,
    bundles.c.walkthrough,
    bundles.c.revision,
    bundles.c.manifest_digest,
    bundles.c.previous,
    bundles.c.is_opened,
    bundles.c.receipt,
).where(
    or_(
        bundles.c.sha256 == bindparam("sha256"),
        and_(
            bundles.c.walkthrough == bindparam("walkthrough"),
            bundles.c.revision.between(bindparam("first"), bindparam("last")),
        ),
    )
)
"""The bundle that lies here as this file, and those under this identity and its neighbours'."""
_SAME_REFUSED = select(quarantine.c.owner).where(quarantine.c.sha256 == bindparam("sha256"))


_Near = Row[*tuple[Any, ...]]


def _enter(connection: Connection, bundle: Bundle, who: str) -> Entry:
    hold_device(connection, bundle.device or "")
    revision = bundle.revision or 0
    named = {"sha256": bundle.sha256, "walkthrough": bundle.walkthrough}
    asked = {**named, "first": revision - 1, "last": revision + 1}
    near: Sequence[_Near] = connection.execute(_NEAR, asked).all()
    same = next((row for row in near if _is_same(row, bundle)), None)
    if same is None and any(_is_torn(row, bundle) for row in near):
        return Entry(Outcome.CONFLICT)
    if not end_upload(connection, bundle.owner):
        return Entry(Outcome.GONE)
    if same is not None:
        note(connection, who, "bundle.receive", bundle.sha256, "same")
        return Entry(Outcome.SAME, bytes(same.receipt), tuple(drop_file(connection, bundle.owner)))
    since = withdrawn_since(
        connection, walkthrough=bundle.walkthrough, revision=bundle.revision, device=bundle.device
    )
    row = {each.name: getattr(bundle, each.name) for each in fields(bundle)}
    connection.execute(_ADD, {**row, "withdrawn_at": since})
    note(connection, who, "bundle.receive", bundle.sha256, "withdrawn" if since else "done")
    gone = drop_file(connection, bundle.owner) if since else []
    return Entry(Outcome.NEW, bundle.receipt, (*gone, *_pardoned(connection, bundle.sha256)))


def _is_same(near: _Near, bundle: Bundle) -> bool:
    """This very file; or the same content sealed once more, where both were opened."""
    if near.sha256 == bundle.sha256:
        return True
    is_verified = bool(near.is_opened) and bundle.is_opened
    is_it = (near.walkthrough, near.revision) == (bundle.walkthrough, bundle.revision)
    return is_verified and is_it and near.manifest_digest == bundle.manifest_digest


def _is_torn(near: _Near, bundle: Bundle) -> bool:
    """Another content under this identity; or the revision before or behind it, which names, or is, another than this says."""
    if near.revision == bundle.revision:
        return True
    if not (near.is_opened and bundle.is_opened):
        return False
    if near.revision < (bundle.revision or 0):
        return bool(near.manifest_digest != bundle.previous)
    return bool(near.previous != bundle.manifest_digest)


def _pardoned(connection: Connection, sha256: str) -> list[str]:
    """What was refused once and is taken now leaves quarantine."""
    owners = list(connection.execute(_SAME_REFUSED, {"sha256": sha256}).scalars())
    if not owners:
        return []
    connection.execute(delete(quarantine).where(quarantine.c.sha256 == sha256))
    return [name for owner in owners for name in drop_file(connection, owner)]


def _answered(
    connection: Connection, taken: ColumnElement[bool], kept: ColumnElement[bool]
) -> "Answered | None":
    asked = select(bundles.c.sha256, bundles.c.device, bundles.c.receipt).where(taken)
    if found := connection.execute(asked).first():
        return Answered(found.sha256, found.device, receipt=bytes(found.receipt))
    refusal = select(quarantine.c.sha256, quarantine.c.device, quarantine.c.code, quarantine.c.details).where(
        kept
    )
    if kept_row := connection.execute(refusal.order_by(quarantine.c.number.desc()).limit(1)).first():
        problem = Problem(Code(kept_row.code), **json.loads(kept_row.details))
        return Answered(kept_row.sha256, kept_row.device, problem=problem)
    return None
