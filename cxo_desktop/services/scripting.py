"""Playing a script into a record: paper forms typed in later, and anything else that was written down elsewhere."""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cxo_core.documents.script_fit import OUTCOME
from cxo_core.documents.script_times import clock_of
from cxo_core.event import Event
from cxo_core.kinds import Kind
from cxo_core.moment import Clock, Entered
from cxo_core.problems import Code, Problem
from cxo_core.roles import Channel, Role
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.walkthrough import Officer
from cxo_desktop.services.beginning import Beginning, begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.recording import FUTURE_TOLERANCE, Recording
from cxo_desktop.services.script_evidence import ScriptEvidence, When, check_voices
from cxo_desktop.services.script_photos import check_photos
from cxo_desktop.services.vaults import Vault

Values = Mapping[str, Any]


def play(
    script: Values,
    *,
    vault: Vault,
    catalogue: Catalogue,
    clock: Clock,
    folder: Path,
    played: Callable[[int, int], None] = lambda done, of: None,
) -> Recording:
    """Records what a checked script says (`cxo_core.documents.scripts.read_script`), everything typed or recalled.

    Before the first event is recorded, photos are looked for beside the script, in `folder` (Problem `photo-unreadable`
    names one that is not there, `photo-mask-beside` a mask that covers nothing of its photo), and a time still to come
    raises Problem `time-in-future`. If an action fails all the same, what was played before it stays in the record.
    """
    player = _Player(script, vault, catalogue, clock, folder)
    actions = script["actions"]
    for place, action in enumerate(actions):
        player.act(action)
        played(place + 1, len(actions))
    return player.recording


