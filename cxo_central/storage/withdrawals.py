"""Consent taken back, in the office's books: which bundles go, what still has to be destroyed, and the receipt at the end."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, or_, select, update

from cxo_central.storage.audit import note
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.tables import bundles, parts, quarantine, uploads, withdrawals
from cxo_central.storage.uploads import drop_file, hold_device
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Begun:
    """A wish in the books. `receipt` where it was carried out before; else `owners` are the files to destroy, by `sha256`."""

    receipt: bytes | None
    owners: tuple[str, ...]
    sha256: tuple[str, ...]


class WithdrawalStore:
    """First `begin`, then the files are destroyed, then `finish`. Killed between, the same wish again goes on from there."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self, wish: Withdrawal, document: bytes, device: str, *, at: datetime, arrived_by: str, who: str
    ) -> Begun:
        """From here on no file of these revisions is served any more, nor taken in anew.

        Raises Problem `bundle-device-unexpected` where the walkthrough is another laptop's, `bundle-conflicts` for another wish
        under an id that was used before.
        """
        with writing(self._engine) as connection:
            hold_device(connection, device)
            known = connection.execute(select(withdrawals).where(withdrawals.c.id == wish.id)).one_or_none()
            if known is not None and (known.device != device or bytes(known.document) != document):
                raise Problem(Code.BUNDLE_CONFLICTS, walkthrough=wish.walkthrough, revision=wish.revision)
            if known is not None and known.receipt is not None:
                return Begun(bytes(known.receipt), (), ())
            _check_owner(connection, wish, device)
            if known is None:
                row = {"id": wish.id, "device": device, "document": document, "arrived_by": arrived_by}
                said = {"walkthrough": wish.walkthrough, "revision": wish.revision, "received_at": _text(at)}
                connection.execute(insert(withdrawals).values(**row, **said))
                note(connection, who, "withdrawal.receive", wish.walkthrough)
            return _marked(connection, wish, device, at, who)

    def finish(self, wish: Withdrawal, begun: Begun, receipt: bytes, *, who: str) -> bytes:
        """Everything is destroyed: the receipt is the office's word from now on. Returns the one that counts."""
        with writing(self._engine) as connection:
            for owner in begun.owners:
                drop_file(connection, owner)
            connection.execute(delete(quarantine).where(quarantine.c.owner.in_(begun.owners)))
            signed = (
                update(withdrawals)
                .where(withdrawals.c.id == wish.id, withdrawals.c.receipt.is_(None))
                .values(receipt=receipt)
            )
            if connection.execute(signed).rowcount:
                for sha256 in begun.sha256:
                    note(connection, who, "bundle.erase", sha256)
                return receipt
            asked = select(withdrawals.c.receipt).where(withdrawals.c.id == wish.id)
            return bytes(connection.execute(asked).scalar_one())

    def parts_of(self, owners: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the stored files of these."""
        with reading(self._engine) as connection:
            asked = select(parts.c.name).where(parts.c.owner.in_(owners))
            return tuple(connection.execute(asked).scalars())


def withdrawn_since(
    connection: Connection, *, walkthrough: str | None, revision: int | None, device: str | None
) -> str | None:
    """Since when a bundle that comes in only now is withdrawn already; None where it is not."""
    if walkthrough is None or revision is None:
        return None
    asked = select(withdrawals.c.received_at).where(
        withdrawals.c.walkthrough == walkthrough,
        withdrawals.c.revision >= revision,
        withdrawals.c.device == device,
    )
    return connection.execute(asked.limit(1)).scalar()


def _check_owner(connection: Connection, wish: Withdrawal, device: str) -> None:
    others = select(bundles.c.number).where(
        bundles.c.walkthrough == wish.walkthrough, bundles.c.device.is_not(None), bundles.c.device != device
    )
    if connection.execute(others.limit(1)).first():
        raise Problem(Code.BUNDLE_DEVICE_UNEXPECTED, device=device)


def _marked(connection: Connection, wish: Withdrawal, device: str, at: datetime, who: str) -> Begun:
    ours = or_(bundles.c.device == device, bundles.c.device.is_(None))
    identity = and_(bundles.c.walkthrough == wish.walkthrough, bundles.c.revision <= wish.revision)
    here = and_(ours, or_(identity, bundles.c.sha256.in_(wish.files)))
    connection.execute(
        update(bundles).where(here, bundles.c.withdrawn_at.is_(None)).values(withdrawn_at=_text(at))
    )
    found = list(connection.execute(select(bundles.c.owner, bundles.c.sha256).where(here)))
    found += connection.execute(select(quarantine.c.owner, quarantine.c.sha256).where(_aside(wish, device)))
    coming = and_(uploads.c.device == device, uploads.c.sha256.in_(wish.files))
    stopped = list(connection.execute(select(uploads.c.id).where(coming)).scalars())
    connection.execute(delete(uploads).where(uploads.c.id.in_(stopped)))
    digests = tuple(dict.fromkeys(row.sha256 for row in found))
    return Begun(None, (*(row.owner for row in found), *stopped), digests)


def _aside(wish: Withdrawal, device: str) -> ColumnElement[bool]:
    """What lies in quarantine under this identity, or as one of these files."""
    ours = or_(quarantine.c.device == device, quarantine.c.device.is_(None))
    identity = and_(quarantine.c.walkthrough == wish.walkthrough, quarantine.c.revision <= wish.revision)
    return and_(ours, or_(identity, quarantine.c.sha256.in_(wish.files)))


def _text(at: datetime) -> str:
    return wall_text(at.astimezone(UTC))
