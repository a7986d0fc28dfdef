"""The office as a running server: TLS of its own, enrolment through it, stopping, and what keeps it from starting."""

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from pyrage.x25519 import Identity

from cxo_central.cli import main
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentFile, EnrolmentRequest
from cxo_core.signing import new_seed, public_key
from helpers.free_ports import free_ports
from helpers.office_running import OfficeRunning

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stopping is told by signals")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeRunning]:
    folder = tmp_path_factory.mktemp("running") / "office"
    with OfficeRunning(folder, tls="own") as running:
        yield running


@pytest.fixture(scope="module")
def enrolment(office: OfficeRunning) -> EnrolmentFile:
    out = office.folder.with_name("e.cxoenrol")
    office.command(
        "enrol", office.folder, "--officer", "王芳", "--hall", "政务中心", "--out", out,
        CXO_CENTRAL_ADDRESSES=office.address,
    )  # fmt: skip
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(out.with_suffix(".png").stat().st_mode) == 0o600
    return EnrolmentFile.from_bytes(out.read_bytes())


@pytest.fixture
def client(enrolment: EnrolmentFile) -> Iterator[httpx2.Client]:
    """Trusts the certificate of the enrolment file, by every rule OpenSSL has, and nothing else."""
    trusting = ssl.create_default_context(cadata=enrolment.certificate)
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    with httpx2.Client(base_url=enrolment.addresses[0], verify=trusting) as opened:
        yield opened


def test_a_laptop_enrols_over_tls_with_what_the_file_tells(
    client: httpx2.Client, enrolment: EnrolmentFile
) -> None:
    seed = new_seed()
    recipient = str(Identity.generate().to_public())
    request = EnrolmentRequest(enrolment.code, public_key(seed), recipient, datetime.now(UTC))
    answer = client.post("/api/v1/enrolments", content=request.signed(seed))
    assert answer.status_code == 201
    approval = EnrolmentApproval.read(answer.content, enrolment.office.receipt_key)
    told = client.post("/api/v1/token", headers={"Authorization": f"Bearer {approval.token}"})
    assert told.status_code == 201


def test_nobody_trusts_it_without_the_file(office: OfficeRunning) -> None:
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{office.address}/health/live")


def test_it_says_what_it_is_counting(client: httpx2.Client, office: OfficeRunning) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}
    assert client.get("/no-such-page?name=王芳").status_code == 404
    told = client.get("/metrics").text
    assert 'cxo_requests_total{method="GET",route="/health/ready",status="200"}' in told
    assert "cxo_database_up 1.0" in told and "cxo_held_bundles 0.0" in told


def test_its_log_is_json_without_personal_data(client: httpx2.Client, office: OfficeRunning) -> None:
    answer = client.post("/api/v1/token?officer=secretly", headers={"Authorization": "Bearer a-secret-token"})
    number = answer.headers["x-request-id"]
    client.get("/health/live")  # answered behind the line about the one before
    lines = [json.loads(line) for line in office.log.splitlines()]
    (line,) = (each for each in lines if each.get("request") == number)
    assert (line["route"], line["status"], line["method"]) == ("/api/v1/token", 401, "POST")
    for told in ("secretly", "a-secret-token", "王芳", "127.0.0.1:5"):
        assert told not in office.log


def test_a_head_without_end_is_cut_off(client: httpx2.Client) -> None:
    assert client.get("/health/live", headers={"X-Long": "x" * 20_000}).status_code == 200
    assert client.get("/health/live", headers={"X-Long": "x" * 60_000}).status_code == 400


def test_a_place_that_is_taken_is_told(
    office: OfficeRunning, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    place = f"127.0.0.1:{office.ports[0]}"
    assert main(["serve", str(office.folder), "--listen", place]) == 2
    assert f"“{place}” is taken already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"TLS": "given", "TLS_CERTIFICATE": "no.pem", "TLS_KEY": "no.pem"}, "cannot be read"),
        ({"LISTEN": "203.0.113.77:1"}, "“listen” is not right"),
        ({"FILES": "/proc/no-such-place"}, "file store does not answer"),
        ({"DATABASE": "sqlite:////no/such/folder/office.db"}, "database does not answer"),
        ({"DATABSE": "x"}, "CXO_CENTRAL_DATABSE"),
    ],
)
def test_what_keeps_it_from_starting_is_told_before_anything_is_served(
    office: OfficeRunning,
    environ: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    for name, value in environ.items():
        monkeypatch.setenv(f"CXO_CENTRAL_{name}", value)
    assert main(["serve", str(office.folder)]) == 2
    assert sentence in capsys.readouterr().err


def test_several_processes_stop_in_order_when_they_are_told_to(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CXO_CENTRAL_")},
        "CXO_LANGUAGE": "en",
        "CXO_CENTRAL_TLS": "off",
    }
    assert main(["init", str(tmp_path / "office")]) == 0
    running = subprocess.Popen(
        [sys.executable, "-m", "cxo_central.cli", "serve", str(tmp_path / "office"),
         "--listen", f"127.0.0.1:{port}", "--processes", "2"],
        env=environ, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        pids = set[str]()
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            while not pids:
                try:
                    pids |= {
                        line for line in client.get("/metrics").text.splitlines() if "database_up 1" in line
                    }
                except httpx2.TransportError:
                    assert running.poll() is None
                    time.sleep(0.05)
            assert 'route="/metrics"' in client.get("/metrics").text
    finally:
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=30)[1]
    assert running.returncode == 0, said
    assert f"http://127.0.0.1:{port}" in said


def test_a_request_that_has_begun_is_answered_when_it_stops(tmp_path: Path) -> None:
    with OfficeRunning(tmp_path / "office") as office:
        (port,) = office.ports
        pid = office.pid(port)
        body = b'{"said":{},"signature":"x"}'
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(
                b"POST /api/v1/enrolments HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body)
            )
            _wait_until_read(port)
            os.kill(pid, signal.SIGTERM)
            _wait_until_closed(port)
            line.sendall(body)
            line.settimeout(20)
            assert line.recv(1000).startswith(b"HTTP/1.1 422")
        assert office._running[port].wait(20) == 0


def test_laptops_that_are_idle_do_not_keep_it_from_stopping(tmp_path: Path) -> None:
    """A laptop that holds its connection open and reads nothing; TLS alone would wait half a minute for it."""
    with OfficeRunning(tmp_path / "office", tls="own") as office:
        (port,) = office.ports
        with httpx2.Client(base_url=office.address, verify=False) as client:
            assert client.get("/health/live").status_code == 200
            os.kill(office.pid(port), signal.SIGTERM)
            assert office._running[port].wait(25) == 0


def _wait_until_read(port: int) -> None:
    """A request on another connection was answered, so the server has read what came before it."""
    assert httpx2.get(f"http://127.0.0.1:{port}/health/live").status_code == 200


def _wait_until_closed(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("new connections are still taken")
