"""Whom a member of staff may gather in a chat: the own teaching load, and the people whom it brings along."""

from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from bot.domain.kinds import Part, Role
from bot.domain.roster import Person, Unit
from bot.domain.russian import class_sort_key, full_name, normal_name
from bot.services import composition, picks
from bot.services.accounts import Profile
from bot.services.drafts import SUBJECT, Scope, Sketch
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat

PUPILS, PARENTS, STAFF = "pupils", "parents", "staff"
REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Load:
    """The units in which somebody has a part. ``own`` are the groups taught, ``groups`` and ``classes`` those within
    reach: for an administrator of the school (``is_whole``) all that there are.
    """

    own: tuple[Unit, ...] = ()
    groups: tuple[Unit, ...] = ()
    classes: tuple[Unit, ...] = ()
    is_whole: bool = False

    @property
    def parallels(self) -> tuple[int, ...]:
        """The parallels of the classes, in order; classes without a number are under -1."""
        return tuple(dict.fromkeys(parallel_of(unit) for unit in self.classes))

    def in_parallel(self, parallel: int) -> tuple[Unit, ...]:
        """The classes of a parallel."""
        return tuple(unit for unit in self.classes if parallel_of(unit) == parallel)

    def chosen(self, scope: Scope) -> tuple[Unit, ...]:
        """The classes of a scope: what is not restricted is all of the load."""
        within = [unit for unit in self.classes if not scope.parallels or parallel_of(unit) in scope.parallels]
        return tuple(unit for unit in within if not scope.classes or unit.source_id in scope.classes)


@dataclass(frozen=True, slots=True)
class Eligible:
    """Somebody who can be picked. ``classes`` are those of a pupil, or of a parent's children.

    ``is_keeper``: answers for the chat, so always is in it and leads it.
    """

    person: Person
    group: str
    classes: tuple[str, ...] = ()
    is_keeper: bool = False


