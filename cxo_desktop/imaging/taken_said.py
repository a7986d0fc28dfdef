"""What a camera wrote, as it crosses from the decoder to the program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cxo_desktop.imaging.exif import Place, Taken


def to_json(taken: Taken | None) -> dict[str, Any] | None:
    if taken is None:
        return None
    place = taken.place
    return {
        "at": taken.at.isoformat() if taken.at else None,
        "camera": taken.camera,
        "has_gps": taken.has_gps,
        "place": [place.latitude_microdegrees, place.longitude_microdegrees] if place else None,
    }


def from_json(said: Mapping[str, Any] | None) -> Taken | None:
    """Raises ValueError, TypeError or KeyError for what no decoder of ours says."""
    if said is None:
        return None
    at, place, camera = said["at"], said["place"], said["camera"]
    if not isinstance(camera, str | None):
        raise TypeError("a camera is named by a text")
    return Taken(
        at=datetime.fromisoformat(at) if at else None,
        camera=camera,
        has_gps=bool(said["has_gps"]),
        place=Place(latitude_microdegrees=int(place[0]), longitude_microdegrees=int(place[1]))
        if place
        else None,
    )
