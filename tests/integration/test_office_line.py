"""The line to the office over real sockets: whose certificate counts, whose proxy, and what is never sent to anybody else."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cxo_central.api.app import make_app
from cxo_central.house import House
from cxo_central.serving.certificate import certificate_files
from cxo_core.problems import Code
from cxo_desktop.network.office_http import OfficeClient
from cxo_desktop.storage.offices import OfficeRow, Standing
from helpers.office_house import open_house
from helpers.problems_raised import raises
from helpers.served_office import certificate, saying, served

TOKEN = "the-token-of-this-laptop"
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>"


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(tmp_path / "office")
    yield opened
    opened.close()


def office(house: House, *addresses: str, certificate: str = "") -> OfficeRow:
    row = OfficeRow.of(house.keys)
    return replace(row, addresses=addresses, certificate=certificate, standing=Standing.ENROLLED)


def context_of(files: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


def test_the_office_is_trusted_by_the_certificate_of_its_enrolment_file(house: House) -> None:
    files = certificate_files(house.settings)
    assert files is not None
    with (
        served(make_app(house), certificate=files[0], key=files[1]) as address,
        OfficeClient(office(house, address, certificate=files[0].read_text()), None) as client,
    ):
        assert client.hello().address == address


def test_another_certificate_is_told_and_sent_nothing(house: House, tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path, "trusted"), certificate(tmp_path, "shown")
    with saying(PORTAL, context=context_of(shown)) as (address, heard):
        row = office(house, address, certificate=trusted[0].read_text())
        with OfficeClient(row, TOKEN) as client, raises(Code.CERTIFICATE_CHANGED):
            client.hello()
        with OfficeClient(row, TOKEN) as client, raises(Code.CERTIFICATE_CHANGED):
            client.receipt("0" * 64)
        assert heard == []
    assert shown[0].read_text() != trusted[0].read_text()


def test_a_certificate_that_is_over_still_counts_where_the_officer_trusted_this_very_one(
    house: House, tmp_path: Path
) -> None:
    """A laptop's clock may be wrong by years."""
    files = certificate(tmp_path, "over", valid=-timedelta(days=2))
    with (
        served(make_app(house), certificate=files[0], key=files[1]) as address,
        OfficeClient(office(house, address, certificate=files[0].read_text()), None) as client,
    ):
        assert client.hello().address == address


def test_a_certificate_nobody_vouches_for_is_a_portals_where_none_was_told(
    house: House, tmp_path: Path
) -> None:
    with saying(PORTAL, context=context_of(certificate(tmp_path, "portal"))) as (address, heard):
        with (
            OfficeClient(office(house, address), TOKEN) as client,
            raises(Code.OFFICE_ANSWERS_STRANGELY) as caught,
        ):
            client.hello()
        assert (caught.details, heard) == ({"why": "certificate"}, [])


def test_a_certificate_that_is_none_is_said_to_be_none(house: House) -> None:
    row = office(house, "https://127.0.0.1:9", certificate="-----BEGIN CERTIFICATE-----\nno\n")
    with OfficeClient(row, TOKEN) as client, raises(Code.ENROLMENT_UNREADABLE):
        client.hello()


def test_addresses_are_tried_in_order_and_only_the_office_sees_the_token(house: House) -> None:
    with saying(PORTAL) as (portal, heard), served(make_app(house)) as address:
        row = office(house, "http://127.0.0.1:9", portal, address)
        with OfficeClient(row, TOKEN) as client:
            assert client.hello().address == address
            with raises(Code.TOKEN_UNKNOWN):
                client.receipt("0" * 64)
    assert len(heard) == 1
    assert TOKEN.encode() not in heard[0]


def test_no_address_that_answers(house: House) -> None:
    with OfficeClient(office(house, "http://127.0.0.1:9"), TOKEN) as client, raises(Code.OFFICE_UNREACHABLE):
        client.hello()
    with OfficeClient(office(house), TOKEN) as client, raises(Code.OFFICE_UNREACHABLE):
        client.hello()
    with (
        OfficeClient(office(house, "http://no such host/"), TOKEN) as client,
        raises(Code.OFFICE_UNREACHABLE),
    ):
        client.hello()


def test_a_proxy_that_is_not_the_office_is_gone_round(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with saying(PORTAL) as (proxy, heard), served(make_app(house)) as address:
        monkeypatch.setenv("http_proxy", proxy)
        with OfficeClient(office(house, address), TOKEN) as client:
            assert client.hello().address == address
            with raises(Code.TOKEN_UNKNOWN):
                client.receipt("0" * 64)
    assert [asked.split(b"\r\n")[0].split(b" ")[0] for asked in heard] == [b"GET"]
    assert TOKEN.encode() not in heard[0]


def test_a_proxy_through_which_the_office_answers_is_used(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reverse proxy answers whatever name it is asked for, as a forward proxy does."""
    with served(make_app(house)) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        with OfficeClient(office(house, "http://office.nowhere.example"), TOKEN) as client:
            assert client.hello().address == "http://office.nowhere.example"


def test_an_answer_without_end_is_cut_at_its_limit(house: House) -> None:
    endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 2_000_000
    with saying(endless) as (address, _heard):
        with (
            OfficeClient(office(house, address), TOKEN) as client,
            raises(Code.OFFICE_ANSWERS_STRANGELY) as caught,
        ):
            client.hello()
        assert caught.details == {"why": "size"}


def test_nothing_of_a_client_shows_its_token(house: House) -> None:
    client = OfficeClient(office(house, "http://127.0.0.1:9"), TOKEN)
    assert TOKEN not in repr(client)
    with raises(Code.OFFICE_UNREACHABLE) as caught:
        client.hello()
    assert TOKEN not in str(caught)
