"""Which press leads where: the pieces of the recorder connected with what they write, and the keys bound."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from cxo_desktop.ui.recorder.event_keys import BESIDE, MOST_OF_STEP
from cxo_desktop.ui.recorder.keys import ACTS
from cxo_desktop.ui.recorder.pictures import from_mime
from cxo_desktop.ui.widgets.shortcuts import bind
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.ui.recorder.page import RecorderPage


def connect(page: "RecorderPage") -> None:
    """Every signal of the pieces."""
    parts, pen, bars = page.parts, page.pen, page.parts.bars
    parts.header.left_asked.connect(page.left)
    parts.header.pause_asked.connect(page.pause_or_resume)
    parts.header.finish_asked.connect(page.finish)
    parts.keys.pressed.connect(page.press)
    parts.details.left.connect(page.setFocus)
    parts.note.left.connect(page.setFocus)
    parts.note.pictures_pasted.connect(
        lambda source: page.take_pictures(from_mime(source, _("Pasted picture")))
    )
    parts.step.first_step_asked.connect(page.moving.begin)
    parts.step.extra_asked.connect(bars.extra.ask)
    parts.step.reading_given.connect(pen.reading)
    parts.step.reading_taken_back.connect(pen.take_reading_back)
    parts.step.reading_typed.connect(pen.typed)
    parts.step.attitude.observed.connect(pen.attitude)
    parts.step.attitude.taken_back.connect(pen.take_attitude_back)
    parts.step.materials.marked.connect(pen.material)
    parts.step.materials.unticked.connect(pen.untick)
    parts.step.materials.taken_back.connect(pen.take_material_back)
    parts.photos.phone_asked.connect(page.ways.phone)
    parts.photos.camera_asked.connect(page.ways.camera)
    parts.photos.folder_asked.connect(page.ways.folder)
    parts.photos.photo_asked.connect(bars.photo.ask)
    parts.photos.masking_asked.connect(page.ask_masking)
    parts.photos.removal_asked.connect(lambda photo: bars.photo.ask(photo, removes=True))
    parts.voices.toggled.connect(page.ways.voice)
    parts.voices.asked.connect(bars.voice.ask)
    bars.voice.described.connect(pen.describe_photo)
    bars.voice.moved.connect(pen.move_photo)
    bars.voice.removed.connect(pen.remove_photo)
    bars.voice.put_aside.connect(page.people.put_aside)
    bars.voice.people_asked.connect(bars.people.ask)
    bars.voice.checked.connect(pen.check_voice)
    bars.voice.flagged.connect(pen.flag_voice)
    parts.timeline.correction_asked.connect(page.ask_correction)
    parts.timeline.strike_asked.connect(lambda entry: bars.correction.ask(entry, strikes=True))
    parts.timeline.undo_asked.connect(page.undo)
    parts.timeline.redo_asked.connect(page.redo)
    parts.timeline.late_asked.connect(lambda: bars.late.ask(page.live.step))
    bars.extra.added.connect(pen.extra_material)
    bars.late.given.connect(pen.late)
    bars.correction.corrected.connect(pen.correct)
    bars.correction.struck.connect(pen.strike)
    bars.photo.described.connect(pen.describe_photo)
    bars.photo.moved.connect(pen.move_photo)
    bars.photo.removed.connect(pen.remove_photo)
    bars.photo.put_aside.connect(page.people.put_aside)
    bars.photo.people_asked.connect(bars.people.ask)
    bars.people.noted.connect(page.people.note)
    bars.people.shown.connect(page.people.shows)
    bars.people.withdrawn.connect(page.people.withdraw)
    bars.people.destruction_asked.connect(page.people.destroy)
    bars.people.about_asked.connect(page.about_asked)
    for bar in (bars.people, bars.voice):
        page.live.looked.connect(lambda seen, bar=bar: bar.show_state(seen.state))
        bar.show_state(page.live.look.state)


def bind_keys(page: "RecorderPage") -> None:
    """Every key that `keys.listed` tells of, but for those that belong to what has the keyboard."""
    parts = page.parts
    acts: dict[str, Callable[[], object]] = {
        "next_step": page.moving.next,
        "previous_step": page.moving.previous,
        "undo": page.undo,
        "redo": page.redo,
        "find": page.findings.ask,
        "note": lambda: _past_the_bars(page, parts.note.setFocus),
        "photo": parts.photos.choose_files,
        "phone": page.ways.phone,
        "camera": page.ways.camera,
        "folder": page.ways.folder,
        "voice": page.ways.voice,
        "voices": parts.bars.voice.ask,
        "paste": page.paste,
        "photos": lambda: _past_the_bars(page, parts.photos.focus),
        "mask": page.ask_masking,
        "people": lambda: parts.bars.people.ask(parts.photos.chosen),
        "readings": parts.step.focus_readings,
        "attitude": parts.step.focus_attitude,
        "materials": parts.step.focus_materials,
        "extra": parts.bars.extra.ask,
        "timeline": page.show_timeline,
        "late": lambda: parts.bars.late.ask(page.live.step),
        "other": parts.keys.offer_others,
        "officer": parts.header.next_officer,
        "pause": page.pause_or_resume,
        "finish": page.finish,
    }
    for bound in ACTS:
        for each in bound.keys:
            _bind(page, each, acts[bound.act])
    for at in range(11):
        _bind(page, f"F{at + 2}", partial(parts.keys.press_function, at))
    for at in range(MOST_OF_STEP):
        _bind(page, f"Shift+F{at + 2}", partial(parts.keys.press_own, at))
    for at in range(len(BESIDE)):
        _bind(page, f"Alt+{at + 1}", partial(parts.keys.press_beside, at))


def _past_the_bars(page: "RecorderPage", act: Callable[[], object]) -> None:
    """An open line may stand where note and photos are: it makes room first, and keeps what was typed into it."""
    page.parts.bars.close_open()
    act()


def _bind(page: "RecorderPage", pressed: str, act: Callable[[], object]) -> None:
    """A key held down acts once."""
    bind(page, pressed, act, repeats=False)
