"""A full audit finds the chats whose members are not those that were seen: only these are read once more."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import pytest
from tortoise import connections

from bot.domain.kinds import ChatKind, ChatState, Role
from bot.domain.plan import Member
from bot.domain.roster import Guardianship
from bot.errors import NoRightsError, PermanentError, TemporaryError, UnknownOutcomeError
from bot.ports import ChatGlance, ChatLook
from bot.services import chats
from bot.services.school import SchoolContext
from bot.stopping import Stop
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember
from models.people import PersonLink
from scheduler.jobs import jobs_of
from scheduler.reconcile import audit
from scheduler.reconcile.reconciler import Reconciler
from tests.services.school import KEY, NOON, YEAR, Journal, MovedClock, linked

TEACHER, CHEMIST, PUPIL, CLASSMATE, MOTHER, OTHER_MOTHER, STRANGER = 101, 102, 301, 302, 201, 202, 666
COLLEAGUES, PARENTS, PUPILS = PEERS = (2_000_000_001, 2_000_000_002, 2_000_000_003)
UNTOUCHABLE = """
CREATE TRIGGER untouchable_{act} BEFORE {act} ON chat_member BEGIN SELECT RAISE(ABORT, 'a member row was touched'); END
"""


class SomeChats:
    """VK with several chats; ``asked`` holds every call, ``faults`` answer instead (by method and peer)."""

    def __init__(self, shown: dict[int, ChatLook]) -> None:
        self.titles = {peer_id: look.title for peer_id, look in shown.items()}
        self.inside = {peer_id: {one.member_id: one for one in look.members} for peer_id, look in shown.items()}
        self.faults: dict[tuple[str, int], Exception] = {}
        self.asked: list[tuple[Any, ...]] = []

    def of(self, *methods: str) -> list[int]:
        """The chats that these methods were called for, in order."""
        return [request[1] for request in self.asked if request[0] in methods]

    async def glance(self, peer_ids: Sequence[int]) -> dict[int, ChatGlance]:
        return {peer_id: ChatGlance(self.titles[peer_id], len(self.inside[peer_id])) for peer_id in peer_ids}

    async def look(self, peer_id: int) -> ChatLook:
        self._ask("look", peer_id)
        return ChatLook(self.titles[peer_id], tuple(self.inside[peer_id].values()))

    async def members(self, peer_id: int) -> tuple[Member, ...]:
        self._ask("members", peer_id)
        return tuple(reversed(self.inside[peer_id].values()))

    async def find(self, title: str, known: Collection[int]) -> int | None:
        raise AssertionError

    async def create(self, title: str, member_ids: Sequence[int]) -> int:
        raise AssertionError

    async def rename(self, peer_id: int, title: str) -> None:
        self._ask("rename", peer_id, title)
        self.titles[peer_id] = title

    async def remove(self, peer_id: int, member_id: int) -> None:
        self.inside[peer_id].pop(member_id, None)
        self._ask("remove", peer_id, member_id)

    async def set_admin(self, peer_id: int, member_id: int, *, is_admin: bool) -> None:
        self.inside[peer_id][member_id] = Member(member_id, is_admin=is_admin)
        self._ask("set_admin", peer_id, member_id)

    async def link(self, peer_id: int, *, replace: bool = False) -> str:
        self._ask("link", peer_id)
        return "https://vk.me/join/2"

    def _ask(self, *request: Any) -> None:
        """The change is made before the fault is told: whoever asked cannot know."""
        self.asked.append(request)
        if (fault := self.faults.get(request[:2])) is not None:
            raise fault


@pytest.fixture
async def vk(journal: Journal) -> SomeChats:
    """VK with the three chats of 8А as they should be, all read just now."""
    school = journal.school
    for page, person in ((TEACHER, "Петров"), (CHEMIST, "Химик"), (PUPIL, "Белов"), (CLASSMATE, "Чернов")):
        await linked(school, page, person)
    await linked(school, MOTHER, "Белова")
    shown = {
        await _made(ChatKind.CLASS_COLLEAGUES, COLLEAGUES): (CHEMIST,),
        await _made(ChatKind.CLASS_PARENTS, PARENTS): (MOTHER,),
        await _made(ChatKind.CLASS_PUPILS, PUPILS): (PUPIL, CLASSMATE),
    }
    teacher = Member(TEACHER, is_admin=True)
    made = SomeChats(
        {chat.peer_id: ChatLook(chat.title, (teacher, *map(Member, pages))) for chat, pages in shown.items()}
    )
    await look_after(school, made)
    assert sorted(made.of("look")) == list(PEERS)
    made.asked.clear()
    return made


async def _made(kind: ChatKind, peer_id: int) -> Chat:
    title = say(f"chat-title-{kind.value.replace('_', '-')}", unit="8А")
    rest: dict[str, Any] = {"unit_id": "8А", "state": ChatState.ACTIVE, "created_at": NOON, "due_at": NOON}
    return await Chat.create(school_id=KEY, year=YEAR, kind=kind, peer_id=peer_id, title=title, **rest)


async def look_after(school: SchoolContext, vk: SomeChats) -> None:
    """Let reconciliation look after every chat that is due."""
    await Reconciler(school, vk, vk, Stop()).work()


async def scheduled_pass(journal: Journal, vk: SomeChats) -> None:
    """The job that goes over all chats once an hour, and what follows from it."""
    job = next(job for job in jobs_of(journal.school, journal.rosters, vk) if job.name == "pass")
    await job.run()
    await look_after(journal.school, vk)


async def forgotten() -> set[int | None]:
    """Chats of which nothing is taken for known any more."""
    return {chat.peer_id for chat in await Chat.filter(seen_print="")}


async def due() -> set[int | None]:
    """Chats that are to be looked at."""
    return {chat.peer_id for chat in await Chat.filter(due_at__not_isnull=True)}


async def test_a_full_audit_of_what_is_as_it_was_seen_wakes_nobody_and_touches_no_member(
    school: SchoolContext, vk: SomeChats, clock: MovedClock
) -> None:
    clock.pass_by(hours=1)
    for act in ("INSERT", "UPDATE", "DELETE"):
        await connections.get("default").execute_script(UNTOUCHABLE.format(act=act))
    school.bells.chats.clear()
    await audit.full(school, vk)
    assert sorted(vk.asked) == [("members", peer_id) for peer_id in PEERS]
    assert (await forgotten(), await due()) == (set(), set())
    assert not school.bells.chats.is_set()
    assert {chat.seen_at for chat in await Chat.all()} == {clock.now()}


async def test_a_pass_over_what_is_as_it_was_seen_reads_the_members_once_and_nothing_else(
    journal: Journal, vk: SomeChats, clock: MovedClock
) -> None:
    clock.pass_by(hours=1)
    await scheduled_pass(journal, vk)
    assert Counter(vk.asked) == Counter(("members", peer_id) for peer_id in PEERS)
    assert await due() == set()


async def test_chats_whose_members_or_rights_differ_are_read_anew_and_the_others_are_not(
    journal: Journal, vk: SomeChats, clock: MovedClock
) -> None:
    clock.pass_by(hours=1)
    # One person for another: as many as before.
    del vk.inside[PUPILS][CLASSMATE]
    vk.inside[PUPILS][STRANGER] = Member(STRANGER)
    vk.inside[PARENTS][MOTHER] = Member(MOTHER, is_admin=True)
    await audit.full(journal.school, vk)
    assert await forgotten() == {PUPILS, PARENTS}
    await scheduled_pass(journal, vk)
    assert set(vk.of("look")) == {PUPILS, PARENTS}
    assert ("remove", PUPILS, STRANGER) in vk.asked
    assert await ChatMember.filter(member_id=CLASSMATE, is_inside=False, ending="left").exists()
    assert (await ChatMember.get(member_id=MOTHER, is_inside=True)).is_admin
    assert (await forgotten(), await due()) == (set(), set())


async def test_what_is_to_be_changed_is_planned_from_what_was_seen_and_read_back_after_the_change(
    journal: Journal, vk: SomeChats, clock: MovedClock
) -> None:
    clock.pass_by(hours=1)
    await PersonLink.filter(person_id="Чернов").delete()
    await Chat.filter(peer_id=PUPILS).update(planned_print="")
    await scheduled_pass(journal, vk)
    assert [request[0] for request in vk.asked if request[1] == PUPILS][:2] == ["members", "remove"]
    assert set(vk.of("look")) == {PUPILS}
    assert CLASSMATE not in vk.inside[PUPILS]


async def test_who_is_only_to_be_invited_costs_no_look(journal: Journal, vk: SomeChats, clock: MovedClock) -> None:
    clock.pass_by(hours=1)
    journal.person("Чернова", Role.GUARDIAN)
    journal.guardianships.append(Guardianship("Чернова", "Чернов"))
    await journal.is_read()
    await linked(journal.school, OTHER_MOTHER, "Чернова")
    await scheduled_pass(journal, vk)
    assert vk.of("look") == []
    assert (await ChatMember.get(member_id=OTHER_MOTHER, chat__peer_id=PARENTS)).invitation


async def test_what_people_did_is_always_read(school: SchoolContext, vk: SomeChats) -> None:
    await audit.full(school, vk)
    await chats.wake(school, [chat.id for chat in await Chat.filter(peer_id=PARENTS)])
    await look_after(school, vk)
    assert vk.of("look") == [PARENTS]


async def test_what_was_seen_long_ago_is_read_again(school: SchoolContext, vk: SomeChats, clock: MovedClock) -> None:
    clock.pass_by(hours=1)
    await chats.wake(school, [chat.id for chat in await Chat.all()], cause=chats.PASS)
    await look_after(school, vk)
    assert sorted(vk.of("look")) == list(PEERS)


@pytest.mark.parametrize("fault", [PermanentError("no"), NoRightsError("no")], ids=["refused", "no rights"])
async def test_a_chat_that_vk_refuses_to_show_is_looked_at(journal: Journal, vk: SomeChats, fault: Exception) -> None:
    vk.faults["members", PARENTS] = fault
    await scheduled_pass(journal, vk)
    assert vk.of("look") == [PARENTS]


async def test_a_chat_without_rights_is_not_taken_for_mended_before_vk_shows_it(
    journal: Journal, vk: SomeChats
) -> None:
    school = journal.school
    vk.faults["look", PARENTS] = NoRightsError("no")
    await chats.wake(school, [chat.id for chat in await Chat.filter(peer_id=PARENTS)])
    await look_after(school, vk)
    assert (await Chat.get(peer_id=PARENTS)).state is ChatState.PAUSED
    await scheduled_pass(journal, vk)
    assert (await Chat.get(peer_id=PARENTS)).state is ChatState.PAUSED


async def test_a_chat_with_another_title_at_a_glance_is_read_though_its_members_were_just_seen(
    school: SchoolContext, vk: SomeChats
) -> None:
    title = vk.titles[PUPILS]
    vk.titles[PUPILS] = "a title that somebody typed"
    await audit.full(school, vk)
    await audit.glance(school, vk)
    assert (await forgotten(), await due()) == ({PUPILS}, {PUPILS})
    await look_after(school, vk)
    assert vk.of("look")[0] == PUPILS
    assert vk.titles[PUPILS] == title


async def test_when_vk_is_away_everything_is_kept_and_read_when_it_is_back(
    journal: Journal, vk: SomeChats, clock: MovedClock
) -> None:
    members = await ChatMember.all().order_by("id").values()
    vk.faults = {(method, peer_id): TemporaryError("away") for method in ("members", "look") for peer_id in PEERS}
    await scheduled_pass(journal, vk)
    assert await ChatMember.all().order_by("id").values() == members
    assert {chat.state for chat in await Chat.all()} == {ChatState.ACTIVE}
    assert await due() == set(PEERS)
    vk.faults.clear()
    vk.asked.clear()
    clock.pass_by(minutes=10)
    await look_after(journal.school, vk)
    assert sorted(vk.asked) == [("look", peer_id) for peer_id in PEERS]
    assert await due() == set()


async def test_a_change_whose_outcome_is_unknown_is_read_before_it_is_made_again(
    journal: Journal, vk: SomeChats, clock: MovedClock
) -> None:
    vk.inside[PUPILS][STRANGER] = Member(STRANGER)
    vk.faults["remove", PUPILS] = UnknownOutcomeError("no answer")
    await scheduled_pass(journal, vk)
    vk.faults.clear()
    vk.asked.clear()
    clock.pass_by(minutes=1)
    await look_after(journal.school, vk)
    assert vk.asked[0] == ("look", PUPILS)
    assert ("remove", PUPILS, STRANGER) not in vk.asked
