"""Sealed bundles of any size in great number, straight from the core: what a load or a fuzz run sends to an office."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cxo_core.bundle.seal import seal
from cxo_core.kinds import Kind
from helpers.bundle_samples import SEED, started


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A bundle's file and what a laptop says of it when it hands it in."""

    path: str
    bytes: int
    sha256: str
    walkthrough: str
    revision: int
    manifest_digest: str

    @property
    def announced(self) -> dict[str, object]:
        """The body of `POST /api/v1/bundles`, but for the upload."""
        said = asdict(self)
        return {name: said[name] for name in ("sha256", "walkthrough", "revision", "manifest_digest")}


def sealed_file(
    folder: Path,
    walkthrough: str,
    recipients: Sequence[str],
    *,
    seed: bytes = SEED,
    photos: int = 2,
    photo_bytes: int = 20_000,
) -> SealedFile:
    """A bundle whose photographs are noise, as any JPEG is inside."""
    log = started(walkthrough)
    for number in range(photos):
        log.photo(f"e-{number}", os.urandom(photo_bytes), "image/jpeg")
    log.add(Kind.FINISHED).add(Kind.SEALED, revision=1)
    path = folder / f"{walkthrough}.cxo"
    sealed = seal(path, contents=log.contents(), signing_seed=seed, recipients=recipients)
    return SealedFile(str(path), sealed.bytes, sealed.file_sha256, walkthrough, 1, sealed.manifest_digest)
