"""Picking people: plain examples with the names of one class."""

from typing import Any

import pytest

from bot.domain.russian import short_name
from bot.ui.picker import (
    LABEL_WIDTH,
    Candidate,
    Leading,
    LeadRefusedError,
    LeadUnconfirmedError,
    LockedError,
    Selection,
    labels,
)
from bot.ui.picker_words import Choose, ChooseAll, Drop, DropAll, Find, Lead, Typed, Unclear, found, parse

KEYS = [f"p{number}" for number in range(1, 15)]


def person(key: str, name: str, note: str = "", *, group: str = "pupils", **facts: Any) -> Candidate:
    """A candidate whose button shows the family name and an initial."""
    family, given = name.split()[:2]
    return Candidate(key, name, short_name(family, given), group, note, **facts)


AUTHOR = person("author", "Петров Сергей Олегович", "сотрудник", group="staff", is_locked=True, may_lead=Leading.ALWAYS)
COLLEAGUE = person("colleague", "Иванова Елена Павловна", "сотрудник", group="staff")
REQUIRED = person("required", "Смирнов Алексей Андреевич", "сотрудник", group="staff", is_locked=True)
PUPIL = person("pupil", "Абрамова Вера Львовна", "8А", may_lead=Leading.CONFIRMED)
PARENT = person("parent", "Белова Нина Андреевна", "родитель", group="parents", may_lead=Leading.NEVER)
EVERYBODY = (AUTHOR, COLLEAGUE, REQUIRED, PUPIL, PARENT)
START, _ = Selection().settled(EVERYBODY)


def test_the_locked_are_members_from_the_start_and_the_author_leads() -> None:
    assert START.members == {"author", "required"}
    assert START.leaders == {"author"}


def test_people_are_chosen_and_dropped() -> None:
    chosen = START.choose([PUPIL, PARENT])
    assert chosen.chosen(EVERYBODY) == (AUTHOR, REQUIRED, PUPIL, PARENT)
    assert chosen.drop([PARENT]) == START.choose([PUPIL])


def test_a_leader_becomes_a_member_and_a_dropped_one_leads_no_more() -> None:
    led = START.lead([COLLEAGUE])
    assert "colleague" in led.members & led.leaders
    assert led.drop([COLLEAGUE]) == START
    assert led.follow([COLLEAGUE]) == START.choose([COLLEAGUE])


def test_a_locked_person_is_named_and_nobody_is_dropped() -> None:
    with pytest.raises(LockedError) as refusal:
        START.choose([PUPIL]).drop([PUPIL, AUTHOR])
    assert refusal.value.people == (AUTHOR,)


def test_the_author_never_stops_leading_and_another_locked_person_does() -> None:
    assert START.lead([REQUIRED]).follow([REQUIRED]) == START
    with pytest.raises(LockedError) as refusal:
        START.follow([REQUIRED, AUTHOR])
    assert refusal.value.people == (AUTHOR,)


def test_a_pupil_leads_only_after_a_confirmation() -> None:
    with pytest.raises(LeadUnconfirmedError) as refusal:
        START.lead([COLLEAGUE, PUPIL])
    assert refusal.value.people == (PUPIL,)
    led = START.lead([PUPIL], is_confirmed=True)
    assert "pupil" in led.leaders
    assert led.lead([PUPIL]) == led


def test_whoever_never_leads_does_not_even_with_a_confirmation() -> None:
    with pytest.raises(LeadRefusedError) as refusal:
        START.lead([PUPIL, PARENT], is_confirmed=True)
    assert refusal.value.people == (PARENT,)


def test_everybody_and_nobody_of_a_list() -> None:
    full = START.choose(EVERYBODY)
    assert full.members == {one.key for one in EVERYBODY}
    assert full.clear(EVERYBODY) == START
    assert full.clear([PUPIL, PARENT]) == START.choose([COLLEAGUE])


def test_a_list_goes_back_to_the_journal_and_the_other_lists_stay() -> None:
    default = START.choose([PUPIL])
    changed = START.choose([PARENT]).lead([COLLEAGUE])
    assert changed.reset([PUPIL], default) == changed.choose([PUPIL])
    assert changed.reset(EVERYBODY, default) == default


def test_the_vanished_are_told_and_whoever_may_not_lead_any_more_does_not() -> None:
    before = START.choose([PARENT]).lead([COLLEAGUE]).lead([PUPIL], is_confirmed=True)
    pupil = person("pupil", "Абрамова Вера Львовна", "8А", may_lead=Leading.NEVER)
    now, vanished = before.settled([AUTHOR, REQUIRED, pupil])
    assert vanished == {"colleague", "parent"}
    assert now == START.choose([pupil])


def test_a_selection_with_a_leader_who_is_no_member_cannot_be() -> None:
    with pytest.raises(ValueError, match="always a member"):
        Selection(leaders=frozenset({"pupil"}))


def test_whoever_always_leads_is_always_a_member() -> None:
    with pytest.raises(ValueError, match="must be a member"):
        person("author", "Петров Сергей", may_lead=Leading.ALWAYS)


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        (["Белов Илья|8А", "Волков Матвей|8А"], ["Белов И.", "Волков М."]),
        (["Белов Илья Петрович|8А", "Белов Иван Сергеевич|8А"], ["Белов И. П.", "Белов И. С."]),
        (["Белов Илья|8А", "Белов Иван Сергеевич|8А"], ["Белов И.", "Белов И. С."]),
        (["Белов Илья|8А", "Белов Иван|8Б"], ["Белов И. (8А)", "Белов И. (8Б)"]),
        (["Белов Илья Петрович|8А", "Белов Иван Павлович|8Б"], ["Белов И. (8А)", "Белов И. (8Б)"]),
        (
            ["Белов Илья Петрович|8А", "Белов Иван Павлович|8Б", "Белов Игнат Ильич|8А"],
            ["Белов И. (8А)", "Белов И. (8Б)", "Белов И. И."],
        ),
        (["Белов Илья Петрович|8А", "Белов Иван Павлович|8А"], ["Белов Илья Петрович", "Белов Иван Павлович"]),
        (["Белов Илья|8А", "Белов Илья|8А"], ["4. Белов И.", "5. Белов И."]),
    ],
)
def test_namesakes_are_told_apart(people: list[str], shown: list[str]) -> None:
    page = [person(str(place), *one.split("|")) for place, one in enumerate(people)]
    assert list(labels(page, first=4)) == shown


