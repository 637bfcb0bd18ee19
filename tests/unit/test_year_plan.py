"""Which class goes on which: by the journal's own word and by the pupils, and never by a guess."""

from dataclasses import replace

import pytest

from bot.domain.kinds import ChatKind, UnitKind
from bot.domain.roster import Unit
from bot.domain.year import Cohort, Facts, KeptChat, YearPlan, plan_year
from bot.domain.year_steps import Fate, answers, doubt_about, possible, print_of, steps_of

OLD, NEW = "2026/2027", "2027/2028"
LETTERS = "АБВ"


def _cohort(unit_id: str, parallel: int, letter: str, pupils: str, year: str = NEW) -> Cohort:
    """A class whose pupils are the signs of a text."""
    unit = Unit(unit_id, UnitKind.CLASS, f"{parallel}{letter}", year, parallel, letter)
    return Cohort(unit, frozenset(pupils))


def _plan(before: list[Cohort], now: list[Cohort], *, taken: str = "", ended: bool = False) -> YearPlan:
    """Every class of before has one chat, numbered in their order."""
    chats = tuple(
        KeptChat(number, ChatKind.CLASS_PUPILS, _key(one), one.unit.title, is_ended=ended)
        for number, one in enumerate(before, start=1)
    )
    known = {_key(one): one for one in before}
    return plan_year(Facts(NEW, chats, known, tuple(now), frozenset(taken.split())))


def _key(one: Cohort) -> tuple[str, str]:
    return one.unit.source_id, one.unit.year


def _moves(plan: YearPlan) -> list[tuple[str, str]]:
    return [(one.before.unit.title, one.after.unit.title) for one in plan.continuing]


@pytest.mark.parametrize("new_id", ["old", "new"], ids=["the journal keeps its id", "the journal gives a new id"])
def test_a_class_goes_on_one_parallel_higher_with_its_pupils(new_id: str) -> None:
    plan = _plan([_cohort("old", 8, "А", "abcde", OLD)], [_cohort(new_id, 9, "А", "abcdx")])
    assert _moves(plan) == [("8А", "9А")]
    assert plan.doubts == plan.over == plan.fresh == ()


def test_an_id_that_now_names_other_pupils_continues_nothing() -> None:
    """A journal may keep its ids for places: whatever is called 8А this year."""
    before = [_cohort("8a", 8, "А", "abcde", OLD), _cohort("7a", 7, "А", "fghij", OLD)]
    plan = _plan(before, [_cohort("8a", 8, "А", "fghij"), _cohort("9a", 9, "А", "abcde")])
    assert sorted(_moves(plan)) == [("7А", "8А"), ("8А", "9А")]


def test_a_class_of_the_right_name_with_half_of_its_pupils_is_a_question() -> None:
    plan = _plan([_cohort("old", 8, "А", "abcdef", OLD)], [_cohort("new", 9, "А", "abcuvw")])
    assert plan.continuing == ()
    [doubt] = plan.doubts
    assert [one.after.unit.source_id for one in doubt.choices] == ["new"]


def test_a_class_with_its_pupils_under_another_letter_is_a_question() -> None:
    plan = _plan([_cohort("old", 8, "А", "abcde", OLD)], [_cohort("new", 9, "В", "abcde")])
    assert plan.continuing == ()
    assert [one.alike for one in plan.doubts[0].choices] == [5]


def test_two_classes_that_were_joined_are_two_questions_and_never_one_chat() -> None:
    before = [_cohort("a", 7, "А", "abcde", OLD), _cohort("b", 7, "Б", "fghij", OLD)]
    plan = _plan(before, [_cohort("new", 8, "А", "abcdefghij")])
    assert plan.continuing == ()
    assert [doubt.before.unit.title for doubt in plan.doubts] == ["7А", "7Б"]


def test_a_class_that_the_journal_has_not_filled_yet_is_a_question() -> None:
    before = [_cohort("8a", 8, "А", "abcde", OLD), _cohort("9a", 9, "А", "fghij", OLD)]
    plan = _plan(before, [_cohort("10a", 10, "А", "fghij")])
    assert _moves(plan) == [("9А", "10А")]
    assert [(doubt.before.unit.title, doubt.choices) for doubt in plan.doubts] == [("8А", ())]


@pytest.mark.parametrize("parallel", [9, 11])
def test_a_class_that_has_finished_school_is_over(parallel: int) -> None:
    before = [_cohort("old", parallel, "В", "abcde", OLD)]
    plan = _plan(before, [_cohort("new", 11, "А", "fghij"), _cohort("first", 1, "А", "klmno")])
    assert [chat.title for chat in plan.over] == [f"{parallel}В"]
    assert plan.doubts == ()


def test_the_last_class_of_a_primary_school_is_over() -> None:
    before = [_cohort("4a", 4, "А", "abcde", OLD), _cohort("3a", 3, "А", "fghij", OLD)]
    plan = _plan(before, [_cohort("new", 4, "А", "fghij")])
    assert _moves(plan) == [("3А", "4А")]
    assert [chat.title for chat in plan.over] == ["4А"]


