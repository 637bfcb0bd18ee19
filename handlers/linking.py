"""A: first contact, consent, and the proof by phone or by personal code."""

from bot.errors import ScreenOutdated, UserError
from bot.services import accounts, identify, phone_codes
from bot.services.dialogues import StoredDialogues
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, View
from handlers.visit import Visit
from models.people import LinkRequest

pages: Pages[Visit] = Pages()


@pages.screen("A.START")
async def start(_: Visit) -> View:
    """Who the bot is for."""
    return View(
        say("a-start"),
        (
            (Button(say("a-start.link"), Goto("A.CONSENT"), Colour.MAIN),),
            (Button(say("a-start.code"), Goto("A.CODE")),),
            (Button(say("a-start.about"), Goto("H.ABOUT")),),
        ),
    )


@pages.screen("A.CONSENT")
async def consent(_: Visit) -> View:
    """What is kept and what is never asked for."""
    return View(
        say("a-consent"),
        (
            (Button(say("a-consent.yes"), Do("A.CONSENT.YES"), Colour.GOOD),),
            (Button(say("a-consent.data"), Goto("H.DATA")),),
            (Button(say("a-consent.no"), Goto("A.START")),),
        ),
    )


@pages.act("A.CONSENT.YES")
async def agree(visit: Visit) -> Outcome:
    """Store the consent; a code that came by a link is checked now."""
    await accounts.consent(visit.school, visit.page)
    dialogues = StoredDialogues(visit.school)
    code = await dialogues.kept_code(visit.page)
    if not code:
        return Go("A.METHOD")
    await dialogues.keep_code(visit.page, "")
    return await _try_code(visit, code)


@pages.act("A.REF")
async def arrive_by_link(visit: Visit) -> Outcome:
    """A deep link brought a code: keep it until the consent is given, or check it at once."""
    code = visit.text("ref")
    if visit.profile.account_id is not None:
        return await _try_code(visit, code)
    await StoredDialogues(visit.school).keep_code(visit.page, code)
    return Go("A.CONSENT", notice=say("a-code-kept"))


@pages.screen("A.METHOD")
async def method(visit: Visit) -> View:
    """How to be found in the journal."""
    by_phone = Button(say("a-method.phone"), Goto("A.PHONE"), Colour.MAIN)
    by_code = Button(say("a-method.code"), Goto("A.CODE"))
    ways = [by_code] if phone_codes.has_no_gateway(visit.school) else [by_phone, by_code]
    return View(say("a-method"), (*((way,) for way in ways), (Button(say("a-method.back"), Goto("A.CONSENT")),)))


async def phone_typed(visit: Visit, text: str) -> Outcome:
    """Ask for a code; the answer is the same whether the journal knows the number or not."""
    account_id = await _consented(visit)
    if await phone_codes.is_gateway_down(visit.school):
        return Go("A.CODE", notice=say("e-sms"))
    await phone_codes.begin(visit.school, account_id, text)
    return Go("A.SMS")


@pages.screen("A.PHONE", typed=phone_typed)
async def phone(visit: Visit) -> View:
    """Ask for the number, if somebody could send a code."""
    if phone_codes.has_no_gateway(visit.school):
        raise ScreenOutdated("A.CODE", "e-sms")
    return View(say("a-phone"), ((Button(say("a-phone.other"), Goto("A.METHOD")),),))


async def sms_typed(visit: Visit, text: str) -> Outcome:
    """Check the digits."""
    request = await _sms_request(visit)
    await phone_codes.check(visit.school, request, text)
    return Go("A.WHO")


@pages.screen("A.SMS", typed=sms_typed)
async def sms(visit: Visit) -> View:
    """Wait for the code."""
    request = await _sms_request(visit)
    return View(
        say("a-sms", phone=request.phone_shown, tries=say("tries-left", count=request.tries_left)),
        (
            (Button(say("a-sms.again"), Do("A.SMS.AGAIN")),),
            (Button(say("a-sms.change"), Goto("A.PHONE")),),
            (Button(say("a-sms.help"), Goto("A.SMS.HELP")),),
        ),
    )


@pages.act("A.SMS.AGAIN")
async def send_again(visit: Visit) -> Outcome:
    """Another code; the one before stops working."""
    if phone_codes.has_no_gateway(visit.school):
        raise ScreenOutdated("A.CODE", "e-sms")
    await phone_codes.resend(visit.school, await _sms_request(visit))
    return Go("A.SMS", notice=say("a-sms-sent"))


@pages.screen("A.SMS.HELP")
async def sms_help(_: Visit) -> View:
    """What to do when no code comes."""
    return View(
        say("a-sms-help"),
        (
            (Button(say("a-sms-help.code"), Goto("A.CODE")),),
            (Button(say("a-sms-help.change"), Goto("A.PHONE")),),
            (Button(say("a-sms-help.back"), Goto("A.SMS")),),
        ),
    )


async def code_typed(visit: Visit, text: str) -> Outcome:
    """Check a personal code."""
    if visit.profile.account_id is None:
        await StoredDialogues(visit.school).keep_code(visit.page, text[:16])
        return Go("A.CONSENT", notice=say("a-consent-first"))
    return await _try_code(visit, text)


@pages.screen("A.CODE", typed=code_typed)
async def code(_: Visit) -> View:
    """Ask for the personal code."""
    return View(
        say("a-code"),
        ((Button(say("a-code.help"), Goto("A.CODE.HELP")),), (Button(say("a-code.other"), Goto("A.METHOD")),)),
    )


@pages.screen("A.CODE.HELP")
async def code_help(_: Visit) -> View:
    """Where codes come from."""
    return View(say("a-code-help"), ((Button(say("a-code-help.back"), Goto("A.CODE")),),))


async def _try_code(visit: Visit, text: str) -> Outcome:
    profile = await accounts.profile_of(visit.school, visit.page)
    try:
        await identify.begin_by_code(visit.school, profile, text)
    except UserError as error:
        return Go("A.CODE", notice=say(error.key, **error.values))
    return Go("A.WHO")


async def _consented(visit: Visit) -> int:
    if visit.profile.account_id is None:
        raise UserError("a-consent-first")
    return visit.profile.account_id


async def _sms_request(visit: Visit) -> LinkRequest:
    request = await identify.current_request(visit.school, visit.profile)
    if request is None or request.method != "sms":
        raise ScreenOutdated("A.PHONE", "a-sms-expired")
    return request