class Recent:
    """Remembers the newest readings: every press in a draft asks twice for the same hundreds of people.

    A roster with a number never changes, so its readings stay true. The bells in a key stand for the school at work in
    this process.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Eligible, ...]] = OrderedDict()

    async def get(self, key: Hashable, read: Callable[[], Awaitable[tuple[Eligible, ...]]]) -> tuple[Eligible, ...]:
        """What was read under this key, or is read now."""
        if key not in self._kept:
            self._kept[key] = await read()
        self._kept.move_to_end(key)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return self._kept[key]


_RECENT = Recent()


def parallel_of(unit: Unit) -> int:
    """The parallel of a class, -1 when its title has no number."""
    return -1 if unit.parallel is None else unit.parallel


def staff_of(profile: Profile) -> list[str]:
    """The journal records of a page that belong to a member of staff."""
    return [person.source_id for person in profile.people if any(role.is_staff for role in person.roles)]


def is_administrator(profile: Profile) -> bool:
    """Whether the page belongs to an administrator of the school."""
    return any(Role.ADMINISTRATOR in person.roles for person in profile.people)


async def load_of(roster: Roster, profile: Profile) -> Load:
    """The teaching load: groups taught, classes led, and classes with a group that is taught."""
    mine = staff_of(profile)
    rows = await roster.active(people=mine) if mine else []
    own = tuple(await roster.groups({row.unit_id for row in rows if row.part is Part.TEACHER}))
    classes = await roster.classes()
    if is_administrator(profile):
        return Load(own, tuple(await roster.groups()), tuple(classes), is_whole=True)
    learning = await roster.active(people=await _pupils_of(roster, own), part=Part.PUPIL, in_classes=True)
    ids = {row.unit_id for row in (*rows, *learning)}
    return Load(own, own, tuple(unit for unit in classes if unit.source_id in ids))


async def groups_in(roster: Roster, load: Load, class_id: str) -> tuple[Unit, ...]:
    """The groups within reach in which pupils of a class learn."""
    pupils = {row.person_id for row in await roster.active(units=[class_id], part=Part.PUPIL)}
    ids = {row.unit_id for row in await roster.active(people=pupils, part=Part.PUPIL)} if pupils else set()
    return tuple(unit for unit in load.groups if unit.source_id in ids)


async def may_gather(roster: Roster, profile: Profile, unit_id: str) -> bool:
    """Whether a group is within reach of a member of staff."""
    mine = staff_of(profile)
    return is_administrator(profile) or bool(
        mine and await roster.active(units=[unit_id], people=mine, part=Part.TEACHER)
    )


async def for_draft(
    school: SchoolContext, roster: Roster, profile: Profile, sketch: Sketch, chat: Chat | None
) -> tuple[Eligible, ...]:
    """Everybody who can be picked in a draft, by name; ``chat`` is the edited one."""
    keepers = tuple(await composition.keepers(roster, chat) if chat else staff_of(profile)[:1])
    about = (chat.id, chat.follows_journal) if chat else ()
    facts = (sketch.kind, sketch.unit_id, sketch.scope, sketch.extra, sketch.base_members, keepers, about)

    async def read() -> tuple[Eligible, ...]:
        ids = {*sketch.extra, *sketch.base_members, *keepers}
        if sketch.kind == SUBJECT:
            ids |= await _of_group(roster, sketch.unit_id)
        elif chat is not None and chat.unit_id in await roster.units([chat.unit_id]):
            ids |= (await picks.by_journal(school, chat)).members | await _of_group(roster, chat.unit_id, STAFF)
        else:
            ids |= await _of_scope(roster, await load_of(roster, profile), sketch.scope)
        return await _eligible(roster, ids, keepers)

    return await _RECENT.get((school.bells, roster, profile.person_ids, facts), read)


async def outside(school: SchoolContext, profile: Profile) -> tuple[Eligible, ...]:
    """Who may be added from outside of a scope: the whole staff, and the pupils of the own classes."""
    roster = await Roster.of(school.key, school.today())

    async def read() -> tuple[Eligible, ...]:
        classes = (await load_of(roster, profile)).classes
        pupils = await roster.active(units=[unit.source_id for unit in classes], part=Part.PUPIL)
        staff = await roster.staff()
        return await _eligible(roster, {row.person_id for row in pupils} | {person.source_id for person in staff}, ())

    return await _RECENT.get((school.bells, roster, profile.person_ids), read)


async def scope_around(roster: Roster, profile: Profile, people: Collection[str]) -> Scope:
    """The classes within reach that these people come from, as pupils or as parents."""
    children = await roster.children(people)
    pupils = {*people, *(child for group in children.values() for child in group)}
    rows = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True)
    reach = {unit.source_id for unit in (await load_of(roster, profile)).classes}
    return Scope(classes=tuple(sorted({row.unit_id for row in rows} & reach)))


async def _of_group(roster: Roster, unit_id: str, only: str = "") -> set[str]:
    """Who learns or teaches in a unit, and the class teachers of its pupils."""
    rows = await roster.active(units=[unit_id])
    pupils = {row.person_id for row in rows if row.part is Part.PUPIL}
    learning = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True)
    leading = await roster.active(units={row.unit_id for row in learning}, part=Part.HOMEROOM)
    staff = {row.person_id for row in (*rows, *leading) if row.part is not Part.PUPIL}
    return staff if only == STAFF else staff | pupils


async def _of_scope(roster: Roster, load: Load, scope: Scope) -> set[str]:
    everywhere = {person.source_id for person in await roster.staff()} if scope.is_school and load.is_whole else set()
    classes = {unit.source_id for unit in load.chosen(scope)}
    rows = await roster.active(units=classes) if classes else []
    pupils = {row.person_id for row in rows if row.part is Part.PUPIL}
    if scope.subjects:
        groups = [unit.source_id for unit in load.groups if unit.subject in scope.subjects]
        learning = await roster.active(units=groups)
        pupils &= {row.person_id for row in learning if row.part is Part.PUPIL}
        theirs = {row.unit_id for row in learning if row.person_id in pupils}
        staff = {row.person_id for row in learning if row.part is Part.TEACHER and row.unit_id in theirs}
    else:
        units = {row.unit_id for row in await roster.active(people=pupils, part=Part.PUPIL)} | classes
        teaching = await roster.active(units=units, part=Part.TEACHER)
        staff = {row.person_id for row in (*rows, *teaching) if row.part is not Part.PUPIL}
    guardians = {one for group in (await roster.guardians(pupils)).values() for one in group}
    return pupils | staff | guardians | everywhere


async def _pupils_of(roster: Roster, groups: Iterable[Unit]) -> set[str]:
    ids = [unit.source_id for unit in groups]
    return {row.person_id for row in await roster.active(units=ids, part=Part.PUPIL)} if ids else set()


async def _eligible(roster: Roster, ids: Collection[str], keepers: Collection[str]) -> tuple[Eligible, ...]:
    people = [person for person in (await roster.people(ids)).values() if person.enabled]
    groups = {person.source_id: _group_of(person) for person in people}
    parents = [person_id for person_id, group in groups.items() if group == PARENTS]
    children = await roster.children(parents)
    pupils = {person_id for person_id, group in groups.items() if group == PUPILS}
    classes = await _classes(roster, pupils | {child for group in children.values() for child in group})
    found = [
        Eligible(
            person,
            groups[person.source_id],
            _titles(classes, children.get(person.source_id, [person.source_id])),
            is_keeper=person.source_id in keepers,
        )
        for person in people
    ]
    return tuple(sorted(found, key=_by_name))


async def _classes(roster: Roster, pupils: Collection[str]) -> Mapping[str, set[str]]:
    """Titles of classes by pupil."""
    rows = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True) if pupils else []
    units = await roster.units({row.unit_id for row in rows})
    titles: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        titles[row.person_id].add(units[row.unit_id].title)
    return titles


def _titles(classes: Mapping[str, set[str]], pupils: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({title for pupil in pupils for title in classes.get(pupil, ())}, key=class_sort_key))


def _group_of(person: Person) -> str:
    if any(role.is_staff for role in person.roles):
        return STAFF
    return PUPILS if Role.PUPIL in person.roles else PARENTS


def _by_name(one: Eligible) -> tuple[str, str]:
    person = one.person
    return normal_name(full_name(person.family, person.given, person.patronymic)), person.source_id
