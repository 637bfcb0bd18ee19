"""A: who the page is, what the journal says of them, and the decision to link."""

from bot.errors import ScreenOutdated
from bot.services import blocking, identify, ledger, link_person, phone_codes
from bot.services import relink as relinks
from bot.services.identify import Candidate
from bot.services.places import places_of
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Open, View
from handlers.visit import MESSENGER_URL, Visit, roles_in_words
from models.people import LinkRequest

CHOICES = 5

pages: Pages[Visit] = Pages()


@pages.screen("A.WHO")
async def who(visit: Visit) -> View:
    """Several people behind one number: who is it? With one human only, A.FOUND is shown."""
    request = await _proven(visit)
    options = await identify.request_candidates(visit.school, request)
    if not options:
        return await notfound(visit)
    are_staff_left_out = len(request.candidates) > sum(len(option.people) for option in options)
    if len(options) == 1 and not are_staff_left_out:
        return await found(visit)
    rows = [
        (Button(await _line(visit, option), Do("A.WHO.THIS", {"p": option.ids[0]})),) for option in options[:CHOICES]
    ]
    text = say("a-who")
    if are_staff_left_out:
        text = f"{text}\n\n{say('a-who-staff')}"
    return View(text, (*rows, (Button(say("a-who.other"), Goto("A.NOTFOUND")),)))


@pages.act("A.WHO.THIS")
async def choose(visit: Visit) -> Outcome:
    """Remember the choice."""
    await identify.choose(visit.school, await _proven(visit), visit.text("p"), visit.profile)
    return Go("A.FOUND")


@pages.screen("A.FOUND")
async def found(visit: Visit) -> View:
    """Show whom the journal knows and ask whether it is them."""
    request, candidate = await _chosen(visit)
    key = "a-found-has-profile" if _has_profile(visit, request) else "a-found"
    return View(
        say(key, **await _facts(visit, candidate)),
        (
            (Button(say("a-found.yes"), Do("A.FOUND.YES"), Colour.GOOD),),
            (Button(say("a-found.wrong"), Goto("A.WRONG")),),
            (Button(say("a-found.no"), Goto("A.NOTFOUND"), Colour.DANGER),),
        ),
    )


@pages.act("A.FOUND.YES")
async def yes(visit: Visit) -> Outcome:
    """Go on: to the profile's steps, past them for those who have one, or to moving the link."""
    if await _is_done(visit):
        return Go("A.DONE")
    request, candidate = await _chosen(visit)
    if await link_person.other_page(visit.school, visit.profile, candidate) is not None:
        return Go("A.RELINK")
    return await finish(visit) if _has_profile(visit, request) else Go("A.INFO")


@pages.screen("A.INFO")
async def info(visit: Visit) -> View:
    """«Информация о себе»: shown, not edited."""
    _, candidate = await _chosen(visit)
    return View(
        say("a-info", name=candidate.name),
        (
            (Button(say("a-info.next"), Goto("A.PROFILE"), Colour.GOOD),),
            (Button(say("a-info.wrong"), Goto("A.WRONG")),),
        ),
    )


@pages.screen("A.PROFILE")
async def profile(visit: Visit) -> View:
    """«Создать учебный профиль»."""
    _, candidate = await _chosen(visit)
    return View(
        say("a-profile", **await _facts(visit, candidate)),
        (
            (Button(say("a-profile.create"), Do("A.PROFILE.CREATE"), Colour.GOOD),),
            (Button(say("a-profile.wrong"), Goto("A.WRONG")),),
        ),
    )


@pages.act("A.PROFILE.CREATE")
async def finish(visit: Visit) -> Outcome:
    """Link the page."""
    if await _is_done(visit):
        return Go("A.DONE")
    request, candidate = await _chosen(visit)
    await link_person.confirm(visit.school, visit.profile, request, candidate)
    return Go("A.DONE")


@pages.screen("E.BLOCKED")
async def shut_out(visit: Visit) -> View:
    """An administrator has closed the way: who helps."""
    anew = Button(say("e-blocked.home"), Goto("A.START"))
    return View(blocking.blocked_in_words(visit.school), ((anew,),))


@pages.screen("A.WRONG")
async def wrong(visit: Visit) -> View:
    """Where mistakes of the journal are mended."""
    return View(
        say("a-wrong", contact=visit.school.whom_to_ask()),
        (
            (Button(say("a-wrong.yes"), Do("A.FOUND.YES"), Colour.GOOD),),
            (Button(say("a-wrong.back"), Goto("A.WHO")),),
        ),
    )


@pages.screen("A.NOTFOUND")
async def notfound(visit: Visit) -> View:
    """Nobody fits."""
    by_phone = (Button(say("a-notfound.phone"), Goto("A.PHONE")),)
    by_code = (Button(say("a-notfound.code"), Goto("A.CODE")),)
    return View(say("a-notfound"), (by_code,) if phone_codes.has_no_gateway(visit.school) else (by_phone, by_code))


