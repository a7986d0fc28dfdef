"""What a person reads when pictures or voices cannot be got in: no camera, no microphone, a card pulled out, a file that lies."""

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
    Code.MICROPHONE_BUSY: (
        N_("The microphone does not answer"),
        N_(
            "“{microphone}” is probably in use by another program, or the system does not let this program hear it. Close that program, or allow the microphone in the system's privacy settings, and try again."
        ),
    ),
    Code.MICROPHONE_LOST: (
        N_("The microphone is gone"),
        N_(
            "“{microphone}” was unplugged or switched off. What it heard until then is in the record; plug it in again for another voice note."
        ),
    ),
    Code.MICROPHONE_MISSING: (
        N_("No microphone was found"),
        N_("Plug one in or switch it on and try again; a note can also be written (Ctrl+E)."),
    ),
    Code.SOUND_NOT_INSTALLED: (
        N_("This installation has no sound support"),
        N_(
            "The part “voice” or a sound library it needs is missing ({cause}). Ask for it to be installed; a note can be written (Ctrl+E) meanwhile."
        ),
    ),
    Code.SPEAKER_MISSING: (
        N_("The voice note cannot be played here"),
        N_("No loudspeaker or headphones were found. Plug one in or switch it on and try again."),
    ),
    Code.VOICE_BROKEN: (
        N_("The sound file is not whole"),
        N_("What it says about itself does not fit what is in it. Copy it once more, or take another one."),
    ),
    Code.VOICE_EMPTY: (
        N_("The sound file is empty"),
        N_("There is not a single sound in it. Choose another file."),
    ),
    Code.VOICE_TOO_LONG: (
        N_("The voice note is too long"),
        N_(
            "A voice note may last {minutes} minutes. Cut the file into shorter ones and take them in one by one."
        ),
    ),
    Code.VOICE_UNKNOWN_FORMAT: (
        N_("This sound file cannot be taken in"),
        N_(
            "Only WAV files can, uncompressed, with 16 bit and one or two channels. Save it as such a file and try again."
        ),
    ),
    Code.VOICE_UNREADABLE: (
        N_("The sound file cannot be read"),
        N_("“{file}” is not there, or is no file. Check the name and where it lies."),
    ),
    Code.WATCHED_FOLDER_GONE: (
        N_("The watched folder is gone"),
        N_(
            "“{folder}” cannot be read any more; a card was probably pulled out. What had come in is in the record. Put the card in again and choose the folder once more."
        ),
    ),
}