def test_classes_that_go_on_nothing_are_new() -> None:
    plan = _plan(
        [_cohort("11a", 11, "А", "abcde", OLD)], [_cohort("1a", 1, "А", "vwxyz"), _cohort("1b", 1, "Б", "qrstu")]
    )
    assert [unit.source_id for unit in plan.fresh] == ["1a", "1b"]


def test_a_class_whose_continuation_has_chats_already_is_over() -> None:
    plan = _plan([_cohort("old", 8, "А", "abcde", OLD)], [_cohort("new", 9, "А", "abcde")], taken="new")
    assert (plan.continuing, plan.doubts) == ((), ())
    assert [chat.title for chat in plan.over] == ["8А"]


def test_no_chats_are_made_for_a_class_that_may_go_on_older_ones() -> None:
    before = [_cohort("8a", 8, "А", "abcde", OLD), _cohort("8b", 8, "Б", "fghij", OLD)]
    plan = _plan(before, [_cohort("9a", 9, "А", "abcde"), _cohort("9v", 9, "В", "fghij"), _cohort("1a", 1, "А", "z")])
    assert plan.claimed == {"9a", "9v"}
    assert [unit.source_id for unit in plan.fresh] == ["1a"]


def test_a_class_with_another_id_within_the_year_is_asked_about() -> None:
    plan = _plan([_cohort("old", 9, "В", "abcde", NEW)], [_cohort("new", 9, "В", "abcdx", NEW)])
    assert (plan.continuing, plan.doubts, plan.closed) == ((), (), ())
    assert [one.after.unit.source_id for one in plan.renumbered] == ["new"]
    assert plan.claimed == {"new"}
    assert not plan.has_turned


def test_a_class_that_the_journal_has_closed_within_the_year_is_closed() -> None:
    plan = _plan([_cohort("old", 9, "В", "abcde", NEW)], [_cohort("other", 9, "А", "fghij", NEW)], ended=True)
    assert [chat.title for chat in plan.closed] == ["9В"]


def test_a_class_that_is_merely_not_mentioned_within_the_year_is_a_question() -> None:
    plan = _plan([_cohort("old", 9, "В", "abcde", NEW)], [_cohort("other", 9, "А", "fghij", NEW)])
    assert plan.closed == ()
    assert [doubt.before.unit.title for doubt in plan.doubts] == ["9В"]


def test_chats_of_groups_of_last_year_are_listed_and_those_of_this_year_only_when_closed() -> None:
    chats = tuple(
        KeptChat(number, ChatKind.SUBJECT, ("g", year), year, is_ended=is_ended)
        for number, (year, is_ended) in enumerate([(OLD, False), (NEW, True), (NEW, False)])
    )
    plan = plan_year(Facts(NEW, chats))
    assert [chat.chat_id for chat in plan.groups] == [0]
    assert [chat.chat_id for chat in plan.closed] == [1]


def test_the_order_of_what_is_known_changes_nothing() -> None:
    before = [_cohort(f"old{n}{letter}", n, letter, f"{n}abcd", OLD) for n in (5, 6, 9) for letter in LETTERS]
    now = [_cohort(f"new{n}{letter}", n + 1, letter, f"{n}abcx") for n in (5, 6) for letter in LETTERS]
    there, back = _plan(before, now), _plan(before, now[::-1])
    assert (there.continuing, there.over, there.doubts) == (back.continuing, back.over, back.doubts)
    assert possible(there).keys() == possible(back).keys()


def test_the_school_may_decide_parallel_by_parallel() -> None:
    before = [_cohort("5a", 5, "А", "abcde", OLD), _cohort("6a", 6, "А", "fghij", OLD)]
    plan = _plan(before, [_cohort("6a-", 6, "А", "abcde"), _cohort("7a-", 7, "А", "fghij")])
    assert [step.after for step in steps_of(plan, Fate.RENEW, 5)] == [("6a-", NEW)]
    assert len(steps_of(plan, Fate.CONTINUE)) == 2


def test_a_changed_journal_makes_another_plan() -> None:
    before, after = [_cohort("5a", 5, "А", "abcde", OLD)], _cohort("6a", 6, "А", "abcde")
    plan, other = _plan(before, [after]), _plan(before, [replace(after, unit=replace(after.unit, source_id="6b"))])
    assert print_of(steps_of(plan, Fate.CONTINUE)) != print_of(steps_of(other, Fate.CONTINUE))
    assert possible(plan).keys().isdisjoint(possible(other))


def test_an_answer_to_a_question_is_one_of_the_possible_steps() -> None:
    plan = _plan([_cohort("old", 8, "А", "abcde", OLD)], [_cohort("new", 9, "В", "abcde")])
    doubt = doubt_about(plan, 1)
    assert doubt is not None
    for fate in (Fate.CONTINUE, Fate.RENEW, Fate.OVER):
        assert {step.key for step in answers(doubt, fate)} <= possible(plan).keys()
    assert answers(doubt, Fate.CONTINUE, 1) == ()
    assert doubt_about(plan, 2) is None


def test_a_new_class_whose_teacher_is_not_linked_waits_for_them() -> None:
    led, unled = _cohort("led", 1, "А", "abc"), _cohort("unled", 1, "Б", "def")
    plan = plan_year(Facts(NEW, now=(led, unled), unled=frozenset({"unled"})))
    assert (plan.fresh, plan.waiting) == ((led.unit,), (unled.unit,))
