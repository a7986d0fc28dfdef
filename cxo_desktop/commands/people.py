"""cxo people …: who is in a record, on what ground, consent taken back, photos put aside, the card and the assessment."""

import argparse
import json
from pathlib import Path

from cxo_core.privacy import Basis
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, folder_of, opened
from cxo_desktop.commands.looking import folded, found
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.people_words import BASES, CONSENTS, looks_identifying
from cxo_desktop.services.consent import (
    aside_in,
    card_text,
    note_person,
    note_shown,
    put_aside,
    shown_of,
)
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.withdrawing import Withdrawing, to_decide
from cxo_desktop.words import LANGUAGES, _, language


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = commands.add_parser("people", help=_("people in the records, and their consent"))
    verbs = family.add_subparsers(required=True, metavar=_("COMMAND"))

    def verb(name: str, run: object, words: str, *places: str) -> argparse.ArgumentParser:
        parser = verbs.add_parser(name, help=words)
        for place in places:
            parser.add_argument(place)
        finish(parser, run)
        return parser

    verb("list", _list, _("who is in a record"), "id")
    note = verb("note", _note, _("note somebody, by a label that is no name"), "id", "label")
    note.add_argument("--basis", choices=[each.value for each in Basis], required=True)
    note.add_argument("--consent", choices=["spoken", "written"], default="")
    shows = verb("shows", _shows, _("say whom a photo shows"), "id", "photo")
    shows.add_argument("person", nargs="*")
    withdraw = verb("withdraw", _withdraw, _("somebody takes consent back"), "id", "person")
    withdraw.add_argument("--reason", default="", help=_("why a sealed record is opened again"))
    withdraw.add_argument(
        "--remove",
        action="store_true",
        help=_("destroy every photo that shows this person and is not masked"),
    )
    verb("remove", _remove, _("destroy a photo for good"), "id", "photo")
    verb("withdrawals", _withdrawals, _("what the offices were asked to destroy"))
    aside = verb("quarantine", _quarantine, _("photos put aside because something 密 may be in sight"))
    aside.add_argument("what", choices=["list", "put", "destroy"])
    aside.add_argument("id", nargs="?", default="")
    aside.add_argument("photo", nargs="?", default="")
    card = verb("card", _card, _("print the notice and consent card"))
    card.add_argument("out", type=Path, metavar="PDF")
    for name in ("office", "officer", "hall", "contact", "keeping"):
        card.add_argument(f"--{name}", default="")
    card.add_argument("--language", choices=LANGUAGES, default=None)
    card.add_argument(
        "--paper",
        choices=["a4", "a5"],
        default="a4",
        help=_("a5: two copies on one A4 sheet, to be cut apart"),
    )
    assess = verb("assess", _assess, _("the impact assessment: keep a new version, print it"))
    assess.add_argument("--answers", type=Path, metavar="JSON")
    assess.add_argument("--out", type=Path, metavar="PDF")
    assess.add_argument("--language", choices=LANGUAGES, default=None)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        state = folded(vault, found(vault, arguments.id))
    if arguments.json:
        answer({"persons": [_plain(state, each.id) for each in state.persons]})
        return 0
    if not state.persons:
        say(_("Nobody is noted in this record."))
    columns(
        (
            each.id[:8],
            each.label,
            _(BASES[each.basis]),
            _(CONSENTS[each.consent]) if each.consent in CONSENTS else each.consent,
            _("withdrawn") if each.is_withdrawn else "",
            _("{count} photos").format(count=len(shown_of(state, each.id))),
        )
        for each in state.persons
    )
    return 0


def _note(arguments: argparse.Namespace) -> int:
    if looks_identifying(arguments.label):
        say(_("This looks like the number of a person. A label such as “window 3” is enough."))
    with opened(arguments) as vault:
        recording = _recording(vault, arguments.id)
        person = note_person(recording, arguments.label, Basis(arguments.basis), consent=arguments.consent)
    return _told(arguments, {"person": person}, _("Noted: {id}").format(id=person))


