"""Who may do what with a chat: every relation, act and kind of chat is written out, apart from the code."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.kinds import CLASS_CHATS, ChatKind
from bot.domain.permissions import Act, Relation, may, why_not

# Columns: au(thor), ho(meroom), ca (chat administrator), si (staff inside), st(aff of the school), pu(pil), gu(ardian),
# ch(ild inside), sa (school administrator).
COLUMNS = ("au", "ho", "ca", "si", "st", "pu", "gu", "ch", "sa")
RELATIONS = dict(zip(COLUMNS, Relation, strict=True))

CLASS_PUPILS = """
                     au ho ca si st pu gu ch sa
view                 .  +  +  +  .  +  .  +  +
see_members          .  +  +  +  .  .  .  .  +
see_states           .  +  +  +  .  .  .  .  +
join                 .  +  +  +  .  +  .  .  .
leave                .  .  +  +  .  +  .  .  .
edit_people          .  +  .  .  .  .  .  .  +
edit_administrators  .  +  .  .  .  .  .  .  +
rename               .  .  .  .  .  .  .  .  .
delete               .  .  .  .  .  .  .  .  .
restore              .  .  .  .  .  .  .  .  .
mute                 .  +  +  .  .  .  .  .  +
remove               .  +  +  .  .  .  .  .  +
show_link            .  +  +  .  .  .  .  .  +
rotate_link          .  +  .  .  .  .  .  .  +
print_codes          .  +  .  .  .  .  .  .  +
remind               .  +  +  .  .  .  .  .  +
settings             .  +  .  .  .  .  .  .  +
transfer             .  .  .  .  .  .  .  .  .
sync                 .  +  .  .  .  .  .  .  +
see_log              .  +  +  .  .  .  .  .  +
"""

CLASS_PARENTS = """
                     au ho ca si st pu gu ch sa
view                 .  +  +  +  .  .  +  .  +
see_members          .  +  +  +  .  .  .  .  +
see_states           .  +  +  +  .  .  .  .  +
join                 .  +  +  +  .  .  +  .  .
leave                .  .  +  +  .  .  +  .  .
edit_people          .  +  .  .  .  .  .  .  +
edit_administrators  .  +  .  .  .  .  .  .  +
rename               .  .  .  .  .  .  .  .  .
delete               .  .  .  .  .  .  .  .  .
restore              .  .  .  .  .  .  .  .  .
mute                 .  +  +  .  .  .  .  .  +
remove               .  +  +  .  .  .  .  .  +
show_link            .  +  +  .  .  .  .  .  +
rotate_link          .  +  .  .  .  .  .  .  +
print_codes          .  +  .  .  .  .  .  .  +
remind               .  +  +  .  .  .  .  .  +
settings             .  +  .  .  .  .  .  .  +
transfer             .  .  .  .  .  .  .  .  .
sync                 .  +  .  .  .  .  .  .  +
see_log              .  +  +  .  .  .  .  .  +
"""

CLASS_COLLEAGUES = """
                     au ho ca si st pu gu ch sa
view                 .  +  +  +  .  .  .  .  +
see_members          .  +  +  +  .  .  .  .  +
see_states           .  +  +  +  .  .  .  .  +
join                 .  +  +  +  .  .  .  .  .
leave                .  .  +  +  .  .  .  .  .
edit_people          .  +  .  .  .  .  .  .  +
edit_administrators  .  +  .  .  .  .  .  .  +
rename               .  .  .  .  .  .  .  .  .
delete               .  .  .  .  .  .  .  .  .
restore              .  .  .  .  .  .  .  .  .
mute                 .  +  +  .  .  .  .  .  +
remove               .  +  +  .  .  .  .  .  +
show_link            .  +  +  .  .  .  .  .  +
rotate_link          .  +  .  .  .  .  .  .  +
print_codes          .  +  .  .  .  .  .  .  +
remind               .  +  +  .  .  .  .  .  +
settings             .  +  .  .  .  .  .  .  +
transfer             .  .  .  .  .  .  .  .  .
sync                 .  +  .  .  .  .  .  .  +
see_log              .  +  +  .  .  .  .  .  +
"""

SUBJECT = """
                     au ho ca si st pu gu ch sa
view                 +  .  +  +  .  +  .  +  +
see_members          +  .  +  +  .  .  .  .  +
see_states           +  .  +  +  .  .  .  .  +
join                 +  .  +  +  .  +  .  .  .
leave                .  .  +  +  .  +  .  .  .
edit_people          +  .  .  .  .  .  .  .  +
edit_administrators  +  .  .  .  .  .  .  .  +
rename               .  .  .  .  .  .  .  .  .
delete               +  .  .  .  .  .  .  .  +
restore              +  .  .  .  .  .  .  .  +
mute                 +  .  +  .  .  .  .  .  +
remove               +  .  +  .  .  .  .  .  +
show_link            +  .  +  .  .  .  .  .  +
rotate_link          +  .  .  .  .  .  .  .  +
print_codes          +  .  .  .  .  .  .  .  +
remind               +  .  +  .  .  .  .  .  +
settings             +  .  .  .  .  .  .  .  +
transfer             +  .  .  .  .  .  .  .  +
sync                 +  .  .  .  .  .  .  .  +
see_log              +  .  +  .  .  .  .  .  +
"""

CUSTOM = """
                     au ho ca si st pu gu ch sa
