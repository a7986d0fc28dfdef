"""Where the work with the offices leads in the window: the enrolment page, the form of a task, a commented step."""

from pathlib import Path
from typing import TYPE_CHECKING

from cxo_desktop.ui.sending.situation import Situation, word_of
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.today.news_words import news_words
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.answering import Returned
    from cxo_desktop.services.beginning import Beginning
    from cxo_desktop.services.syncing import Round
    from cxo_desktop.services.tasks import TaskOnHand
    from cxo_desktop.ui.desk import Desk


def connect_offices(desk: "Desk", window: MainWindow) -> None:
    """Every signal of the work with the offices."""
    office = desk.office

    def tell_sending(seen: Situation) -> None:
        window.rail.set_count(Place.OUTBOX, seen.waiting + seen.refused)
        window.tell_sending(word_of(seen, desk.clock.now().wall))

    def show_enrolment(file: Path | None) -> None:
        open_file = getattr(desk.renew(Place.ENROLMENT), "open_file", None)
        if file is not None and open_file is not None:
            open_file(file)

    def begin_for(task: "TaskOnHand", asked: "Beginning") -> None:
        take_task = getattr(desk.renew(Place.BEGINNING), "take_task", None)
        if take_task is not None:
            take_task(task, asked)

    def look_if_there() -> None:
        if desk.place == Place.TODAY:
            desk.look_at_today()

    def tell_news(done: "Round") -> None:
        words = news_words(done.packs)
        if words:
            desk.tell_today(_("From the office: {news}").format(news=words))

    office.sync.rounded.connect(tell_news)
    window.enrolment_dropped.connect(office.enrol)
    office.sync.changed.connect(tell_sending)
    office.changed.connect(look_if_there)
    office.enrolment_wanted.connect(show_enrolment)
    office.begun_for.connect(begin_for)


def take_up(desk: "Desk", sent_back: "Returned") -> None:
    """Begins the revision that answers the office's comments, at the first step with one."""
    desk.open(
        sent_back.walkthrough,
        Place.RECORDER,
        prepare=desk.office.reopening(sent_back),
        step=sent_back.first_step,
    )
