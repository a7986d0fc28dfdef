"""The OpenAPI document: what the routes say of themselves, the tus routes, and that every failure is a Problem."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from cxo_central.api import tus_headers as tus
from cxo_central.api.problems import CHECKSUM_MISMATCH, MEDIA_TYPE
from cxo_central.api.uploads import PATH
from cxo_core.problems import Code

Said = dict[str, Any]

PUBLIC: Final = frozenset({"/api/v1", "/api/v1/enrolments", "/health/live", "/health/ready", "/metrics"})
"""The paths that want no token."""

_PROBLEM: Final[Said] = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "code", "details"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:cxo:problem:"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(code.value for code in Code)},
        "details": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_CONTENT: Final[Said] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ANY_METHOD: Final = ("get", "post", "head", "patch", "delete", "options", "put")


def describe(app: FastAPI) -> Said:
    """The document, made anew at each call."""
    said = get_openapi(title=app.title, version=app.version, routes=app.routes)
    said["paths"] |= _uploads()
    components = said.setdefault("components", {})
    components["schemas"] = {
        name: schema
        for name, schema in components.get("schemas", {}).items()
        if name not in ("HTTPValidationError", "ValidationError")
    } | {"Problem": _PROBLEM}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in said["paths"].items():
        for method in operations.keys() & _ANY_METHOD:
            _complete(operations[method], is_public=path in PUBLIC or method == "options")
    return dict(said)


def _complete(operation: Said, *, is_public: bool) -> None:
    """Who may ask, and that whatever fails is a Problem. Parameters that cannot be read are a 400, not the framework's 422."""
    responses: Said = operation.setdefault("responses", {})
    if "HTTPValidationError" in str(responses.get("422", "")):
        del responses["422"]
        responses.setdefault("400", {"description": "A parameter is not as it must be."})
    if not is_public:
        operation["security"] = [{"token": []}]
        responses.setdefault("401", {"description": "The token is missing or not known."})
        responses.setdefault("403", {"description": "The laptop was revoked."})
    responses.setdefault("default", {"description": "Anything else that went wrong."})
    for status, response in responses.items():
        if status == "default" or int(status) >= 400:
            response["content"] = _CONTENT


def _uploads() -> Said:
    upload = {"name": "upload", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        PATH: {
            "options": _operation("What this tus server can", {}, {"204": "In headers."}),
            "post": _operation(
                "tus: room for a file, and its first bytes where they come along",
                {
                    "Upload-Length": (True, {"type": "integer", "minimum": 0}),
                    "Upload-Metadata": (True, {"type": "string", "pattern": "sha256 [0-9A-Za-z+/]{86}=="}),
                    "Upload-Checksum": (False, {"type": "string"}),
                },
                {
                    "201": "`Location` is the upload.",
                    "400": "A header is not as it must be.",
                    "408": "The body did not come to its end.",
                    "412": "Another version of tus.",
                    "413": "Larger than the office takes, or than this laptop may have lying here.",
                    "415": "A body of another type.",
                    str(CHECKSUM_MISMATCH): "The bytes are not those announced; nothing is kept.",
                    "507": "The office's disk is full.",
                },
                has_body=True,
            ),
        },
        PATH + "/{upload}": {
            "parameters": [upload],
            "options": _operation("What this tus server can", {}, {"204": "In headers."}),
            "head": _operation(
                "tus: how much of the file is durable",
                {},
                {
                    "200": "`Upload-Offset`.",
                    "404": "There is none.",
                    "410": "Its time is over.",
                    "412": "Another version of tus.",
                },
            ),
            "patch": _operation(
                "tus: the next bytes, durable before the answer",
                {
                    "Upload-Offset": (True, {"type": "integer", "minimum": 0}),
                    "Upload-Checksum": (False, {"type": "string"}),
                },
                {
                    "204": "`Upload-Offset` is where to go on.",
                    "400": "A header is not as it must be.",
                    "404": "There is none.",
                    "408": "The body did not come to its end.",
                    "409": "The file goes on at another offset.",
                    "410": "Its time is over.",
                    "412": "Another version of tus.",
                    "413": "More than was announced.",
                    "415": "A body of another type.",
                    str(CHECKSUM_MISMATCH): "The checksum does not hold; nothing of this request counts.",
                    "507": "The office's disk is full.",
                },
                has_body=True,
            ),
            "delete": _operation(
                "tus: the file is not wanted any more",
                {},
                {
                    "204": "It is gone.",
                    "404": "There is none.",
                    "410": "Its time is over.",
                    "412": "Another version of tus.",
                },
            ),
        },
    }


def _operation(
    summary: str,
    headers: dict[str, tuple[bool, Said]],
    responses: dict[str, str],
    *,
    has_body: bool = False,
) -> Said:
    version = {} if summary.startswith("What") else {"Tus-Resumable": (True, {"const": tus.VERSION})}
    operation: Said = {
        "summary": summary,
        "parameters": [
            {"name": name, "in": "header", "required": is_required, "schema": schema}
            for name, (is_required, schema) in {**version, **headers}.items()
        ],
        "responses": {status: {"description": told} for status, told in responses.items()},
    }
    if has_body:
        binary = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"content": {tus.CONTENT_TYPE: binary}}
    return operation