view                 +  .  +  +  .  +  +  +  +
see_members          +  .  +  +  .  .  .  .  +
see_states           +  .  +  +  .  .  .  .  +
join                 +  .  +  +  .  +  +  .  .
leave                .  .  +  +  .  +  +  .  .
edit_people          +  .  .  .  .  .  .  .  +
edit_administrators  +  .  .  .  .  .  .  .  +
rename               +  .  .  .  .  .  .  .  +
delete               +  .  .  .  .  .  .  .  +
restore              +  .  .  .  .  .  .  .  +
mute                 +  .  +  .  .  .  .  .  +
remove               +  .  +  .  .  .  .  .  +
show_link            +  .  +  .  .  .  .  .  +
rotate_link          +  .  .  .  .  .  .  .  +
print_codes          +  .  .  .  .  .  .  .  +
remind               +  .  +  .  .  .  .  .  +
settings             +  .  .  .  .  .  .  .  +
transfer             +  .  .  .  .  .  .  .  +
sync                 +  .  .  .  .  .  .  .  +
see_log              +  .  +  .  .  .  .  .  +
"""

NO_CHAT = """
                     au ho ca si st pu gu ch sa
create_subject       +  +  +  +  +  .  .  .  +
create_custom        +  +  +  +  +  .  .  .  +
adopt                +  +  +  +  +  .  .  .  +
consent              .  .  .  .  .  .  +  +  .
console              .  .  .  .  .  .  .  .  +
"""

TABLES: dict[ChatKind | None, str] = {
    ChatKind.CLASS_PUPILS: CLASS_PUPILS,
    ChatKind.CLASS_PARENTS: CLASS_PARENTS,
    ChatKind.CLASS_COLLEAGUES: CLASS_COLLEAGUES,
    ChatKind.SUBJECT: SUBJECT,
    ChatKind.CUSTOM: CUSTOM,
    None: NO_CHAT,
}
CHATLESS = (Act.CREATE_SUBJECT, Act.CREATE_CUSTOM, Act.ADOPT, Act.CONSENT, Act.CONSOLE)
CHANGES = (
    *(Act.EDIT_PEOPLE, Act.EDIT_ADMINISTRATORS, Act.RENAME, Act.DELETE, Act.RESTORE, Act.MUTE, Act.REMOVE),
    *(Act.ROTATE_LINK, Act.PRINT_CODES, Act.REMIND, Act.SETTINGS, Act.TRANSFER, Act.SYNC),
)
FAMILY = (Relation.PUPIL, Relation.GUARDIAN, Relation.CHILD_INSIDE)
QUESTIONS = [(act, kind) for kind in ChatKind for act in Act if act not in CHATLESS] + [(act, None) for act in CHATLESS]

relations = st.frozensets(st.sampled_from(Relation))
questions = st.sampled_from(QUESTIONS)
chats = st.sampled_from(ChatKind)


def cells() -> Iterator[tuple[ChatKind | None, Act, Relation, bool]]:
    """Every cell of the tables."""
    for kind, table in TABLES.items():
        head, *rows = (line.split() for line in table.strip().splitlines())
        assert tuple(head) == COLUMNS
        for act, *marks in rows:
            assert set(marks) <= {"+", "."}
            for column, mark in zip(COLUMNS, marks, strict=True):
                yield kind, Act(act), RELATIONS[column], mark == "+"


@pytest.mark.parametrize("kind", TABLES, ids=str)
def test_each_relation_allows_what_the_table_says(kind: ChatKind | None) -> None:
    written = {(act, relation): allowed for place, act, relation, allowed in cells() if place == kind}
    assert {(act, relation): may({relation}, act, kind) for act, relation in written} == written


def test_the_tables_leave_nothing_out() -> None:
    written = [(kind, act, relation) for kind, act, relation, _ in cells()]
    assert len(written) == len(set(written))
    assert set(written) == {(kind, act, relation) for act, kind in QUESTIONS for relation in Relation}


@pytest.mark.parametrize(("act", "kind"), QUESTIONS)
def test_somebody_unrelated_may_nothing(act: Act, kind: ChatKind | None) -> None:
    assert not may((), act, kind)


@given(relations, chats)
def test_whoever_may_do_anything_with_a_chat_may_view_it(held: frozenset[Relation], kind: ChatKind) -> None:
    allowed = [act for act in Act if act not in CHATLESS and may(held, act, kind)]
    assert not allowed or may(held, Act.VIEW, kind)


@given(relations, chats)
def test_whoever_may_change_people_may_see_them(held: frozenset[Relation], kind: ChatKind) -> None:
    if any(may(held, act, kind) for act in (Act.EDIT_PEOPLE, Act.EDIT_ADMINISTRATORS, Act.MUTE, Act.REMOVE)):
        assert may(held, Act.SEE_MEMBERS, kind)
        assert may(held, Act.SEE_STATES, kind)


@pytest.mark.parametrize("kind", ChatKind)
@pytest.mark.parametrize("held", [group for size in (1, 2, 3) for group in combinations(FAMILY, size)])
def test_pupils_and_parents_never_change_others_nor_see_who_has_joined(
    kind: ChatKind, held: tuple[Relation, ...]
) -> None:
    hidden = (*CHANGES, Act.SEE_MEMBERS, Act.SEE_STATES, Act.SHOW_LINK, Act.SEE_LOG)
    assert [act for act in hidden if may(held, act, kind)] == []


@given(questions)
def test_the_schools_administrator_may_whatever_an_owner_may_but_belong(
    question: tuple[Act, ChatKind | None],
) -> None:
    act, kind = question
    owner = Relation.HOMEROOM if kind in CLASS_CHATS else Relation.AUTHOR
    if act not in (Act.JOIN, Act.LEAVE) and may({owner}, act, kind):
        assert may({Relation.SCHOOL_ADMINISTRATOR}, act, kind)


@given(relations, relations, questions)
def test_another_relation_never_takes_a_right_away_but_that_to_leave(
    held: frozenset[Relation], more: frozenset[Relation], question: tuple[Act, ChatKind | None]
) -> None:
    act, kind = question
    if act is not Act.LEAVE and may(held, act, kind):
        assert may(held | more, act, kind)


@given(relations)
def test_whoever_answers_for_a_chat_does_not_leave_it(held: frozenset[Relation]) -> None:
    assert not may(held | {Relation.AUTHOR}, Act.LEAVE, ChatKind.CUSTOM)
    assert not may(held | {Relation.HOMEROOM}, Act.LEAVE, ChatKind.CLASS_PARENTS)


@given(relations, questions)
def test_a_refusal_and_only_a_refusal_has_a_reason(
    held: frozenset[Relation], question: tuple[Act, ChatKind | None]
) -> None:
    assert (why_not(held, *question) is None) is may(held, *question)


@pytest.mark.parametrize(
    ("held", "act", "kind", "reason"),
    [
        ((), Act.DELETE, ChatKind.CLASS_PUPILS, "e-denied-outside"),
        ((Relation.STAFF,), Act.VIEW, ChatKind.CUSTOM, "e-denied-outside"),
        ((Relation.HOMEROOM,), Act.DELETE, ChatKind.CLASS_PUPILS, "e-denied-delete-class"),
        ((Relation.SCHOOL_ADMINISTRATOR,), Act.RESTORE, ChatKind.CLASS_PARENTS, "e-denied-delete-class"),
        ((Relation.HOMEROOM,), Act.RENAME, ChatKind.CLASS_COLLEAGUES, "e-denied-rename-class"),
        ((Relation.HOMEROOM,), Act.TRANSFER, ChatKind.CLASS_PUPILS, "e-denied-transfer-class"),
        ((Relation.AUTHOR,), Act.RENAME, ChatKind.SUBJECT, "e-denied-rename-subject"),
        ((Relation.AUTHOR, Relation.STAFF_INSIDE), Act.LEAVE, ChatKind.SUBJECT, "e-denied-leave-own"),
        ((Relation.HOMEROOM, Relation.GUARDIAN), Act.LEAVE, ChatKind.CLASS_PARENTS, "e-denied-leave-class"),
        ((Relation.SCHOOL_ADMINISTRATOR,), Act.JOIN, ChatKind.CUSTOM, "e-denied-not-member"),
        ((Relation.CHILD_INSIDE,), Act.JOIN, ChatKind.CLASS_PUPILS, "e-denied-not-member"),
        ((Relation.STAFF_INSIDE,), Act.EDIT_PEOPLE, ChatKind.CUSTOM, "e-denied"),
        ((Relation.CHAT_ADMINISTRATOR,), Act.DELETE, ChatKind.SUBJECT, "e-denied"),
        ((Relation.PUPIL,), Act.SEE_MEMBERS, ChatKind.CLASS_PUPILS, "e-denied-class"),
        ((Relation.PUPIL,), Act.CREATE_SUBJECT, None, "e-denied-staff"),
        ((Relation.GUARDIAN,), Act.CREATE_CUSTOM, None, "e-denied-staff"),
        ((), Act.ADOPT, None, "e-denied-staff"),
        ((Relation.STAFF,), Act.CONSENT, None, "e-denied-guardian"),
        ((Relation.AUTHOR,), Act.CONSOLE, None, "e-denied-administrator"),
    ],
)
def test_a_refusal_says_why(held: tuple[Relation, ...], act: Act, kind: ChatKind | None, reason: str) -> None:
    assert why_not(held, act, kind) == reason


@pytest.mark.parametrize(("act", "kind"), [(Act.VIEW, None), (Act.CONSOLE, ChatKind.CUSTOM)])
def test_an_act_is_asked_with_a_chat_exactly_when_it_needs_one(act: Act, kind: ChatKind | None) -> None:
    with pytest.raises(ValueError, match="wrong kind"):
        may({Relation.SCHOOL_ADMINISTRATOR}, act, kind)
