"""What is said about people, written on the record lane."""

from typing import TYPE_CHECKING

from cxo_core.kinds import Kind
from cxo_core.privacy import Basis
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.moment import Clock
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault


class PeopleWriting:
    """One method for each thing an officer can say; all return at once."""

    def __init__(self, live: LiveRecord, vault: "Vault", clock: "Clock") -> None:
        self._live = live
        self._vault = vault
        self._clock = clock

    def note(self, person: str, label: str, basis: str, consent: str) -> None:
        def write(recording: "Recording") -> object:
            from cxo_desktop.services.consent import note_person

            return note_person(recording, label, Basis(basis), consent=consent, person=person)

        self._live.want(write, kind_name(Kind.PERSON_NOTED))

    def shows(self, photo: str, persons: list[str]) -> None:
        body = {"evidence": photo, "persons": persons}
        self._live.tap(Kind.EVIDENCE_SHOWS, kind_name(Kind.EVIDENCE_SHOWS), body, step="")

    def put_aside(self, photo: str) -> None:
        def write(recording: "Recording") -> None:
            from cxo_desktop.services.consent import put_aside

            put_aside(recording, photo)

        self._live.want(write, kind_name(Kind.EVIDENCE_QUARANTINED))

    def withdraw(self, person: str) -> None:
        def write(recording: "Recording") -> object:
            from cxo_desktop.services.withdrawing import Withdrawing

            reason = _("Consent was withdrawn")
            return Withdrawing(self._vault, self._clock).withdraw(recording, person, reason=reason)

        self._live.want(write, kind_name(Kind.CONSENT_WITHDRAWN))

    def destroy(self, person: str) -> None:
        """Every photo that shows somebody who withdrew, and is not masked since."""

        def write(recording: "Recording") -> None:
            from cxo_desktop.services.withdrawing import Withdrawing, to_decide

            for photo in to_decide(recording.state, person):
                Withdrawing(self._vault, self._clock).remove(recording, photo.id)

        self._live.want(write, kind_name(Kind.EVIDENCE_REMOVED))
