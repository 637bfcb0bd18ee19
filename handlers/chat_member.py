"""C: one person of a chat («три точки»): who they are; remove, bring back, let lead."""

from collections.abc import Collection

from bot.domain.kinds import Role
from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import accounts, invite_sheet, members, mute, picks
from bot.services.members_list import Line, State
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers import why_words
from handlers.access import allowed, chat_to
from handlers.card import here_of, kept, line_of, short_of, shown_chat
from handlers.visit import Visit, roles_in_words
from models.chats import Chat

OUTSIDE = (State.INVITED, State.COMING, State.FAILED, State.STOPPED, State.CLOSED, State.LEFT)
DATED = (State.INVITED, State.LEFT, State.REMOVED)

pages: Pages[Visit] = Pages()


@pages.screen("C.MEMBER")
async def member(visit: Visit) -> View:
    """Who somebody is, how far they have come, and what may be done."""
    chat = await shown_chat(visit, Act.SEE_MEMBERS)
    line = await line_of(visit, chat)
    may = await allowed(visit, chat)
    return_until = await members.undo_until(visit.school, chat, line.person.source_id)
    facts = [
        f"{line.name} · {await roles_in_words(visit, line.people)}",
        _state(visit, line),
        *_about_leading(line),
        *await _family(visit, line),
        *await why_words.in_chat(visit, chat, line.person.source_id),
        *([say("c-member-why-not", why=say(line.obstacle))] if line.obstacle else []),
        *([say("c-member-locked")] if line.is_locked else []),
    ]
    if return_until and line.state in members.GONE:
        facts.append(say("c-member-undo", moment=visit.said_moment(return_until)))
    rows = (
        *_leading(visit, line, may),
        *_speaking(visit, chat, line, may),
        *await _way_in(visit, chat, line, may),
        *_leaving(visit, line, may, bool(return_until)),
    )
    log = Button(say("c-member.log"), Goto("C.LOG", here_of(visit)))
    back = Button(say("c-member.back"), Goto("C.MEMBERS", kept(visit, "c", "f", "n")))
    return View("\n".join(facts), (*rows, (log, back) if Act.SEE_LOG in may else (back,)))


@pages.screen("C.MEMBER.ADMIN")
async def ask_admin(visit: Visit) -> View:
    """What the right means; for a pupil once more, in other words."""
    chat = await shown_chat(visit, Act.EDIT_ADMINISTRATORS)
    line = await line_of(visit, chat)
    if line.state in members.GONE:
        raise ScreenOutdated("", "c-member-gone")
    is_pupil = Role.PUPIL in line.person.roles
    later = "" if line.state is State.INSIDE else "\n\n" + say("c-admin-later", name=short_of(line))
    if is_pupil and not visit.school.settings.pupils_may_lead:
        raise ScreenOutdated("", "p-pupils-never-lead")
    text = say("c-admin-pupil", name=line.name) if is_pupil else say("c-admin", name=short_of(line))
    colour = Colour.DANGER if is_pupil else Colour.GOOD
    yes = Button(say("c-admin.yes"), Do("C.MEMBER.LEAD", here_of(visit)), colour)
    no = Button(say("c-admin.no"), Goto("C.MEMBER", here_of(visit)))
    return View(text + later, ((yes,), (no,)))


@pages.act("C.MEMBER.LEAD")
async def lead(visit: Visit) -> Outcome:
    """Make the person an administrator; VK's answer shows on the card."""
    chat = await chat_to(visit, Act.EDIT_ADMINISTRATORS)
    line = await line_of(visit, chat)
    await members.lead(visit.school, visit.profile, chat, line)
    return Go("C.MEMBER", here_of(visit))


@pages.act("C.MEMBER.FOLLOW")
async def follow(visit: Visit) -> Outcome:
    """Take the right back."""
    chat = await chat_to(visit, Act.EDIT_ADMINISTRATORS)
    await members.follow(visit.school, visit.profile, chat, await line_of(visit, chat))
    return Go("C.MEMBER", here_of(visit))


@pages.screen("C.KICK")
async def ask_removal(visit: Visit) -> View:
    """What a removal means."""
    chat = await shown_chat(visit, Act.REMOVE)
    line = await line_of(visit, chat)
    by_journal = (await picks.by_journal(visit.school, chat)).members
    why = say("c-kick-journal" if line.person.source_id in by_journal else "c-kick-picked")
    yes = Button(say("c-kick.yes"), Do("C.KICK.YES", here_of(visit)), Colour.DANGER)
    no = Button(say("c-kick.no"), Goto("C.MEMBER", here_of(visit)))
    return View(say("c-kick", name=line.name, why=why), ((yes,), (no,)))