class _Player:
    def __init__(
        self, script: Values, vault: Vault, catalogue: Catalogue, clock: Clock, folder: Path
    ) -> None:
        check_photos(script, folder)
        check_voices(script, folder)
        self._check_times(script, clock)
        self._times = clock_of(dict(script))
        self._entered = Entered(script.get("entered", Entered.TYPED))
        self._officers = [
            Officer(f"o{place}", each["name"], each.get("duty", "officer"))
            for place, each in enumerate(script["officers"], start=1)
        ]
        self._labels: dict[str, Event] = {}
        self.recording = begin(vault, clock, self._beginning(script, catalogue))
        self._evidence = ScriptEvidence(vault, self.recording, folder)

    def act(self, action: Values) -> None:
        if "at" in action:
            self._times.read(action["at"])
        verb = next(verb for verb in _VERBS if verb in action)
        event = _VERBS[verb](self, action)
        if "as" in action and event is not None:
            self._labels[str(action["as"])] = event

    def _enter(self, kind: Kind, body: Values, action: Values, *, step: str | None = None) -> Event:
        return self.recording.enter(
            kind,
            {**body, **action.get("with", {})},
            happened=self._times.now,
            entered=self._how(action),
            step=step,
            by=self._by(action),
        )

    def _step(self, action: Values) -> Event:
        return self._enter(Kind.STEP_ENTERED, {"step": action["step"]}, action)

    def _leave(self, action: Values) -> Event:
        state = self.recording.state
        step = state.step or ""
        if state.scheme and state.scheme.indicator(OUTCOME):
            self._enter(Kind.READING_TAKEN, {"indicator": OUTCOME, "value": action["leave"]}, action)
        return self._enter(Kind.STEP_LEFT, {"step": step, "outcome": action["leave"]}, action)

    def _event(self, action: Values) -> Event:
        return self._enter(Kind(action["event"]), {}, action)

    def _demand(self, action: Values) -> Event:
        said = action["demand"]
        body = {"material": said} if isinstance(said, str) else dict(said)
        body.setdefault("material", uuid.uuid4().hex)
        return self._enter(Kind.MATERIAL_DEMANDED, body, action)

    def _give(self, action: Values) -> Event:
        return self._enter(Kind.MATERIAL_GIVEN, {"material": action["give"]}, action)

    def _repeat(self, action: Values) -> Event:
        return self._enter(Kind.MATERIAL_REPEATED, {"material": action["repeat"]}, action)

    def _defer(self, action: Values) -> Event:
        return self._enter(Kind.MATERIAL_DEFERRED, action["defer"], action)

    def _waive(self, action: Values) -> Event:
        return self._enter(Kind.MATERIAL_WAIVED, {"material": action["waive"]}, action)

    def _attitude(self, action: Values) -> None:
        for act, observed in action["attitude"].items():
            self._enter(Kind.ATTITUDE_OBSERVED, {"act": act, "observed": observed}, action)

    def _readings(self, action: Values) -> None:
        for indicator, value in action["readings"].items():
            self._enter(Kind.READING_TAKEN, {"indicator": indicator, "value": value}, action)

    def _headings(self, action: Values) -> None:
        for indicator, value in action["headings"].items():
            self._enter(Kind.READING_TAKEN, {"indicator": indicator, "value": value}, action, step="")

    def _note(self, action: Values) -> Event:
        return self._enter(Kind.NOTE_WRITTEN, {"note_id": uuid.uuid4().hex, "text": action["note"]}, action)

    def _photo(self, action: Values) -> Event:
        return self._evidence.photo(action, self._when(action))

    def _voice(self, action: Values) -> Event:
        return self._evidence.voice(action, self._when(action))

    def _finding(self, action: Values) -> Event:
        said = dict(action["finding"])
        photos = [self._labels[str(label)].body["evidence"] for label in said.pop("photos", ())]
        body = {"finding": uuid.uuid4().hex, **said, "evidence": photos}
        return self._enter(Kind.FINDING_NOTED, body, action)

    def _confirm(self, action: Values) -> Event:
        return self._enter(Kind.CODE_CONFIRMED, {"code": str(action["confirm"]), "confirmed": True}, action)

    def _decline(self, action: Values) -> Event:
        return self._enter(Kind.CODE_CONFIRMED, {"code": str(action["decline"]), "confirmed": False}, action)

    def _burden(self, action: Values) -> Event:
        return self._enter(Kind.BURDEN_LOGGED, action["burden"], action)

    def _join(self, action: Values) -> Event:
        joined = action["join"]
        officer = Officer(f"o{len(self._officers) + 1}", joined["name"], joined.get("duty", "officer"))
        self._officers.append(officer)
        return self._enter(
            Kind.OFFICER_JOINED, {"officer": officer.id, "name": officer.name, "duty": officer.duty}, action
        )

    def _pause(self, action: Values) -> Event:
        return self._enter(Kind.PAUSED, {"cause": action["pause"]}, action)

    def _resume(self, action: Values) -> Event:
        return self._enter(Kind.RESUMED, {}, action)

    def _correct(self, action: Values) -> Event:
        said = action["correct"]
        return self.recording.correct(
            self._labels[str(said["entry"])].seq,
            reason=said["reason"],
            happened=self._times.read(said["time"], moves=False) if "time" in said else None,
            body=said.get("body"),
            by=self._by(action),
        )

    def _strike(self, action: Values) -> Event:
        said = action["strike"]
        return self.recording.strike(
            self._labels[str(said["entry"])].seq, reason=said["reason"], by=self._by(action)
        )

    def _undo(self, action: Values) -> Event:
        return self.recording.undo(by=self._by(action))

    def _redo(self, action: Values) -> Event:
        return self.recording.redo(by=self._by(action))

    def _finish(self, action: Values) -> Event:
        return self._enter(Kind.FINISHED, {}, action)

    def _when(self, action: Values) -> When:
        return {"happened": self._times.now, "entered": self._how(action), "by": self._by(action)}

    def _how(self, action: Values) -> Entered:
        return Entered(action.get("entered", self._entered))

    def _by(self, action: Values) -> str:
        return self._officers[int(action.get("by", 1)) - 1].id

    def _beginning(self, script: Values, catalogue: Catalogue) -> Beginning:
        scheme = _scheme(script, catalogue)
        return Beginning(
            item=catalogue.item(script["item"]),
            scheme=scheme,
            hall=script["hall"],
            window=str(script.get("window", "")),
            officers=tuple(self._officers),
            is_announced=script.get("announced", False),
            is_accompanied=script.get("accompanied", len(self._officers) > 1),
            companion=script.get("companion", ""),
            part=tuple(script.get("part", ())),
        )

    @staticmethod
    def _check_times(script: Values, clock: Clock) -> None:
        times, latest = clock_of(dict(script)), clock.now().wall + FUTURE_TOLERANCE
        for action in script["actions"]:
            if "at" in action and times.read(action["at"]) > latest:
                raise Problem(Code.TIME_IN_FUTURE, time=f"{times.now:%Y-%m-%d %H:%M}")


def found_in(catalogue: Catalogue) -> Callable[[dict[str, Any]], tuple[ServiceItem, Scheme]]:
    """Finds the item and scheme a script names, for `check_script`; raises Problem `item-not-found`, `scheme-not-found`."""
    return lambda script: (catalogue.item(script["item"]), _scheme(script, catalogue))


def _scheme(script: Values, catalogue: Catalogue) -> Scheme:
    if "scheme" in script:
        return catalogue.scheme(script["scheme"])
    return catalogue.scheme_for(Role(script["role"]), Channel(script["channel"]))


_VERBS: dict[str, Callable[[_Player, Values], Event | None]] = {
    "step": _Player._step,
    "leave": _Player._leave,
    "event": _Player._event,
    "demand": _Player._demand,
    "give": _Player._give,
    "repeat": _Player._repeat,
    "defer": _Player._defer,
    "waive": _Player._waive,
    "attitude": _Player._attitude,
    "readings": _Player._readings,
    "headings": _Player._headings,
    "note": _Player._note,
    "photo": _Player._photo,
    "voice": _Player._voice,
    "finding": _Player._finding,
    "confirm": _Player._confirm,
    "decline": _Player._decline,
    "burden": _Player._burden,
    "join": _Player._join,
    "pause": _Player._pause,
    "resume": _Player._resume,
    "correct": _Player._correct,
    "strike": _Player._strike,
    "undo": _Player._undo,
    "redo": _Player._redo,
    "finish": _Player._finish,
}
"""What each verb of a script does; the same words as `cxo_core.documents.script_form.VERBS`."""
