"""Leaving by one's own wish: reconciliation takes the page out, and no run invites it again until it asks for that."""

from bot.domain.kinds import Ending
from bot.services import accounts, chats, composition, ledger, news
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember


async def leave(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Have the page taken out, and not invited any more; it may have come in a moment ago, unseen so far."""
    mine = ChatMember.filter(chat_id=chat.id, member_id=profile.page)
    await mine.update(leaving=Ending.LEFT)
    outside = {"ending": Ending.LEFT, "ending_at": school.now(), "invitation": ""}
    await mine.filter(is_inside=False).update(**outside)
    await chats.wake(school, [chat.id])
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, "leave-wished", actor=actor, chat_id=chat.id, account_id=profile.account_id)


async def ask_to_add(school: SchoolContext, profile: Profile, chat: Chat) -> bool:
    """Tell the keepers of a chat, once, that the page cannot get in by the link; False when nobody can be told."""
    roster = await Roster.of(school.key, school.today())
    keepers = await accounts.pages_of(school, await composition.keepers(roster, chat))
    if not keepers:
        return False
    if await ChatMember.filter(chat_id=chat.id, member_id=profile.page, told_at=None).update(told_at=school.now()):
        person = profile.people[0]
        text = say("cannot-enter", name=f"{person.family} {person.given}", chat=chat.title)
        await news.tell_pages(school, keepers.values(), text)
        await ledger.note(school, "cannot-enter", chat_id=chat.id, account_id=profile.account_id)
    return True
