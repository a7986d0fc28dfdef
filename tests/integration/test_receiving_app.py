"""The application as a whole: its description is true, and whatever goes wrong is a Problem."""

from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from cxo_central.api.describing import PUBLIC
from cxo_central.storage.engine import writing
from cxo_central.storage.tables import quarantine
from helpers.central_office import CentralOffice, Sealed, is_problem


def test_what_is_not_there_is_a_problem(office: CentralOffice) -> None:
    assert is_problem(office.client.get("/api/v1/nothing"), 404, "request-malformed")
    assert is_problem(office.client.get("/api/v1/bundles/"), 404, "request-malformed")
    assert is_problem(office.client.put("/api/v1/bundles"), 405, "request-malformed")


@pytest.mark.expects_warning
def test_a_bug_is_told_without_its_insides(office: CentralOffice, tmp_path: Path) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    spoilt = Sealed(bundle.content[:-1], bundle.walkthrough, 1, bundle.manifest_digest)
    assert laptop.deliver(spoilt).status_code == 422
    with writing(office.house.engine) as connection:
        connection.execute(update(quarantine).values(details="{ the secret is 42"))
    client = TestClient(office.client.app, raise_server_exceptions=False)
    answer = client.get(f"/api/v1/receipts/{spoilt.sha256}", headers=laptop.bearer)
    assert is_problem(answer, 500, "office-busy")
    assert "42" not in answer.text


def test_the_description_knows_every_route(office: CentralOffice) -> None:
    said = office.client.get("/api/v1/openapi.json").json()
    assert said["paths"].keys() == {
        "/api/v1",
        "/api/v1/bundles",
        "/api/v1/bundles.csv",
        "/api/v1/bundles/{walkthrough}/{revision}",
        "/api/v1/enrolments",
        "/api/v1/pack",
        "/api/v1/quarantine",
        "/api/v1/receipts/{sha256}",
        "/api/v1/token",
        "/api/v1/uploads",
        "/api/v1/uploads/{upload}",
        "/api/v1/withdrawals",
        "/health/live",
        "/health/ready",
        "/metrics",
    }
    assert {"post", "options"} <= said["paths"]["/api/v1/uploads"].keys()
    assert {"head", "patch", "delete"} <= said["paths"]["/api/v1/uploads/{upload}"].keys()


def test_the_description_promises_problems_and_asks_for_tokens(office: CentralOffice) -> None:
    said = office.client.get("/api/v1/openapi.json").json()
    assert said["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in said["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            is_open = path in PUBLIC or method == "options"
            assert ("security" in operation) is not is_open, (method, path)
            for status, response in operation["responses"].items():
                if status == "default" or int(status) >= 400:
                    assert set(response["content"]) == {"application/problem+json"}, (method, path, status)


def test_without_a_token_nothing_but_the_public_is_answered(office: CentralOffice) -> None:
    said = office.client.get("/api/v1/openapi.json").json()
    for path, operations in said["paths"].items():
        for method in operations.keys() - {"parameters", "options"}:
            answer = office.client.request(method, path, headers={"Tus-Resumable": "1.0.0"})
            assert (answer.status_code == 401) is (path not in PUBLIC), (method, path, answer.status_code)
