"""cxo photos: how far the photos and voice notes of a walkthrough are, and saying that they were checked, without a window."""

import argparse

from cxo_core.privacy import Checked, want_of
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, opened
from cxo_desktop.commands.looking import found
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.measure_words import voice_text
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.recording import Recording
from cxo_desktop.words import _, ngettext

EVERY = "all"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    photos = commands.add_parser(
        "photos", help=_("lists the photos and voice notes of a walkthrough, or says that they were checked")
    )
    photos.add_argument("id")
    photos.add_argument(
        "--check",
        metavar="EVIDENCE",
        help=_("the photo that was looked at; “all” for every one not checked yet"),
    )
    outcome = photos.add_mutually_exclusive_group()
    outcome.add_argument("--nothing-to-mask", action="store_true", help=_("there is nothing to mask in it"))
    outcome.add_argument("--exception", metavar="BASIS", help=_("it stays unmasked, on this legal basis"))
    finish(photos, _photos)


def _photos(arguments: argparse.Namespace) -> int:
    is_decided = arguments.nothing_to_mask or arguments.exception is not None
    if (arguments.check is not None) != is_decided:
        say(_("Choose --nothing-to-mask or --exception for the photos named with --check."))
        return 2
    with opened(arguments) as vault:
        recording = Recording(vault, SystemClock(), found(vault, arguments.id))
        count = 0
        if arguments.check is not None:
            masking = Masking(vault, recording)
            outcome = Checked.NOTHING_TO_MASK if arguments.nothing_to_mask else Checked.EXCEPTION
            for photo in _named(recording.state, arguments.check):
                masking.check(photo, outcome, arguments.exception or "")
                count += 1
        state = recording.state
    if arguments.json:
        answer([_plain(photo, state) for photo in state.evidence if not photo.removed])
    elif arguments.check is not None:
        say(ngettext("{count} photo checked.", "{count} photos checked.", count).format(count=count))
    else:
        columns(_line(photo, state) for photo in state.evidence if not photo.removed)
    return 0


def _named(state: Walkthrough, beginning: str) -> list[Evidence]:
    """The photos meant: every one that waits, or the one whose id begins so. Raises Problem `evidence-missing`."""
    if beginning == EVERY:
        return [photo for photo in state.kept if want_of(photo, state) is not None]
    meant = [photo for photo in state.kept if photo.id.startswith(beginning)]
    if len(meant) != 1:
        raise Problem(Code.EVIDENCE_MISSING, name=beginning)
    return meant


def _plain(photo: Evidence, state: Walkthrough) -> dict[str, object]:
    want = want_of(photo, state) if photo.is_kept else None
    return {
        "id": photo.id,
        "step": photo.step,
        "caption": photo.caption,
        "media_type": photo.media_type,
        "sha256": photo.sha256,
        "checked": photo.checked.value if photo.checked else "",
        "basis": photo.basis,
        "sensitive": list(photo.sensitive),
        "edits": len(photo.edits),
        "put_aside": bool(photo.quarantined),
        "wants": want.value if want else "",
    }


def _line(photo: Evidence, state: Walkthrough) -> tuple[str, ...]:
    want = want_of(photo, state) if photo.is_kept else None
    told = want.value if want else photo.checked.value if photo.checked else ""
    said = voice_text(photo.length_ms) if photo.is_voice else ""
    return photo.id[:12], told, " · ".join(part for part in (said, photo.caption) if part)
