"""`GET /api/v1`: which office this is, before anything is sent to it."""

from datetime import UTC
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request

from cxo_central.api.access import house_of
from cxo_core.moment import wall_text

FORMAT: Final = "cxo.office-address"

router = APIRouter()

_SCHEMA: Final = {
    "type": "object",
    "required": ["format", "office", "time", "upload"],
    "properties": {
        "format": {"const": FORMAT},
        "office": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "time": {"type": "string", "format": "date-time"},
        "upload": {
            "type": "object",
            "required": ["max_bytes", "part_bytes"],
            "properties": {"max_bytes": {"type": "integer"}, "part_bytes": {"type": "integer"}},
        },
    },
}


@router.get(
    "/api/v1",
    summary="Which office this is",
    responses={200: {"description": "The office.", "content": {"application/json": {"schema": _SCHEMA}}}},
)
async def hello(request: Request) -> dict[str, Any]:
    house = house_of(request)
    return {
        "format": FORMAT,
        "office": house.id,
        "time": wall_text(house.now().astimezone(UTC)),
        "upload": {
            "max_bytes": house.settings.max_upload_bytes,
            "part_bytes": house.files.part_bytes,
        },
    }
