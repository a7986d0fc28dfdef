"""Everything the core names has words in both languages, and a sentence for every gap and every entry."""

import pytest

from cxo_core.canonical import sha256
from cxo_core.computed import Computed
from cxo_core.fold import fold
from cxo_core.gaps import Gap, Lack, gaps
from cxo_core.indicator import Indicator, Scale
from cxo_core.kinds import SPANS, Kind
from cxo_core.limit import DayUnit
from cxo_core.text import Text
from cxo_desktop import kind_words, measure_words, words
from cxo_desktop.entry_words import entry_text
from cxo_desktop.gap_words import gap_sentence
from helpers.bundle_samples import drawn_png, started
from helpers.records import a_hall_walk
from helpers.tapping import Hand


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    words.use_language(request.param)
    tag: str = request.param
    return tag


def is_in(language: str, text: str) -> bool:
    has_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    return bool(text) and has_chinese == (language == "zh_CN")


def test_every_kind_has_a_name(language: str) -> None:
    assert [kind for kind in Kind if not is_in(language, kind_words.kind_name(kind))] == []


def test_every_span_has_a_name(language: str) -> None:
    assert [kind for kind in SPANS if not is_in(language, kind_words.span_name(kind))] == []


def test_every_member_of_every_named_enum_has_a_name(language: str) -> None:
    for enum, group in kind_words.NAMES.items():
        assert set(group) == set(enum)
        assert [member for member in enum if not is_in(language, kind_words.name_of(member))] == []


def test_every_measure_has_a_name(language: str) -> None:
    assert [each for each in Computed if not is_in(language, measure_words.measure_name(each))] == []


def test_every_reason_why_an_entry_about_photos_and_people_means_nothing_is_a_sentence(language: str) -> None:
    log = started().photo("e1", drawn_png(7)).photo("v1", b"a voice", "audio/wav")
    for outcome, digest in (("nothing-to-mask", "0" * 64), ("veiled", ""), ("masked", "")):
        looked_at = {"sha256": digest or sha256(drawn_png(7)), "outcome": outcome}
        log.add(Kind.EVIDENCE_CHECKED, evidence="e1", **looked_at)
    log.add(Kind.PERSON_NOTED, person="p1", label="3 号窗", basis="whim")
    log.add(Kind.CONSENT_WITHDRAWN, person="p1")
    picture = {"media_type": "image/png", "bytes": 1, "sha256": "0" * 64, "width": 1, "height": 1}
    log.add(Kind.EVIDENCE_REDACTED, evidence="v1", edits=[], **picture)
    reasons = [each.why for each in fold(log.events).anomalies]
    assert reasons == [
        "looked-at-another",
        "no-such-outcome",
        "not-masked",
        "no-such-basis",
        "no-such-person",
        "not-a-picture",
    ]
    assert [why for why in reasons if not is_in(language, kind_words.anomaly_sentence(why))] == []


@pytest.mark.parametrize("lack", list(Lack), ids=str)
def test_every_gap_has_a_whole_sentence(lack: Lack, language: str) -> None:
    walk = a_hall_walk().walk()
    details: dict[str, str | int] = {"kind": "interruption_started", "earlier": "called", "later": "accepted"}
    gap = Gap(
        lack,
        "queue",
        37,
        details | {"indicator": "curve", "fact": "", "seconds": 3, "floor": 5, "caption": ""},
    )
    sentence = gap_sentence(gap, walk)
    assert is_in(language, sentence)
    assert "{" not in sentence


def test_the_gaps_of_a_real_record_read_as_sentences(language: str) -> None:
    walk = a_hall_walk().walk()
    sentences = [gap_sentence(gap, walk) for gap in gaps(walk)]
    assert sentences
    assert all(sentence.endswith((".", "。")) for sentence in sentences)


def test_every_entry_of_a_real_record_has_its_line(language: str) -> None:
    walk = a_hall_walk().walk()
    told = {entry.kind: entry_text(entry, walk) for entry in walk.entries}
    silent = {
        Kind.ARRIVED,
        Kind.LEFT,
        Kind.GUIDED,
        Kind.SERVICE_STARTED,
        Kind.SERVICE_ENDED,
        Kind.ACCEPTED,
        Kind.FINISHED,
    }
    said = {kind for kind, text in told.items() if text}
    assert not said & silent
    assert {
        Kind.TICKET_TAKEN,
        Kind.MATERIAL_DEMANDED,
        Kind.READING_TAKEN,
        Kind.STRUCK,
        Kind.NOTE_WRITTEN,
    } <= said


def test_an_entry_names_what_it_says() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN, number="A032", ahead=14, windows_open=1)
    hand.tap(Kind.TRANSFERRED, window="5", contacted=False)
    hand.tap(Kind.CLOCK_JUMPED, jump_ms=-90_000, since=1)
    walk = hand.walk()
    assert [entry_text(entry, walk) for entry in walk.entries[1:]] == [
        "A032 · 14 people ahead · 1 window open",
        "window 5 · without contact",
        "the time of day moved by \u22121 min 30 s",
    ]


@pytest.mark.parametrize(
    ("scale", "value", "text"),
    [
        (Scale.O5, 5, "Very satisfied 5"),
        (Scale.CURVE, -2, "Much worse \u22122"),
        (Scale.CURVE, 1, "Better +1"),
        (Scale.YES_NO, True, "Yes"),
        (Scale.SECONDS, 75, "1 min 15 s"),
        (Scale.BYTES, 2_500_000, "2.5 MB"),
        (Scale.MONEY, 1205, "12.05 yuan"),
        (Scale.PERCENT, 40, "40 %"),
        (Scale.COUNT, 3, "3"),
        (Scale.TEXT, "a note", "a note"),
    ],
)
def test_values_read_in_the_words_of_their_scale(scale: Scale, value: int | str | bool, text: str) -> None:
    indicator = Indicator.from_json({"id": "x", "title": "x", "scale": scale.value})
    assert measure_words.value_text(indicator, value) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0 s"),
        (59_999, "59 s"),
        (61_000, "1 min 01 s"),
        (3_720_000, "1 h 02 min"),
        (90_000_000, "1 d 1 h 0 min"),
    ],
)
def test_times_read_to_their_own_precision(ms: int, text: str) -> None:
    assert measure_words.time_text(ms) == text


def test_days_name_their_unit() -> None:
    assert measure_words.days_text(1, DayUnit.WORKING) == "1 working day"
    assert measure_words.days_text(7, DayUnit.CALENDAR) == "7 calendar days"


def test_one_thread_speaks_another_language_only_inside_the_block() -> None:
    words.use_language("zh_CN")
    with words.speaking("en"):
        assert (words.language(), words._("Called")) == ("en", "Called")
        assert words.pick(Text("中", "en")) == "en"
    assert (words.language(), words._("Called")) == ("zh_CN", "叫号")
