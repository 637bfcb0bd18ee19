"""A, R: the consent of a parent, as the pupil waits for it and as the parent gives it or takes it back."""

from bot.documents.qr import qr_png
from bot.domain.events import ConsentAsked
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import children, consent, minors
from bot.services.children import Child
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.beside import say_beside
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("A.GUARDIAN")
async def guardian(visit: Visit) -> View:
    """A pupil waits for a parent's consent: who was asked, and how to reach the others."""
    pupils = await _waiting(visit)
    linked, others = await consent.guardians(visit.school, pupils)
    rows: list[Row] = []
    if linked:
        rows.append((Button(say("a-guardian.again"), Do("A.GUARDIAN.ASK"), Colour.MAIN),))
    if others:
        rows.append((Button(say("a-guardian.qr"), Do("A.GUARDIAN.QR")),))
    rows.append((Button(say("a-guardian.back"), Goto("")),))
    names = ", ".join(short_name(one.family, one.given, one.patronymic) for one in linked)
    if linked:
        text = say("a-guardian-asked", names=names)
    else:
        text = say("a-guardian-unlinked") if others else say("a-guardian-nobody")
    return View(say("a-guardian", text=text), tuple(rows))


@pages.act("A.GUARDIAN.ASK")
async def ask_again(visit: Visit) -> Outcome:
    """Send the request once more."""
    was_asked = await consent.ask(visit.school, await _waiting(visit))
    return Stay(say("a-guardian-sent" if was_asked else "a-guardian-wait"))


@pages.act("A.GUARDIAN.QR")
async def picture(visit: Visit) -> Outcome:
    """A QR code that opens the dialogue with the bot.

    It holds no personal code: with the parent's code in hand a pupil could link as the parent and consent alone.
    """
    await _waiting(visit)
    address = visit.school.settings.messages_url
    await visit.talker.picture(visit.page, say("a-guardian-qr"), qr_png(address))
    return Stay(say("a-guardian-qr-sent"))


async def invite(visit: Visit, event: ConsentAsked) -> None:
    """Put the request before a parent, unless it is settled by now."""
    child = await _child(visit, event.pupil_id)
    if child is None or not child.needs_consent or child.has_consent:
        return
    read = Button(say("consent-request.read"), Do("R.CONSENT.READ", {"k": event.pupil_id}), Colour.MAIN)
    text = say("consent-request", name=child.person.given, unit=child.unit)
    await say_beside(visit, visit.page, View(text, ((read,),)))


@pages.act("R.CONSENT.READ")
async def read(visit: Visit) -> Outcome:
    """From the request to the consent itself."""
    return Go("R.CONSENT", {"k": visit.text("k")})


@pages.screen("R.CONSENT")
async def ask(visit: Visit) -> View:
    """What the parent consents to."""
    child = await _own_child(visit)
    if child.has_consent:
        raise ScreenOutdated("", "r-consent-given")
    who = {"k": child.person.source_id}
    text = say("r-consent", name=_name(child), unit=child.unit, school=visit.school.settings.title)
    return View(
        text,
        (
            (Button(say("r-consent.yes"), Do("R.CONSENT.YES", who), Colour.GOOD),),
            (Button(say("r-consent.data"), Goto("H.DATA")),),
            (Button(say("r-consent.no"), Do("R.CONSENT.NO", who), Colour.DANGER),),
        ),
    )


@pages.act("R.CONSENT.YES")
async def give(visit: Visit) -> Outcome:
    """Consent."""
    await consent.give(visit.school, visit.profile, visit.text("k"))
    return Go("", notice=say("r-consented"))


@pages.act("R.CONSENT.NO")
async def refuse(_: Visit) -> Outcome:
    """Nothing is stored: without a consent the pupil stays outside, and the parent may think it over."""
    return Go("", notice=say("r-refused"))


@pages.screen("R.CONSENT.OFF")
async def off(visit: Visit) -> View:
    """What taking the consent back means."""
    child = await _own_child(visit)
    if not child.has_consent:
        raise ScreenOutdated("")
    who = {"k": child.person.source_id}
    return View(
        say("r-off", name=child.person.given),
        (
            (Button(say("r-off.yes"), Do("R.CONSENT.END", who), Colour.DANGER),),
            (Button(say("r-off.back"), Goto("R.CHILD")),),
        ),
    )


@pages.act("R.CONSENT.END")
async def withdraw(visit: Visit) -> Outcome:
    """Take the consent back."""
    await consent.withdraw(visit.school, visit.profile, visit.text("k"))
    return Go("", notice=say("r-withdrawn"))


async def _waiting(visit: Visit) -> set[str]:
    """The pupil's records that wait for consent."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    waiting = await minors.waiting(roster, visit.profile.person_ids)
    if not waiting:
        raise ScreenOutdated("")
    return waiting


async def _child(visit: Visit, pupil_id: str) -> Child | None:
    mine = await children.of(visit.school, visit.profile)
    return next((one for one in mine if one.person.source_id == pupil_id), None)


async def _own_child(visit: Visit) -> Child:
    child = await _child(visit, visit.text("k"))
    if child is None or not child.needs_consent:
        raise ScreenOutdated("")
    return child


def _name(child: Child) -> str:
    return f"{child.person.given} {child.person.family}"
