"""How each page is built: what it gets, and where its signals lead. Imports wait until a page is first asked for."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cxo_desktop.ui.office_ways import take_up
from cxo_desktop.ui.person_ways import ask_about, connect_person, show_erasure
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.today.page import TodayPage
from cxo_desktop.ui.widgets.empty_page import EmptyPage
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.ui.desk import Desk

NEED_NO_VAULT = frozenset({Place.TODAY, Place.BEGINNING, Place.SETTINGS})


def _today(desk: "Desk") -> Page:
    page = TodayPage()
    page.start_asked.connect(lambda: desk.go(Place.BEGINNING))
    page.outbox_asked.connect(lambda: desk.go(Place.OUTBOX))
    page.library_asked.connect(lambda: desk.go(Place.LIBRARY))
    page.draft_asked.connect(lambda walkthrough: desk.open(walkthrough))
    page.looked.connect(desk.look_at_today)
    page.tasks.claimed.connect(desk.office.claim)
    page.tasks.given_back.connect(desk.office.give_back)
    page.tasks.started.connect(desk.office.start)
    page.tasks.continued.connect(lambda task: desk.open(task.walkthrough))
    page.returned.asked.connect(lambda sent_back: take_up(desk, sent_back))
    return page


def _beginning(desk: "Desk") -> Page:
    from cxo_desktop.ui.beginning.page import BeginningPage
    from cxo_desktop.ui.beginning.start import last_answers

    page = BeginningPage(desk.catalogue, desk.lanes)

    def remember() -> None:
        if desk.is_unlocked:
            vault = desk.vault
            desk.lanes.record.submit(
                lambda: last_answers(vault), lambda told: page.remember(*told), owner=page
            )

    page.looked.connect(remember)
    page.begun.connect(desk.begin)
    page.left.connect(lambda: desk.go(Place.TODAY))
    return page


def _recorder(desk: "Desk") -> Page:
    if desk.recording is None or desk.state is None:
        return EmptyPage(
            "recorderEmpty",
            _("Recorder"),
            _("Nothing is being recorded"),
            _("Start a walkthrough, or go on with one that is in progress."),
            drawing="record",
            action=_("Start a walkthrough"),
            do=lambda: desk.go(Place.BEGINNING),
        )
    from cxo_desktop.ui.recorder.page import RecorderPage

    page = RecorderPage(
        recording=desk.recording, state=desk.state, vault=desk.vault, lanes=desk.lanes, clock=desk.clock
    )
    desk.follow(page.live)
    page.finish_asked.connect(lambda: desk.go(Place.SEALING))
    page.masking_asked.connect(desk.mask)
    page.about_asked.connect(lambda label: ask_about(desk, label))
    page.left.connect(lambda: desk.go(Place.TODAY))
    return page


def _masking(desk: "Desk") -> Page:
    if desk.recording is None:
        sentence = _("Open one from the workbench or the library; its photos are then shown here.")
        return _nothing_open(desk, "maskingEmpty", _("Mask photos"), sentence, drawing="photo")
    from cxo_desktop.ui.masking.page import MaskingPage

    page = MaskingPage(desk.recording, desk.vault, desk.lanes)
    page.left.connect(desk.go_back)
    return page


def _sealing(desk: "Desk") -> Page:
    if desk.recording is None:
        sentence = _("Open one from the workbench or the library; what it still lacks is then listed here.")
        return _nothing_open(desk, "sealingEmpty", _("Finish and seal"), sentence, drawing="seal")
    from cxo_desktop.ui.sealing.page import SealingPage

    page = SealingPage(desk.recording, desk.vault, desk.lanes)
    page.step_asked.connect(desk.go_to_step)
    page.masking_asked.connect(desk.mask)
    page.voice_asked.connect(lambda note: desk.mask(note, Place.RECORDER))
    page.report_asked.connect(desk.report)
    page.changed.connect(desk.take)
    page.enrolment_asked.connect(desk.office.enrol)
    page.outbox_asked.connect(lambda: desk.go(Place.OUTBOX))
    return page


def _library(desk: "Desk") -> Page:
    from cxo_desktop.ui.library.page import LibraryPage

    page = LibraryPage(desk.vault, desk.lanes)
    page.opened.connect(lambda walkthrough: desk.open(walkthrough))
    page.sealing_asked.connect(lambda walkthrough: desk.open(walkthrough, Place.SEALING))
    page.masking_asked.connect(lambda walkthrough: desk.open(walkthrough, Place.MASKING))
    page.report_asked.connect(desk.report)
    page.start_asked.connect(lambda: desk.go(Place.BEGINNING))
    page.about_asked.connect(lambda: desk.go(Place.PERSON))
    page.log_asked.connect(lambda line: show_erasure(desk, line))
    return page


def _outbox(desk: "Desk") -> Page:
    from cxo_desktop.ui.outbox.page import OutboxPage

    page = OutboxPage(desk.vault, desk.lanes, desk.clock, desk.office.sync, desk.office.stick)
    page.library_asked.connect(lambda: desk.go(Place.LIBRARY))
    page.enrolment_asked.connect(lambda: desk.office.enrol())
    return page


def _enrolment(desk: "Desk") -> Page:
    from cxo_desktop.ui.enrolling.page import EnrolmentPage

    page = EnrolmentPage(desk.vault, desk.lanes, desk.clock, desk.office.connect_to)
    page.enrolled.connect(lambda _office: desk.office.take_in())
    page.left.connect(lambda: desk.go(Place.TODAY))
    return page


def _settings(desk: "Desk") -> Page:
    from cxo_desktop.ui.people.papers_card import PapersCard
    from cxo_desktop.ui.settings_page.page import SettingsPage

    page = SettingsPage(desk.settings, desk.vault if desk.is_unlocked else None, desk.lanes, desk.office.sync)
    page.chosen.connect(desk.settings_chosen)
    page.enrolment_asked.connect(lambda: desk.office.enrol())
    page.retention_asked.connect(lambda: desk.renew(Place.RETENTION))
    page.lock_asked.connect(desk.lock_asked)
    page.officer_left.connect(desk.officer_left)
    page.secret_copied.connect(desk.secret_copied)
    page.offices_changed.connect(lambda: desk.office.take_in())
    if (papers := page.findChild(PapersCard)) is not None:
        papers.about_asked.connect(lambda: desk.go(Place.PERSON))
    return page


def _reporting(desk: "Desk") -> Page:
    from cxo_desktop.ui.reporting.page import ReportingPage

    page = ReportingPage(desk.reported, desk.vault, desk.lanes)
    page.left.connect(lambda: desk.go(Place.LIBRARY))
    return page


def _retention(desk: "Desk") -> Page:
    from cxo_desktop.ui.retention.page import RetentionPage

    lies_open = desk.recording.id if desk.recording is not None else ""
    page = RetentionPage(desk.vault, desk.lanes, desk.clock, lies_open)
    page.left.connect(lambda: desk.go(Place.SETTINGS))
    return page


def _nothing_open(desk: "Desk", name: str, heading: str, sentence: str, *, drawing: str) -> Page:
    """Stands where a page will be once a walkthrough lies open."""
    return EmptyPage(
        name,
        heading,
        _("No walkthrough lies open"),
        sentence,
        drawing=drawing,
        action=_("Open the library"),
        do=lambda: desk.go(Place.LIBRARY),
    )


def _person(desk: "Desk") -> Page:
    from cxo_desktop.ui.people.about_page import AboutPage

    page = AboutPage(desk.vault, desk.lanes, desk.clock, lambda: desk.recording)
    connect_person(desk, page)
    return page


BUILDERS: Mapping[Place, Callable[["Desk"], Page]] = {
    Place.TODAY: _today,
    Place.BEGINNING: _beginning,
    Place.RECORDER: _recorder,
    Place.MASKING: _masking,
    Place.SEALING: _sealing,
    Place.LIBRARY: _library,
    Place.OUTBOX: _outbox,
    Place.SETTINGS: _settings,
    Place.REPORTING: _reporting,
    Place.ENROLMENT: _enrolment,
    Place.RETENTION: _retention,
    Place.PERSON: _person,
}
