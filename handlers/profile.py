"""A: the profile card, the choice of role, unlinking and deletion."""

from bot.errors import ScreenOutdated
from bot.services import accounts, erase, link_person, relink
from bot.services.places import places_of
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, View
from bot.ui.words import folded
from handlers.beside import say_beside
from handlers.visit import Visit, journal_in_words, name_of, roles_in_words

CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


@pages.screen("A.ROLE")
async def role(visit: Visit) -> View:
    """Several roles: whose menu?"""
    if not visit.profile.roles:
        raise ScreenOutdated("A.START")
    rows = [(Button(say(f"a-role.{name}"), Do("A.ROLE.SET", {"r": name})),) for name in visit.profile.roles]
    return View(say("a-role"), tuple(rows))


@pages.act("A.ROLE.SET")
async def set_role(visit: Visit) -> Outcome:
    """Remember the role and open its menu."""
    if visit.text("r") in visit.profile.roles and visit.profile.account_id is not None:
        await accounts.show_role(visit.profile.account_id, visit.text("r"))
    return Go("")


@pages.screen("A.PROFILE.CARD")
async def card(visit: Visit) -> View:
    """Who the bot takes the person for."""
    _linked(visit)
    rows = [
        (Button(say("a-profile-card.notify"), Goto("A.NOTIFY")),),
        (Button(say("a-profile-card.data"), Goto("H.DATA")),),
        (Button(say("a-profile-card.unlink"), Goto("A.UNLINK", {"w": "unlink"}), Colour.DANGER),),
        (Button(say("a-profile-card.back"), Goto("")),),
    ]
    if await relink.against(visit.school, visit.profile):
        rows.insert(0, (Button(say("a-profile-card.cancel-relink"), Do("A.RELINK.CANCEL"), Colour.MAIN),))
    if len(visit.profile.roles) > 1:
        rows.insert(0, (Button(say("a-profile-card.role"), Goto("A.ROLE")),))
    text = say(
        "a-profile-card",
        name=name_of(visit.profile.people[0]),
        roles=await roles_in_words(visit, visit.profile.people),
        school=visit.school.settings.title,
        journal=await journal_in_words(visit),
        messages=say("messages-allowed" if visit.profile.is_reachable else "messages-closed"),
    )
    return View(text, tuple(rows))


async def ask_number(visit: Visit) -> None:
    """The journal has another number: ask whether the page still belongs to the same person."""
    yes = Button(say("a-number.yes"), Do("A.NUMBER.YES"), Colour.GOOD)
    no = Button(say("a-number.no"), Goto("A.UNLINK", {"w": "unlink"}), Colour.DANGER)
    view = View(say("a-number", name=name_of(visit.profile.people[0])), ((yes,), (no,)))
    await say_beside(visit, visit.page, view)


@pages.act("A.NUMBER.YES")
async def same_person(visit: Visit) -> Outcome:
    """Still the same person."""
    await link_person.confirm_number(visit.school, visit.profile)
    return Stay(say("a-number-confirmed"))


@pages.screen("A.UNLINK")
async def unlink(visit: Visit) -> View:
    """What unlinking or deletion means, before it is done."""
    what = _what(visit)
    if visit.profile.account_id is None:
        raise ScreenOutdated("A.START")
    places = await places_of(visit.school, visit.profile)
    inside = sum(place.is_inside for place in places)
    consequence = say("a-unlink-chats", chats=say("chats-count-of", count=inside)) if inside else say("a-unlink-none")
    key = "a-erase" if what == "erase" else "a-unlink"
    asked = int(visit.now.timestamp())
    return View(
        say(key, consequence=consequence),
        (
            (Button(say(f"{key}.yes"), Goto("X.TYPED", {"w": what, "t": asked}), Colour.DANGER),),
            (Button(say(f"{key}.no"), Goto("")),),
        ),
    )


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Do it only for the right word in time."""
    what = _what(visit)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(say(f"x-typed-word-{what}")):
        return Go("", notice=say("x-typed-wrong"))
    if what == "erase":
        await erase.ask(visit.school, visit.profile)
        return Go("A.START", notice=say("a-erased"))
    await link_person.unlink(visit.school, visit.profile)
    return Go("A.START", notice=say("a-unlinked"))


@pages.screen("X.TYPED", typed=word_typed)
async def typed(visit: Visit) -> View:
    """A strong confirmation: a word typed within two minutes."""
    what = _what(visit)
    return View(say("x-typed", what=what, word=say(f"x-typed-word-{what}")), ((Button(say("x-typed.no"), Goto("")),),))


def _what(visit: Visit) -> str:
    if visit.text("w") not in ("unlink", "erase"):
        raise ScreenOutdated("")
    return visit.text("w")


def _linked(visit: Visit) -> None:
    if not visit.profile.is_linked:
        raise ScreenOutdated("A.START")