@pages.screen("A.RELINK")
async def relink(visit: Visit) -> View:
    """The person is linked with another page: move the link?"""
    _, candidate = await _chosen(visit)
    link = await link_person.other_page(visit.school, visit.profile, candidate)
    if link is None:
        raise ScreenOutdated("A.WHO")
    day = day_and_month(link.linked_at.astimezone(visit.school.settings.time_zone).date())
    return View(
        say("a-relink", day=day),
        (
            (Button(say("a-relink.move"), Do("A.RELINK.MOVE"), Colour.DANGER),),
            (Button(say("a-relink.leave"), Goto("")),),
        ),
    )


@pages.act("A.RELINK.MOVE")
async def move(visit: Visit) -> Outcome:
    """Begin the waiting time."""
    request, candidate = await _chosen(visit)
    identify.refuse_other_generation(visit.profile, candidate)
    await relinks.ask(visit.school, request, candidate)
    return Go("A.RELINK.WAIT")


@pages.screen("A.RELINK.WAIT")
async def relink_wait(visit: Visit) -> View:
    """The move is asked for."""
    waiting = await relinks.waiting(visit.profile)
    if waiting is None:
        raise ScreenOutdated("")
    return View(
        say("a-relink-wait", moment=visit.said_moment(waiting.due_at)),
        ((Button(say("a-relink-wait.cancel"), Do("A.RELINK.CANCEL")),),),
    )


@pages.act("A.RELINK.CANCEL")
async def cancel_relink(visit: Visit) -> Outcome:
    """Stop a move that this page asked for, or that would take its own link away."""
    mine = await relinks.waiting(visit.profile)
    against = await relinks.against(visit.school, visit.profile)
    for request in [*([mine] if mine else []), *against]:
        actor = ledger.person(visit.profile.account_id or 0)
        await relinks.cancel(visit.school, request, actor=actor)
    return Go("", notice=say("a-relink-cancelled"))


@pages.screen("A.DONE")
async def done(visit: Visit) -> View:
    """Linked: what happens now, with real counts."""
    role = visit.profile.role
    places = await places_of(visit.school, visit.profile)
    led = [place for place in places if any(reason.code == "homeroom" for reason in place.reasons)]
    outside = [place for place in places if place.is_ready and not place.is_inside]
    if led:
        lines = [
            say("chat-line-ready" if place.is_ready else "chat-line-making", title=place.chat.title) for place in led
        ]
        text = say("a-done-staff", chats="\n".join(lines))
    elif outside:
        text = say("a-done-invited", invitations=say("invitations-count", count=len(outside)))
    elif any(place.is_inside for place in places):
        text = say("a-done-inside")
    else:
        text = say("a-done-waiting-staff" if role == "staff" else "a-done-waiting")
    onward = (
        Button(say(f"a-done.{role}"), Goto(""), Colour.MAIN) if role else Button(say("a-done.role"), Goto("A.ROLE"))
    )
    more = ((Button(say("a-done.new"), Goto("N.TYPE"), Colour.GOOD),),) if role == "staff" else ()
    return View(text, ((onward,), *more, (Button(say("a-done.messenger"), Open(MESSENGER_URL)),)))


def _has_profile(visit: Visit, request: LinkRequest) -> bool:
    """The school has checked whoever holds its printed code; a linked page was checked before."""
    return visit.profile.is_linked or request.method == "code"


async def _is_done(visit: Visit) -> bool:
    """Whether the page is linked and no linking is under way: a second press shows the result of the first."""
    return visit.profile.is_linked and await identify.current_request(visit.school, visit.profile) is None


async def _proven(visit: Visit) -> LinkRequest:
    request = await identify.current_request(visit.school, visit.profile)
    if request is None or request.proven_at is None:
        raise ScreenOutdated("A.METHOD")
    return request


async def _chosen(visit: Visit) -> tuple[LinkRequest, Candidate]:
    request = await _proven(visit)
    candidate = await identify.chosen(visit.school, request)
    if candidate is None:
        raise ScreenOutdated("A.WHO")
    if await blocking.is_blocked(visit.school, candidate.ids):
        raise ScreenOutdated("E.BLOCKED", "e-blocked-short")
    return request, candidate


async def _facts(visit: Visit, candidate: Candidate) -> dict[str, object]:
    roles = await roles_in_words(visit, candidate.people)
    return {"name": candidate.name, "roles": roles, "school": visit.school.settings.title}


async def _line(visit: Visit, option: Candidate) -> str:
    person = option.people[0]
    roles = await roles_in_words(visit, option.people)
    return f"{person.family} {person.given} — {roles}"
