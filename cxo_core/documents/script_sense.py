"""What a script may say in good form and still not mean: two verbs at once, names nobody gave, times that do not exist."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cxo_core.bodies import FIELDS, fits
from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document
from cxo_core.documents.script_form import EVIDENCE, KINDS, OF_EVIDENCE, SEVERAL, VERBS
from cxo_core.documents.script_times import clock_of
from cxo_core.kinds import Kind
from cxo_core.rating_codes import CODES
from cxo_core.roles import Channel, Role

Action = dict[str, Any]


def check_script_sense(document: Document) -> None:
    """Adds every mistake of sense to a script whose form is right."""
    script = document.value
    _check_head(document, script)
    if document.mistakes:
        return
    _Reading(document, script).read()


def _check_head(document: Document, script: dict[str, Any]) -> None:
    channel = Channel(script["channel"])
    if channel.role is not Role(script["role"]):
        document.tell(("role",), Flaw.ROLE_OF_CHANNEL, channel=channel.value, role=channel.role.value)
    if not _is_date(script["date"]):
        document.tell(("date",), Flaw.BAD_DATE, value=script["date"])
        return
    try:
        clock_of(script)
    except ValueError:
        document.tell(("offset",), Flaw.BAD_OFFSET, value=script["offset"])


class _Reading:
    """One pass over the actions, remembering what later ones may point at."""

    def __init__(self, document: Document, script: dict[str, Any]) -> None:
        self._document = document
        self._actions: list[Action] = script["actions"]
        self._officers = len(script["officers"])
        self._clock = clock_of(script)
        self._labels: dict[str, tuple[str, int]] = {}
        self._is_at_step = False

    def read(self) -> None:
        for place, action in enumerate(self._actions):
            path: Path = ("actions", place)
            verbs = [verb for verb in VERBS if verb in action]
            if len(verbs) != 1:
                self._tell(path, Flaw.NOT_ONE_VERB, found=", ".join(verbs) or "-", allowed=", ".join(VERBS))
                continue
            self._check_times(path, action)
            self._check_pointers(path, action)
            self._check_words(path, action, verbs[0])
            self._check_with(path, action, verbs[0])
            self._keep_label(path, action, verbs[0])

    def _tell(self, path: Path, flaw: Flaw, **details: object) -> None:
        self._document.tell(path, flaw, **details)

    def _check_times(self, path: Path, action: Action) -> None:
        for where, text in _times(action):
            try:
                self._clock.read(text, moves=where == ("at",))
            except (ValueError, OverflowError):
                self._tell((*path, *where), Flaw.BAD_TIME, value=text)
        due = action.get("defer", {}).get("due")
        if due is not None and not _is_date(due):
            self._tell((*path, "defer", "due"), Flaw.BAD_DATE, value=due)

    def _check_pointers(self, path: Path, action: Action) -> None:
        for where, label in _pointers(action):
            verb, _ = self._labels.get(label, ("", 0))
            if not verb:
                self._tell((*path, *where), Flaw.UNKNOWN_LABEL, label=label)
            elif "photos" in where and verb not in EVIDENCE:
                self._tell((*path, *where), Flaw.NOT_A_PHOTO, label=label)

    def _check_words(self, path: Path, action: Action, verb: str) -> None:
        by = action.get("by", 1)
        if by > self._officers:
            self._tell((*path, "by"), Flaw.TOO_BIG, value=by, limit=self._officers)
        if verb in ("confirm", "decline") and str(action[verb]) not in CODES:
            self._tell((*path, verb), Flaw.UNKNOWN_CODE, code=action[verb])
        if verb == "leave" and not self._is_at_step:
            self._tell((*path, verb), Flaw.NO_STEP_OPEN)
        for name, verbs in OF_EVIDENCE.items():
            if name in action and verb not in verbs:
                self._tell((*path, name), Flaw.UNKNOWN_FIELD, name=name)
        for place, (left, top, right, bottom) in enumerate(action.get("masked", ())):
            if left >= right or top >= bottom:
                told = f"{left}, {top}, {right}, {bottom}"
                self._tell(
                    (*path, "masked", place),
                    Flaw.NOT_ONE_OF,
                    value=told,
                    allowed="left < right, top < bottom",
                )
        self._officers += verb == "join"
        self._is_at_step = verb == "step" or (self._is_at_step and verb not in ("leave", "finish"))

    def _check_with(self, path: Path, action: Action, verb: str) -> None:
        """The fields a body gets besides what the verb itself says."""
        for name, value in action.get("with", {}).items():
            fields = FIELDS[Kind(action["event"])] if verb == "event" else _more_fields(verb)
            wanted = fields.get(name, fields.get(f"{name}?"))
            if wanted is None:
                self._tell((*path, "with", name), Flaw.UNKNOWN_FIELD, name=name)
            elif not fits(value, wanted):
                told = _type_words(wanted)
                self._tell((*path, "with", name), Flaw.WRONG_TYPE, value=value, wanted=told)

    def _keep_label(self, path: Path, action: Action, verb: str) -> None:
        if "as" not in action:
            return
        label, line = str(action["as"]), self._document.mistake((*path, "as"), Flaw.DUPLICATE_ID).line
        if verb in SEVERAL:
            self._tell((*path, "as"), Flaw.NOTHING_TO_NAME, verb=verb)
        elif label in self._labels:
            self._tell((*path, "as"), Flaw.DUPLICATE_ID, id=label, first=self._labels[label][1])
        else:
            self._labels[label] = (verb, line)


def _times(action: Action) -> Iterator[tuple[Path, str]]:
    if "at" in action:
        yield ("at",), action["at"]
    if "time" in action.get("correct", {}):
        yield ("correct", "time"), action["correct"]["time"]


def _pointers(action: Action) -> Iterator[tuple[Path, str]]:
    for verb in ("correct", "strike"):
        if verb in action:
            yield (verb, "entry"), str(action[verb]["entry"])
    for place, label in enumerate(action.get("finding", {}).get("photos", ())):
        yield ("finding", "photos", place), str(label)


def _more_fields(verb: str) -> dict[str, Any]:
    return (
        {name: wanted for name, wanted in FIELDS[KINDS[verb]].items() if name == "note?"}
        if verb in KINDS
        else {}
    )


def _type_words(wanted: Any) -> str:
    words = {str: "string", int: "integer", bool: "boolean", list: "array", dict: "object"}
    return " / ".join(words[each] for each in (wanted if isinstance(wanted, tuple) else (wanted,)))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
