"""N: a chat is created and watched while it comes into being; every count is read back from VK."""

from collections.abc import Mapping

from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import create_chat, drafts, edit_chat, invitations, whereabouts
from bot.services.roster import Roster
from bot.services.whereabouts import Progress, Whereabouts
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.access import chat_to
from handlers.card import shown_chat
from handlers.sketches import farewell, keep, picking, refuse_others, some
from handlers.summary import leaders_in_words, members_in_words, unlinked_line
from handlers.visit import Visit
from models.chats import Chat

MISSED = (Whereabouts.STOPPED, Whereabouts.CLOSED, Whereabouts.FAILED)

pages: Pages[Visit] = Pages()


@pages.screen("N.REVIEW")
async def review(visit: Visit) -> View:
    """A custom chat once more before it is created."""
    now = await picking(visit)
    if now.chat is not None or now.sketch.unit_id:
        raise ScreenOutdated("")
    people = Goto("P.SUM", now.ref)
    text = say(
        "n-review",
        title=now.title,
        members=members_in_words(now),
        leaders=leaders_in_words(now),
        unlinked=await unlinked_line(now),
    )
    return View(
        text,
        (
            (Button(say("n-review.create"), Do("N.CREATE", now.ref), Colour.GOOD),),
            (
                Button(say("n-review.rename"), Goto("N.RENAME", now.ref)),
                Button(say("n-review.settings"), Goto("N.SET", now.ref)),
            ),
            (Button(say("n-review.people"), people),),
            (Button(say("n-review.back"), people), Button(say("n-review.cancel"), Do("X.CANCEL", now.ref))),
        ),
    )


@pages.act("N.CREATE")
async def create(visit: Visit) -> Outcome:
    """Make the chat of the draft; a second press leads to the same chat."""
    refuse_others(visit)
    if made := await _made(visit):
        return Go("N.PROGRESS", {"c": made})
    now = await picking(visit)
    sketch = await keep(now, now.selection)
    if now.gone:
        return Go(now.hub.screen, now.hub.params, await farewell(now))
    chat = await create_chat.create(visit.school, visit.profile, sketch)
    return Go("N.PROGRESS", {"c": chat.id})


@pages.screen("N.PROGRESS")
async def progress(visit: Visit) -> View:
    """How far the chat has come; in the end what has become of it."""
    return await _shown(visit)


@pages.screen("N.DONE")
async def done(visit: Visit) -> View:
    """The chat is there."""
    return await _shown(visit)


@pages.screen("N.PARTIAL")
async def partial(visit: Visit) -> View:
    """The chat is there, and somebody could not be invited."""
    return await _shown(visit)


@pages.act("N.AGAIN")
async def again(visit: Visit) -> Outcome:
    """Invite those once more whom the invitation did not reach."""
    chat = await chat_to(visit, Act.REMIND)
    await invitations.try_again(visit.school, chat)
    return Go("N.PROGRESS", {"c": chat.id})


@pages.act("N.STOP")
async def stop(visit: Visit) -> Outcome:
    """«Остановить рассылку»: whoever was not asked yet is not asked."""
    chat = await chat_to(visit, Act.REMIND)
    if not (await whereabouts.progress_of(visit.school, chat)).is_over:
        await invitations.stop(visit.school, visit.profile, chat)
    return Go("N.PARTIAL", {"c": chat.id})


async def _made(visit: Visit) -> int | None:
    """The chat that an earlier press has made of the same draft."""
    if "g" in visit.params:
        chat = await create_chat.existing(visit.school, visit.text("g"))
        is_mine = chat is not None and chat.deleted_at is None and chat.author_id in visit.profile.person_ids
        return chat.id if chat and is_mine else None
    sketch = await drafts.load(visit.school, visit.page, visit.number("d"))
    return sketch.chat_id if sketch.is_done else None


async def _shown(visit: Visit) -> View:
    chat = await shown_chat(visit, Act.SEE_STATES)
    now = await whereabouts.progress_of(visit.school, chat)
    if not now.is_over:
        return _progress(chat, now)
    missed = {where: now.those(where) for where in MISSED if now.count(where)}
    return await _partial(visit, chat, now, missed) if missed else _done(chat, now)


def _progress(chat: Chat, now: Progress) -> View:
    lines = [
        say("n-progress-made", count=now.inside) if now.is_made else say("n-progress-making"),
        *([say("n-progress-link")] if chat.link else []),
        *([say("n-progress-leaders", done=now.leading, wanted=now.leaders)] if now.is_made else []),
        *([_invitations(now)] if now.is_made else []),
        *([say("n-progress-trouble", why=say(f"trouble-{chat.trouble}"))] if chat.trouble else []),
        *([say("e-vk")] if chat.tries else []),
    ]
    home = Button(say("n-done.home"), Goto("M.LIST"))
    stopping = Button(say("n-progress.stop"), Do("N.STOP", {"c": chat.id}), Colour.DANGER)
    rows = ((stopping,), (home,)) if now.is_made and now.count(Whereabouts.LINKED) else ((home,),)
    return View(say("n-progress", title=edit_chat.chat_title(chat), lines="\n".join(lines)), rows)


def _invitations(now: Progress) -> str:
    done = now.count(Whereabouts.INVITED)
    return say("n-progress-invited", done=done, wanted=done + now.count(Whereabouts.LINKED))


def _done(chat: Chat, now: Progress) -> View:
    here = {"c": chat.id}
    invited, unlinked = now.count(Whereabouts.INVITED), now.count(Whereabouts.UNLINKED)
    facts = [
        say("n-done-inside", count=now.inside),
        *([say("n-done-invited", count=invited)] if invited else []),
        *([say("n-done-unlinked", count=unlinked)] if unlinked else []),
    ]
    return View(
        say("n-done", title=edit_chat.chat_title(chat), facts="\n".join(facts)),
        (
            (Button(say("n-done.open"), Do("JOIN", here), Colour.MAIN),),
            (Button(say("n-done.link"), Goto("C.LINK", here)), Button(say("n-done.card"), Goto("C.VIEW", here))),
            *([(Button(say("n-done.close"), Goto("C.CLOSED", here)),)] if chat.open_settings else []),
            (Button(say("n-done.more"), Goto("N.TYPE"), Colour.GOOD),),
            (Button(say("n-done.home"), Goto("M.LIST")),),
        ),
    )


async def _partial(visit: Visit, chat: Chat, now: Progress, missed: Mapping[Whereabouts, list[str]]) -> View:
    here = {"c": chat.id}
    lines = [
        say(f"n-partial-{where.value}", count=len(people), names=await _names(visit, people))
        for where, people in missed.items()
    ]
    text = say(
        "n-partial",
        title=edit_chat.chat_title(chat),
        inside=say("n-done-inside", count=now.inside),
        missed="\n".join(lines),
    )
    again = Button(say("n-partial.send" if Whereabouts.STOPPED in missed else "n-partial.again"), Do("N.AGAIN", here))
    return View(
        text,
        (
            (Button(say("n-partial.qr"), Goto("C.QR", here), Colour.MAIN),),
            *([(again,)] if missed.keys() - {Whereabouts.CLOSED} else []),
            (Button(say("n-done.open"), Do("JOIN", here)), Button(say("n-done.card"), Goto("C.VIEW", here))),
            (Button(say("n-done.home"), Goto("M.LIST")),),
        ),
    )


async def _names(visit: Visit, people: list[str]) -> str:
    roster = await Roster.of(visit.school.key, visit.school.today())
    known = (await roster.people(people)).values()
    return some(sorted(short_name(one.family, one.given, one.patronymic) for one in known))
