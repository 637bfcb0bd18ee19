"""The head of the school rules that a guardian is kept away from a child's chats, and takes it back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.kinds import Part
from bot.domain.roster import Person
from bot.domain.russian import class_sort_key
from bot.errors import UserError
from bot.services import accounts, chats, composition, ledger
from bot.services.accounts import Profile
from bot.services.candidates import is_administrator
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.steering import Exclusion

HIDDEN = ("kept-away", "kept-away-no-more")
"""Lines of the ledger that only the head sees."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A child of a guardian: the class, and since when the guardian is kept away from the child (None: is not)."""

    child: Person
    unit: str
    since: datetime | None = None

    @property
    def mark(self) -> str:
        """Tells the child from the guardian's others on a button, where there is no room for two long ids."""
        return hashlib.blake2b(self.child.source_id.encode(), digest_size=4).hexdigest()


def is_head(school: SchoolContext, profile: Profile) -> bool:
    """Whether the page belongs to an owner of the configuration or to an administrator of the journal."""
    return profile.page in school.settings.owners or is_administrator(profile)


async def wards(school: SchoolContext, person_id: str) -> list[Ward]:
    """The children of a guardian and everybody else whom they are kept away from, in a fixed order."""
    ruled = await Exclusion.filter(school_id=school.key, person_id=person_id).exclude(pupil_id="")
    rows = {row.pupil_id: row for row in ruled}
    roster = replace(await Roster.of(school.key, school.today()), excluded=frozenset())
    people = await roster.people({*(await roster.children([person_id])).get(person_id, ()), *rows})
    classes = await _classes(roster, people)
    since = {key: row.decided_at for key, row in rows.items()}
    return [Ward(child, classes.get(key, ""), since.get(key)) for key, child in sorted(people.items())]


async def changed_chats(school: SchoolContext, person_id: str, ward: Ward) -> list[Chat]:
    """The chats that the guardian would leave, or would belong to again, by title."""
    now = await Roster.of(school.key, school.today())
    then = replace(now, excluded=now.excluded ^ {(person_id, ward.child.source_id)})
    sides = [{chat.id: chat for chat, _ in await composition.of_people(one, [person_id])} for one in (now, then)]
    chats_of_one = [chat for key, chat in (sides[0] | sides[1]).items() if (key in sides[0]) is not (key in sides[1])]
    return sorted(chats_of_one, key=lambda chat: chat.title)


async def decide(school: SchoolContext, profile: Profile, person_id: str, child_id: str, *, is_kept: bool) -> None:
    """Keep the guardian away from the child, or no longer; the chats follow at once. A second press changes nothing.

    ``UserError`` for whoever is not the head, and for two people who are no family.
    """
    if not is_head(school, profile):
        raise UserError("k-denied")
    ward = next((one for one in await wards(school, person_id) if one.child.source_id == child_id), None)
    if ward is None:
        raise UserError("e-gone")
    if is_kept is (ward.since is not None):
        return
    page = (await accounts.pages_of(school, [person_id])).get(person_id)
    before = await _chats(school, person_id)
    if is_kept:
        await Exclusion.create(
            school_id=school.key,
            person_id=person_id,
            pupil_id=child_id,
            decided_by=profile.account_id,
            decided_at=school.now(),
        )
    else:
        await Exclusion.filter(school_id=school.key, person_id=person_id, pupil_id=child_id).delete()
    left = before - await _chats(school, person_id)
    await _change_links(left, page)
    await chats.wake_for(school, [person_id], page)
    await chats.wake(school, left)
    event = "kept-away" if is_kept else "kept-away-no-more"
    await ledger.note(school, event, actor=ledger.by(profile), person=person_id, child=child_id)


async def _chats(school: SchoolContext, person_id: str) -> set[int]:
    roster = await Roster.of(school.key, school.today())
    return {chat.id for chat, _ in await composition.of_people(roster, [person_id])}


async def _change_links(left: Collection[int], page: int | None) -> None:
    """Whoever is put out of a chat may remember its link."""
    rows = ChatMember.filter(chat_id__in=list(left), member_id=page or 0)
    known = [row.chat_id for row in await rows if row.is_inside or row.invitation]
    await Chat.filter(id__in=known, peer_id__isnull=False).update(is_link_leaked=True)


async def _classes(roster: Roster, pupils: Collection[str]) -> dict[str, str]:
    """Titles of classes by pupil."""
    rows = await roster.active(people=pupils, part=Part.PUPIL, in_classes=True) if pupils else []
    units = await roster.units({row.unit_id for row in rows})
    titles: dict[str, set[str]] = {}
    for row in rows:
        titles.setdefault(row.person_id, set()).add(units[row.unit_id].title)
    return {pupil: ", ".join(sorted(found, key=class_sort_key)) for pupil, found in titles.items()}
