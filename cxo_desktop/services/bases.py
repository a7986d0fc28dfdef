"""The picture that the edits of a photo are drawn on: the copy that came in, or, once that was erased, the edited one that stayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cxo_core.renditions import Start, before_start, start_of
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.services.vaults import Vault


@dataclass(frozen=True, slots=True)
class Base:
    """`width` and `height` are its own, upright, 0 where the record does not say. `is_first`: it is the copy that came in.

    `before`: the edits that it holds already and that nobody can take back.
    """

    sha256: str
    width: int
    height: int
    is_first: bool = True
    before: tuple[Any, ...] = ()

    def said(self, edits: Sequence[Any]) -> list[Any]:
        """All that was done to the photo, as an event says it, with these edits drawn on it last."""
        if self.is_first:
            return list(edits)
        return [*self.before, Start(self.sha256, self.width, self.height).to_json(), *edits]


def base_of(vault: Vault, photo: Evidence, state: Walkthrough) -> Base:
    """What a photo's next edits start from. `state` is of the record the photo is in."""
    digest = base_digest(vault, photo)
    if digest != photo.drawn_on:
        return Base(photo.sha256, photo.width, photo.height, is_first=False, before=photo.edits)
    start = start_of(photo.edits)
    if start is not None:
        return Base(start.sha256, start.width, start.height, is_first=False, before=before_start(photo.edits))
    came = state.entry(photo.seq).body
    return Base(digest, int(came.get("width") or 0), int(came.get("height") or 0))


def base_digest(vault: Vault, photo: Evidence) -> str:
    """The digest of that picture."""
    is_here = vault.evidence_rows.one(photo.id, of=photo.drawn_on) is not None
    return photo.drawn_on if is_here else photo.sha256
