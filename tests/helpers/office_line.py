"""A laptop and the real central office in one process, and a line between them that a test can cut at any request."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import select
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.house import House
from cxo_central.storage.engine import reading
from cxo_central.storage.tables import bundles, metadata
from cxo_core.protocol.receipt import Receipt
from cxo_core.signing import key_id, public_key
from cxo_desktop.network.office_http import OfficeClient
from cxo_desktop.services.syncing import Syncing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.offices import OfficeRow, Standing
from helpers.enrolled import enrolled
from helpers.laptops import sealed_walk
from helpers.office_house import open_house
from helpers.recordings import MovingClock

ADDRESS = "https://office.example"
TOKEN = "the-token-of-this-laptop"


class Killed(BaseException):
    """The laptop's process ends here: nothing catches it."""


def cut(request: httpx2.Request) -> httpx2.Response:
    """The connection breaks."""
    raise httpx2.ReadError("cut", request=request)


def unreachable(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("no route", request=request)


def kill(request: httpx2.Request) -> httpx2.Response:
    raise Killed


def says(status: int, content: bytes = b"", **headers: str) -> Callable[[httpx2.Request], httpx2.Response]:
    """Something between laptop and office answers in its place."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: httpx2.Response(status, headers=told, stream=httpx2.ByteStream(content))


PORTAL = says(200, b"<html>Please log in</html>", content_type="text/html")
"""What a hotel's or a hall's network says to whoever has not logged in."""


def where(part: str, answer: "Trouble") -> Callable[[httpx2.Request], httpx2.Response | None]:
    """This answer to every request whose path has `part` in it."""
    return lambda request: answer(request) if part in request.url.path else None


Trouble = Callable[[httpx2.Request], httpx2.Response]


class Line(httpx2.BaseTransport):
    """Carries requests to the application. `before` and `after` say by the request's number what happens instead of
    it reaching the office, or of its answer reaching the laptop; `always` is asked for every request."""

    def __init__(self, app: Any) -> None:
        self._carry = TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)._transport
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.clear()

    def clear(self) -> None:
        self.asked.clear()
        self.before: dict[int, Trouble] = {}
        self.after: dict[int, Trouble] = {}
        self.always: Callable[[httpx2.Request], httpx2.Response | None] = lambda request: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        number = len(self.asked)
        self.asked.append(f"{request.method} {request.url.path}")
        if shown := request.headers.get("Authorization"):
            self.tokens.add(shown)
        if number in self.before:
            return self.before[number](request)
        if (answer := self.always(request)) is not None:
            return answer
        answer = self._carry.handle_request(request)
        if number in self.after:
            answer.read()
            return self.after[number](request)
        return answer

    def count(self, beginning: str) -> int:
        return sum(asked.startswith(beginning) for asked in self.asked)


@dataclass
class Desk:
    """One laptop, enrolled, and its office. `clock` is the laptop's, the office has its own."""

    vault: Vault
    house: House
    line: Line
    clock: MovingClock = field(default_factory=lambda: MovingClock(datetime.now(UTC)))
    naps: list[float] = field(default_factory=list)

    @property
    def office(self) -> OfficeRow:
        row = self.vault.offices.by_id(self.house.id)
        assert row is not None
        return row

    def syncing(self, **also: Any) -> Syncing:
        return Syncing(
            self.vault, self.clock, self.connect, **{"draw": lambda: 0.5, "where": lambda: "here", **also}
        )

    def connect(self, office: OfficeRow, token: str | None) -> OfficeClient:
        return OfficeClient(office, token, transport=self.line)

    def seal(self, *photos: int) -> BundleRow:
        self.clock.wait(minutes=1)
        return sealed_walk(self.vault, self.clock, self.house.keys, photos)

    def now(self, row: BundleRow) -> BundleRow:
        """The row as the vault has it now."""
        found = self.vault.bundles.one(row.walkthrough_id, row.revision)
        assert found is not None
        return found

    def outcomes(self) -> list[str]:
        """Those in the laptop's sync log, oldest first."""
        return [line.outcome for line in reversed(self.vault.sync_log.latest())]

    def held(self, table: str = "bundles") -> list[Any]:
        """The office's rows."""
        with reading(self.house.engine) as connection:
            return list(connection.execute(select(metadata.tables[table])))

    def copies(self, row: BundleRow) -> int:
        """How often the office holds this bundle."""
        with reading(self.house.engine) as connection:
            return len(
                list(connection.execute(select(bundles.c.number).where(bundles.c.sha256 == row.sha256)))
            )

    def is_delivered(self, row: BundleRow) -> bool:
        """By a receipt that verifies now and is for this very file, and once only at the office."""
        kept = self.now(row)
        if kept.state is not BundleState.DELIVERED or kept.receipt is None:
            return False
        receipt = Receipt.read(kept.receipt, self.house.keys.receipt_key)
        return receipt.sha256 == row.sha256 and kept.delivered_at is not None and self.copies(row) == 1


def desk(folder: Path, vault: Vault, **settings: str) -> Desk:
    """The vault's laptop enrolled with a new office in `folder`."""
    house = open_house(folder, **settings)
    enrol_here(vault, house)
    return Desk(vault, house, Line(make_app(house)))


def enrol_here(vault: Vault, house: House, token: str = TOKEN) -> None:
    """Both sides as an approval leaves them."""
    enrolled(house.engine, vault.device_key(), token)
    vault.keep_token(house.id, token)
    row = OfficeRow.of(house.keys)
    vault.offices.put(
        replace(
            row,
            addresses=(ADDRESS,),
            standing=Standing.ENROLLED,
            device=key_id(public_key(vault.device_key())),
            is_current=vault.offices.current() is None,
            token_at=datetime.now(UTC),
        )
    )
