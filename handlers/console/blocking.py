"""K: an administrator shuts somebody out of the bot, or lets them come again."""

from bot.domain.console import Level
from bot.errors import ScreenOutdated
from bot.services import blocking, console_roles, person_card
from bot.services.person_card import Card
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Goto, View
from handlers.console.confirming import is_confirmed
from handlers.console.level import need
from handlers.visit import Visit, name_of

pages: Pages[Visit] = Pages()


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Shut out only for the right word in time."""
    card = await _card(visit)
    here = {"p": card.person.source_id}
    if not is_confirmed(visit, text, "k-block-word"):
        return Go("K.PERSON", here, say("x-typed-wrong"))
    await blocking.block(visit.school, visit.profile, card)
    return Go("K.PERSON", here, say("k-block-done"))


@pages.screen("K.PERSON.BLOCK", typed=word_typed, is_numbered=True)
async def block(visit: Visit) -> View:
    """What shutting somebody out means, and the word that does it."""
    card = await _card(visit)
    back = Button(say("k-block.no"), Goto("K.PERSON", {"p": card.person.source_id}))
    return View(say("k-block", name=name_of(card.person), word=say("k-block-word")), ((back,),))


@pages.act("K.PERSON.ALLOW")
async def allow(visit: Visit) -> Outcome:
    """Let the person come again."""
    card = await _card(visit)
    await blocking.allow(visit.school, visit.profile, card.person.source_id)
    return Go("K.PERSON", {"p": card.person.source_id}, say("k-block-over"))


async def _card(visit: Visit) -> Card:
    """Somebody who does not stand above or beside the one who asks."""
    level = await need(visit, Level.ADMINISTRATOR)
    roster = await Roster.of(visit.school.key, visit.school.today())
    one = await roster.person(visit.text("p"))
    if one is None:
        raise ScreenOutdated("K.PEOPLE", "k-person-gone")
    card = await person_card.of(visit.school, one)
    theirs = await console_roles.level_of(visit.school, card.profile) if card.profile else None
    if theirs is not None and theirs >= level:
        raise ScreenOutdated("K.PEOPLE", "k-role-refused")
    return card
