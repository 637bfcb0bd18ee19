"""Watches every removal: a small model of its own of who belongs where, who may be taken out, and when.

Written from the rules of reconciliation, not from the planner: it knows what the journal told the bot, who is linked,
what people decided, and what VK shows. What it calls wrong, is wrong.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.kinds import ChatKind, ChatState, Part, Role, UnitKind, Verdict
from bot.domain.roster import Snapshot
from models.chats import Chat, ChatPick
from tests.simulation.believed import Believed, Place, Why
from tests.simulation.messenger import Room

DAY = timedelta(hours=24)
SOFT_MINUTES = timedelta(minutes=15)
FIRST_DAYS = timedelta(days=7)


@dataclass
class Oracle:
    """The model and what it has seen. ``decided``: pages that a person wants out of a chat; ``granted``: until
    when a held action of a chat is allowed, once; ``guests``: who was inside when a chat was adopted;
    ``called``: whom the bot has invited."""

    believed: Believed = field(default_factory=Believed)
    newest: Verdict = Verdict.OK
    whole_at: datetime | None = None
    links: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    places: dict[int, Place] = field(default_factory=dict)
    last_reasons: dict[tuple[int, int], frozenset[Why]] = field(default_factory=dict)
    missing_since: dict[tuple[int, int], datetime] = field(default_factory=dict)
    decided: set[tuple[int, int]] = field(default_factory=set)
    granted: dict[tuple[int, str], datetime] = field(default_factory=dict)
    guests: set[tuple[int, int]] = field(default_factory=set)
    called: set[tuple[int, int]] = field(default_factory=set)
    is_paused: bool = False
    wrongs: list[str] = field(default_factory=list)
    removals: list[tuple[datetime, int, int, str]] = field(default_factory=list)
    in_this_look: Counter[int] = field(default_factory=Counter)
    inside_before: dict[int, frozenset[int]] = field(default_factory=dict)
    now: datetime = datetime.min

    # --- what is known --------------------------------------------------------------------------------------------

    def hears(self, at: datetime, snapshot: Snapshot) -> None:
        """The bot has read the journal."""
        self.newest = snapshot.verdict
        self.believed.hears(snapshot)
        if snapshot.verdict is Verdict.OK:
            self.whole_at = at
        self._recount(at if snapshot.verdict is Verdict.OK else None)

    async def looks(self) -> None:
        """What chats there are and what was picked by hand: data, taken as given."""
        picks: dict[int, dict[str, ChatPick]] = defaultdict(dict)
        for pick in await ChatPick.all():
            picks[pick.chat_id][pick.person_id] = pick
        self.places = {chat.id: Place(chat, {}, picks[chat.id]) for chat in await Chat.all()}
        self._recount(None)
        self.in_this_look.clear()
        self.inside_before.clear()

    def _recount(self, read_at: datetime | None) -> None:
        for place in self.places.values():
            place.seats = self.believed.seats(place.chat, place.picks)
            for page, people in self.links.items():
                self._note(place, page, people, read_at)

    def _note(self, place: Place, page: int, people: set[str], read_at: datetime | None) -> None:
        key = place.chat.id, page
        mine = {person: place.seats[person] for person in people if person in place.seats}
        if mine:
            self.last_reasons[key] = frozenset(
                Why(who, subject, seat.is_by_hand) for who, seat in mine.items() for subject in seat.subjects
            )
            self.missing_since.pop(key, None)
        elif read_at is not None and key in self.last_reasons:
            self.missing_since.setdefault(key, read_at)

    # --- questions ------------------------------------------------------------------------------------------------

    def place_of(self, room: Room) -> Place | None:
        return next((one for one in self.places.values() if one.chat.peer_id == room.peer_id), None)

    def belongs(self, place: Place, page: int) -> bool:
        return any(person in place.seats for person in self.links.get(page, ()))

    def leads(self, place: Place, page: int) -> bool:
        return any(person in place.seats and place.seats[person].leads for person in self.links.get(page, ()))

    def wanted(self, place: Place) -> set[int]:
        """Pages that should be inside."""
        return {page for page in self.links if self.belongs(place, page)}

    def is_staff(self, page: int) -> bool:
        return any(self.believed.is_staff(person) for person in self.links.get(page, ()))

    def is_head(self, page: int) -> bool:
        people = self.links.get(page, ())
        return any(self.believed.is_on(one) and Role.ADMINISTRATOR in self.believed.roles(one) for one in people)

    def is_protected(self, place: Place, page: int) -> bool:
        """The school's administrators and whoever answers for the chat, as long as the journal shows them active."""
        people = {person for person in self.links.get(page, ()) if self.believed.is_on(person)}
        if self.is_head(page):
            return True
        if place.chat.author_id in people and place.chat.author_id:
            return True
        rows = (self.believed.memberships.get((place.chat.unit_id, person, Part.HOMEROOM)) for person in people)
        return any(row is not None and not row.ended for row in rows)

    def is_missing(self, place: Place, page: int) -> bool:
        """Whether some reason of the page ended without the journal saying so."""
        mine = self.last_reasons.get((place.chat.id, page), frozenset())
        return any(self._is_unexplained(place.chat, why, page) for why in mine)

    def in_grace(self, place: Place, page: int) -> bool:
        """Whether two whole readings a day apart have not both left the page out yet."""
        since = self.missing_since.get((place.chat.id, page))
        return since is None or self.whole_at is None or self.whole_at < since + DAY

    def _is_unexplained(self, chat: Chat, why: Why, page: int) -> bool:
        believed = self.believed
        if why.person not in self.links.get(page, ()):
            return False
        if any(one in believed.people and not believed.people[one].enabled for one in (why.person, why.subject)):
            return False
        pick = self.places[chat.id].picks.get(why.person)
        if pick is not None and not pick.is_in:
            return False
        if why.is_by_hand:
            return why.person not in believed.people
        rows = [
            row for (unit, who, _), row in believed.memberships.items() if (unit, who) == (chat.unit_id, why.subject)
        ]
        return not (rows and all(row.ended for row in rows)) and not self._learns_elsewhere(chat, why.subject)

    def _learns_elsewhere(self, chat: Chat, subject: str) -> bool:
        here = self.believed.units.get(chat.unit_id)
        rows = [
            row for (_, who, part), row in self.believed.memberships.items() if (who, part) == (subject, Part.PUPIL)
        ]
        units = [self.believed.units[row.unit_id] for row in rows if self.believed.holds(row)]
        if here is not None and here.kind is UnitKind.GROUP:
            return any(one.kind is UnitKind.GROUP and one.subject == here.subject != "" for one in units)
        return any(one.kind is UnitKind.CLASS for one in units)

    # --- judgement ------------------------------------------------------------------------------------------------

    def watches(self, what: str, room: Room, page: int) -> None:
        """The bot takes somebody out, or takes a right away."""
        place = self.place_of(room)
        why = "of an unknown chat" if place is None else self._wrong(what, place, room, page)
        if what == "remove" and place is not None:
            kind = "member" if self._is_known(place, room, page) else "stranger"
            self.removals.append((self.now, place.chat.id, page, kind))
            room.is_leaked = room.is_leaked or (kind == "stranger" and place.chat.deleted_at is None)
        if why is not None:
            title = place.chat.title if place else ""
            self.wrongs.append(f"{self.now:%Y-%m-%d %H:%M} {what} of {page} from «{title}»: {why}")

    def _wrong(self, what: str, place: Place, room: Room, page: int) -> str | None:
        chat = place.chat
        # A plan is judged by the chat as it was before its first removal.
        self.inside_before.setdefault(chat.id, frozenset(room.people))
        if page < 0:
            return "a community"
        if chat.frozen_until is not None and chat.frozen_until > self.now:
            return "the chat is frozen"
        if chat.deleted_at is not None or chat.state is ChatState.LEAVING:
            return None
        if what == "demote":
            return self._wrong_demotion(place, room, page)
        return self._wrong_removal(place, room, page) or self._wrong_loss(place, room, page)

    def _wrong_demotion(self, place: Place, room: Room, page: int) -> str | None:
        if self.leads(place, page):
            return "should lead"
        if page not in room.promoted_by_bot:
            return "the right was given by hand"
        return "the last administrator" if room.administrators == {page} else None

    def _wrong_removal(self, place: Place, room: Room, page: int) -> str | None:
        key = place.chat.id, page
        if key in self.decided:
            return None
        if self.belongs(place, page):
            return "belongs"
        if not self._is_known(place, room, page):
            return self._wrong_eviction(place, room, page)
        if key not in self.last_reasons:
            return self._wrong_relief(place, room, page)
        if self._is_by_will(place, page):
            return None
        return self._wrong_departure(place, room, page)

    def _wrong_eviction(self, place: Place, room: Room, page: int) -> str | None:
        if self.is_protected(place, page):
            return "a protected person is no stranger"
        if (place.chat.id, page) in self.guests:
            return "was inside when the chat was adopted"
        inside = self.inside_before[place.chat.id]
        strangers = [one for one in inside if self._looks_strange(place, one)]
        if len(strangers) >= 3 and len(strangers) * 2 > len(inside) and not self._is_granted(place, page):
            return "most look like strangers: the links are to be doubted"
        return self._wrong_policy(place, room, page)

    def _is_known(self, place: Place, room: Room, page: int) -> bool:
        """Whether the page has belonged, or was called to lead the chat although it never did."""
        key = place.chat.id, page
        return key in self.last_reasons or key in self.called or page in room.promoted_by_bot

    def _wrong_relief(self, place: Place, room: Room, page: int) -> str | None:
        """Whoever stands in goes on until somebody is inside who leads by right, or until they leave the school."""
        is_relieved = any(self.leads(place, one) for one in room.people)
        works_here = any(self.believed.is_on(one) and self.believed.is_staff(one) for one in self.links.get(page, ()))
        return "stands in and nobody else leads" if works_here and not is_relieved else None

    def _wrong_policy(self, place: Place, room: Room, page: int) -> str | None:
        if self._has_pupils(place):
            return None
        chat = place.chat
        is_young = chat.adopted_at is not None and self.now < chat.adopted_at + FIRST_DAYS
        if chat.stranger_policy == "report" or (not chat.stranger_policy and is_young):
            return "strangers are only reported"
        if room.members[page].is_admin:
            return None
        is_soft = chat.stranger_policy == "soft" or (not chat.stranger_policy and chat.kind is ChatKind.CLASS_PARENTS)
        muted_at = room.muted_at.get(page)
        if is_soft and (muted_at is None or self.now < muted_at + SOFT_MINUTES):
            return "has not had a quarter of an hour to link"
        return None

    def _wrong_departure(self, place: Place, room: Room, page: int) -> str | None:
        chat = place.chat
        if self.is_protected(place, page):
            return "protected"
        if self.newest is not Verdict.OK:
            return f"the newest reading is {self.newest}"
        if chat.paused_at is not None or self.is_paused:
            return "paused"
        if place.leaders == 0 and not any(self._may_stand_in(place, one) for one in self.links if one != page):
            return "nobody is left to lead"
        if self.is_missing(place, page) and self.in_grace(place, page):
            return "only missing, and not for a day"
        if self._is_granted(place, page):
            return None
        self.in_this_look[chat.id] += 1
        gone, before = self.in_this_look[chat.id], len(self.inside_before[chat.id])
        return "too many at once" if gone > 2 and gone * 100 > before * 15 else None

    def _wrong_loss(self, place: Place, room: Room, page: int) -> str | None:
        """What a removal may never leave behind."""
        rest = room.people - {page}
        if room.administrators == {page} and not self._looks_strange(place, page):
            return "the last administrator"
        had_staff = any(self.is_staff(one) and self.belongs(place, one) for one in room.people)
        if self._has_pupils(place) and had_staff and not any(self.is_staff(one) for one in rest):
            return "pupils are left alone"
        return None

    def _looks_strange(self, place: Place, page: int) -> bool:
        key = place.chat.id, page
        is_known = key in self.last_reasons or key in self.guests or key in self.called
        is_theirs = self.belongs(place, page) or is_known or self.is_protected(place, page)
        return not is_theirs or (is_known and not self.links.get(page))

    def _has_pupils(self, place: Place) -> bool:
        return place.chat.kind.has_pupils or any(Role.PUPIL in self.believed.roles(one) for one in place.seats)

    def _may_stand_in(self, place: Place, page: int) -> bool:
        heads = any(Role.ADMINISTRATOR in self.believed.roles(one) for one in self.links[page])
        return self.is_staff(page) and (heads or self.belongs(place, page) or self._teaches_the_class(place, page))

    def _teaches_the_class(self, place: Place, page: int) -> bool:
        rows = self.believed.memberships.values()
        learning = {row.unit_id for row in rows if row.part is Part.PUPIL and row.person_id in place.seats}
        mine = self.links[page]
        return any(row.part is Part.HOMEROOM and row.person_id in mine and row.unit_id in learning for row in rows)

    def _is_granted(self, place: Place, page: int) -> bool:
        """Whether a person has allowed it; a permission is used up."""
        keys = [(place.chat.id, f"{kind}:{page}") for kind in ("remove", "evict")]
        return max(self.granted.pop(key, self.now) for key in keys) > self.now

    def _is_by_will(self, place: Place, page: int) -> bool:
        """Whether every reason ended because a person unlinked, was taken out by hand, or is picked no more."""
        return all(self._is_decided(place, why, page) for why in self.last_reasons[place.chat.id, page])

    def _is_decided(self, place: Place, why: Why, page: int) -> bool:
        pick = place.picks.get(why.person)
        is_vetoed = pick is not None and not pick.is_in
        return why.person not in self.links.get(page, ()) or is_vetoed or (why.is_by_hand and pick is None)
