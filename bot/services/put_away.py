"""Puts a chat away whose class or group is over: a farewell, then everybody leaves and keeps what was written.

From then on it is a chat kept by hand, which whoever led it or an administrator can bring back for 30 days. Its key is
free again, and no later year of the journal leads into it.
"""

from collections import defaultdict

from bot.domain.kinds import ChatKind, ChatState
from bot.services import chats, delete_chat, ledger
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember, ChatPick
from models.people import PersonLink

BY_REASON = ("homeroom", "author", "teacher")
"""Who answers for a chat that is put away: the first of these that is known."""


async def put_away(school: SchoolContext, chat: Chat, *, actor: str) -> None:
    """Wish that everybody goes; a second wish changes nothing."""
    if chat.deleted_at is not None:
        return
    has_people = chat.state not in delete_chat.NOTHING_TO_EMPTY
    author_id = await _keep_people(school, chat)
    await Chat.filter(id=chat.id).update(
        kind=ChatKind.CUSTOM,
        unit_id=f"archive-{chat.id}",
        own_title=chat.title,
        author_id=author_id,
        heir_id="",
        is_archived=True,
        deleted_at=school.now(),
        state=chat.state if has_people else ChatState.CLOSED,
    )
    if has_people and chat.peer_id is not None:
        whom = school.whom_to_ask()
        await OutboxTalker(school).post(chat.peer_id, say("g-farewell", whom=whom))
    if has_people:
        await chats.wake(school, [chat.id], cause=chats.PASS)
    await ledger.note(school, "put-away", actor=actor, chat_id=chat.id)


async def _keep_people(school: SchoolContext, chat: Chat) -> str:
    """Note by hand who belonged, so that bringing the chat back invites them; returns who answers for it."""
    leads: dict[str, bool] = {}
    by_code: dict[str, list[str]] = defaultdict(list)
    guests = []
    for member in await ChatMember.filter(chat_id=chat.id, is_inside=True):
        named = [reason for reason in member.reasons if reason["person_id"]]
        guests += [] if named else [member.member_id]
        for reason in named:
            leads[reason["person_id"]] = leads.get(reason["person_id"], False) or member.is_admin
            by_code[reason["code"]].append(reason["person_id"])
    # Whoever was inside when the chat was taken over belongs as a page, not as a person of the journal.
    found = PersonLink.filter(school_id=school.key, account__messenger_id__in=guests)
    for person_id in await found.values_list("person_id", flat=True):
        leads.setdefault(str(person_id), False)
    decided = {pick.person_id for pick in await ChatPick.filter(chat_id=chat.id)}
    fresh = {person_id: is_admin for person_id, is_admin in leads.items() if person_id not in decided}
    await ChatPick.bulk_create(
        ChatPick(
            school_id=school.key,
            chat_id=chat.id,
            person_id=person_id,
            is_in=True,
            leads=is_admin or None,
            picked_at=school.now(),
        )
        for person_id, is_admin in sorted(fresh.items())
    )
    people = await (await Roster.of(school.key, school.today())).people(leads)
    led = [one for code in BY_REASON for one in sorted(by_code[code]) if one in people and people[one].enabled]
    return chat.author_id or next(iter(led), "")
