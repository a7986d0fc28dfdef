"""Speaking HTTP with one office: nothing is sent before what answers has said that it is this office."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self
from urllib.request import getproxies

import httpx2

from cxo_core.canonical import canonical
from cxo_core.problems import Code, Problem
from cxo_core.protocol.pack import MAX_BYTES as MOST_PACK
from cxo_desktop import __version__
from cxo_desktop.network.trust import context_for, nobody
from cxo_desktop.network.tus import MOST_PIECE, Uploads
from cxo_desktop.network.wire import Answer, Wire, strange
from cxo_desktop.storage.offices import OfficeRow

API: Final = "/api/v1"
FORMAT: Final = "cxo.office-address"
_WORST_FIRST: Final = (
    Code.CERTIFICATE_CHANGED,
    Code.OFFICE_BUSY,
    Code.OFFICE_ANSWERS_STRANGELY,
    Code.OFFICE_UNREACHABLE,
)


@dataclass(frozen=True, slots=True)
class Hello:
    """What the office says of itself: at which address, the largest file it takes, and in which pieces."""

    address: str
    max_bytes: int
    part_bytes: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A pack as it came, and the name of this version of it."""

    content: bytes
    etag: str | None


class OfficeClient:
    """One conversation. `transport` stands in for the network in tests: then neither proxies nor TLS come into play.

    Every failure is a Problem: `office-unreachable`, `certificate-changed`, `office-answers-strangely`, `office-busy`,
    or what the office itself says.
    """

    def __init__(
        self, office: OfficeRow, token: str | None, *, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self._office = office
        self._token = token
        self._transport = transport
        self._client: httpx2.Client | None = None
        self._wire: Wire | None = None
        self._base = ""
        self._uploads: Uploads | None = None

    def hello(self) -> Hello:
        """Finds the address and the way at which this office answers, in the order of its addresses.

        With a proxy in the environment each is tried through it first, then without it.
        """
        self.close()
        problems = [Problem(Code.OFFICE_UNREACHABLE, why="no-address")]
        for address in self._office.addresses:
            for client in self._clients(address):
                try:
                    return self._greet(client, address)
                except Problem as problem:
                    client.close()
                    problems.append(self._seen_as(problem))
        raise min(problems, key=lambda each: _rank(each.code))

    def enrol(self, request: bytes) -> bytes:
        """Hands in a signed enrolment request; returns the signed approval."""
        answer = self._ask("POST", "/enrolments", content=request)
        return _content(answer, 201)

    def rotate_token(self) -> str:
        """A new token; the one in use holds until the new one is first used."""
        token = _json(self._ask("POST", "/token"), 201).get("token")
        if not isinstance(token, str) or not 16 <= len(token) <= 200:
            raise strange("token")
        return token

    def receipt(self, sha256: str) -> bytes | None:
        """The signed receipt of a file this laptop sent, or None where the office has none.

        Raises the refusal where that file lies in quarantine.
        """
        answer = self._ask("GET", f"/receipts/{sha256}")
        if answer.status == 404 and answer.problem is not None and answer.problem.code is Code.BUNDLE_GONE:
            return None
        return _content(answer, 200)

    def uploads(self) -> Uploads:
        """The files on their way to this office, at the address that answered."""
        self._found()
        assert self._uploads is not None
        return self._uploads

    def hand_in(
        self, upload: str, *, size: int, sha256: str, walkthrough: str, revision: int, manifest_digest: str
    ) -> bytes:
        """Says that an upload is a bundle; returns the signed receipt, or raises why the office will not take it."""
        said = {
            "upload": upload.rsplit("/", 1)[-1],
            "sha256": sha256,
            "walkthrough": walkthrough,
            "revision": revision,
            "manifest_digest": manifest_digest,
        }
        answer = self._ask(
            "POST",
            "/bundles",
            content=canonical(said),
            headers={"Content-Type": "application/json"},
            waits_for=size,
        )
        return _content(answer, 201, 200)

    def pack(self, etag: str | None) -> Fetched | None:
        """The office pack, or None where the one named by `etag` is still the newest."""
        headers = {"If-None-Match": etag} if etag else {}
        answer = self._ask("GET", "/pack", headers=headers, most=MOST_PACK, waits_for=1 << 20)
        if answer.status == 304:
            return None
        return Fetched(_content(answer, 200), answer.headers.get("etag"))

    def withdraw(self, document: bytes) -> bytes:
        """Hands in a signed withdrawal; returns the signed receipt once the office has destroyed what it names."""
        answer = self._ask(
            "POST",
            "/withdrawals",
            content=document,
            headers={"Content-Type": "application/json"},
            waits_for=1 << 20,
        )
        return _content(answer, 201, 200)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._wire = self._uploads = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<OfficeClient {self._office.id}>"

    def _clients(self, address: str) -> Iterator[httpx2.Client]:
        """The ways to an address: the environment's proxies where there are any, and the straight one."""
        if self._transport is not None:
            yield httpx2.Client(transport=self._transport, trust_env=False)
            return
        is_tls = address.lower().startswith("https:")
        trusted = context_for(self._office.certificate) if is_tls else nobody()
        if any(getproxies().get(scheme) for scheme in ("http", "https", "all")):
            yield httpx2.Client(verify=trusted, trust_env=True)
        yield httpx2.Client(verify=trusted, trust_env=False)

    def _greet(self, client: httpx2.Client, address: str) -> Hello:
        """The token is not shown before this returned."""
        answer = Wire(client, _named()).ask("GET", f"{address.rstrip('/')}{API}")
        if answer.status != 200:
            raise answer.failure() if answer.is_busy else strange(f"status {answer.status}")
        said = answer.json()
        if said.get("format") != FORMAT:
            raise strange("format")
        if said.get("office") != self._office.id:
            raise strange("another-office")
        upload = said.get("upload")
        sizes = upload if isinstance(upload, dict) else {}
        hello = Hello(
            address, _size(sizes.get("max_bytes"), 1 << 40), _size(sizes.get("part_bytes"), MOST_PIECE)
        )
        shown = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        self._client, self._wire = client, Wire(client, _named() | shown)
        self._base = f"{address.rstrip('/')}{API}"
        self._uploads = Uploads(self._wire, f"{self._base}/uploads", piece_bytes=hello.part_bytes)
        return hello

    def _seen_as(self, problem: Problem) -> Problem:
        """Where no certificate was ever told, a wrong one is a portal's more likely than a change at the office."""
        if problem.code is Code.CERTIFICATE_CHANGED and not self._office.certificate:
            return strange("certificate")
        return problem

    def _ask(
        self,
        method: str,
        place: str,
        *,
        headers: dict[str, str] | None = None,
        content: bytes | None = None,
        waits_for: int = 0,
        most: int = 256 * 1024,
    ) -> Answer:
        wire = self._found()
        return wire.ask(
            method, f"{self._base}{place}", headers=headers, content=content, waits_for=waits_for, most=most
        )

    def _found(self) -> Wire:
        if self._wire is None:
            self.hello()
        assert self._wire is not None
        return self._wire


def over_network(office: OfficeRow, token: str | None) -> OfficeClient:
    """How the program itself connects."""
    return OfficeClient(office, token)


def _named() -> dict[str, str]:
    return {"User-Agent": f"cxo-desktop/{__version__}", "Accept": "*/*"}


def _content(answer: Answer, *wanted: int) -> bytes:
    if answer.status not in wanted:
        raise answer.failure()
    return answer.content


def _json(answer: Answer, *wanted: int) -> dict[str, object]:
    if answer.status not in wanted:
        raise answer.failure()
    return answer.json()


def _size(said: object, otherwise: int) -> int:
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else otherwise


def _rank(code: Code) -> int:
    return _WORST_FIRST.index(code) if code in _WORST_FIRST else -1
