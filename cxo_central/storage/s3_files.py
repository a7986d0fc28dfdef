"""Files in S3, through `obstore`: any number of processes share them, and none keeps anything of its own."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cxo_central.storage.files import S3_PART_BYTES, Readable, put
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from obstore.store import S3Store

_PATIENCE = timedelta(seconds=20)
"""How long the store is asked again before the person, or the laptop, is told that it does not answer."""


class S3Files:
    """One object for each name, in `s3://BUCKET/PREFIX`. `endpoint`: the server's address where it is not Amazon's."""

    part_bytes = S3_PART_BYTES

    def __init__(self, place: str, *, endpoint: str, access_key: str, secret_key: str, region: str) -> None:
        from obstore.store import S3Store

        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        if not bucket:
            raise Problem(Code.OFFICE_SETTING_WRONG, setting="files")
        told: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
        if access_key:
            told |= {"access_key_id": access_key, "secret_access_key": secret_key}
        with _translated():
            self._store: S3Store = S3Store(
                bucket,
                prefix=prefix.strip("/") or None,
                region=region or "us-east-1",
                virtual_hosted_style_request=False,
                client_options={"allow_http": endpoint.startswith("http://"), "timeout": "60s"},
                retry_config={"max_retries": 4, "retry_timeout": _PATIENCE},
                **told,
            )

    def begin(self, name: str) -> "ArrivingObject":
        return ArrivingObject(self._store, name)

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        import obstore

        with _translated():
            reader = obstore.open_reader(self._store, name, buffer_size=1 << 20)
        try:
            yield _Reading(reader)
        finally:
            reader.close()

    def remove(self, name: str) -> None:
        import obstore

        with _translated(), suppress(FileNotFoundError):
            obstore.delete(self._store, name)

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        import obstore

        with _translated():
            for page in obstore.list(self._store, chunk_size=1000):
                for found in page:
                    if before is None or found["last_modified"] < before:
                        yield str(found["path"])

    def check(self) -> None:
        import secrets

        name = f"check-{secrets.token_hex(8)}"
        put(self, name, (b"ready",))
        with self.open(name) as file:
            said = file.read(16)
        self.remove(name)
        if said != b"ready":
            raise Problem(Code.OFFICE_FILES_FAILING, cause="S3")


class ArrivingObject:
    """Gathered in memory, so keep it to `part_bytes`, and put in one request: S3 shows it whole or not at all."""

    def __init__(self, store: "S3Store", name: str) -> None:
        self._store = store
        self._name = name
        self._pieces = bytearray()

    def write(self, *pieces: bytes | memoryview) -> None:
        for piece in pieces:
            self._pieces += piece

    def flush(self) -> None:
        """An object is there whole or not at all."""

    def finish(self) -> int:
        import obstore

        with _translated():
            obstore.put(self._store, self._name, bytes(self._pieces), use_multipart=False)
        size, self._pieces = len(self._pieces), bytearray()
        return size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._pieces = bytearray()


class _Reading:
    """obstore gives buffers of its own; everybody else reads bytes."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def read(self, n: int, /) -> bytes:
        with _translated():
            return bytes(self._reader.read(n))

    def readinto(self, buffer: memoryview, /) -> int:
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def _translated() -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:
        raise Problem(Code.OFFICE_FILES_FAILING, cause="not found") from error
    except (BaseError, OSError) as error:
        said = str(error).splitlines()[0][:200]
        raise Problem(Code.OFFICE_FILES_FAILING, cause=said) from error
