"""Edits the people and the name of a chat: merges with what others changed meanwhile, and undoes it for ten minutes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.kinds import ChatKind
from bot.errors import ScreenOutdated, StarostaError, UserError
from bot.services import candidates, chats, create_chat, drafts, ledger, picks
from bot.services.accounts import Profile
from bot.services.drafts import Sketch
from bot.services.picks import People
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, LedgerLine

UNDO = timedelta(minutes=10)
CHANGED = "people-changed"
MANY_PEOPLE, MANY_PERCENT, FEW_PEOPLE = 10, 20, 2


class ConflictError(StarostaError):
    """Others have changed the chat since the edit began, and the person has not seen that yet."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes different, by person; ``title`` is the new one, empty when it stays."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    promoted: frozenset[str] = frozenset()
    demoted: frozenset[str] = frozenset()
    title: str = ""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.promoted or self.demoted or self.title)

    @property
    def people(self) -> frozenset[str]:
        """Everybody whom the changes concern."""
        return self.added | self.removed | self.promoted | self.demoted

    def on(self, people: People) -> People:
        """These people after the changes."""
        members = (people.members | self.added) - self.removed
        return People(members, (people.leaders | self.promoted & members) - self.demoted - self.removed)

    def undone(self, people: People) -> People:
        """These people as if the changes had not been made."""
        members = (people.members - self.added) | self.removed
        return People(members, ((people.leaders - self.promoted) | self.demoted) & members)


def between(before: People, after: People) -> Changes:
    """What has to be changed to come from one composition to another."""
    gone = before.members - after.members
    return Changes(
        added=after.members - before.members,
        removed=gone,
        promoted=after.leaders - before.leaders,
        demoted=before.leaders - after.leaders - gone,
    )


def wished(sketch: Sketch) -> Changes:
    """What an edit changes in the chat that it began with."""
    return replace(between(_base(sketch), _mine(sketch)), title=sketch.title)


async def effect(school: SchoolContext, chat: Chat, sketch: Sketch) -> Changes:
    """What saving the edit would change in the chat as it is now."""
    now = await picks.now_in(school, chat)
    return replace(between(now, wished(sketch).on(now)), title=sketch.title if sketch.title != chat_title(chat) else "")


def is_large(sketch: Sketch) -> bool:
    """Whether so many people go that the person is asked for a word."""
    going, all_of_them = len(wished(sketch).removed), len(sketch.base_members)
    return going > MANY_PEOPLE or (going > FEW_PEOPLE and going * 100 > all_of_them * MANY_PERCENT)


def print_of(people: People) -> str:
    """A fingerprint of a composition, short enough for a button."""
    text = repr((sorted(people.members), sorted(people.leaders)))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


async def edit_draft(school: SchoolContext, profile: Profile, chat: Chat) -> Sketch:
    """The page's unfinished edit of a chat, or a fresh one that changes nothing."""
    if begun := await drafts.begun(school, profile.page, drafts.EDIT, chat_id=chat.id):
        return begun
    now = await picks.now_in(school, chat)
    sketch = _based(Sketch(0, drafts.EDIT, chat_id=chat.id), now, now, await _newest_line(chat))
    if chat.kind is not ChatKind.CUSTOM:
        return sketch
    roster = await Roster.of(school.key, school.today())
    return replace(sketch, scope=await candidates.scope_around(roster, profile, now.members))


async def meanwhile(school: SchoolContext, chat: Chat, sketch: Sketch) -> tuple[Changes, str]:
    """What others have changed since the edit began, and the fingerprint of how the chat is now."""
    now = await picks.now_in(school, chat)
    return between(_base(sketch), now), print_of(now)


async def authors_of(chat: Chat, sketch: Sketch, people: Iterable[str]) -> dict[str, int]:
    """Whose account changed each of these people since the edit began; the others were changed by the journal."""
    lines = await LedgerLine.filter(chat_id=chat.id, id__gt=sketch.base_line).order_by("id")
    by_hand = [line for line in lines if line.actor.startswith(ledger.person(0)[:-1])]
    return {
        person_id: int(line.actor.partition(":")[2])
        for person_id in people
        for line in by_hand
        if person_id in _named(line.details)
    }


async def look_anew(school: SchoolContext, profile: Profile, chat: Chat, sketch: Sketch) -> Sketch:
    """Begin the edit again from how the chat is now, with the same wishes where they still make sense."""
    now = await picks.now_in(school, chat)
    return await drafts.keep(
        school, profile.page, _based(sketch, now, wished(sketch).on(now), await _newest_line(chat))
    )


