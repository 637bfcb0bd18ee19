"""C: what has happened in a chat, the newest first, and as a file."""

from bot.documents import tables
from bot.domain.permissions import Act
from bot.services import chat_log
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Do, Goto, View
from handlers.access import chat_to
from handlers.card import kept, shown_chat, turn
from handlers.ledger_words import cut, line, row
from handlers.visit import Visit
from models.chats import Chat

LINES_A_PAGE = 10

pages: Pages[Visit] = Pages()


@pages.screen("C.LOG")
async def log(visit: Visit) -> View:
    """A page of the chat's log; with a person, only what concerns them."""
    chat = await shown_chat(visit, Act.SEE_LOG)
    person_id = visit.text("p")
    found = await chat_log.read(visit.school, chat, person_id)
    page = page_of(found.entries, visit.list_page, size=LINES_A_PAGE)
    lines = [line(visit, entry) for entry in page.items]
    said = "\n" + say("c-members-page", page=page.number, pages=page.pages) if not page.is_only else ""
    if left_out := cut(found.looked_at, found.total):
        said += f"\n{left_out}"
    text = say("c-log", title=chat.title, lines="\n".join(lines) or say("c-log-empty"), page=said)
    here = kept(visit, "c", "p")
    file = Button(say("c-log.file"), Do("C.LOG.FILE", here))
    back = Button(say("c-log.back"), Goto("C.MEMBER", here) if person_id else Goto("C.VIEW", here))
    return View(text, (*turn("C.LOG", page, here), (file, back)))


@pages.act("C.LOG.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the log as a document."""
    chat = await chat_to(visit, Act.SEE_LOG)
    found = await chat_log.read(visit.school, chat, visit.text("p"))
    header = [say(f"c-log-{column}") for column in ("at", "actor", "what")]
    rows = [row(visit, entry) for entry in found.entries]
    if left_out := cut(found.looked_at, found.total):
        rows.append([left_out])
    data = tables.as_csv(header, rows)
    await visit.talker.document(visit.page, say("c-log-file", title=chat.title), _name(chat), data)
    return Stay(say("c-file-sent"))


def _name(chat: Chat) -> str:
    return f"{chat.title}.csv"
