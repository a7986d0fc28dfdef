"""Problems as answers: the HTTP status of every code, and `application/problem+json` (RFC 9457) for all that goes wrong."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cxo_central.api.access import CHALLENGE
from cxo_central.outside_text import told
from cxo_core.problems import Code, Problem

MEDIA_TYPE: Final = "application/problem+json"
CHECKSUM_MISMATCH: Final = 460
"""The status the tus protocol gives to a PATCH that does not add up."""
TOO_OFTEN: Final = 429
"""For a Problem that says how long to wait."""

_log = logging.getLogger(__name__)

STATUS: Final[dict[Code, int]] = {
    # Who asks
    Code.TOKEN_UNKNOWN: 401,
    Code.DEVICE_REVOKED: 403,
    Code.ENROLMENT_CODE_UNKNOWN: 403,
    # What was asked
    Code.REQUEST_MALFORMED: 400,
    Code.BUNDLE_GONE: 404,
    Code.MATTER_NOT_FOUND: 404,
    Code.UPLOAD_GONE: 404,
    Code.BUNDLE_CONFLICTS: 409,
    Code.UPLOAD_INCOMPLETE: 409,
    Code.UPLOAD_OFFSET_DIFFERS: 409,
    Code.UPLOAD_EXPIRED: 410,
    Code.QUOTA_EXCEEDED: 413,
    Code.UPLOAD_TOO_LARGE: 413,
    # What the content is
    Code.BUNDLE_DAMAGED: 422,
    Code.BUNDLE_DEVICE_UNEXPECTED: 422,
    Code.BUNDLE_DEVICE_UNKNOWN: 422,
    Code.BUNDLE_EVIDENCE_DIFFERS: 422,
    Code.BUNDLE_EVIDENCE_MISSING: 422,
    Code.BUNDLE_EVIDENCE_UNRECORDED: 422,
    Code.BUNDLE_HEAD_DIFFERS: 422,
    Code.BUNDLE_IDENTITY_DIFFERS: 422,
    Code.BUNDLE_MEMBER_DAMAGED: 422,
    Code.BUNDLE_MEMBER_MISSING: 422,
    Code.BUNDLE_MEMBER_UNEXPECTED: 422,
    Code.BUNDLE_NOT_A_BUNDLE: 422,
    Code.BUNDLE_NOT_FOR_THIS_KEY: 422,
    Code.BUNDLE_SIGNATURE_WRONG: 422,
    Code.BUNDLE_TOO_LARGE: 422,
    Code.BUNDLE_UNKNOWN_VERSION: 422,
    Code.BUNDLE_WALKTHROUGH_DIFFERS: 422,
    Code.CALENDAR_NOT_PUBLISHED: 422,
    Code.CHAIN_BROKEN: 422,
    Code.DOCUMENT_HAS_MISTAKES: 422,
    Code.DOCUMENT_NOT_SIGNED: 422,
    Code.DOCUMENT_UNREADABLE: 422,
    Code.ENROLMENT_UNREADABLE: 422,
    Code.EVENT_MALFORMED: 422,
    Code.ITEM_MALFORMED: 422,
    Code.PACK_NOT_SOUND: 422,
    Code.RECIPIENT_UNREADABLE: 422,
    Code.SCHEME_MALFORMED: 422,
    Code.UPLOAD_DIGEST_DIFFERS: 422,
    # What the office itself lacks
    Code.BACKUP_NEWER: 503,
    Code.BUNDLE_UNREADABLE: 503,
    Code.DISK_FAILING: 503,
    Code.DISK_FULL: 507,
    Code.EVIDENCE_DAMAGED: 503,
    Code.FOLDER_READ_ONLY: 503,
    Code.IDENTITY_UNREADABLE: 503,
    Code.OFFICE_BUSY: 503,
    Code.OFFICE_DATABASE_FAILING: 503,
    Code.OFFICE_DATABASE_NEWER: 503,
    Code.OFFICE_EXISTS: 503,
    Code.OFFICE_FILES_FAILING: 503,
    Code.OFFICE_SETTING_WRONG: 503,
    Code.OFFICE_UNREADABLE: 503,
    Code.PLACE_TAKEN: 503,
}
"""Complete: a test demands every code that the office's modules and the core can raise."""

_TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    TOO_OFTEN: "Too Many Requests",
    CHECKSUM_MISMATCH: "Checksum Mismatch",
    500: "Internal Server Error",
    503: "Service Unavailable",
    507: "Insufficient Storage",
}
_PRIVATE: Final = {"cause", "path"}
"""Details about the office's own machine: for its log, not for whoever asked."""


def answer(
    problem: Problem, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The response for a Problem. `status`: where the route gives the code another one than `STATUS` does."""
    wait = problem.details.get("wait_s")
    given = status or (TOO_OFTEN if wait else STATUS.get(problem.code, 500))
    if given >= 500:
        _log.error("cannot answer: %s", problem)
    added = dict(headers or {})
    if given == 401:
        added |= CHALLENGE
    if wait:
        added["Retry-After"] = str(wait)
    return Response(
        json.dumps(document(problem, given), ensure_ascii=False), given, added, media_type=MEDIA_TYPE
    )


def document(problem: Problem, status: int) -> dict[str, Any]:
    """What the answer says; `details` are texts."""
    is_told = status < 500
    details = {name: text for name, text in told(problem).items() if is_told or name not in _PRIVATE}
    return {
        "type": f"urn:cxo:problem:{problem.code.value}",
        "title": _TITLES.get(status, "Problem"),
        "status": status,
        "code": problem.code.value,
        "details": details,
    }


async def of_problem(request: Request, error: Exception) -> Response:
    """For a Problem that a route raised."""
    assert isinstance(error, Problem)
    return answer(error)


async def of_http(request: Request, error: Exception) -> Response:
    """For what the framework itself refuses: an unknown path, another method."""
    assert isinstance(error, HTTPException)
    problem = Problem(Code.REQUEST_MALFORMED, why=str(error.detail))
    return answer(problem, status=error.status_code, headers=error.headers)


async def of_bug(request: Request, error: Exception) -> Response:
    """For anything else: the log has it, whoever asked is told to come again."""
    return answer(Problem(Code.OFFICE_BUSY), status=500)


async def of_validation(request: Request, error: Exception) -> Response:
    """For parameters and bodies that the framework could not read."""
    assert isinstance(error, RequestValidationError)
    return answer(malformed(error.errors()))


def malformed(errors: Sequence[Any]) -> Problem:
    """Problem `request-malformed` naming the first field that is not as it must be, and nothing of what it held."""
    place = errors[0].get("loc", ()) if errors else ()
    return Problem(Code.REQUEST_MALFORMED, field=".".join(str(each) for each in place) or "body")
