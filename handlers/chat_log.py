"""C: what has happened in a chat, the newest first, and as a file."""

from bot.documents import tables
from bot.domain.permissions import Act
from bot.domain.russian import full_name, short_name
from bot.services import chat_log
from bot.services.chat_log import Entry
from bot.services.edit_chat import CHANGED
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Outcome, Pages, Stay
from bot.ui.view import Button, Do, Goto, View
from handlers.access import chat_to
from handlers.card import kept, shown_chat, turn
from handlers.visit import Visit
from models.chats import Chat

LINES_A_PAGE = 10
TOLD_BY = {"hold": "hold-", "refusal": "refusal-", "trouble": "trouble-"}
"""Lines whose event is itself the key of the reason."""

pages: Pages[Visit] = Pages()


@pages.screen("C.LOG")
async def log(visit: Visit) -> View:
    """A page of the chat's log; with a person, only what concerns them."""
    chat = await shown_chat(visit, Act.SEE_LOG)
    person_id = visit.text("p")
    entries = await chat_log.read(visit.school, chat, person_id)
    page = page_of(entries, visit.list_page, size=LINES_A_PAGE)
    lines = [_line(visit, entry) for entry in page.items]
    said = "\n" + say("c-members-page", page=page.number, pages=page.pages) if not page.is_only else ""
    text = say("c-log", title=chat.title, lines="\n".join(lines) or say("c-log-empty"), page=said)
    here = kept(visit, "c", "p")
    file = Button(say("c-log.file"), Do("C.LOG.FILE", here))
    back = Button(say("c-log.back"), Goto("C.MEMBER", here) if person_id else Goto("C.VIEW", here))
    return View(text, (*turn("C.LOG", page, here), (file, back)))


@pages.act("C.LOG.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the log as a document."""
    chat = await chat_to(visit, Act.SEE_LOG)
    entries = await chat_log.read(visit.school, chat, visit.text("p"))
    header = [say(f"c-log-{column}") for column in ("at", "actor", "what")]
    data = tables.as_csv(header, [_row(visit, entry) for entry in entries])
    await visit.talker.document(visit.page, say("c-log-file", title=chat.title), _name(chat), data)
    return Stay(say("c-file-sent"))


def _line(visit: Visit, entry: Entry) -> str:
    return say("c-log-line", moment=visit.said_moment(entry.at), actor=_actor(entry), what=_what(entry))


def _row(visit: Visit, entry: Entry) -> list[str]:
    local = entry.at.astimezone(visit.school.settings.time_zone)
    return [f"{local:%Y-%m-%d %H:%M:%S}", _actor(entry), _what(entry)]


def _actor(entry: Entry) -> str:
    if entry.actor is not None:
        return short_name(entry.actor.family, entry.actor.given, entry.actor.patronymic)
    kind = entry.by.partition(":")[0]
    return say(f"actor-{kind}")


def _what(entry: Entry) -> str:
    """The line in words; whom it concerned is forgotten once their account is erased."""
    about = entry.about
    who = full_name(about.family, about.given, about.patronymic) if about else say("ledger-somebody")
    for kind, beginning in TOLD_BY.items():
        if entry.event.startswith(beginning):
            return say(f"ledger-{kind}", who=who, why=say(entry.event))
    if entry.event == CHANGED:
        return _changes(entry)
    departure = str(entry.details.get("departure") or "")
    return say(
        f"ledger-{entry.event}",
        who=who,
        before=entry.details.get("before", ""),
        after=entry.details.get("after", ""),
        why=say(f"departure-{departure}") if departure else "",
    )


def _changes(entry: Entry) -> str:
    """An edit of the list of members in one line."""
    said = []
    for name, people in entry.groups.items():
        names = [short_name(one.family, one.given, one.patronymic) for one in people]
        said += [say(f"ledger-people-{name}", names=", ".join(names))] if names else []
    if title := entry.details.get("title_after"):
        said.append(say("ledger-renamed", before=entry.details.get("title_before"), after=title))
    return "; ".join(said) or say("ledger-people-changed")


def _name(chat: Chat) -> str:
    return f"{chat.title}.csv"