def _shows(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        recording = _recording(vault, arguments.id)
        persons = [_person(recording.state, each) for each in arguments.person]
        photo = _photo(recording.state, arguments.photo)
        note_shown(recording, photo, persons)
    return _told(arguments, {"photo": photo, "persons": persons}, _("Noted."))


def _withdraw(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        recording = _recording(vault, arguments.id)
        person = _person(recording.state, arguments.person)
        reason = arguments.reason.strip() or _("Consent was withdrawn")
        withdrawing = Withdrawing(vault, SystemClock())
        withdrawn = withdrawing.withdraw(recording, person, reason=reason)
        for shown in withdrawn.photos if arguments.remove else ():
            withdrawing.remove(recording, shown.id)
        left = [photo.id for photo in to_decide(recording.state, person)]
    if arguments.json:
        answer({"person": person, "photos": left, "offices": list(withdrawn.offices)})
        return 0
    say(_("Withdrawn. Offices asked to destroy what they hold: {count}").format(count=len(withdrawn.offices)))
    for photo in left:
        say(_("Still to be masked or removed: {photo}").format(photo=photo))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        recording = _recording(vault, arguments.id)
        photo = _photo(recording.state, arguments.photo)
        Withdrawing(vault, SystemClock()).remove(recording, photo)
    return _told(arguments, {"photo": photo}, _("Destroyed: {id}").format(id=photo))


def _withdrawals(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        rows = vault.withdrawals.every()
        names = {office.id: office.name for office in vault.offices.every()}
    if arguments.json:
        told = [
            {
                "id": row.id,
                "office": row.office,
                "walkthrough": row.walkthrough,
                "confirmed": row.confirmed_at.isoformat() if row.confirmed_at else None,
                "attempts": row.attempts,
            }
            for row in rows
        ]
        answer({"withdrawals": told})
        return 0
    if not rows:
        say(_("No office was asked to destroy anything."))
    columns(
        (
            f"{row.at.astimezone():%Y-%m-%d %H:%M}",
            names.get(row.office, row.office),
            row.walkthrough[:12],
            _("confirmed") if row.is_confirmed else _("waiting for the office"),
        )
        for row in rows
    )
    return 0


def _quarantine(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        if arguments.what == "list":
            return _list_aside(vault, as_json=arguments.json)
        if not (arguments.id and arguments.photo):
            raise Problem(Code.EVIDENCE_MISSING, name=arguments.photo)
        walkthrough = found(vault, arguments.id)
        photo = _photo(folded(vault, walkthrough), arguments.photo)
        if arguments.what == "put":
            put_aside(Recording(vault, SystemClock(), walkthrough), photo)
            return _told(arguments, {"photo": photo}, _("Put aside: {id}").format(id=photo))
        Withdrawing(vault, SystemClock()).destroy_put_aside(walkthrough, photo)
    return _told(arguments, {"photo": photo}, _("Destroyed: {id}").format(id=photo))


def _list_aside(vault: Vault, *, as_json: bool) -> int:
    """Number and time only: neither what a photo shows nor what was written about it."""
    told = [
        {"walkthrough": walkthrough, "photo": each.id, "at": each.wall.isoformat()}
        for walkthrough, each in aside_in(vault)
    ]
    if as_json:
        answer({"quarantine": told})
        return 0
    say(_("{count} photos put aside").format(count=len(told)))
    columns((each["walkthrough"][:12], each["photo"][:8], each["at"]) for each in told)
    return 0


def _card(arguments: argparse.Namespace) -> int:
    from cxo_desktop.report.consent_card import CardFacts, render_card
    from cxo_desktop.report.consent_leaflet import render_leaflet

    tag = arguments.language or language()
    facts = CardFacts(
        SystemClock().now().wall,
        arguments.office,
        arguments.officer,
        arguments.hall,
        arguments.contact,
        arguments.keeping,
        card_text(folder_of(arguments), tag),
    )
    render = render_leaflet if arguments.paper == "a5" else render_card
    _write(arguments.out, render(facts, language=tag))
    return _told(arguments, {"file": str(arguments.out)}, str(arguments.out))


def _assess(arguments: argparse.Namespace) -> int:
    from cxo_desktop.services.assessing import QUESTIONS, keep, latest, printed

    with opened(arguments) as vault:
        if arguments.answers:
            keep(vault, SystemClock(), _answers(arguments.answers))
        assessed = latest(vault)
    if arguments.out:
        now = SystemClock().now().wall
        _write(arguments.out, printed(assessed, now, language=arguments.language or language()))
    if arguments.json:
        answer({"version": assessed.number if assessed else None, "questions": list(QUESTIONS)})
    elif assessed:
        say(_("Version {version} of {day}").format(version=assessed.number, day=f"{assessed.at:%Y-%m-%d}"))
    else:
        say(_("No impact assessment is kept in this vault yet."))
    return 0


def _answers(path: Path) -> dict[str, str]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause=type(error).__name__) from error
    if not isinstance(said, dict):
        raise Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause="object")
    return {str(name): str(text) for name, text in said.items()}


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(path.parent)) from error


def _recording(vault: Vault, beginning: str) -> Recording:
    return Recording(vault, SystemClock(), found(vault, beginning))


def _person(state: Walkthrough, beginning: str) -> str:
    fitting = [each.id for each in state.persons if each.id.startswith(beginning) or each.label == beginning]
    if len(fitting) != 1:
        raise Problem(Code.MATTER_NOT_FOUND, kind="person", id=beginning)
    return fitting[0]


def _photo(state: Walkthrough, beginning: str) -> str:
    fitting = [each.id for each in state.evidence if each.id.startswith(beginning)]
    if len(fitting) != 1:
        raise Problem(Code.EVIDENCE_MISSING, name=beginning)
    return fitting[0]


def _plain(state: Walkthrough, person: str) -> dict[str, object]:
    known = next(each for each in state.persons if each.id == person)
    return {
        "id": known.id,
        "label": known.label,
        "basis": known.basis.value,
        "consent": known.consent,
        "withdrawn": known.is_withdrawn,
        "photos": [photo.id for photo in shown_of(state, person)],
    }


def _told(arguments: argparse.Namespace, plain: dict[str, object], sentence: str) -> int:
    if arguments.json:
        answer(plain)
    else:
        say(sentence)
    return 0
