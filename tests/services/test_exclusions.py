"""A guardian who is kept away from a child: whatever else would bring them into the child's chats gives way."""

import pytest

from bot.domain.kinds import ChatKind, ChatState, Part, Role
from bot.domain.membership import Departure
from bot.domain.roster import Guardianship
from bot.errors import UserError
from bot.services import accounts, children, composition, keep_away, ledger, relations
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, ChatPick, LedgerLine
from scheduler.reconcile import desired
from tests.services.school import OWNER, YEAR, Journal, linked, roster_of

FATHER, MOTHER = "Белов-отец", "Белова"
FATHERS_PAGE, HEAD, TEACHER = 501, 502, 503


@pytest.fixture
async def family(journal: Journal) -> SchoolContext:
    """Белов of 8А and his sister of 8Б with their father, who is linked, and a head of the school."""
    journal.person(FATHER, Role.GUARDIAN)
    journal.person("Сестра", Role.PUPIL)
    journal.person("Директор", Role.ADMINISTRATOR)
    journal.joins("Сестра", "8Б", Part.PUPIL)
    journal.guardianships += [Guardianship(FATHER, "Белов"), Guardianship(FATHER, "Сестра")]
    await journal.is_read()
    await linked(journal.school, FATHERS_PAGE, FATHER)
    await linked(journal.school, HEAD, "Директор")
    await linked(journal.school, TEACHER, "Петров")
    return journal.school


async def _chat(school: SchoolContext, kind: ChatKind, unit_id: str, *picked: str) -> Chat:
    peer_id = 2_000_000_000 + await Chat.all().count()
    facts = {"title": unit_id, "state": ChatState.ACTIVE, "peer_id": peer_id, "created_at": school.now()}
    known = {"school_id": school.key, "year": YEAR, "kind": kind, "unit_id": unit_id}
    chat, _ = await Chat.update_or_create(facts, **known)
    for person in picked:
        await ChatPick.create(
            school_id=school.key, chat_id=chat.id, person_id=person, is_in=True, picked_at=school.now()
        )
    return chat


async def _keep_away(school: SchoolContext, *, is_kept: bool = True) -> None:
    head = await accounts.profile_of(school, HEAD)
    await keep_away.decide(school, head, FATHER, "Белов", is_kept=is_kept)


async def _is_in(school: SchoolContext, chat: Chat, person: str = FATHER) -> bool:
    """Asked from the chat and from the person: both give the same answer."""
    roster = await roster_of(school)
    seen_from_chat = person in await composition.of_chat(roster, chat)
    seen_from_person = chat.id in {one.id for one, _ in await composition.of_people(roster, [person])}
    assert seen_from_chat is seen_from_person
    return seen_from_chat


async def test_the_reason_through_the_child_falls_away_and_no_other(family: SchoolContext) -> None:
    here = await _chat(family, ChatKind.CLASS_PARENTS, "8А")
    there = await _chat(family, ChatKind.CLASS_PARENTS, "8Б")
    assert await _is_in(family, here)
    await _keep_away(family)
    assert not await _is_in(family, here)
    assert await _is_in(family, here, MOTHER)
    assert await _is_in(family, there)
    await _keep_away(family, is_kept=False)
    assert await _is_in(family, here)


@pytest.mark.parametrize(
    ("kind", "unit_id", "beside", "is_in"),
    [
        (ChatKind.CLASS_PARENTS, "8А", "Петров", False),
        (ChatKind.SUBJECT, "8А химия", "Химик", False),
        (ChatKind.CUSTOM, "поход", "Белов", False),
        (ChatKind.CUSTOM, "комитет", MOTHER, False),
        (ChatKind.CUSTOM, "ремонт", "Чернов", True),
        (ChatKind.CLASS_PUPILS, "8Б", "Петров", True),
    ],
    ids=["the class", "the group", "the child", "who speaks for the child", "a stranger to the child", "another class"],
)
async def test_picked_by_hand_the_guardian_stays_out_wherever_the_child_is(
    family: SchoolContext, kind: ChatKind, unit_id: str, beside: str, is_in: bool
) -> None:
    chat = await _chat(family, kind, unit_id, FATHER, beside)
    assert await _is_in(family, chat)
    await _keep_away(family)
    assert await _is_in(family, chat) is is_in
    assert (FATHER in await composition.kept_away(await roster_of(family), chat)) is not is_in


