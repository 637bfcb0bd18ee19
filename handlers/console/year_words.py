"""The plan of the school year in words: its lines, its classes, and the rows of its workbook."""

from collections.abc import Iterable, Sequence
from itertools import chain

from bot.domain.russian import class_sort_key
from bot.domain.year import Continuation, Doubt, KeptChat, YearPlan
from bot.domain.year_steps import Fate, Step, parallel_of
from bot.texts.catalogue import say
from bot.ui.view import Colour

TITLES_SHOWN = 12
ALL = -2
"""The number that stands for all parallels; -1 are classes whose title has none."""


def lines_of(plan: YearPlan) -> list[str]:
    """One line for each part of the plan that has anything in it."""
    chats = {"groups": plan.groups, "over": plan.over}
    classes = {
        "create": [unit.title for unit in plan.fresh],
        "waiting": [unit.title for unit in plan.waiting],
        "ask": [_asked(plan, doubt) for doubt in plan.doubts],
        "renumbered": [one.before.unit.title for one in plan.renumbered],
    }
    lines = [say("k-year-line-continue", classes=moves(plan, ALL))] if plan.continuing else []
    lines += [say(f"k-year-line-{name}", count=len(some), titles=_chats(some)) for name, some in chats.items() if some]
    return lines + [say(f"k-year-line-{name}", titles=_cut(some)) for name, some in classes.items() if some]


def moves(plan: YearPlan, parallel: int) -> str:
    """The classes of a parallel, or of all, as «8А → 9А»."""
    mine = sorted(of_parallel(plan, parallel), key=lambda one: class_sort_key(one.before.unit.title))
    return _cut([say("k-year-move", before=one.before.unit.title, after=one.after.unit.title) for one in mine])


def of_parallel(plan: YearPlan, parallel: int) -> list[Continuation]:
    """The classes of a parallel that go on, or all of them."""
    return [one for one in plan.continuing if parallel in (ALL, parallel_of(one))]


def name_of_parallel(parallel: int) -> str:
    """A parallel and the next one; classes without a number are called so."""
    return say("k-year-step", before=parallel, after=parallel + 1) if parallel >= 0 else say("k-year-step-other")


def table_of(plan: YearPlan) -> list[list[str | int]]:
    """Every class and every chat of the plan: what, from, to, how many pupils are the same."""
    rows: list[list[str | int]] = [_row("continue", one) for one in plan.continuing]
    rows += [_row("renumbered", one) for one in plan.renumbered]
    for doubt in plan.doubts:
        rows += [_row("ask", one) for one in doubt.choices] or [[_what("ask"), doubt.before.unit.title, "", ""]]
    rows += [[_what("over"), chat.title, "", ""] for chat in plan.over]
    rows += [[_what("groups"), chat.title, "", ""] for chat in plan.groups]
    rows += [[_what("closed"), chat.title, "", ""] for chat in plan.closed]
    rows += [[_what("create"), "", unit.title, ""] for unit in plan.fresh]
    return rows + [[_what("waiting"), "", unit.title, ""] for unit in plan.waiting]


def names_of(plan: YearPlan, steps: Iterable[Step]) -> str:
    """The chats that the steps are about; the classes where there are no chats yet."""
    left_behind = [one.chats for one in (*plan.continuing, *plan.renumbered)] + [one.chats for one in plan.doubts]
    kept = chain(plan.over, plan.groups, plan.closed, *left_behind)
    titles = {chat.chat_id: chat.title for chat in kept}
    classes = {unit.source_id: unit.title for unit in plan.fresh}
    numbers = [number for step in steps for number in step.chats]
    return _cut([titles[number] for number in numbers] or [classes[step.after[0]] for step in steps])


def colour_of(fate: Fate) -> Colour:
    """What chats end by is red."""
    return Colour.PLAIN if fate in (Fate.CONTINUE, Fate.CREATE) else Colour.DANGER


def _asked(plan: YearPlan, doubt: Doubt) -> str:
    """The class in question, told from the one that has its title now."""
    unit = doubt.before.unit
    return say("k-year-of-before", title=unit.title) if unit.year < plan.year else unit.title


def _row(what: str, one: Continuation) -> list[str | int]:
    return [_what(what), one.before.unit.title, one.after.unit.title, one.alike]


def _what(part: str) -> str:
    return say(f"k-year-file-{part}")


def _chats(chats: Iterable[KeptChat]) -> str:
    return _cut(sorted(chat.title for chat in chats))


def _cut(titles: Sequence[str]) -> str:
    rest = len(titles) - TITLES_SHOWN
    shown = ", ".join(titles[:TITLES_SHOWN])
    return say("k-year-more", titles=shown, count=rest) if rest > 0 else shown
