"""A draft as its screens see it: what it is about, who can be picked, who is picked; the same for new and old chats."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.permissions import Act
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated
from bot.services import candidates, create_chat, drafts, edit_chat, picks
from bot.services.candidates import PARENTS, PUPILS, STAFF, Eligible
from bot.services.drafts import Sketch
from bot.services.picks import People
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Stay
from bot.ui.picker import Candidate, Leading, LeadRefusedError, LeadUnconfirmedError, LockedError, Selection
from bot.ui.view import Goto, Params
from handlers.access import is_staff
from handlers.card import shown_chat
from handlers.visit import Visit, name_of
from models.chats import Chat
from models.roster import RosterPerson

ABOUT = ("c", "g", "d")
"""What a draft is about: the chat that is edited, the group of a subject chat, or else the number of the draft."""
LISTS = (PUPILS, PARENTS, STAFF)
EVERYBODY = "all"
NAMED = 10


@dataclass(frozen=True, slots=True)
class Picking:
    """One look at a draft. ``ref`` goes into every button; ``gone`` were picked and can be picked no longer.

    ``default`` is what the journal says; ``chat`` is the edited one.
    """

    visit: Visit
    ref: Params
    sketch: Sketch
    title: str
    people: tuple[Candidate, ...]
    selection: Selection
    default: Selection
    gone: frozenset[str]
    chat: Chat | None = None

    @property
    def hub(self) -> Goto:
        """The summary, from which all lists are reached."""
        return Goto("C.EDIT" if self.chat else "P.SUM", self.ref)

    @property
    def follows_journal(self) -> bool:
        """Whether the journal says who belongs."""
        return bool(self.sketch.unit_id) or (self.chat is not None and not self.chat.unit_id.startswith("draft-"))

    def listed(self, name: str) -> tuple[Candidate, ...]:
        """The people of one of the lists."""
        return tuple(one for one in self.people if name in (EVERYBODY, one.group))

    def named(self, keys: Iterable[str]) -> tuple[Candidate, ...]:
        """The people with these keys; unknown ones are left out."""
        wanted = set(keys)
        return tuple(one for one in self.people if one.key in wanted)

    def leaders_first(self) -> tuple[Candidate, ...]:
        """The members as a list of possible administrators shows them: the staff first."""
        members = self.selection.chosen(self.people)
        return (*(one for one in members if one.group == STAFF), *(one for one in members if one.group != STAFF))


def ref_of(params: Params) -> Params:
    """What the draft of these parameters is about."""
    name = next((one for one in ABOUT if one in params), "")
    if not name:
        raise ScreenOutdated("", "e-draft-gone")
    return {name: params[name]}


async def picking(visit: Visit, *, adding: Collection[str] = ()) -> Picking:
    """The draft that the parameters speak of, checked anew; ``adding`` are people from outside of its scope."""
    ref = ref_of(visit.params)
    chat = await shown_chat(visit, Act.EDIT_PEOPLE) if "c" in ref else None
    sketch = await _sketch(visit, ref, chat)
    if adding:
        outside = {one.person.source_id for one in await candidates.outside(visit.school, visit.profile)}
        sketch = replace(sketch, extra=tuple(sorted({*sketch.extra, *(outside & set(adding))})))
    return await look_at(visit, sketch, chat)


async def look_at(visit: Visit, sketch: Sketch, chat: Chat | None) -> Picking:
    """A draft with the people of this moment."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    eligible = await candidates.for_draft(visit.school, roster, visit.profile, sketch, chat)
    people = as_candidates(visit, eligible)
    selection, gone = Selection(frozenset(sketch.members), frozenset(sketch.leaders)).settled(people)
    default = await _default(visit, roster, sketch, chat)
    settled_default, _ = Selection(default.members, default.leaders & default.members).settled(people)
    title = await _title(roster, sketch, chat)
    ref = ref_of(visit.params)
    return Picking(visit, ref, sketch, title, people, selection, settled_default, gone, chat)


async def keep(now: Picking, selection: Selection) -> Sketch:
    """Store who is picked; whoever came from outside of the scope and is dropped is in no list any more."""
    sketch = replace(
        now.sketch,
        members=tuple(sorted(selection.members)),
        leaders=tuple(sorted(selection.leaders)),
        extra=tuple(sorted(selection.members.intersection(now.sketch.extra))),
    )
    return await drafts.keep(now.visit.school, now.visit.page, sketch)


