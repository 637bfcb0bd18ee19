"""K: typed commands of whoever has a level; each leads to a screen and changes nothing itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.console import Level
from bot.services import console_roles, ledger
from bot.texts.catalogue import say
from bot.ui import commands
from bot.ui.commands import Typed
from bot.ui.pages import Go, Outcome, Pages, Screen, Stay
from bot.ui.view import Button, Goto, Params, View
from handlers.console.level import need
from handlers.visit import Visit

CONSOLE = "K."
LONGEST_REST = 40
WRITTEN_FREELY = (
    *("N.NAME", "N.RENAME", "N.SET.WELCOME", "C.RENAME", "C.WELCOME", "H.HELP", "H.TOPIC"),
    *("X.TYPED", "C.EDIT.TYPED", "C.DEL.TYPED", "C.DEL.CLASS"),
    *("K.PLAN.ALL", "K.PLAN.UNDO", "K.YEAR.TYPED", "K.KEEP.TYPED", "K.PERSON.UNLINK", "K.PERSON.BLOCK"),
)
"""Screens on which people write what they like, a word to look up, or one that confirms: none is a command there."""


@dataclass(frozen=True, slots=True)
class Command:
    """The screen to which a command leads; ``about`` is another one for a command with something behind it.

    A command with ``params`` is a whole wish: whatever stands behind it changes nothing.
    """

    level: Level
    screen: str
    about: str = ""
    params: Params = field(default_factory=dict)


COMMANDS: dict[str, Command] = {
    "menu": Command(Level.OBSERVER, "K.MENU"),
    "health": Command(Level.OBSERVER, "K.HEALTH"),
    "sync": Command(Level.OPERATOR, "K.PLAN", about="K.SYNC.CLASS"),
    "apply": Command(Level.ADMINISTRATOR, "K.PLAN"),
    "queue": Command(Level.OBSERVER, "K.QUEUE"),
    "pause": Command(Level.ADMINISTRATOR, "K.SYNC.PAUSE"),
    "resume": Command(Level.ADMINISTRATOR, "K.SYNC.PAUSE", params={"e": 1}),
    "audit": Command(Level.OBSERVER, "K.AUDIT"),
    "find": Command(Level.OPERATOR, "K.PEOPLE"),
    "person": Command(Level.OPERATOR, "K.PEOPLE"),
    "chat": Command(Level.OPERATOR, "K.CHATS"),
    "codes": Command(Level.OPERATOR, "K.PEOPLE.LIST"),
    "unlink": Command(Level.ADMINISTRATOR, "K.PEOPLE"),
    "block": Command(Level.ADMINISTRATOR, "K.PEOPLE"),
    "role": Command(Level.ADMINISTRATOR, "K.ROLES", about="K.ROLES.ADD"),
    "year": Command(Level.ADMINISTRATOR, "K.YEAR"),
    "rights": Command(Level.OPERATOR, "K.RIGHTS"),
    "read-only": Command(Level.ADMINISTRATOR, "K.READONLY"),
    "copy": Command(Level.OWNER, "K.BACKUP"),
    "version": Command(Level.OBSERVER, "K.VERSION"),
    "commands": Command(Level.OBSERVER, "K.HELP"),
}
NAMES = tuple(COMMANDS)

pages: Pages[Visit] = Pages()


@pages.screen("K.HELP")
async def commands_page(visit: Visit) -> View:
    """All commands that the person's level allows."""
    level = await need(visit, Level.OBSERVER)
    lines = [_line(name) for name, command in COMMANDS.items() if command.level <= level]
    return View(say("k-help", lines="\n".join(lines)), ((Button(say("k-help.back"), Goto("K.MORE")),),))


@dataclass(frozen=True, slots=True)
class Understanding:
    """Understands commands before a screen does, and tells what was perhaps meant after it did not."""

    screens: Mapping[str, Screen[Visit]]

    async def first(self, visit: Visit, screen: str, text: str) -> Outcome | None:
        """What a command leads to; None for any other text, and for people without a level."""
        asked = text.strip().startswith("?")
        typed = commands.read(text.strip().strip("?"), NAMES)
        if screen in WRITTEN_FREELY or (typed is None and not asked):
            return None
        own = await console_roles.level_of(visit.school, visit.profile)
        if own is None:
            return None
        if typed is None:
            return Stay(meant(text.strip()))
        if asked:
            return Stay(
                say("k-help-one", line=_line(typed.name), level=say(f"level-{COMMANDS[typed.name].level.code}"))
            )
        if own < COMMANDS[typed.name].level:
            return Stay(say("k-denied"))
        return await self._done(visit, typed)

    async def last(self, visit: Visit, screen: str, text: str) -> Outcome | None:
        """The commands that are spelt most like a text that a screen of the console did not understand."""
        if not screen.startswith(CONSOLE) or await console_roles.level_of(visit.school, visit.profile) is None:
            return None
        return Stay(meant(text))

    async def _done(self, visit: Visit, typed: Typed) -> Outcome:
        """The command's screen; whatever stands behind the command is typed there."""
        by = ledger.by(visit.profile)
        await ledger.note(visit.school, ledger.COMMAND, actor=by, account_id=visit.profile.account_id, name=typed.name)
        command = COMMANDS[typed.name]
        if command.params:
            alone = say("k-help-alone", word=commands.said_as(typed.name)[0], rest=typed.argument[:LONGEST_REST])
            return Go(command.screen, command.params, notice=alone if typed.argument else "")
        target = self.screens[(command.about if typed.argument else "") or command.screen]
        if not typed.argument or target.typed is None:
            return Go(target.id)
        outcome = await target.typed(replace(visit, params={}), typed.argument)
        return Go(target.id, notice=outcome.notice) if isinstance(outcome, Stay) else outcome


def _line(name: str) -> str:
    return say("k-help-line", word=commands.said_as(name)[0], what=say(f"what-{name}"))


def meant(text: str) -> str:
    """The commands that are spelt most like a text."""
    words = [say("k-help-word", word=commands.said_as(name)[0]) for name in commands.nearest(text, NAMES)]
    return say("k-help-meant", words=", ".join(words))
