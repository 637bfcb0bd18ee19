"""The scope of a custom chat in words and as options: parallels, classes, subjects, in any combination."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.services.candidates import Load, parallel_of
from bot.services.drafts import Scope
from bot.texts.catalogue import say
from bot.ui.words import folded

PARALLELS, CLASSES, SUBJECTS = "parallels", "classes", "subjects"
WHAT = (PARALLELS, CLASSES, SUBJECTS)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a scope may be restricted to; ``value`` goes into buttons."""

    value: str
    title: str
    is_on: bool


def options(scope: Scope, load: Load, what: str) -> list[Option]:
    """All parallels or subjects of the load, or the classes of the chosen parallels."""
    if what == PARALLELS:
        return [Option(str(one), parallel_title(one), one in scope.parallels) for one in load.parallels]
    if what == CLASSES:
        units = load.chosen(replace(scope, classes=()))
        return [Option(unit.source_id, unit.title, unit.source_id in scope.classes) for unit in units]
    # A subject can be longer than a button's payload: its first group stands for it.
    first = {group.subject: group.source_id for group in reversed(load.groups) if group.subject}
    return [Option(first[name], name, name in scope.subjects) for name in sorted(first)]


def put(scope: Scope, load: Load, what: str, value: str, *, is_on: bool) -> Scope:
    """The scope with an option chosen or not; an empty value means that nothing of the kind is chosen."""
    held = {one.value: one.is_on for one in options(scope, load, what)}
    if value and value not in held:
        return scope
    held = held | {value: is_on} if value else dict.fromkeys(held, False)
    on = [one for one, is_chosen in held.items() if is_chosen]
    scope = replace(scope, is_school=False)
    if what == PARALLELS:
        return _fitting(replace(scope, parallels=tuple(int(one) for one in on)), load)
    if what == CLASSES:
        return replace(scope, classes=tuple(on))
    subjects = {group.source_id: group.subject for group in load.groups}
    return replace(scope, subjects=tuple(subjects[one] for one in on))


def typed_options(text: str, found: Sequence[Option]) -> list[str] | None:
    """The options that a text like «8А, 8Б» names; None when a part of it is none of them."""
    parts = [folded(part) for part in text.split(",")]
    known = {folded(one.title): one.value for one in found}
    if len(parts) == 1 and parts[0] not in known:
        parts = parts[0].split()
    return [known[part] for part in parts] if parts and all(part in known for part in parts) else None


def in_words(scope: Scope, load: Load, what: str) -> str:
    """«8А, 8Б», or that any will do."""
    titles = [one.title for one in options(scope, load, what) if one.is_on]
    return ", ".join(titles) or say(f"n-scope-any-{what}")


def parallel_title(number: int) -> str:
    """The number of a parallel; classes without one are the others."""
    return say("n-no-parallel") if number < 0 else str(number)


def _fitting(scope: Scope, load: Load) -> Scope:
    """Without the classes that are not of the chosen parallels."""
    within = {unit.source_id for unit in load.classes if not scope.parallels or parallel_of(unit) in scope.parallels}
    return replace(scope, classes=tuple(one for one in scope.classes if one in within))