async def test_one_who_belongs_through_another_child_of_the_same_class_stays(
    journal: Journal, family: SchoolContext
) -> None:
    journal.guardianships.append(Guardianship(FATHER, "Чернов"))
    await journal.is_read()
    chat = await _chat(family, ChatKind.CLASS_PARENTS, "8А", FATHER)
    await _keep_away(family)
    seat = (await composition.of_chat(await roster_of(family), chat))[FATHER]
    assert [(reason.code, reason.pupil_id) for reason in seat.reasons] == [("guardian", "Чернов")]


@pytest.mark.parametrize("reasons", [[], [{"code": "found", "unit_id": "", "person_id": ""}]], ids=["new", "found"])
async def test_however_the_guardian_came_in_reconciliation_takes_them_out(
    family: SchoolContext, reasons: list[dict[str, str]]
) -> None:
    chat = await _chat(family, ChatKind.CLASS_PARENTS, "8А")
    await _keep_away(family)
    await ChatMember.create(chat_id=chat.id, member_id=FATHERS_PAGE, is_inside=True, reasons=reasons)
    wanted, _ = await desired.load(family, chat)
    assert wanted.departed == {FATHERS_PAGE: Departure.EXCLUDED}
    assert FATHERS_PAGE not in wanted.wanted


async def test_the_link_that_the_guardian_knows_is_replaced_and_other_links_stay(family: SchoolContext) -> None:
    here = await _chat(family, ChatKind.CLASS_PARENTS, "8А")
    there = await _chat(family, ChatKind.CLASS_PARENTS, "8Б")
    for chat in (here, there):
        await ChatMember.create(chat_id=chat.id, member_id=FATHERS_PAGE, is_inside=True)
    await _keep_away(family)
    chats = {chat.id: chat for chat in await Chat.all()}
    assert chats[here.id].is_link_leaked
    assert chats[here.id].due_at == family.now()
    assert not chats[there.id].is_link_leaked


async def test_the_guardian_sees_the_child_no_more(family: SchoolContext) -> None:
    pupils = await _chat(family, ChatKind.CLASS_PUPILS, "8А")
    await _keep_away(family)
    father = await accounts.profile_of(family, FATHERS_PAGE)
    assert [child.person.source_id for child in await children.of(family, father)] == ["Сестра"]
    assert relations.Relation.CHILD_INSIDE not in await relations.to_chat(family, father, pupils)


async def test_only_the_head_decides_and_twice_is_once(family: SchoolContext) -> None:
    teacher = await accounts.profile_of(family, TEACHER)
    with pytest.raises(UserError, match="k-denied"):
        await keep_away.decide(family, teacher, FATHER, "Белов", is_kept=True)
    owner = await accounts.profile_of(family, OWNER)
    await keep_away.decide(family, owner, FATHER, "Белов", is_kept=True)
    await _keep_away(family)
    lines = await LedgerLine.filter(event__in=keep_away.HIDDEN)
    assert [(line.actor, line.account_id, line.details) for line in lines] == [
        (ledger.OPERATOR, None, {"person": FATHER, "child": "Белов"})
    ]


async def test_a_ruling_about_people_who_are_no_family_is_refused(family: SchoolContext) -> None:
    head = await accounts.profile_of(family, HEAD)
    with pytest.raises(UserError, match="e-gone"):
        await keep_away.decide(family, head, FATHER, "Чернов", is_kept=True)


async def test_a_ruling_can_be_lifted_although_the_journal_forgot_the_family(
    journal: Journal, family: SchoolContext
) -> None:
    await _keep_away(family)
    journal.guardianships.clear()
    await journal.is_read()
    assert [ward.child.source_id for ward in await keep_away.wards(family, FATHER)] == ["Белов"]
    await _keep_away(family, is_kept=False)
    assert (await Roster.of(family.key, family.today())).excluded == frozenset()
