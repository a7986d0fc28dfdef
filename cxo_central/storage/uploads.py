"""Files on their way in. A piece counts from the transaction on that names it, so any process may take the next one."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from cxo_central.storage.engine import is_sqlite, reading, writing
from cxo_central.storage.tables import devices, parts, quarantine, uploads
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Part:
    """One stored piece of a file: `name` is what the files know it by, `start` its place. Never changed once it counts."""

    start: int
    bytes: int
    name: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in. `bytes` and `sha256` are those announced, `offset` is how much of it is durable.

    `device` is empty where no laptop sent it but a stick brought it. Times are ISO 8601 texts in UTC.
    """

    id: str
    device: str
    bytes: int
    sha256: str
    offset: int
    made_at: str
    expires_at: str

    @classmethod
    def new(cls, *, device: str, size: int, sha256: str, days: int, now: datetime) -> "Upload":
        return cls(
            id=secrets.token_hex(16),
            device=device,
            bytes=size,
            sha256=sha256,
            offset=0,
            made_at=wall_text(now),
            expires_at=wall_text(now + timedelta(days=days)),
        )

    @property
    def is_whole(self) -> bool:
        return self.offset == self.bytes

    def expect_whole(self) -> None:
        """Raises Problem `upload-incomplete` unless all of it is here."""
        if not self.is_whole:
            raise Problem(Code.UPLOAD_INCOMPLETE, offset=self.offset, bytes=self.bytes)

    @property
    def ends(self) -> datetime:
        return datetime.fromisoformat(self.expires_at)


# Said once: what every upload runs through is not built anew each time.
_ADD_UPLOAD = insert(uploads)
_ADD_PART = insert(parts)
_END_UPLOAD = delete(uploads).where(uploads.c.id == bindparam("upload"))
_UPLOAD = select(*(uploads.c[name] for name in Upload.__dataclass_fields__)).where(
    uploads.c.id == bindparam("upload")
)
_PARTS = (
    select(*(parts.c[name] for name in Part.__dataclass_fields__))
    .where(parts.c.owner == bindparam("owner"))
    .order_by(parts.c.start)
)
_HELD = select(
    select(func.coalesce(func.sum(uploads.c.bytes), 0))
    .where(uploads.c.device == bindparam("device"), uploads.c.expires_at > bindparam("now"))
    .scalar_subquery(),
    select(func.coalesce(func.sum(quarantine.c.bytes), 0))
    .where(quarantine.c.device == bindparam("device"))
    .scalar_subquery(),
)


