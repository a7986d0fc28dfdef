"""The photographs and voice notes a script names: taken in, attached, and what it says was done about each."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

from cxo_core.event import Event
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_core.privacy import Checked
from cxo_core.walkthrough import Evidence
from cxo_desktop.imaging.edits import Box, Mask
from cxo_desktop.services import sound_files
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.voices import Voices

Values = Mapping[str, Any]


class When(TypedDict):
    """At what time of the walk, in which manner and by whom an action was entered."""

    happened: datetime
    entered: Entered
    by: str


def check_voices(script: Values, folder: Path) -> None:
    """Whether every sound file can be taken in; raises Problem `voice-…` for the first that cannot."""
    for action in script["actions"]:
        if "voice" in action:
            sound_files.take_in(folder / action["voice"])


class ScriptEvidence:
    """`folder` is where the files lie."""

    def __init__(self, vault: Vault, recording: Recording, folder: Path) -> None:
        self._recording = recording
        self._folder = folder
        self._photographs = Photographs(vault, recording.id)
        self._voices = Voices(vault, recording.id)
        self._masking = Masking(vault, recording)

    def photo(self, action: Values, when: When) -> Event:
        prepared = self._photographs.take_in(self._folder / action["photo"])
        event = self._recording.attach(_captioned(prepared.said, action), prepared.files, **when)
        self._photographs.finish(prepared)
        self._look(prepared.evidence, action, when)
        return event

    def voice(self, action: Values, when: When) -> Event:
        prepared = self._voices.take_in(self._folder / action["voice"])
        event = self._recording.attach(_captioned(prepared.said, action), prepared.files, **when)
        self._look(prepared.evidence, action, when)
        return event

    def _look(self, evidence: str, action: Values, when: When) -> None:
        """What the script says of it besides: masked, looked at or listened to, or left as it is on a legal basis."""
        if "masked" in action:
            redaction = self._masking.prepare(
                self._found(evidence), [Mask(Box(*box)) for box in action["masked"]]
            )
            self._recording.redact(redaction.said, redaction.files, **when)
            self._masking.date_former()
        outcome = Checked.EXCEPTION if "exception" in action else Checked.NOTHING_TO_MASK
        if "exception" in action or ("checked" in action and "masked" not in action):
            body = {"evidence": evidence, "sha256": self._found(evidence).sha256, "outcome": outcome.value}
            basis = {"basis": action["exception"]} if "exception" in action else {}
            self._recording.enter(Kind.EVIDENCE_CHECKED, {**body, **basis}, **when)

    def _found(self, evidence: str) -> Evidence:
        return next(each for each in self._recording.state.evidence if each.id == evidence)


def _captioned(said: Values, action: Values) -> dict[str, Any]:
    return {**said, "caption": action.get("caption", "")}
