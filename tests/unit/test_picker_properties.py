"""Whatever is pressed and typed, the rules of picking hold."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.pager import page_of
from bot.ui.picker import LABEL_WIDTH, Candidate, Leading, LockedError, PickError, Selection, labels
from bot.ui.picker_words import Choose, Drop, Lead, Typed, Unclear, found, parse

FAMILIES = ("Белов", "Белова", "Ёлкина", "Соколова-Никитина", "Ким")
GIVEN = ("Илья", "Иван", "Анна", "Алёна", "Артём")
PATRONYMICS = ("", "Петрович", "Павлович", "Игоревна")
NOTES = ("", "8А", "8Б", "сотрудник")
LONGEST_LIST = 60
Operation = Callable[[Selection, list[Candidate]], Selection]


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    """Somebody with a name that others have too."""
    parts = [draw(st.sampled_from(choice)) for choice in (FAMILIES, GIVEN, PATRONYMICS)]
    is_locked = draw(st.booleans())
    may_lead = draw(st.sampled_from([lead for lead in Leading if is_locked or lead is not Leading.ALWAYS]))
    return Candidate(
        key=str(draw(st.integers(0, 10_000))),
        name=" ".join(filter(None, parts)),
        short=f"{parts[0]} {parts[1][0]}.",
        group=draw(st.sampled_from(["pupils", "staff"])),
        note=draw(st.sampled_from(NOTES)),
        is_locked=is_locked,
        may_lead=may_lead,
    )


PEOPLE = st.lists(candidates(), max_size=20, unique_by=lambda one: one.key)
OPERATIONS: dict[str, Operation] = {
    "choose": Selection.choose,
    "drop": Selection.drop,
    "clear": Selection.clear,
    "lead": Selection.lead,
    "confirm": lambda selection, people: selection.lead(people, is_confirmed=True),
    "follow": Selection.follow,
}


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Candidate], Selection]:
    """All people, and a selection that some acts have made; refused acts change nothing."""
    people = draw(PEOPLE)
    selection, _ = Selection().settled(people)
    for name in draw(st.lists(st.sampled_from(sorted(OPERATIONS)), max_size=6)):
        selection = after(OPERATIONS[name], selection, some_of(draw(st.data()), people))
    return people, selection


def some_of(data: st.DataObject, people: list[Candidate]) -> list[Candidate]:
    return [one for one in people if data.draw(st.booleans())]


def after(operation: Operation, selection: Selection, people: list[Candidate]) -> Selection:
    """The selection after an act that may be refused."""
    try:
        return operation(selection, people)
    except PickError:
        return selection


def holds_among(people: list[Candidate], selection: Selection) -> bool:
    """Whether a selection keeps every promise."""
    by_key = {one.key: one for one in people}
    return (
        selection.leaders <= selection.members <= by_key.keys()
        and {one.key for one in people if one.is_locked} <= selection.members
        and {one.key for one in people if one.may_lead is Leading.ALWAYS} <= selection.leaders
        and all(by_key[key].may_lead is not Leading.NEVER for key in selection.leaders)
    )


@given(scenes())
def test_leaders_are_members_and_the_locked_stay(scene: tuple[list[Candidate], Selection]) -> None:
    assert holds_among(*scene)


@given(scenes(), st.data())
def test_doing_an_act_twice_is_doing_it_once(scene: tuple[list[Candidate], Selection], data: st.DataObject) -> None:
    people, selection = scene
    operation = OPERATIONS[data.draw(st.sampled_from(sorted(OPERATIONS)))]
    picked = some_of(data, people)
    once = after(operation, selection, picked)
    assert after(operation, once, picked) == once


@given(scenes(), st.data())
def test_a_refused_act_names_whom_it_was_refused_for(
    scene: tuple[list[Candidate], Selection], data: st.DataObject
) -> None:
    people, selection = scene
    picked = some_of(data, people)
    if wrong := [one for one in picked if one.is_locked]:
        with pytest.raises(LockedError) as refusal:
            selection.drop(picked)
        assert list(refusal.value.people) == wrong


@given(scenes(), st.data())
def test_choosing_and_dropping_free_people_is_dropping_them(
    scene: tuple[list[Candidate], Selection], data: st.DataObject
) -> None:
    people, selection = scene
    free = [one for one in some_of(data, people) if not one.is_locked]
    assert selection.choose(free).drop(free) == selection.drop(free)


@given(scenes(), st.data())
def test_an_act_touches_only_the_people_it_is_about(
    scene: tuple[list[Candidate], Selection], data: st.DataObject
) -> None:
    people, selection = scene
    picked = some_of(data, people)
    others = {one.key for one in people} - {one.key for one in picked}
    operation = OPERATIONS[data.draw(st.sampled_from(sorted(OPERATIONS)))]
    changed = after(operation, selection, picked)
    assert changed.members & others == selection.members & others
    assert changed.leaders & others == selection.leaders & others


@given(scenes(), PEOPLE)
def test_in_a_changed_roster_the_selection_holds_and_every_vanished_member_is_told(
    scene: tuple[list[Candidate], Selection], now: list[Candidate]
) -> None:
    _, selection = scene
    settled, vanished = selection.settled(now)
    assert holds_among(now, settled)
    assert vanished == selection.members - {one.key for one in now}
    assert selection.members - vanished <= settled.members
    assert settled.settled(now) == (settled, frozenset())


@given(scenes(), st.data())
def test_back_to_the_journal_means_exactly_as_in_the_journal(
    scene: tuple[list[Candidate], Selection], data: st.DataObject
) -> None:
    people, selection = scene
    default, _ = Selection().choose(some_of(data, people)).settled(people)
    part = some_of(data, people)
    assert selection.reset(people, default) == default
    assert holds_among(people, selection.reset(part, default))
    assert default.chosen(part) == selection.reset(part, default).chosen(part)


@given(PEOPLE, st.integers(1, 400))
def test_no_two_labels_of_a_page_are_alike_and_all_fit(people: list[Candidate], first: int) -> None:
    shown = labels(people, first=first)
    assert len(set(shown)) == len(people)
    assert all(0 < len(label) <= LABEL_WIDTH for label in shown)


@given(st.lists(st.builds(Candidate, st.text(), st.text(), st.text(max_size=50), st.just(""), st.text()), max_size=8))
def test_labels_differ_whatever_the_names_are(people: list[Candidate]) -> None:
    assert len(set(labels(people))) == len(people)


@given(PEOPLE)
def test_somebody_without_namesakes_has_the_short_label(people: list[Candidate]) -> None:
    shorts = [one.short for one in people]
    shown = labels(people)
    assert all(label == short for label, short in zip(shown, shorts, strict=True) if shorts.count(short) == 1)


def numbered(size: int) -> list[str]:
    return [f"key of {number}" for number in range(1, size + 1)]


SIZES = st.integers(1, LONGEST_LIST)
RANGES = st.lists(st.tuples(SIZES, SIZES), min_size=1, max_size=6)
PREFIXES: list[tuple[str, Callable[[tuple[str, ...]], Typed]]] = [
    ("", Choose),
    ("-", Drop),
    ("убрать ", Drop),
    ("без ", Drop),
    ("адм ", Lead),
]


def written(low: int, high: int, dash: str) -> str:
    return f"{low}{dash}{high}" if low != high else str(low)


@given(RANGES, st.sampled_from([" ", ", ", ",", "; "]), st.sampled_from("-–—−"), st.sampled_from(PREFIXES))
def test_every_range_means_exactly_its_numbers(
    ranges: list[tuple[int, int]],
    between: str,
    dash: str,
    prefix: tuple[str, Callable[[tuple[str, ...]], Typed]],
) -> None:
    word, meaning = prefix
    text = between.join(written(low, high, dash) for low, high in ranges)
    named = {number for low, high in ranges for number in range(min(low, high), max(low, high) + 1)}
    keys = tuple(f"key of {number}" for number in sorted(named))
    assert parse(word + text, numbered(LONGEST_LIST)) == meaning(keys)


@given(RANGES, SIZES, st.sampled_from([word for word, _ in PREFIXES]))
def test_a_number_outside_the_list_stops_everything(ranges: list[tuple[int, int]], size: int, word: str) -> None:
    text = " ".join(written(low, high, "-") for low, high in ranges)
    is_inside = max(max(pair) for pair in ranges) <= size
    assert isinstance(parse(word + text, numbered(size)), Unclear) is not is_inside


@given(st.text(max_size=60), st.integers(0, 20))
def test_any_text_means_something(text: str, size: int) -> None:
    meaning = parse(text, numbered(size))
    if isinstance(meaning, Choose | Drop | Lead):
        assert set(meaning.keys) <= set(numbered(size))


@given(PEOPLE.filter(bool), st.data())
def test_everybody_is_found_by_any_beginning_of_any_words(people: list[Candidate], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(people))
    words = data.draw(st.lists(st.sampled_from(f"{one.name} {one.note}".split()), min_size=1, max_size=3))
    query = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words)
    dress = data.draw(st.sampled_from([str.upper, str.lower, "«{}».".format]))
    assert one in found(people, dress(query))


@given(PEOPLE, st.sampled_from(["белов", "ан 8а", "ки", "сотрудник"]))
def test_whoever_is_found_has_every_word_and_nobody_stands_twice(people: list[Candidate], query: str) -> None:
    hits = found(people, query)
    assert len(hits) == len(set(hits))
    assert set(hits) <= set(people)
    for one in hits:
        text = f"{one.name} {one.note}".casefold().replace("ё", "е").replace("-", " ")
        assert all(any(word.startswith(typed) for word in text.split()) for typed in query.split())


@given(PEOPLE, st.integers(1, 8))
def test_pages_show_everybody_exactly_once_under_the_numbers_that_are_typed(people: list[Candidate], size: int) -> None:
    keys = [one.key for one in people]
    shown = []
    for number in range(1, page_of(people, 1, size=size).pages + 1):
        page = page_of(people, number, size=size)
        for place, one in enumerate(page.items, start=page.first):
            assert parse(str(place), keys) == Choose((one.key,))
            shown.append(one)
    assert shown == people