class UploadStore:
    """Whoever removes an upload's row decides what becomes of its parts: so a file ends exactly once."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def begin(self, upload: Upload, part: Part | None = None, *, quota_bytes: int | None = None) -> Upload:
        """Makes room for a file, with its first part where that came along. Returns it as it stands.

        `quota_bytes`: the most that may lie here of its device, unfinished or in quarantine, this file counted in.
        Raises Problem `quota-exceeded`.
        """
        begun = replace(upload, offset=part.bytes if part else 0)
        with writing(self._engine) as connection:
            if quota_bytes is not None:
                hold_device(connection, upload.device)
                held = _held_bytes(connection, upload.device, wall_text(self._now()))
                if held + upload.bytes > quota_bytes:
                    raise Problem(Code.QUOTA_EXCEEDED, held=held, quota=quota_bytes, bytes=upload.bytes)
            connection.execute(_ADD_UPLOAD, asdict(begun))
            if part:
                _add(connection, upload.id, part)
        return begun

    def find(self, upload: str, device: str) -> Upload:
        """A laptop's own upload. Raises Problem `upload-gone`, or `upload-expired` for one that is to be removed."""
        with reading(self._engine) as connection:
            return self._find(connection, upload, device)

    def whole(self, upload: str, device: str) -> tuple[Upload, tuple[Part, ...]]:
        """As `find`, with its parts. Raises Problem `upload-incomplete` too."""
        with reading(self._engine) as connection:
            found = self._find(connection, upload, device)
            found.expect_whole()
            return found, _parts(connection, upload)

    def is_here(self, upload: str) -> bool:
        """Whether it has not ended."""
        with reading(self._engine) as connection:
            return self.of(connection, upload) is not None

    def _find(self, connection: Connection, upload: str, device: str) -> Upload:
        found = self.of(connection, upload)
        if found is None or found.device != device:
            raise Problem(Code.UPLOAD_GONE, upload=upload)
        if found.expires_at <= wall_text(self._now()):
            raise Problem(Code.UPLOAD_EXPIRED, upload=upload)
        return found

    @staticmethod
    def of(connection: Connection, upload: str) -> Upload | None:
        row = connection.execute(_UPLOAD, {"upload": upload}).one_or_none()
        return Upload(*row) if row else None

    def grow(self, upload: Upload, more: Sequence[Part]) -> Upload:
        """The stored parts count from now on, all of them or none.

        Raises Problem `upload-offset-differs` where another request was faster, `upload-gone` where the upload has ended.
        """
        grown = replace(upload, offset=upload.offset + sum(part.bytes for part in more))
        try:
            with writing(self._engine) as connection:
                moved = connection.execute(
                    update(uploads)
                    .where(uploads.c.id == upload.id, uploads.c.offset == upload.offset)
                    .values(offset=grown.offset)
                )
                if moved.rowcount == 0:
                    raise self._outrun(connection, upload)
                for part in more:
                    _add(connection, upload.id, part)
        except IntegrityError as error:
            raise Problem(Code.UPLOAD_OFFSET_DIFFERS, offset=upload.offset) from error
        return grown

    def parts(self, owner: str) -> tuple[Part, ...]:
        """The stored pieces of a file in order, whatever has become of its upload."""
        with reading(self._engine) as connection:
            return _parts(connection, owner)

    def drop(self, upload: str) -> list[str] | None:
        """Ends an upload that came to nothing. Returns the names of the files that nobody needs any more.

        None where it has ended already: then its files are somebody else's.
        """
        with writing(self._engine) as connection:
            return drop_file(connection, upload) if end_upload(connection, upload) else None

    def expired(self) -> list[str]:
        """Some of the uploads whose time is over; none where there are no more."""
        asked = select(uploads.c.id).where(uploads.c.expires_at <= wall_text(self._now())).limit(_AT_ONCE)
        with reading(self._engine) as connection:
            return list(connection.execute(asked).scalars())

    def strays(self, names: Sequence[str]) -> list[str]:
        """Which of these files no row names."""
        with reading(self._engine) as connection:
            known = set(connection.execute(select(parts.c.name).where(parts.c.name.in_(names))).scalars())
        return [name for name in names if name not in known]

    def _outrun(self, connection: Connection, upload: Upload) -> Problem:
        found = self.of(connection, upload.id)
        if found is None:
            return Problem(Code.UPLOAD_GONE, upload=upload.id)
        return Problem(Code.UPLOAD_OFFSET_DIFFERS, offset=found.offset)


def end_upload(connection: Connection, upload: str) -> bool:
    """Takes the row away; False where somebody else has."""
    return connection.execute(_END_UPLOAD, {"upload": upload}).rowcount == 1


def drop_file(connection: Connection, owner: str) -> list[str]:
    """Forgets the parts of a file. Returns their names, to be removed once this is durable."""
    names = list(connection.execute(select(parts.c.name).where(parts.c.owner == owner)).scalars())
    connection.execute(delete(parts).where(parts.c.owner == owner))
    return names


def hold_device(connection: Connection, device: str) -> None:
    """From here to its end, this transaction is the only one that decides about this laptop.

    SQLite has one writer at a time; PostgreSQL is asked for the laptop's row.
    """
    if device and not is_sqlite(connection.engine):
        connection.execute(select(devices.c.id).where(devices.c.id == device).with_for_update())


def _held_bytes(connection: Connection, device: str, now: str) -> int:
    coming, refused = connection.execute(_HELD, {"device": device, "now": now}).one()
    return int(coming) + int(refused)


def _add(connection: Connection, owner: str, part: Part) -> None:
    connection.execute(_ADD_PART, {"owner": owner, **asdict(part)})


def _parts(connection: Connection, owner: str) -> tuple[Part, ...]:
    return tuple(Part(*row) for row in connection.execute(_PARTS, {"owner": owner}))
