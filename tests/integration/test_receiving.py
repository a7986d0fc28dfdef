"""A bundle comes in over the network: what the office answers, and what it holds afterwards."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from cxo_central.receiving.examining import MAX_COUNT
from cxo_central.storage.ledger import Ledger
from cxo_core.protocol.receipt import Receipt
from cxo_core.signing import new_seed
from helpers.central_office import CentralOffice, Sealed, SpeakingLaptop, is_problem, with_small_parts
from helpers.office_house import open_house


@pytest.fixture
def bundle(laptop: SpeakingLaptop, tmp_path: Path) -> Sealed:
    return laptop.sealed(tmp_path)


def held(office: CentralOffice, **counts: int) -> bool:
    """Whether the office holds exactly so many rows and files, and none of the others."""
    return office.counts() == {"uploads": 0, "parts": 0, "bundles": 0, "quarantine": 0, "files": 0} | counts


def test_the_office_says_who_it_is(office: CentralOffice) -> None:
    told = office.client.get("/api/v1").json()
    assert told["format"] == "cxo.office-address"
    assert told["office"] == office.house.id
    assert told["upload"] == {"max_bytes": 4 << 30, "part_bytes": 8 << 20}


def test_a_new_bundle_gets_a_receipt_and_a_row(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed
) -> None:
    answer = laptop.deliver(bundle)
    assert answer.status_code == 201, answer.text
    receipt = Receipt.read(answer.content, office.house.keys.receipt_key)
    assert receipt.is_for(sha256=bundle.sha256, manifest_digest=bundle.manifest_digest)
    assert receipt.is_opened and receipt.device == laptop.id and receipt.file_bytes == len(bundle.content)
    (row,) = office.rows("bundles")
    assert (row.walkthrough, row.revision, row.sha256) == (bundle.walkthrough, 1, bundle.sha256)
    assert (row.item, row.item_title) == ("food-permit", "食品经营许可 延续")
    assert (row.role, row.channel, row.hall) == ("applicant", "hall", "市政务服务中心")
    assert (row.photos, row.findings, row.task) == (2, 1, None)
    assert held(office, parts=1, bundles=1, files=1)


def test_a_bundle_in_many_parts_is_one_file_again(office: CentralOffice, tmp_path: Path) -> None:
    small = with_small_parts(office, 1000)
    laptop = small.laptop()
    bundle = laptop.sealed(tmp_path)
    assert laptop.deliver(bundle).status_code == 201
    path = f"/api/v1/bundles/{bundle.walkthrough}/1"
    got = small.client.get(path, headers=small.admin())
    assert got.content == bundle.content
    assert got.headers["etag"] == f'"{bundle.sha256}"'
    assert len(small.rows("parts")) == len(bundle.content) // 1000 + 1
    assert [(row.who, row.outcome) for row in small.rows("audit") if row.what == "bundle.read"] == [
        ("admin:admin", "read")
    ]


@pytest.mark.parametrize("sealed", ["false", "true"])
def test_a_bundle_whose_header_came_in_two_parts_is_a_bundle(sealed: str, tmp_path: Path) -> None:
    office = CentralOffice(open_house(tmp_path / "house", sealed=sealed))
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    place = laptop.begin(bundle.content)
    laptop.send(place, 0, bundle.content[:10])
    laptop.send(place, 10, bundle.content[10:])
    assert laptop.hand_in(place, bundle).status_code == 201


def test_sealed_files_are_for_admins_only(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed
) -> None:
    laptop.deliver(bundle)
    assert laptop.ask("GET", f"/api/v1/bundles/{bundle.walkthrough}/1").status_code == 401
    admin = office.admin()
    for name in (
        "w-none/1",
        f"{bundle.walkthrough}/2",
        f"{bundle.walkthrough}/one",
        f"{bundle.walkthrough}/-1",
    ):
        gone = office.client.get(f"/api/v1/bundles/{name}", headers=admin)
        assert is_problem(gone, 404, "bundle-gone")


def test_the_same_file_again_gets_the_same_receipt(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed
) -> None:
    first, again = laptop.deliver(bundle), laptop.deliver(bundle)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert held(office, parts=1, bundles=1, files=1)


def test_the_same_content_sealed_once_more_gets_the_same_receipt(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed, tmp_path: Path
) -> None:
    first, other = laptop.deliver(bundle), laptop.sealed(tmp_path)
    assert other.sha256 != bundle.sha256 and other.manifest_digest == bundle.manifest_digest
    again = laptop.deliver(other)
    assert (again.status_code, again.content) == (200, first.content)
    assert held(office, parts=1, bundles=1, files=1)


def test_an_answer_that_was_lost_is_given_again(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed
) -> None:
    place = laptop.upload(bundle.content)
    first = laptop.hand_in(place, bundle)
    again = laptop.hand_in(place, bundle)
    assert (again.status_code, again.content) == (200, first.content)
    asked = laptop.ask("GET", f"/api/v1/receipts/{bundle.sha256}")
    assert (asked.status_code, asked.content) == (200, first.content)
    other = office.laptop(new_seed())
    assert is_problem(other.ask("GET", f"/api/v1/receipts/{bundle.sha256}"), 404, "bundle-gone")
    assert is_problem(other.hand_in(place, bundle), 404, "upload-gone")


@pytest.mark.parametrize("uploads", [1, 2])
def test_two_processes_answering_for_one_bundle_keep_one_and_give_one_receipt(
    office: CentralOffice,
    laptop: SpeakingLaptop,
    bundle: Sealed,
    monkeypatch: pytest.MonkeyPatch,
    uploads: int,
) -> None:
    places = [laptop.upload(bundle.content) for _ in range(uploads)]
    enter = Ledger.enter
    faster: list[Any] = []

    def overtaken(ledger: Ledger, row: Any, *, who: str) -> Any:
        monkeypatch.setattr(Ledger, "enter", enter)
        faster.append(laptop.hand_in(places[-1], bundle))
        return enter(ledger, row, who=who)

    monkeypatch.setattr(Ledger, "enter", overtaken)
    late = laptop.hand_in(places[0], bundle)
    assert (faster[0].status_code, late.status_code) == (201, 200)
    assert faster[0].content == late.content
    assert held(office, parts=1, bundles=1, files=1)


def test_an_upload_that_is_not_whole_is_not_answered_for(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed
) -> None:
    place = laptop.begin(bundle.content)
    laptop.send(place, 0, bundle.content[:1000])
    answer = laptop.hand_in(place, bundle)
    assert is_problem(answer, 409, "upload-incomplete")
    assert answer.json()["details"] == {"offset": "1000", "bytes": str(len(bundle.content))}
    laptop.send(place, 1000, bundle.content[1000:])
    assert laptop.hand_in(place, bundle).status_code == 201


def test_another_file_than_announced_is_dropped(
    office: CentralOffice, laptop: SpeakingLaptop, bundle: Sealed
) -> None:
    spoilt = bundle.content[:-1] + bytes([bundle.content[-1] ^ 1])
    place = laptop.create(len(spoilt), bundle.sha256).headers["Location"]
    laptop.send(place, 0, spoilt[:1000])
    laptop.send(place, 1000, spoilt[1000:])
    assert is_problem(laptop.hand_in(place, bundle), 422, "upload-digest-differs")
    assert held(office)
    whole = laptop.upload(bundle.content)
    differs = laptop.hand_in(whole, bundle, sha256=hashlib.sha256(b"another").hexdigest())
    assert is_problem(differs, 422, "upload-digest-differs")
    assert held(office)


@pytest.mark.parametrize(
    "said",
    [
        {"upload": "../../office.db"},
        {"upload": 7},
        {"sha256": "ABC"},
        {"walkthrough": "../w"},
        {"walkthrough": "w" * 65},
        {"revision": 0},
        {"revision": "1"},
        {"revision": MAX_COUNT + 1},
        {"manifest_digest": None},
        {"more": 1},
    ],
    ids=str,
)
def test_a_hand_in_that_says_it_wrongly_is_refused(
    laptop: SpeakingLaptop, bundle: Sealed, said: dict[str, object]
) -> None:
    answer = laptop.hand_in("/" + "0" * 32, bundle, **said)
    assert is_problem(answer, 400, "request-malformed")
    assert answer.json()["details"]["field"] == next(iter(said))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b" " * 5000], ids=["none", "cut", "list", "bytes", "long"]
)
def test_a_hand_in_that_is_no_document_is_refused(laptop: SpeakingLaptop, body: bytes) -> None:
    answer = laptop.ask("POST", "/api/v1/bundles", content=body)
    assert is_problem(answer, 400, "request-malformed")
