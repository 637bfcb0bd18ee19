"""K: the first screen of the console, and what stands behind «Ещё»."""

from bot.domain.console import Level
from bot.services import figures, health, held_terms
from bot.texts.catalogue import say
from bot.ui.pages import Pages
from bot.ui.view import Button, Colour, Goto, Row, View
from handlers.console.level import need
from handlers.visit import Visit

SHOWN = ("vk", "journal", "sms")

pages: Pages[Visit] = Pages()


@pages.screen("K.MENU")
async def menu(visit: Visit) -> View:
    """What the school is like now, and the ways to everything that can be done about it."""
    level = await need(visit, Level.OBSERVER)
    signs = await health.signs(visit.school)
    lights = [say("k-menu-light", light=say(f"light-{one.light}"), what=say(f"subject-{one.subject}")) for one in signs]
    shown = [line for line, sign in zip(lights, signs, strict=True) if sign.subject in SHOWN]
    trouble = [line for line, sign in zip(lights, signs, strict=True) if sign.light is not health.Light.GREEN]
    waiting = len(await held_terms.waiting(visit.school))
    counted = await figures.of(visit.school)
    text = say(
        "k-menu",
        school=visit.school.settings.title,
        level=say(f"level-{level.code}"),
        lights=" · ".join(dict.fromkeys((*shown, *trouble))),
        chats=counted.chats,
        people=counted.people,
        linked=counted.linked,
        percent=counted.percent,
        waiting=say("k-menu-waiting", count=waiting),
    )
    return View(text, _rows(level, waiting))


@pages.screen("K.MORE")
async def more(visit: Visit) -> View:
    """What is needed rarely."""
    await need(visit, Level.OBSERVER)
    return View(
        say("k-more"),
        (
            (Button(say("k-more.copy"), Goto("K.BACKUP")), Button(say("k-more.service"), Goto("K.BIND"))),
            (Button(say("k-more.read-only"), Goto("K.READONLY")), Button(say("k-more.version"), Goto("K.VERSION"))),
            (Button(say("k-more.commands"), Goto("K.HELP")),),
            (Button(say("k-more.back"), Goto("K.MENU")),),
        ),
    )


def _rows(level: Level, waiting: int) -> tuple[Row, ...]:
    queue = Button(say("k-menu.queue", count=waiting), Goto("K.QUEUE"), Colour.MAIN if waiting else Colour.PLAIN)
    people, chats = Button(say("k-menu.people"), Goto("K.PEOPLE")), Button(say("k-menu.chats"), Goto("K.CHATS"))
    return (
        (queue,),
        (Button(say("k-menu.sync"), Goto("K.SYNC")), Button(say("k-menu.health"), Goto("K.HEALTH"))),
        (people, chats) if level >= Level.OPERATOR else (chats,),
        (Button(say("k-menu.log"), Goto("K.AUDIT")), Button(say("k-menu.more"), Goto("K.MORE"))),
        (Button(say("k-menu.out"), Goto("")),),
    )
