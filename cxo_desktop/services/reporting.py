"""The printed report of one walkthrough, from the vault into memory or a file."""

from collections.abc import Callable
from pathlib import Path

from cxo_core.flushing import flush_folder
from cxo_core.fold import fold
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.report.pdf import SealFacts, render, render_to
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.sealing import file_name
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import fsync_file


def report(vault: Vault, walkthrough: str, *, language: str) -> bytes:
    """The report as PDF, in memory: a preview never lies in clear on the disk. Raises Problem `evidence-…` for a lost photo."""
    state = fold(vault.walkthroughs.events(walkthrough))
    return render(state, photo=_photos(vault, state), language=language, seal=seal_facts(vault, walkthrough))


def report_to(vault: Vault, walkthrough: str, path: Path, *, language: str) -> None:
    """Writes the report where the officer wants it: whole, or not at all."""
    state = fold(vault.walkthroughs.events(walkthrough))
    photo = _photos(vault, state)
    seal = seal_facts(vault, walkthrough)
    part = path.with_name(f"{path.name}.part")
    with known(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as out:
                render_to(out, state, photo=photo, language=language, seal=seal)
            fsync_file(part)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)


def _photos(vault: Vault, state: Walkthrough) -> Callable[[str], bytes]:
    """The report copy of each photo as it stands in the record: masked where it was masked."""
    photographs = Photographs(vault, state.id)
    as_it_stands = {photo.id: photo for photo in state.evidence}
    return lambda evidence: photographs.report_copy(as_it_stands[evidence])


def seal_facts(vault: Vault, walkthrough: str) -> SealFacts | None:
    """What the method page says of the bundle; None while the revision shown is not sealed."""
    row = vault.bundles.latest(walkthrough)
    if row is None or vault.walkthroughs.summary(walkthrough).status != Status.SEALED.value:
        return None
    return SealFacts(
        digest=row.sha256, revision=row.revision, sealed_at=row.sealed_at, file_name=file_name(row)
    )
