"""D: a chat made by hand in VK, from the moment somebody adds the community to it until it is adopted or left."""

from bot.domain.events import Added
from bot.domain.kinds import ChatState
from bot.domain.permissions import Act, may
from bot.domain.roster import Person
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated, UserError
from bot.services import adoption, composition, relations
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui import keyboard
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Open, Row, View
from handlers.access import allowed, chat_to
from handlers.visit import MESSENGER_URL, Visit, roles_in_words
from models.chats import Chat, ChatMember

PEOPLE_A_PAGE = 8
VK_URL = "https://vk.com"

pages: Pages[Visit] = Pages()


async def added(visit: Visit, event: Added) -> Go | None:
    """Somebody added the community to a chat: what to show in their dialogue, if anything."""
    if await adoption.is_known(visit.school, event.peer_id) or may(relations.to_school(visit.profile), Act.ADOPT):
        return await _found(visit, event.peer_id)
    if not visit.profile.is_linked:
        write = Button(say("g-needlink.write"), Open(visit.school.settings.messages_url))
        await visit.talker.say(event.peer_id, say("g-needlink"), keyboard.inline(View(say("g-needlink"), ((write,),))))
        return None
    await visit.talker.post(event.peer_id, say("g-notstaff"))
    await adoption.refuse(visit.school, event.peer_id)
    return None


async def _found(visit: Visit, peer_id: int) -> Go | None:
    """A chat that is known already belongs to whoever was first: the others hear who that is."""
    if not may(relations.to_school(visit.profile), Act.ADOPT):
        await adoption.look_again(visit.school, peer_id)
        return None
    chat = await adoption.found(visit.school, visit.profile, peer_id)
    if chat.state is ChatState.FOUND and chat.author_id in visit.profile.person_ids:
        return Go("D.FOUND", {"c": chat.id})
    if chat.state.is_ours and Act.VIEW in await allowed(visit, chat):
        return Go("C.VIEW", {"c": chat.id})
    roster = await Roster.of(visit.school.key, visit.school.today())
    people = (await roster.people(await composition.keepers(roster, chat))).values()
    names = ", ".join(map(_short, people)) or say("u-no-teacher")
    key = "d-known" if chat.state.is_ours else "d-taken"
    await visit.talker.say(visit.page, say(key, name=names))
    return None


@pages.screen("D.HOW")
async def how(visit: Visit) -> View:
    """How to bring the bot into a chat."""
    _staff(visit)
    community = f"{VK_URL}/club{visit.school.settings.group_id}"
    return View(
        say("d-how"),
        (
            (Button(say("d-how.community"), Open(community)),),
            (Button(say("d-how.check"), Do("D.LOOK"), Colour.MAIN),),
            (Button(say("d-how.back"), Goto("")),),
        ),
    )


@pages.act("D.LOOK")
async def look(visit: Visit) -> Outcome:
    """Is there a chat that waits for a decision?"""
    chat = await adoption.waiting(visit.school, visit.profile)
    return Go("D.FOUND", {"c": chat.id}) if chat else Go("D.WAIT")


@pages.screen("D.WAIT")
async def wait(visit: Visit) -> View:
    """No chat yet."""
    _staff(visit)
    again = Button(say("d-wait.again"), Do("D.LOOK"), Colour.MAIN)
    return View(say("d-wait"), ((again,), (Button(say("d-wait.back"), Goto("D.HOW")),)))


@pages.screen("D.FOUND")
async def found(visit: Visit) -> View:
    """What the bot sees of the chat: nothing yet, no rights, or its people."""
    chat = await _undecided(visit)
    here = {"c": chat.id}
    leave = (Button(say("d-found.leave"), Goto("D.LEAVE", here), Colour.DANGER),)
    home = (Button(say("d-found.home"), Goto("")),)
    check = (Button(say("d-found.check"), Do("D.CHECK", here), Colour.MAIN),)
    if chat.trouble:
        # A chat that nobody administers for the bot shows neither its title nor its people.
        text = say("d-no-rights") if chat.trouble == "no-rights" else say(f"trouble-{chat.trouble}")
        return View(text, ((Button(say("d-found.open"), Open(MESSENGER_URL)),), check, leave, home))
    if chat.seen_at is None:
        return View(say("d-reading"), (check, leave, home))
    there = await adoption.inside(visit.school, chat)
    rows: list[Row] = [(Button(say("d-found.adopt"), Goto("D.MAP", here), Colour.GOOD),)]
    if there.unknown:
        rows.append((Button(say("d-found.unknown"), Goto("D.UNKNOWN", here)),))
    text = say(
        "d-found",
        title=chat.title,
        people=say("d-people", count=there.count),
        known=len(there.known),
        unknown=len(there.unknown),
        you=await _you(visit, chat),
    )
    return View(text, (*rows, leave, home))


@pages.act("D.CHECK")
async def check(visit: Visit) -> Outcome:
    """Look at the chat again: VK tells nobody that the bot has become an administrator of it."""
    chat = await _undecided(visit)
    await adoption.look_again(visit.school, chat.peer_id or 0)
    return Go("D.FOUND", {"c": chat.id}, say("d-checking"))


