"""The laptops of an office. A token is only ever kept as its SHA-256, by which it is found in one look-up."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from cxo_central.storage.audit import COMMAND, note
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.matters_audience import remember
from cxo_central.storage.tables import devices
from cxo_core.canonical import sha256
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import EnrolmentRequest

MAX_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop known to the office. `recipient`: the age public key it reads with. `quota_bytes` None: the office's own."""

    id: str
    public_key: str
    recipient: str
    officer: str
    hall: str
    enrolled_at: str
    revoked_at: str | None = None
    quota_bytes: int | None = None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


_BY_TOKEN = select(devices).where(
    or_(
        devices.c.token_sha256 == bindparam("digest"),
        devices.c.former_token_sha256 == bindparam("digest"),
    )
)
_COLUMNS = [devices.c[name] for name in Device.__dataclass_fields__]


class DeviceStore:
    """Every method is one transaction; `enrol` and `of` work inside the caller's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_token(self, token: str) -> Device:
        """The laptop that holds this token. The first use of a new token ends the one before it.

        Raises Problem `token-unknown` or `device-revoked`.
        """
        digest = sha256(token.encode("utf-8", "surrogatepass")) if len(token) <= MAX_TOKEN else ""
        with reading(self._engine) as connection:
            row = connection.execute(_BY_TOKEN, {"digest": digest}).one_or_none() if digest else None
        if row is None:
            raise Problem(Code.TOKEN_UNKNOWN)
        if row.revoked_at is not None:
            raise Problem(Code.DEVICE_REVOKED, device=row.id)
        if row.token_sha256 == digest and row.former_token_sha256 is not None:
            self._end_former(row.id, digest)
        return _device(row)

    def by_id(self, device: str) -> Device | None:
        with reading(self._engine) as connection:
            return self.of(connection, device)

    def every(self) -> tuple[Device, ...]:
        """All of them, in the order they came."""
        asked = select(*_COLUMNS).order_by(devices.c.enrolled_at, devices.c.id)
        with reading(self._engine) as connection:
            return tuple(_device(row) for row in connection.execute(asked))

    @staticmethod
    def of(connection: Connection, device: str) -> Device | None:
        row = connection.execute(select(*_COLUMNS).where(devices.c.id == device)).one_or_none()
        return _device(row) if row else None

    @staticmethod
    def enrol(
        connection: Connection,
        request: EnrolmentRequest,
        *,
        officer: str,
        hall: str,
        token: str,
        at: datetime,
        renews: bool,
    ) -> None:
        """Adds the laptop, or gives the one already known a new token; what it has delivered stays its own.

        The token that the laptop certainly has holds until the new one is first used: the code may have come late.

        `renews`: the code is a new one, so the office wants this laptop back also where it was revoked.
        Raises Problem `device-revoked` where it was revoked and the code is not new.
        """
        fresh = {
            "recipient": request.recipient,
            "officer": officer,
            "hall": hall,
            "token_sha256": sha256(token.encode()),
        }
        known = _held(connection, request.device)
        if known is None:
            first = {"id": request.device, "public_key": request.device_key, "enrolled_at": _text(at)}
            try:
                with connection.begin_nested():
                    connection.execute(insert(devices).values(**first, **fresh))
                return
            except IntegrityError:  # it was enrolled this very moment with another code
                known = _held(connection, request.device)
        if known is None or known.public_key != request.device_key:
            raise Problem(Code.DOCUMENT_NOT_SIGNED, why="device_key")
        if known.revoked_at is not None and not renews:
            raise Problem(Code.DEVICE_REVOKED, device=request.device)
        former = None if known.revoked_at else known.former_token_sha256 or known.token_sha256
        connection.execute(
            update(devices)
            .where(devices.c.id == request.device)
            .values(**fresh, former_token_sha256=former, revoked_at=None)
        )

    def rotate(self, device: str, *, presented: str, token: str) -> None:
        """Gives a laptop a new token; the one it asked with holds until the new one is first used.

        Raises Problem `token-unknown` where the one it asked with was over meanwhile: a request that a line repeats late
        must not take away the token that the laptop uses by then.
        """
        held = sha256(presented.encode())
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(devices)
                .where(devices.c.id == device)
                .where(or_(devices.c.token_sha256 == held, devices.c.former_token_sha256 == held))
                .values(token_sha256=sha256(token.encode()), former_token_sha256=held)
            )
            if not changed.rowcount:
                raise Problem(Code.TOKEN_UNKNOWN)
            note(connection, f"device:{device}", "token.rotate", device)

    def revoke(self, device: str, *, at: datetime) -> None:
        """Its tokens open nothing from now on. Raises Problem `matter-not-found`."""
        self._change(device, "device.revoke", revoked_at=_text(at))

    def rename(self, device: str, *, officer: str | None, hall: str | None) -> None:
        named = {"officer": officer, "hall": hall}
        self._change(
            device, "device.rename", **{name: value for name, value in named.items() if value is not None}
        )

    def set_quota(self, device: str, quota_bytes: int | None) -> None:
        """None: the office's own quota holds again."""
        self._change(device, "device.quota", quota_bytes=quota_bytes)

    def _change(self, device: str, what: str, **changed: object) -> None:
        """Raises Problem `matter-not-found` for a laptop the office does not know."""
        with writing(self._engine) as connection:
            known = self.of(connection, device)
            if known is None:
                raise Problem(Code.MATTER_NOT_FOUND, kind="device", id=device)
            if changed.keys() & {"officer", "hall"}:
                remember(connection, known)
            connection.execute(update(devices).where(devices.c.id == device).values(**changed))
            note(connection, COMMAND, what, device)

    def _end_former(self, device: str, digest: str) -> None:
        """Raises Problem `token-unknown` where this token was replaced meanwhile: the one before it must go on."""
        with writing(self._engine) as connection:
            ended = connection.execute(
                update(devices)
                .where(devices.c.id == device, devices.c.token_sha256 == digest)
                .values(former_token_sha256=None)
            )
        if not ended.rowcount:
            raise Problem(Code.TOKEN_UNKNOWN)


def _held(connection: Connection, device: str) -> Row[Any] | None:
    """The laptop's row, kept from everybody else until the transaction ends."""
    return connection.execute(select(devices).where(devices.c.id == device).with_for_update()).one_or_none()


def _text(at: datetime) -> str:
    return wall_text(at.astimezone(UTC))


def _device(row: Row[tuple[object, ...]]) -> Device:
    return Device(**{name: getattr(row, name) for name in Device.__dataclass_fields__})
