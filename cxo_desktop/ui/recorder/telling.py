"""What the recorder says across the page: paused, finished, sealed, not saved, photos that could not be taken in."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from cxo_core.problems import Problem
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop import problem_words
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.photo_intake import PhotoIntake
from cxo_desktop.ui.widgets.banner import Banner
from cxo_desktop.words import _, ngettext

_MOST_NAMED = 4


class Telling(QObject):
    """What is not saved comes before everything else, and stays until it is."""

    def __init__(
        self, live: LiveRecord, banner: Banner, intake: PhotoIntake, resume: Callable[[], object]
    ) -> None:
        super().__init__()
        self._live = live
        self._banner = banner
        self._resume = resume
        self._status: Status | None = None
        self._refused: list[tuple[str, Problem]] = []
        live.stopped.connect(self._tell_unsaved)
        live.waiting_changed.connect(self._count_unsaved)
        live.went_on.connect(self._go_on)
        intake.refused.connect(self._refuse)
        intake.finished.connect(self._refused.clear)

    def show_state(self, state: Walkthrough) -> None:
        """Says what the record is when that changed."""
        if state.status is not self._status and self._live.stopped_by is None:
            self._status = state.status
            self._tell_status(state.status)

    def no_photos(self) -> None:
        self._banner.show_words(
            _("No photo was taken in"),
            _("Photos are not taken on this walkthrough, or it is not being recorded now."),
            tone="notice",
        )

    def _tell_status(self, status: Status) -> None:
        match status:
            case Status.PAUSED:
                self._banner.show_words(
                    _("Recording is paused"),
                    _("Nothing can be tapped until it is resumed."),
                    tone="notice",
                    action=_("Resume"),
                    do=self._resume,
                )
            case Status.FINISHED:
                self._banner.show_words(
                    _("This walkthrough is finished"),
                    _("Take it up again to add something; it can be sealed afterwards."),
                    tone="notice",
                    action=_("Take up again"),
                    do=self._resume,
                )
            case Status.SEALED:
                self._banner.show_words(
                    _("This revision is sealed"),
                    _(
                        "It cannot change any more. Re-open it under “Finish and seal” to make the next revision."
                    ),
                    tone="notice",
                )
            case Status.RECORDING:
                self._banner.clear()

    def _tell_unsaved(self, problem: Problem) -> None:
        waiting = "、".join(each.words for each in self._live.waiting)
        kept = _("Not saved yet: {what}. It is kept here and tried again by itself; keep the program open.")
        sentence = problem_words.sentence(problem)
        self._banner.show_words(
            problem_words.title(problem),
            f"{sentence}\n{kept.format(what=waiting)}" if waiting else sentence,
            tone="problem",
            action=_("Try again"),
            do=self._live.retry,
        )

    def _count_unsaved(self) -> None:
        """Another press joined what waits: the list grows."""
        if self._live.stopped_by is not None:
            self._tell_unsaved(self._live.stopped_by)

    def _go_on(self) -> None:
        self._tell_status(self._live.look.state.status)

    def _refuse(self, name: str, problem: Problem) -> None:
        """Photos that cannot be taken in are listed with their reasons; the others go on."""
        self._refused.append((name, problem))
        count = len(self._refused)
        title = ngettext("{count} photo was not taken in", "{count} photos were not taken in", count)
        told = [f"{file}: {problem_words.sentence(why)}" for file, why in self._refused[-_MOST_NAMED:]]
        if count > _MOST_NAMED:
            told.append("…")
        self._banner.show_words(title.format(count=count), "\n".join(told), tone="notice")


def why_not(status: Status) -> str:
    """Why a key of the walk records nothing now, and which key helps."""
    match status:
        case Status.PAUSED:
            return _("Recording is paused; Ctrl+B resumes it.")
        case Status.FINISHED:
            return _("The walkthrough is finished; Ctrl+B takes it up again.")
        case Status.SEALED:
            return _("This revision is sealed and cannot change any more.")
    return _("It means nothing here now. Ctrl+L enters it with its time.")
