"""What a person reads when pictures cannot be got in: no camera, no network for the phone, a card pulled out."""

from typing import Final

from cxo_core.problems import Code
from cxo_desktop.words import N_

CAPTURE_WORDS: Final[dict[Code, tuple[str, str]]] = {
    Code.CAMERA_BUSY: (
        N_("The camera does not answer"),
        N_(
            "“{camera}” is probably in use by another program. Close that program and try again, choose another camera, or take the photo with a phone."
        ),
    ),
    Code.CAMERA_LOST: (
        N_("The camera is gone"),
        N_(
            "“{camera}” was unplugged or switched off. The photos taken so far are in the record; plug it in again or choose another."
        ),
    ),
    Code.CAMERA_MISSING: (
        N_("No camera was found"),
        N_(
            "Plug one in or switch it on and try again; photos can also come from a phone, a memory card or files."
        ),
    ),
    Code.CAMERA_NOT_INSTALLED: (
        N_("This installation has no camera support"),
        N_(
            "The part “camera” or a sound library it needs is missing ({cause}). Ask for it to be installed; photos can come from a phone, a memory card or files meanwhile."
        ),
    ),
    Code.CAMERA_REFUSED: (
        N_("The photo could not be taken"),
        N_("“{camera}” gave no picture ({cause}). Try again, or choose another camera."),
    ),
    Code.HANDOVER_NO_NETWORK: (
        N_("The laptop cannot be reached under this address"),
        N_(
            "{address} could not be used ({cause}). Switch on the laptop's hotspot or connect it to a network, then choose the address again."
        ),
    ),
    Code.WATCHED_FOLDER_GONE: (
        N_("The watched folder is gone"),
        N_(
            "“{folder}” cannot be read any more; a card was probably pulled out. What had come in is in the record. Put the card in again and choose the folder once more."
        ),
    ),
}
