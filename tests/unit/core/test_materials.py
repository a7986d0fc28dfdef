"""Papers: what the guide lists against what the window demands, told paper by paper."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import given

from cxo_core.event import Event
from cxo_core.findings import Grade
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from helpers.any_log import logs
from helpers.tapping import ITEM, MORNING, Hand

_PAPERS = [
    Kind.MATERIAL_DEMANDED,
    Kind.MATERIAL_GIVEN,
    Kind.MATERIAL_REPEATED,
    Kind.MATERIAL_DEFERRED,
    Kind.MATERIAL_WAIVED,
    Kind.STRUCK,
    Kind.UNDONE,
]


def demanded(*papers: str) -> Hand:
    hand = Hand()
    for paper in papers:
        hand.tap(Kind.MATERIAL_DEMANDED, material=paper)
    return hand


def test_before_anything_is_demanded_the_guide_stands_alone() -> None:
    sets = Hand().walk().sets
    assert sets.listed == ("form", "identity")
    assert sets.demanded == sets.extra == sets.repeated == sets.deferred == sets.waived == ()
    assert sets.unneeded == ("form", "identity")
    assert sets.extra_rate is None
    assert sets.guide_accuracy == 0


def test_a_window_that_asks_for_exactly_the_list_has_an_accurate_guide() -> None:
    sets = demanded("form", "identity").walk().sets
    assert sets.extra == sets.unneeded == ()
    assert (sets.extra_rate, sets.guide_accuracy) == (0, 1)


def test_a_paper_outside_the_list_is_extra_and_lowers_both_rates() -> None:
    sets = demanded("form", "identity", "health-certificate").walk().sets
    assert sets.extra == ("health-certificate",)
    assert sets.extra_rate == Fraction(1, 3)
    assert sets.guide_accuracy == Fraction(2, 3)


def test_a_listed_paper_nobody_asks_for_is_unneeded() -> None:
    sets = demanded("form").walk().sets
    assert sets.unneeded == ("identity",)
    assert sets.guide_accuracy == Fraction(1, 2)


def test_a_conditional_paper_counts_as_listed_only_when_it_is_demanded() -> None:
    assert "proxy" not in demanded("form").walk().sets.listed
    sets = demanded("form", "identity", "proxy").walk().sets
    assert sets.listed == ("form", "identity", "proxy")
    assert sets.extra == ()
    assert sets.guide_accuracy == 1


def test_a_conditional_paper_nobody_asks_for_is_not_unneeded() -> None:
    assert "proxy" not in demanded("form", "identity").walk().sets.unneeded


def test_a_waived_paper_is_neither_listed_nor_unneeded() -> None:
    hand = demanded("form")
    hand.tap(Kind.MATERIAL_WAIVED, material="identity")
    sets = hand.walk().sets
    assert sets.waived == ("identity",)
    assert sets.listed == ("form",)
    assert sets.unneeded == ()


def test_a_paper_waived_after_it_was_demanded_does_not_make_the_guide_wrong() -> None:
    hand = demanded("form", "identity")
    hand.tap(Kind.MATERIAL_WAIVED, material="identity")
    sets = hand.walk().sets
    assert sets.listed == ("form", "identity")
    assert sets.guide_accuracy == 1


def test_a_paper_asked_for_again_though_given_is_repeated() -> None:
    hand = demanded("form")
    hand.tap(Kind.MATERIAL_GIVEN, material="form")
    again = hand.tap(Kind.MATERIAL_REPEATED, material="form")
    walk = hand.walk()
    assert walk.sets.repeated == ("form",)
    form = walk.material("form")
    assert form and form.repeated == (again.seq,)


def test_demanding_more_copies_than_the_guide_names_is_remembered() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_DEMANDED, material="form", copies=3)
    hand.tap(Kind.MATERIAL_DEMANDED, material="form", copies=2)
    hand.tap(Kind.MATERIAL_DEMANDED, material="identity", copies=1)
    hand.tap(Kind.MATERIAL_DEMANDED, material="proxy", copies=5)
    walk = hand.walk()
    form = walk.material("form")
    assert form and form.copies_beyond == 2
    assert walk.sets.beyond_copies == ("form",)  # the guide names no number for the proxy


def test_a_deferred_paper_brought_on_its_day_keeps_the_promise() -> None:
    hand = demanded("identity")
    hand.tap(Kind.MATERIAL_DEFERRED, material="identity", due="2026-03-04")
    assert hand.walk().sets.deferred == ("identity",)
    paper = hand.walk().material("identity")
    assert paper and paper.is_met is None
    hand.wait(days=2).tap(Kind.MATERIAL_GIVEN, material="identity")
    paper = hand.walk().material("identity")
    assert paper and paper.is_met is True


def test_a_deferred_paper_brought_a_day_late_breaks_the_promise_for_good() -> None:
    hand = demanded("identity")
    hand.tap(Kind.MATERIAL_DEFERRED, material="identity", due="2026-03-04")
    hand.wait(days=3).tap(Kind.MATERIAL_GIVEN, material="identity")
    hand.tap(Kind.MATERIAL_GIVEN, material="identity")
    paper = hand.walk().material("identity")
    assert paper and paper.is_met is False


def test_a_deferral_without_a_date_is_kept_whenever_the_paper_comes() -> None:
    hand = demanded("identity")
    hand.tap(Kind.MATERIAL_DEFERRED, material="identity")
    hand.wait(days=90).tap(Kind.MATERIAL_GIVEN, material="identity")
    paper = hand.walk().material("identity")
    assert paper and paper.is_met is True


def test_a_paper_that_was_never_deferred_keeps_and_breaks_no_promise() -> None:
    hand = demanded("form")
    hand.tap(Kind.MATERIAL_GIVEN, material="form")
    paper = hand.walk().material("form")
    assert paper and paper.is_met is None and paper.copies_demanded == 0


def test_a_paper_typed_in_late_is_met_by_the_day_it_was_brought() -> None:
    hand = demanded("identity")
    hand.tap(Kind.MATERIAL_DEFERRED, material="identity", due="2026-03-04")
    hand.wait(days=10).enter(
        Kind.MATERIAL_GIVEN, MORNING + timedelta(days=1), Entered.TYPED, material="identity"
    )
    paper = hand.walk().material("identity")
    assert paper and paper.is_met is True


def test_an_extra_paper_remembers_who_asked_and_how_that_is_known() -> None:
    hand = Hand()
    hand.tap(
        Kind.MATERIAL_DEMANDED, material="x1", title="健康证明", by="3号窗", grade="document", note="口头"
    )
    paper = hand.walk().material("x1")
    assert paper
    assert (paper.title.zh, paper.demanded_by, paper.grade, paper.note) == (
        "健康证明",
        "3号窗",
        Grade.DOCUMENT,
        "口头",
    )


def test_a_demand_seen_by_the_officer_needs_no_word_about_its_grade() -> None:
    paper = demanded("form").walk().material("form")
    assert paper and paper.grade is Grade.WITNESSED


def test_a_word_of_grade_from_a_newer_version_does_not_lose_the_demand() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_DEMANDED, material="x1", grade="overheard")
    paper = hand.walk().material("x1")
    assert paper and paper.is_extra


def test_striking_the_demand_takes_the_extra_paper_out_of_the_sets() -> None:
    hand = demanded("form", "x1")
    hand.tap(Kind.STRUCK, target=hand.events[-1].seq, reason="问错了")
    walk = hand.walk()
    assert walk.sets.extra == ()
    assert walk.material("x1") is None


def test_giving_a_paper_nobody_knows_changes_nothing_and_is_shown() -> None:
    hand = Hand()
    stray = hand.tap(Kind.MATERIAL_GIVEN, material="unknown")
    walk = hand.walk()
    assert [(each.seq, each.why) for each in walk.anomalies] == [(stray.seq, "no-such-material")]
    assert walk.material("unknown") is None


def test_a_guide_without_papers_has_no_accuracy_until_something_is_demanded() -> None:
    bare = Hand(item={**ITEM, "materials": []})
    assert bare.walk().sets.guide_accuracy is None
    bare.tap(Kind.MATERIAL_DEMANDED, material="x1")
    sets = bare.walk().sets
    assert (sets.extra_rate, sets.guide_accuracy) == (1, 0)


@given(logs(kinds=_PAPERS, max_size=30))
def test_the_sets_partition_and_the_rates_lie_between_nothing_and_everything(log: list[Event]) -> None:
    walk = fold(log)
    sets = walk.sets
    known = {paper.id for paper in walk.materials}
    listed, asked, extra = set(sets.listed), set(sets.demanded), set(sets.extra)
    assert extra == asked - listed
    assert set(sets.unneeded) == listed - asked
    for chosen in (listed, asked, *map(set, (sets.repeated, sets.deferred, sets.waived))):
        assert chosen <= known
    for rate in (sets.extra_rate, sets.guide_accuracy):
        assert rate is None or 0 <= rate <= 1
    if extra:
        assert sets.guide_accuracy is not None and sets.guide_accuracy < 1
