"""C: the way into a chat for one person: one more invitation, a personal code, a QR code."""

from bot.documents.qr import qr_png
from bot.domain.permissions import Act
from bot.errors import UserError
from bot.services import invite_sheet, ledger, members, personal_codes
from bot.services.members_list import Line
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pages import Go, Outcome, Pages, Stay
from handlers.access import chat_to
from handlers.card import here_of, line_of
from handlers.visit import Visit
from models.chats import Chat

pages: Pages[Visit] = Pages()


@pages.act("C.MEMBER.INVITE")
async def invite(visit: Visit) -> Outcome:
    """One more invitation."""
    chat = await chat_to(visit, Act.REMIND)
    await members.invite_again(visit.school, visit.profile, chat, await line_of(visit, chat))
    return Go("C.MEMBER", here_of(visit))


@pages.act("C.MEMBER.CODE")
async def show_code(visit: Visit) -> Outcome:
    """The personal code of somebody who has not linked, in a message of its own."""
    chat = await chat_to(visit, Act.PRINT_CODES)
    line = await line_of(visit, chat)
    if (printed := await _printed(visit, chat, line)) is None:
        return Go("C.MEMBER", here_of(visit), say("c-code-linked"))
    day = day_and_month(printed.expires_at.astimezone(visit.school.settings.time_zone).date())
    await visit.talker.say(visit.page, say("c-code", name=line.name, code=printed.code, link=printed.link, day=day))
    return Stay(say("c-code-sent"))


@pages.act("C.MEMBER.QR")
async def show_qr(visit: Visit) -> Outcome:
    """A picture that leads the person into the dialogue with the bot, where the invitation waits."""
    chat = await chat_to(visit, Act.PRINT_CODES)
    line = await line_of(visit, chat)
    printed = await _printed(visit, chat, line)
    address = printed.link if printed else visit.school.settings.messages_url
    text = say("c-qr-personal" if printed else "c-qr-dialogue", name=line.name)
    await visit.talker.picture(visit.page, text, qr_png(address))
    return Stay(say("c-qr-sent"))


async def _printed(visit: Visit, chat: Chat, line: Line) -> personal_codes.Printed | None:
    """The code, None for whoever has linked; ``UserError`` for whom the sheet of this chat would not name."""
    if line.page is not None:
        return None
    if not await invite_sheet.may_name(visit.school, visit.profile, chat, line.person.source_id):
        raise UserError("c-code-denied")
    actor = ledger.person(visit.profile.account_id or 0)
    printed = await personal_codes.issue(visit.school, [line.person], actor=actor)
    return printed[0] if printed else None