@pages.screen("D.UNKNOWN")
async def unknown(visit: Visit) -> View:
    """Who is inside and nobody of the journal; also after the adoption."""
    chat = await _keepers_chat(visit)
    people = (await adoption.inside(visit.school, chat)).unknown
    here = {"c": chat.id}
    back = (Button(say("d-unknown.back"), Goto("C.VIEW" if chat.state.is_ours else "D.FOUND", here)),)
    if not people:
        return View(say("d-unknown-nobody", title=chat.title), (back,))
    page = page_of(people, visit.list_page, size=PEOPLE_A_PAGE)
    lines = [await _unknown_line(visit, number, one) for number, one in enumerate(page.items, start=page.first)]
    rows: list[Row] = [(Button(say("d-unknown.ask"), Do("D.UNKNOWN.ASK", here)),)]
    if removable := await _removable(visit, chat):
        label, seen = say("d-unknown.kick", count=len(removable)), {"k": adoption.print_of(removable)}
        rows.append((Button(label, Goto("D.UNKNOWN.KICK", {**here, **seen}), Colour.DANGER),))
    if not page.is_only:
        turn = (("prev", max(page.number - 1, 1)), ("next", min(page.number + 1, page.pages)))
        rows.append(tuple(Button(say(f"d-unknown.{way}"), Goto("D.UNKNOWN", {**here, "n": n})) for way, n in turn))
    return View(say("d-unknown", title=chat.title, lines="\n".join(lines)), (*rows, back))


@pages.act("D.UNKNOWN.ASK")
async def ask_to_link(visit: Visit) -> Outcome:
    """Tell the chat, once a day, how to link."""
    chat = await _keepers_chat(visit)
    if not await adoption.may_ask_to_link(visit.school, visit.profile, chat):
        return Stay(say("d-asked-already"))
    link = Button(say("g-please-link.link"), Open(visit.school.settings.messages_url))
    view = View(say("g-please-link"), ((link,),))
    await visit.talker.say(chat.peer_id or 0, view.text, keyboard.inline(view))
    return Stay(say("d-asked"))


@pages.screen("D.UNKNOWN.KICK")
async def kick(visit: Visit) -> View:
    """Remove them? Only by this press."""
    chat = await _keepers_chat(visit)
    count = len(await _removable(visit, chat))
    here, seen = {"c": chat.id}, {"k": visit.text("k")}
    if not count:
        raise ScreenOutdated("")
    return View(
        say("d-kick", title=chat.title, people=say("d-people-of", count=count)),
        (
            (Button(say("d-kick.yes", count=count), Do("D.UNKNOWN.OUT", {**here, **seen}), Colour.DANGER),),
            (Button(say("d-kick.no"), Goto("D.UNKNOWN", here)),),
        ),
    )


@pages.act("D.UNKNOWN.OUT")
async def take_out(visit: Visit) -> Outcome:
    """Remove exactly those whom the person was shown; if others have come meanwhile, show them first."""
    chat = await _keepers_chat(visit)
    removable = await _removable(visit, chat)
    if adoption.print_of(removable) != visit.text("k"):
        return Go("D.UNKNOWN", {"c": chat.id}, say("d-unknown-changed"))
    count = await adoption.dismiss(visit.school, visit.profile, chat, removable)
    after = "D.UNKNOWN" if chat.state.is_ours else "D.FOUND"
    return Go(after, {"c": chat.id}, say("d-kicked", people=say("d-people-of", count=count)))


@pages.screen("D.LEAVE")
async def leave(visit: Visit) -> View:
    """Not this chat?"""
    chat = await _undecided(visit)
    here = {"c": chat.id}
    return View(
        say("d-leave", title=say("d-leave-this", title=chat.title) if chat.title else say("d-leave-untitled")),
        (
            (Button(say("d-leave.yes"), Do("D.LEAVE.YES", here), Colour.DANGER),),
            (Button(say("d-leave.back"), Goto("D.FOUND", here)),),
        ),
    )


@pages.act("D.LEAVE.YES")
async def left(visit: Visit) -> Outcome:
    """The bot goes."""
    await adoption.leave(visit.school, visit.profile, await _undecided(visit))
    return Go("", notice=say("d-left"))


def _staff(visit: Visit) -> None:
    if not may(relations.to_school(visit.profile), Act.ADOPT):
        raise ScreenOutdated("", "e-denied-staff")


async def _undecided(visit: Visit) -> Chat:
    """The found chat ``c``, for whoever found it; once it is adopted its card is what there is to see."""
    _staff(visit)
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if chat is None or chat.state is not ChatState.FOUND or chat.author_id not in visit.profile.person_ids:
        raise ScreenOutdated("")
    return chat


async def _keepers_chat(visit: Visit) -> Chat:
    """The chat ``c``, found or adopted, for whoever may remove people from it."""
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if chat is None or not chat.state.is_ours or chat.adopted_at is None:
        return await _undecided(visit)
    try:
        return await chat_to(visit, Act.REMOVE)
    except UserError as refusal:
        raise ScreenOutdated("", refusal.key) from refusal


async def _removable(visit: Visit, chat: Chat) -> list[int]:
    """The unknown pages that the bot can take out."""
    return [one.member_id for one in (await adoption.inside(visit.school, chat)).unknown if not one.is_admin]


async def _you(visit: Visit, chat: Chat) -> str:
    me = await ChatMember.get_or_none(chat_id=chat.id, member_id=visit.page, is_inside=True)
    if me is None:
        return say("d-you-outside")
    return say("d-you-owner") if me.is_owner else say("d-you-admin" if me.is_admin else "d-you-member")


def _short(person: Person) -> str:
    return short_name(person.family, person.given, person.patronymic)


async def _unknown_line(visit: Visit, number: int, row: ChatMember) -> str:
    about = say("d-unknown-line", number=number, name=row.name or say("d-nameless"), page=str(row.member_id))
    hints = [
        say("d-alike", name=_short(one), roles=await roles_in_words(visit, (one,)))
        for one in await adoption.alike(visit.school, row.name)
    ]
    marks = [say("d-is-admin")] if row.is_admin else []
    return " — ".join([about, *marks, *hints])