def test_a_label_that_does_not_fit_is_cut_and_still_differs() -> None:
    family = "Преображенская-Константинопольская-Заозёрная"
    page = [person("1", f"{family} Анна Ильинична", "8А"), person("2", f"{family} Алла Петровна", "8Б")]
    one, other = labels(page)
    assert one != other
    assert max(len(one), len(other)) <= LABEL_WIDTH


SCHOOL = [
    person("1", "Белов Илья Петрович", "8А"),
    person("2", "Белова Анна Игоревна", "8Б"),
    person("3", "Белякова Наталья Викторовна", "сотрудник"),
    person("4", "Анненкова Ольга Сергеевна", "8Б"),
    person("5", "Соколова-Никитина Алёна", "10А"),
    person("6", "Абелов Пётр Ильич", "8А"),
    person("7", "Анна Мария", "8Б"),
]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("бел", "123"),
        ("БЕЛОВ", "12"),
        ("Белова", "2"),
        ("анн 8б", "742"),
        ("8б анна", "72"),
        ("алёна", "5"),
        ("алена", "5"),
        ("никит", "5"),
        ("Соколова-Ник", "5"),
        ("«Белов», Илья.", "1"),
        ("илья белов", "1"),
        ("сотр", "3"),
        ("8", "67412"),
        ("елов", ""),
        ("белов 8б ольга", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_people_are_found_by_beginnings_of_words(query: str, keys: str) -> None:
    assert "".join(one.key for one in found(SCHOOL, query)) == keys


def test_the_exact_surname_stands_first_and_the_rest_by_alphabet() -> None:
    people = [person("last", "Кимова Ольга"), person("first", "Абаев Ким"), person("exact", "Ким Виктор")]
    assert [one.key for one in found(people, "ким")] == ["exact", "first", "last"]
    assert [one.key for one in found(people, "ки")] == ["first", "exact", "last"]


def test_a_sign_that_nobody_sees_spoils_no_search() -> None:
    people = [person("odd", "Ким\0 Виктор"), person("usual", "Ким Юрий")]
    assert [one.key for one in found(people, "ким\0в")] == ["odd"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("3", Choose(("p3",))),
        ("3 5 7-9", Choose(("p3", "p5", "p7", "p8", "p9"))),
        ("3,5;7 - 9.", Choose(("p3", "p5", "p7", "p8", "p9"))),
        ("№ 3, № 5", Choose(("p3", "p5"))),
        ("9–7 8", Choose(("p7", "p8", "p9"))),
        ("7 — 8", Choose(("p7", "p8"))),
        ("5 3 5", Choose(("p3", "p5"))),
        ("-3", Drop(("p3",))),
        ("− 3, 5-6", Drop(("p3", "p5", "p6"))),
        ("убрать 3 5", Drop(("p3", "p5"))),
        ("Без 3", Drop(("p3",))),
        ("все", ChooseAll()),
        ("Всех!", ChooseAll()),
        ("выбрать всех", ChooseAll()),
        ("никто", DropAll()),
        ("снять всех", DropAll()),
        ("убрать всех", DropAll()),
        ("-все", DropAll()),
        ("адм 4", Lead(("p4",))),
        ("Адм. 4 6", Lead(("p4", "p6"))),
        ("адм все", Lead(tuple(KEYS))),
        ("Белов", Find("белов")),
        ("аня 8б", Find("аня 8б")),
        ("8а", Find("8а")),
        ("адм", Find("адм")),
        ("убрать Белов", Find("белов")),
        ("адм Белов", Find("белов")),
        ("Всеволод", Find("всеволод")),
        ("Безруков 8", Find("безруков 8")),
        ("15", Unclear("p-no-number", {"numbers": "15", "count": 14})),
        ("0 3", Unclear("p-no-number", {"numbers": "0", "count": 14})),
        ("3 10-20 99", Unclear("p-no-number", {"numbers": "10-20, 99", "count": 14})),
        ("-20", Unclear("p-no-number", {"numbers": "20", "count": 14})),
        ("адм 20", Unclear("p-no-number", {"numbers": "20", "count": 14})),
        ("20 21 22 23 24 25", Unclear("p-no-number", {"numbers": "20, 21, 22, 23, 24", "count": 14})),
        ("1-999999999", Unclear("p-no-number", {"numbers": "1-999999999", "count": 14})),
        ("3 -5", Unclear("p-unclear")),
        ("3-", Unclear("p-unclear")),
        ("1-2-3", Unclear("p-unclear")),
        ("9" * 5000, Unclear("p-unclear")),
        ("-", Unclear("p-unclear")),
        ("…", Unclear("p-unclear")),
        ("", Unclear("p-unclear")),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_typed_means_one_thing(text: str, meaning: Typed) -> None:
    assert parse(text, KEYS) == meaning


def test_an_empty_list_has_no_number() -> None:
    assert parse("1", []) == Unclear("p-no-number", {"numbers": "1", "count": 0})
