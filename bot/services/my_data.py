"""Everything that the bot keeps of one person, as sentences for that person."""

from datetime import datetime

from bot.domain.russian import full_name
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from bot.texts.dates import moment
from models.chats import ChatMember, ChatPick, LedgerLine
from models.people import Account, GuardianConsent, PersonalCode, PersonLink, SmsMessage


async def lines_of(school: SchoolContext, profile: Profile) -> list[str]:
    """What is known, in words; empty for a page that has not consented to anything."""
    account = await Account.get_or_none(id=profile.account_id) if profile.account_id is not None else None
    if account is None:
        return []
    lines = [
        say("data-page", page=str(profile.page)),
        say("data-consent", version=account.consent_version, moment=_said(school, account.consent_at)),
        say("data-messages-allowed" if account.is_reachable else "data-messages-closed"),
    ]
    return lines + await _people(school, account) + await _chats(school, profile.page)


async def file_of(school: SchoolContext, profile: Profile) -> bytes:
    """The same and every single record behind it, as a text."""
    lines = await lines_of(school, profile)
    for part in (_hours(profile), await _decisions(school, profile), await _codes(school, profile)):
        lines += part
    lines += await _ledger(school, profile)
    head = [say("data-head", school=school.settings.title, moment=_said(school, school.now()))]
    return "\n".join([*head, "", *lines, ""]).encode("utf-8-sig")


async def _people(school: SchoolContext, account: Account) -> list[str]:
    links = await PersonLink.filter(account_id=account.id).order_by("id")
    roster = await Roster.of(school.key, school.today())
    people = await roster.people([link.person_id for link in links])
    units = await roster.active(people=list(people))
    titles = {key: unit.title for key, unit in (await roster.units({row.unit_id for row in units})).items()}
    lines = []
    for link in links:
        person = people.get(link.person_id)
        name = full_name(person.family, person.given, person.patronymic) if person else say("data-nameless")
        roles = ", ".join(sorted(say(f"role-{role.value}") for role in person.roles)) if person else ""
        mine = {titles[row.unit_id] for row in units if row.person_id == link.person_id and row.unit_id in titles}
        lines.append(say("data-person", name=name, roles=roles, units=", ".join(sorted(mine)) or say("data-none")))
        way = say(f"data-by-{link.method}")
        lines.append(say("data-linked", way=way, moment=_said(school, link.linked_at)))
    return lines


async def _chats(school: SchoolContext, page: int) -> list[str]:
    rows = await ChatMember.filter(chat__school_id=school.key, member_id=page).prefetch_related("chat").order_by("id")
    if not rows:
        return [say("data-no-chats")]
    return [say("data-chat", title=row.chat.title, state=_state(school, row)) for row in rows]


def _state(school: SchoolContext, row: ChatMember) -> str:
    if row.is_inside:
        return say("data-inside-admin" if row.is_admin else "data-inside")
    if row.ending is not None and row.ending_at is not None:
        return say(f"data-ended-{row.ending.value.replace('_', '-')}", moment=_said(school, row.ending_at))
    if row.invitation:
        return say("data-invited", moment=_said(school, row.invited_at) if row.invited_at else say("data-soon"))
    return say("data-outside")


def _hours(profile: Profile) -> list[str]:
    return [say("data-hours", first=profile.hours[0], last=profile.hours[1])] if profile.hours else []


async def _decisions(school: SchoolContext, profile: Profile) -> list[str]:
    """What others decided by hand about these people, and the consents by them and about them."""
    ids = list(profile.person_ids)
    picks = await ChatPick.filter(school_id=school.key, person_id__in=ids).prefetch_related("chat")
    lines = [say("data-picked-in" if one.is_in else "data-picked-out", title=one.chat.title) for one in picks]
    decided = GuardianConsent.filter(school_id=school.key).order_by("id")
    for row in [*await decided.filter(pupil_id__in=ids), *await decided.filter(guardian_id__in=ids)]:
        key = "data-consent-given" if row.is_given else "data-consent-withdrawn"
        lines.append(say(key, version=row.version, moment=_said(school, row.decided_at)))
    return lines


async def _codes(school: SchoolContext, profile: Profile) -> list[str]:
    codes = PersonalCode.filter(school_id=school.key, person_id__in=list(profile.person_ids)).order_by("id")
    lines = [say("data-code", moment=_said(school, row.issued_at)) for row in await codes]
    sms = SmsMessage.filter(school_id=school.key, account_id=profile.account_id or 0).order_by("id")
    return lines + [say("data-sms", moment=_said(school, row.created_at)) for row in await sms]


async def _ledger(school: SchoolContext, profile: Profile) -> list[str]:
    """The lines of the ledger about this account; what happened stands there as a code."""
    rows = await LedgerLine.filter(school=school.key, account_id=profile.account_id or 0).order_by("id")
    return [say("data-ledger", moment=_said(school, row.at), event=row.event) for row in rows]


def _said(school: SchoolContext, at: datetime) -> str:
    return moment(at, school.settings.time_zone, today=school.today())
