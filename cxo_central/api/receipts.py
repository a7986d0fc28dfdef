"""`GET /api/v1/receipts/{sha256}`: the answer to a file once more, for a laptop that did not hear it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cxo_central.api.access import device_of, house_of
from cxo_central.api.bundles import MEDIA_TYPE, RECEIPT_SCHEMA, told
from cxo_central.receiving.ingest import answer_again
from cxo_central.storage.audit import note_alone
from cxo_central.storage.ledger import Ledger
from cxo_core.problems import Code, Problem

router = APIRouter()


@router.get(
    "/api/v1/receipts/{sha256}",
    summary="The receipt of a file this laptop sent",
    response_class=Response,
    responses={
        200: {
            "description": "The signed receipt, byte by byte as it was first given.",
            "content": {MEDIA_TYPE: {"schema": RECEIPT_SCHEMA}},
        },
        404: {"description": "The office has not answered for such a file of this laptop."},
        409: {"description": "The file lies in quarantine: another content is here under its identity."},
        422: {"description": "The file lies in quarantine, and why."},
    },
)
def receipt(request: Request, sha256: str) -> Response:
    """A file that a stick brought to a sealed office is anybody's who knows its digest: the receipt tells no more."""
    device, house = device_of(request), house_of(request)
    found = Ledger(house.engine).answered(sha256)
    if found is None or found.device not in (None, device.id):
        raise Problem(Code.BUNDLE_GONE, sha256=sha256)
    note_alone(house.engine, f"device:{device.id}", "receipt.read", found.sha256, "read")
    return told(answer_again(found))