async def apply(
    school: SchoolContext, profile: Profile, chat: Chat, sketch: Sketch, *, seen: str = "", keeps_removed: bool = False
) -> int | None:
    """Make the edit true and return its line of the ledger; None when nothing is different.

    ``ConflictError`` when others changed the chat meanwhile, unless the person saw it as the fingerprint ``seen`` says;
    ``keeps_removed``: whoever was taken out by others although the edit keeps them is brought back.
    """
    now = await picks.now_in(school, chat)
    if now != _base(sketch) and print_of(now) != seen:
        raise ConflictError
    after = wished(sketch).on(now)
    if keeps_removed:
        after = People(after.members | _mine(sketch).members, after.leaders | _mine(sketch).leaders)
    changes = replace(between(now, after), title=sketch.title if sketch.title != chat_title(chat) else "")
    if not changes:
        return None
    create_chat.refuse_too_many(school, len(after.members))
    line = await _write(school, profile, chat, changes, after)
    await drafts.finish(school, sketch, chat.id)
    return line


async def undo(school: SchoolContext, profile: Profile, chat: Chat, line_id: int) -> None:
    """Take back what a line of the ledger changed, but no name that somebody else has given since.

    ``UserError`` after ten minutes, or when it was taken back.
    """
    line, changes = await change_of(chat, line_id)
    if not await is_undoable(school, chat, line):
        raise UserError("c-undo-over")
    after = changes.undone(await picks.now_in(school, chat))
    is_named_so = bool(changes.title) and chat_title(chat) == changes.title
    back = str(line.details["title_before"]) if is_named_so else ""
    now = await picks.now_in(school, chat)
    await _write(school, profile, chat, replace(between(now, after), title=back), after, undoes=line_id)


async def is_undoable(school: SchoolContext, chat: Chat, line: LedgerLine) -> bool:
    """Whether the change of a line can still be taken back."""
    later = await LedgerLine.filter(chat_id=chat.id, event=CHANGED, id__gt=line.id)
    return school.now() < line.at + UNDO and all(one.details.get("undoes") != line.id for one in later)


async def change_of(chat: Chat, line_id: int) -> tuple[LedgerLine, Changes]:
    """A line of the ledger and what it changed in the chat."""
    line = await LedgerLine.get_or_none(id=line_id, chat_id=chat.id, event=CHANGED)
    if line is None:
        raise ScreenOutdated("")
    parts = {name: frozenset(_ids(line.details[name])) for name in ("added", "removed", "promoted", "demoted")}
    return line, Changes(**parts, title=str(line.details["title_after"]))


async def last_change(profile: Profile, chat: Chat) -> int | None:
    """The newest line about what this account changed in the chat."""
    mine = LedgerLine.filter(chat_id=chat.id, event=CHANGED, actor=ledger.person(profile.account_id or 0))
    line = await mine.order_by("-id").first()
    return line.id if line else None


def chat_title(chat: Chat) -> str:
    """The name of a chat as it is wanted now."""
    return chat.own_title or chat.title


async def _write(
    school: SchoolContext, profile: Profile, chat: Chat, changes: Changes, after: People, *, undoes: int = 0
) -> int:
    before = chat_title(chat)
    await picks.put(school, chat, after)
    if changes.title and chat.kind is ChatKind.CUSTOM:
        chat.own_title = changes.title
        await Chat.filter(id=chat.id).update(own_title=changes.title)
    await chats.wake(school, [chat.id])
    await ledger.note(
        school,
        CHANGED,
        actor=ledger.person(profile.account_id or 0),
        chat_id=chat.id,
        added=sorted(changes.added),
        removed=sorted(changes.removed),
        promoted=sorted(changes.promoted),
        demoted=sorted(changes.demoted),
        title_before=before,
        title_after=changes.title,
        undoes=undoes,
    )
    return await _newest_line(chat)


async def _newest_line(chat: Chat) -> int:
    line = await LedgerLine.filter(chat_id=chat.id).order_by("-id").first()
    return line.id if line else 0


def _based(sketch: Sketch, base: People, mine: People, line: int) -> Sketch:
    return replace(
        sketch,
        members=tuple(sorted(mine.members)),
        leaders=tuple(sorted(mine.leaders)),
        base_members=tuple(sorted(base.members)),
        base_leaders=tuple(sorted(base.leaders)),
        base_line=line,
    )


def _base(sketch: Sketch) -> People:
    return People(frozenset(sketch.base_members), frozenset(sketch.base_leaders))


def _mine(sketch: Sketch) -> People:
    return People(frozenset(sketch.members), frozenset(sketch.leaders))


def _named(details: Mapping[str, object]) -> set[str]:
    """Every person that a line names, whoever wrote it and under whichever heading."""
    return {one for value in details.values() for one in _ids(value)}


def _ids(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