async def change(now: Picking, alter: Callable[[Selection], Selection], onward: Goto) -> Outcome:
    """Change who is picked and go on; what cannot be changed is said, and nothing else happens."""
    try:
        selection = alter(now.selection)
    except LockedError as error:
        return Stay(say("p-locked", names=short_names(error.people)))
    except LeadRefusedError:
        return Stay(say("p-pupils-never-lead"))
    except LeadUnconfirmedError as error:
        if len(error.people) > 1:
            return Stay(say("p-confirm-one"))
        return Go("P.PUPILADMIN", {**now.ref, "p": error.people[0].key, "n": now.visit.list_page})
    if selection == now.selection and not now.gone and now.sketch.id:
        return Stay() if now.visit.params == onward.params else Go(onward.screen, onward.params)
    await keep(now, selection)
    return Go(onward.screen, onward.params, await farewell(now))


async def farewell(now: Picking) -> str:
    """Names those who were picked and are in no list any more; empty when there are none."""
    if not now.gone:
        return ""
    rows = await RosterPerson.filter(school=now.visit.school.key, person_id__in=list(now.gone)).order_by("since")
    names = {row.person_id: short_name(row.family, row.given, row.patronymic) for row in rows}
    if len(names) < len(now.gone):
        return say("p-gone-count", count=len(now.gone))
    return say("p-gone", names=some(sorted(names.values())))


def as_candidates(visit: Visit, people: Iterable[Eligible]) -> tuple[Candidate, ...]:
    """People of the journal as the picker knows them."""
    notes = {name: say(f"p-note-{name}") for name in LISTS}
    pupils = Leading.CONFIRMED if visit.school.settings.pupils_may_lead else Leading.NEVER
    leading = {PUPILS: pupils, PARENTS: Leading.FREE, STAFF: Leading.FREE}
    return tuple(_candidate(one, notes, leading[one.group]) for one in people)


def short_names(people: Iterable[Candidate]) -> str:
    """«Иванова Е. П., Крылов Я. А.», the first ones of many."""
    return some([_short(one) for one in people])


def some(names: list[str]) -> str:
    """The first of many names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    return say("p-and-more", names=shown, count=len(names) - NAMED) if len(names) > NAMED else shown


def refuse_others(visit: Visit) -> None:
    """Only the staff puts chats together."""
    if not is_staff(visit):
        raise ScreenOutdated("", "e-denied-staff")


def _short(one: Candidate) -> str:
    family, *given = one.name.split()
    return short_name(family, *given[:2]) if given else one.name


def _candidate(one: Eligible, notes: Mapping[str, str], may_lead: Leading) -> Candidate:
    person, classes = one.person, ", ".join(one.classes)
    note = classes if one.group == PUPILS and classes else f"{notes[one.group]} {classes}".strip()
    return Candidate(
        person.source_id,
        name_of(person),
        short_name(person.family, person.given),
        one.group,
        note,
        is_locked=one.is_keeper,
        may_lead=Leading.ALWAYS if one.is_keeper else may_lead,
    )


async def _sketch(visit: Visit, ref: Params, chat: Chat | None) -> Sketch:
    if chat is not None:
        return await edit_chat.edit_draft(visit.school, visit.profile, chat)
    refuse_others(visit)
    if "g" in ref:
        return await create_chat.group_draft(visit.school, visit.profile, str(ref["g"]))
    sketch = await drafts.load(visit.school, visit.page, visit.number("d"))
    if sketch.is_done or sketch.kind != drafts.CUSTOM:
        raise ScreenOutdated("", "e-draft-gone")
    return sketch


async def _default(visit: Visit, roster: Roster, sketch: Sketch, chat: Chat | None) -> People:
    if chat is not None:
        return await picks.by_journal(visit.school, chat)
    if sketch.unit_id:
        return People(frozenset(row.person_id for row in await roster.active(units=[sketch.unit_id])))
    return People()


async def _title(roster: Roster, sketch: Sketch, chat: Chat | None) -> str:
    if chat is not None:
        return sketch.title or edit_chat.chat_title(chat)
    if not sketch.unit_id:
        return sketch.title
    return (await roster.units([sketch.unit_id]))[sketch.unit_id].title
