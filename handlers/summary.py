"""The summary of a draft (P.SUM, C.EDIT): how many of whom are picked, and the ways to every list."""

from collections import Counter
from collections.abc import Iterable

from bot.errors import ScreenOutdated
from bot.services import edit_chat, whereabouts
from bot.services.candidates import STAFF
from bot.services.whereabouts import Whereabouts
from bot.texts.catalogue import say
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.sketches import EVERYBODY, LISTS, Picking, short_names
from handlers.visit import journal_trouble


async def new_chat_view(now: Picking, *, other: Row = ()) -> View:
    """The review of a subject chat, and the first look at the people of a custom one."""
    is_subject = bool(now.sketch.unit_id)
    create = Button(say("p-sum.create"), Do("N.CREATE", now.ref), Colour.GOOD)
    review = Button(say("p-sum.review"), Goto("N.REVIEW", now.ref), Colour.GOOD)
    back = Goto("N.TYPE", {"all": 1}) if is_subject else Goto("N.SCOPE", now.ref)
    search = (
        Button(say("p-sum.find"), Goto("P.FIND", now.ref)),
        Button(say("p-sum.extra"), Goto("P.EXTRA", now.ref)),
    )
    leave = (Button(say("p-sum.back"), back), Button(say("p-sum.cancel"), Do("X.CANCEL", now.ref)))
    is_untouched = is_subject and now.selection.members >= now.default.members
    leading: Row = (_leading(now),)
    if is_subject:
        leading = (*leading, Button(say("p-sum.settings"), Goto("N.SET", now.ref)))
    text = say(
        "p-sum",
        title=now.title,
        counts="\n".join(_counts(now)),
        leaders=leaders_in_words(now),
        unlinked=await unlinked_line(now),
        hint=say("p-sum-by-journal") if is_untouched else say("p-sum-choose"),
    )
    trouble = await journal_trouble(now.visit)
    text = f"{trouble}\n\n{text}" if trouble else text
    return View(text, ((create if is_subject else review,), *list_rows(now), leading, search, other or leave))


async def edit_view(now: Picking) -> View:
    """The people of a chat that exists, and how far the edit has changed them."""
    chat = now.chat
    if chat is None:
        raise ScreenOutdated("")
    changes = edit_chat.wished(now.sketch)
    more: Row = ()
    if now.follows_journal:
        own = Button(say("c-edit.journal"), Do("P.RESET", now.ref))
    else:
        own = Button(say("c-edit.rename"), Goto("C.RENAME", now.ref))
        more = (Button(say("c-edit.scope"), Goto("N.SCOPE", now.ref)),)
    said = say(
        "c-edit-changes",
        added=len(changes.added),
        removed=len(changes.removed),
        leaders=len(changes.promoted | changes.demoted),
    )
    text = say(
        "c-edit",
        title=now.title,
        composition=composition_lines(now),
        changes=said if changes else say("c-edit-none"),
    )
    save = Button(say("c-edit.save"), Goto("C.DIFF", now.ref), Colour.GOOD)
    find = Button(say("p-sum.find"), Goto("P.FIND", now.ref))
    back = Button(say("c-edit.back"), Goto("C.VIEW", now.ref))
    return View(text, ((save,), *list_rows(now), (_leading(now),), (find, own), (*more, back)))


def list_rows(now: Picking) -> tuple[Row, ...]:
    """Two rows with a way to each list that has somebody."""
    names = [name for name in LISTS if now.listed(name)]
    buttons = [
        Button(say(f"p-sum.{name}", **_count(now, name)), Goto("P.PAGE", {**now.ref, "l": name}))
        for name in (*names, EVERYBODY)
    ]
    return tuple(row for row in (tuple(buttons[:2]), tuple(buttons[2:])) if row)


def composition_lines(now: Picking) -> str:
    """Counts by list and the administrators."""
    leaders = say("p-sum-leaders", names=leaders_in_words(now))
    return "\n".join([*_counts(now), leaders])


def members_in_words(now: Picking) -> str:
    """«14 учащихся, 1 сотрудник»."""
    counts = Counter(one.group for one in now.selection.chosen(now.people))
    return counted(counts)


def counted(counts: Counter[str]) -> str:
    """People by list, in words."""
    return ", ".join(say(f"p-count-{name}", count=counts[name]) for name in LISTS if counts[name]) or say("p-nobody")


async def unlinked_line(now: Picking) -> str:
    """How many of the picked have not linked: they are invited when they do. Empty when all have."""
    found = await whereabouts.of_people(now.visit.school, now.selection.members, None)
    count = sum(where is Whereabouts.UNLINKED for where in found.values())
    return "\n" + say("p-unlinked", count=count) if count else ""


def _counts(now: Picking) -> Iterable[str]:
    for name in LISTS:
        if now.listed(name) or name in (STAFF,):
            yield say(f"p-sum-{name}", **_count(now, name))


def _count(now: Picking, name: str) -> dict[str, int]:
    people = now.listed(name)
    return {"chosen": len(now.selection.chosen(people)), "total": len(people)}


def leaders_in_words(now: Picking) -> str:
    """The administrators who are picked."""
    leaders = now.named(now.selection.leaders)
    return short_names(leaders) if leaders else say("c-no-admins")


def _leading(now: Picking) -> Button:
    return Button(say("p-sum.leaders", count=len(now.selection.leaders)), Goto("P.ADMIN", now.ref))