@pages.act("C.KICK.YES")
async def remove(visit: Visit) -> Outcome:
    """Take the person out of the chat."""
    chat = await chat_to(visit, Act.REMOVE)
    await members.remove(visit.school, visit.profile, chat, await line_of(visit, chat))
    return Go("C.MEMBER", here_of(visit))


@pages.act("C.KICK.UNDO")
async def bring_back(visit: Visit) -> Outcome:
    """Take a removal back, for ten minutes."""
    chat = await chat_to(visit, Act.REMOVE)
    line = await line_of(visit, chat)
    if await members.undo_until(visit.school, chat, line.person.source_id) is None:
        return Go("C.MEMBER", here_of(visit), say("c-undo-late"))
    await members.bring_back(visit.school, visit.profile, chat, line)
    return Go("C.MEMBER", here_of(visit))


def _state(visit: Visit, line: Line) -> str:
    if line.is_silent:
        until = line.silent_until
        return say("c-member-silent-until", moment=visit.said_moment(until)) if until else say("c-member-silent")
    said = f"{say(f'icon-{line.state.value}')} {say(f'state-{line.state.value}')}"
    if line.state in DATED and line.at:
        said += " " + visit.said_moment(line.at)
    return said


def _about_leading(line: Line) -> list[str]:
    if line.leads:
        return [say("c-member-leads" if line.is_to_lead or line.state is not State.INSIDE else "c-member-led")]
    if not line.is_to_lead:
        return []
    is_inside = line.state is State.INSIDE
    return [say("c-member-unproved") if is_inside else say("c-admin-later", name=short_of(line))]


async def _family(visit: Visit, line: Line) -> list[str]:
    """The parents of a pupil, with whether they have linked."""
    if Role.PUPIL not in line.person.roles:
        return []
    roster = await Roster.of(visit.school.key, visit.school.today())
    guardians = (await roster.guardians([line.person.source_id])).get(line.person.source_id, [])
    people = await roster.people(guardians)
    linked = await accounts.pages_of(visit.school, guardians)
    said = [
        say(
            "c-member-parent-linked" if person_id in linked else "c-member-parent",
            name=short_name(one.family, one.given, one.patronymic),
        )
        for person_id, one in people.items()
        if one.enabled
    ]
    return [say("c-member-parents", parents=", ".join(said))] if said else []


def _leading(visit: Visit, line: Line, may: Collection[Act]) -> tuple[Row, ...]:
    belongs = line.state not in members.GONE
    if Act.EDIT_ADMINISTRATORS not in may or line.is_locked or not belongs:
        return ()
    if line.is_to_lead:
        return ((Button(say("c-member.follow"), Do("C.MEMBER.FOLLOW", here_of(visit))),),)
    return ((Button(say("c-member.lead"), Goto("C.MEMBER.ADMIN", here_of(visit))),),)


def _speaking(visit: Visit, chat: Chat, line: Line, may: Collection[Act]) -> tuple[Row, ...]:
    if Act.MUTE not in may or not mute.is_open(chat, line):
        return ()
    if line.is_silent:
        return ((Button(say("c-member.speak"), Do("C.MUTE.LIFT", here_of(visit))),),)
    return ((Button(say("c-member.mute"), Goto("C.MUTE", here_of(visit))),),)


async def _way_in(visit: Visit, chat: Chat, line: Line, may: Collection[Act]) -> tuple[Row, ...]:
    here, rows = here_of(visit), []
    if line.state in members.AGAIN and Act.REMIND in may:
        rows.append((Button(say("c-member.invite"), Do("C.MEMBER.INVITE", here)),))
    if Act.PRINT_CODES not in may or line.state not in (*OUTSIDE, State.UNLINKED):
        return tuple(rows)
    qr = (Button(say("c-member.qr"), Do("C.MEMBER.QR", here)),)
    if line.state is not State.UNLINKED:
        return (*rows, qr)
    if await invite_sheet.may_name(visit.school, visit.profile, chat, line.person.source_id):
        rows += [(Button(say("c-member.code"), Do("C.MEMBER.CODE", here)),), qr]
    return tuple(rows)


def _leaving(visit: Visit, line: Line, may: Collection[Act], may_return: bool) -> tuple[Row, ...]:
    if Act.REMOVE not in may or line.is_locked:
        return ()
    if line.state in members.GONE:
        back = Button(say("c-member.return"), Do("C.KICK.UNDO", here_of(visit)), Colour.MAIN)
        return ((back,),) if may_return else ()
    return ((Button(say("c-member.kick"), Goto("C.KICK", here_of(visit)), Colour.DANGER),),)
