"""The office's own certificate: made once, for every name it is called by, and never half."""

import ssl
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from cxo_central.office import Office
from cxo_central.serving.certificate import (
    CERTIFICATE,
    KEY,
    certificate_files,
    fingerprint,
    trusted_certificate,
)
from cxo_central.settings import CentralSettings, load
from cxo_core.problems import Code
from helpers.problems_raised import raises


def settings(folder: Path, **said: str) -> CentralSettings:
    if not folder.exists():
        Office.make(folder, "a")
    return load(folder, {f"CXO_CENTRAL_{name.upper()}": value for name, value in said.items()})


def test_it_is_for_every_name_the_office_is_called_by(tmp_path: Path) -> None:
    said = "https://office.example:8443 https://10.0.0.7 https://体验.example"
    pem = trusted_certificate(settings(tmp_path / "o", addresses=said, listen="10.0.0.8:443"))
    made = x509.load_pem_x509_certificate(pem.encode())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    called = set(names.get_values_for_type(x509.DNSName))
    assert {"office.example", "localhost", "体验".encode("idna").decode() + ".example"} <= called
    assert {"10.0.0.7", "10.0.0.8", "127.0.0.1"} <= {
        str(each) for each in names.get_values_for_type(x509.IPAddress)
    }
    assert made.not_valid_after_utc > datetime.now(UTC) + timedelta(days=3650)
    assert len(fingerprint(pem)) == 64


def test_it_stays_the_same_and_its_key_is_for_the_office_only(tmp_path: Path) -> None:
    here = settings(tmp_path / "o", addresses="https://a.example")
    first = trusted_certificate(here)
    certificate_files(here)
    assert trusted_certificate(here) == first
    assert stat.S_IMODE((tmp_path / "o" / KEY).stat().st_mode) == 0o600
    assert "PRIVATE KEY" not in (tmp_path / "o" / CERTIFICATE).read_text()


def test_processes_that_start_at_once_serve_one_certificate(tmp_path: Path) -> None:
    here = settings(tmp_path / "o", addresses="https://a.example")
    with ThreadPoolExecutor(8) as at_once:
        told = set(at_once.map(lambda _: trusted_certificate(here), range(8)))
    assert len(told) == 1
    assert len(list((tmp_path / "o").glob("tls-*"))) == 2


def test_a_making_that_was_cut_off_is_ended(tmp_path: Path) -> None:
    here = settings(tmp_path / "o", addresses="https://a.example")
    pem = trusted_certificate(here)
    (tmp_path / "o" / CERTIFICATE).unlink()
    assert trusted_certificate(here) == pem


@pytest.mark.parametrize("said", [{"tls": "off"}, {"tls": "given", "tls_certificate": "c", "tls_key": "k"}])
def test_only_its_own_certificate_is_put_into_enrolment_files(tmp_path: Path, said: dict[str, str]) -> None:
    assert trusted_certificate(settings(tmp_path / "o", addresses="https://a.example", **said)) == ""
    (tmp_path / "o" / "authority.pem").write_text("-----BEGIN CERTIFICATE-----\n")
    named = settings(tmp_path / "o", addresses="https://a.example", tls_trust="authority.pem", **said)
    assert trusted_certificate(named).startswith("-----BEGIN")


def test_given_files_must_belong_together(tmp_path: Path) -> None:
    a, b = (settings(tmp_path / name, addresses="https://a.example") for name in "ab")
    trusted_certificate(a)
    trusted_certificate(b)
    given = {"tls": "given", "tls_certificate": str(tmp_path / "a" / CERTIFICATE)}
    mixed = settings(tmp_path / "o", tls_key=str(tmp_path / "b" / KEY), **given)
    with raises(Code.OFFICE_SETTING_WRONG) as caught:
        certificate_files(mixed)
    assert str(tmp_path / "b" / KEY) in str(caught.details["why"])
    whole = settings(tmp_path / "o", tls_key=str(tmp_path / "a" / KEY), **given)
    found = certificate_files(whole)
    assert found is not None
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*found)
