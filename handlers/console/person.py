"""K: one person: the link, the chats and why, and what an administrator may do about the link."""

from datetime import datetime

from bot.domain.console import Level
from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.errors import ScreenOutdated, UserError
from bot.services import (
    blocking,
    class_codes,
    console_roles,
    keep_away,
    ledger,
    link_person,
    my_data,
    news,
    person_card,
)
from bot.services.person_card import Card, Spot
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers import why_words
from handlers.console.confirming import asked_now, is_confirmed
from handlers.console.level import need
from handlers.visit import Visit, name_of, roles_in_words

CHATS_SHOWN = 12

pages: Pages[Visit] = Pages()


@pages.screen("K.PERSON")
async def person(visit: Visit) -> View:
    """Who somebody is, the page, and every chat with its reason."""
    level = await need(visit, Level.OPERATOR)
    one = await _person(visit)
    card = await person_card.of(visit.school, one)
    is_blocked = await blocking.is_blocked(visit.school, [one.source_id])
    told = await why_words.everywhere(visit, one.source_id)
    lines = [_chat(spot, told.get(spot.chat.id, "")) for spot in card.spots[:CHATS_SHOWN]]
    if (rest := len(card.spots) - CHATS_SHOWN) > 0:
        lines.append(say("k-person-more", count=rest))
    text = say(
        "k-person",
        name=name_of(one),
        roles=await roles_in_words(visit, card.profile.people if card.profile else (one,)),
        link=_link(visit, card) + (say("k-person-blocked") if is_blocked else ""),
        chats="\n".join(lines) or say("k-person-no-chats"),
    )
    return View(text, tuple(await _rows(visit, card, level)))


@pages.act("K.PERSON.CODE")
async def code(visit: Visit) -> Outcome:
    """Send the code of a person who has not linked; one that still works is shown again."""
    await need(visit, Level.OPERATOR)
    one = await _person(visit)
    if not await class_codes.may_give(visit.school, visit.profile, one):
        raise UserError("k-codes-beyond")
    [printed] = await class_codes.printed(visit.school, visit.profile, [one])
    text = say("c-code", name=name_of(one), code=printed.code, link=printed.link, day=_day(visit, printed.expires_at))
    await visit.talker.say(visit.page, text)
    return Stay(say("c-code-sent"))


@pages.act("K.PERSON.DATA")
async def data(visit: Visit) -> Outcome:
    """Send everything that is kept of the person, and write down that it was asked for."""
    await need(visit, Level.ADMINISTRATOR)
    one = await _person(visit)
    card = await person_card.of(visit.school, one)
    if card.profile is None:
        raise ScreenOutdated("K.PEOPLE", "k-person-unlinked-now")
    content = await my_data.file_of(visit.school, card.profile)
    await ledger.note(visit.school, "data-shown", actor=ledger.by(visit.profile), person=one.source_id)
    await visit.talker.document(visit.page, say("k-person-data", name=name_of(one)), say("h-data-file-name"), content)
    return Stay(say("c-file-sent"))


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Unlink only for the right word in time."""
    card = await _unlinkable(visit)
    if not is_confirmed(visit, text, "x-typed-word-unlink") or card.profile is None:
        return Go("K.PERSON", {"p": visit.text("p")}, say("x-typed-wrong"))
    await link_person.unlink(visit.school, card.profile, actor=ledger.by(visit.profile))
    await news.tell_pages(visit.school, [card.profile.page], say("k-person-unlink-told"))
    return Go("K.PERSON", {"p": visit.text("p")}, say("k-person-unlinked"))


@pages.screen("K.PERSON.UNLINK", typed=word_typed, is_numbered=True)
async def unlink(visit: Visit) -> View:
    """What unlinking somebody's page means, and the word that does it."""
    card = await _unlinkable(visit)
    back = Button(say("k-person-unlink.no"), Goto("K.PERSON", {"p": visit.text("p")}))
    text = say("k-person-unlink", name=name_of(card.person), word=say("x-typed-word-unlink"))
    return View(text, ((back,),))


async def _unlinkable(visit: Visit) -> Card:
    """Somebody linked who does not stand above or beside the one who asks."""
    level = await need(visit, Level.ADMINISTRATOR)
    card = await person_card.of(visit.school, await _person(visit))
    if card.profile is None:
        raise ScreenOutdated("K.PEOPLE", "k-person-unlinked-now")
    theirs = await console_roles.level_of(visit.school, card.profile)
    if theirs is not None and theirs >= level:
        raise ScreenOutdated("K.PEOPLE", "k-role-refused")
    return card


async def _rows(visit: Visit, card: Card, level: Level) -> list[Row]:
    here = {"p": card.person.source_id}
    log = Button(say("k-person.log"), Goto("K.AUDIT", here))
    rows: list[Row] = []
    if await class_codes.may_give(visit.school, visit.profile, card.person):
        rows.append((Button(say("k-person.code"), Do("K.PERSON.CODE", here), Colour.MAIN),))
    if card.profile is not None and level >= Level.ADMINISTRATOR:
        rows.append((log, Button(say("k-person.data"), Do("K.PERSON.DATA", here))))
        asked = asked_now(visit, here)
        rows.append((Button(say("k-person.unlink"), Goto("K.PERSON.UNLINK", asked), Colour.DANGER),))
    else:
        rows.append((log,))
    if level >= Level.ADMINISTRATOR:
        rows.append(await _shutting_out(visit, card))
    if Role.GUARDIAN in card.person.roles and keep_away.is_head(visit.school, visit.profile):
        rows.append((Button(say("k-person.keep"), Goto("K.KEEP", here), Colour.DANGER),))
    return [*rows, (Button(say("k-person.back"), Goto("K.PEOPLE")),)]


async def _shutting_out(visit: Visit, card: Card) -> Row:
    here = {"p": card.person.source_id}
    if await blocking.is_blocked(visit.school, [card.person.source_id]):
        return (Button(say("k-person.allow"), Do("K.PERSON.ALLOW", here)),)
    return (Button(say("k-person.block"), Goto("K.PERSON.BLOCK", asked_now(visit, here)), Colour.DANGER),)


async def _person(visit: Visit) -> Person:
    roster = await Roster.of(visit.school.key, visit.school.today())
    one = await roster.person(visit.text("p"))
    if one is None:
        raise ScreenOutdated("K.PEOPLE", "k-person-gone")
    return one


def _link(visit: Visit, card: Card) -> str:
    if card.link is None or card.profile is None:
        return say("k-person-not-linked")
    account = card.link.account
    return say(
        "k-person-linked",
        page=str(account.messenger_id),
        day=_day(visit, card.link.linked_at),
        way=say(f"data-by-{card.link.method}"),
        consent=_day(visit, account.consent_at),
        messages=say("k-person-messages-open" if account.is_reachable else "k-person-messages-closed"),
    )


def _chat(spot: Spot, why: str) -> str:
    """A chat with its state, and why the person is or was in it."""
    said = say("k-person-why", why=why) if why else ""
    return say("k-person-chat", title=spot.chat.title, icon=say(f"icon-{spot.state.value}"), why=said)


def _day(visit: Visit, at: datetime) -> str:
    return day_and_month(at.astimezone(visit.school.settings.time_zone).date())
