"""K: who has a level in the console, and how it is given, changed and taken away."""

from bot.domain.console import GRANTED, Level, may_grant, may_revoke
from bot.domain.russian import short_name
from bot.errors import ScreenOutdated, UserError
from bot.services import accounts, console_roles, people_search
from bot.services.accounts import Profile
from bot.services.console_roles import Holder
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from bot.ui.words import folded
from handlers.card import turn
from handlers.console.level import need
from handlers.visit import Visit, name_of
from models.people import Account
from models.steering import ConsoleRole

HOLDERS_A_PAGE = 3
FOUND_SHOWN = 4
LONGEST_QUERY = 40

pages: Pages[Visit] = Pages()


@pages.screen("K.ROLES")
async def roles(visit: Visit) -> View:
    """Everybody with a level; owners stand in the configuration, so nothing can be done about them here."""
    level = await need(visit, Level.OPERATOR)
    page = page_of(await console_roles.holders(visit.school), visit.list_page, size=HOLDERS_A_PAGE)
    lines = [say("k-roles-line", name=_name(one.profile), level=_level(one.level)) for one in page.items]
    rows: list[Row] = [(_open(one),) for one in page.items if one.profile.account_id is not None]
    add = (Button(say("k-roles.add"), Goto("K.ROLES.ADD"), Colour.MAIN),) if level > Level.OPERATOR else ()
    back = (Button(say("k-roles.back"), Goto("K.PEOPLE")),)
    text = say("k-roles", lines="\n".join(lines))
    return View(text, (*rows, *turn("K.ROLES", page, {}), *([add] if add else []), back))


async def sought(visit: Visit, text: str) -> Outcome:
    """A colleague who has linked, by the beginning of the name."""
    await need(visit, Level.ADMINISTRATOR)
    text = _without_level(text)
    found = await _staff(visit, text)
    if not found:
        raise UserError("k-roles-nobody", query=text[:LONGEST_QUERY])
    if len(found) == 1:
        return Go("K.ROLES.ONE", {"k": found[0].account_id or 0})
    return Go("K.ROLES.ADD", {"q": text[:LONGEST_QUERY]})


@pages.screen("K.ROLES.ADD", typed=sought, is_numbered=True)
async def add(visit: Visit) -> View:
    """Ask for a name; several people who are called like that are offered."""
    await need(visit, Level.ADMINISTRATOR)
    found = await _staff(visit, visit.text("q")) if visit.text("q") else []
    rows: list[Row] = [
        (Button(name_of(one.people[0]), Goto("K.ROLES.ONE", {"k": one.account_id or 0})),)
        for one in found[:FOUND_SHOWN]
    ]
    text = say("k-roles-several" if found else "k-roles-add")
    return View(text, (*rows, (Button(say("k-roles-add.back"), Goto("K.ROLES")),)))


@pages.screen("K.ROLES.ONE")
async def one(visit: Visit) -> View:
    """A person's level and the levels that may be given instead."""
    own = await need(visit, Level.OPERATOR)
    target = await _target(visit)
    before = await console_roles.level_of(visit.school, target)
    given = await ConsoleRole.get_or_none(school_id=visit.school.key, account_id=target.account_id)
    rows: list[Row] = []
    if target.page != visit.page:
        rows += [_set(target, level) for level in GRANTED if level is not before and may_grant(own, level, before)]
        if given is not None and may_revoke(own, before):
            take = Do("K.ROLES.TAKE", {"k": target.account_id or 0})
            rows.append((Button(say("k-roles-one.take"), take, Colour.DANGER),))
    day = day_and_month(given.granted_at.astimezone(visit.school.settings.time_zone).date()) if given else ""
    said = say("k-roles-one-since", level=_level(before), day=day) if given and before else _level(before)
    back = (Button(say("k-roles-one.back"), Goto("K.ROLES")),)
    return View(say("k-roles-one", name=name_of(target.people[0]), level=said), (*rows, back))


@pages.act("K.ROLES.SET")
async def give(visit: Visit) -> Outcome:
    """Give a level in place of the one before."""
    await need(visit, Level.ADMINISTRATOR)
    level = next((one for one in GRANTED if one == visit.number("v")), None)
    if level is None:
        raise ScreenOutdated("K.ROLES", "e-stale")
    target = await _target(visit)
    await console_roles.grant(visit.school, visit.profile, target, level)
    return Go("K.ROLES", notice=say("k-roles-given", name=_name(target), level=_level(level)))


@pages.act("K.ROLES.TAKE")
async def take(visit: Visit) -> Outcome:
    """Take the level away."""
    await need(visit, Level.ADMINISTRATOR)
    target = await _target(visit)
    await console_roles.revoke(visit.school, visit.profile, target)
    return Go("K.ROLES", notice=say("k-roles-taken", name=_name(target)))


def _without_level(text: str) -> str:
    """The name without the level that may be typed behind it: that is chosen by a button."""
    name, _, last = text.rpartition(" ")
    return name if name and folded(last) in {folded(say(f"level-{level.code}")) for level in GRANTED} else text


async def _target(visit: Visit) -> Profile:
    account = await Account.get_or_none(id=visit.number("k"), school_id=visit.school.key)
    who = await accounts.profile_of(visit.school, account.messenger_id) if account else None
    if who is None or not who.people:
        raise ScreenOutdated("K.ROLES", "k-person-unlinked-now")
    return who


async def _staff(visit: Visit, text: str) -> list[Profile]:
    """Members of staff who have linked."""
    people = [one for one in await people_search.called(visit.school, text) if any(r.is_staff for r in one.roles)]
    linked = await accounts.pages_of(visit.school, [one.source_id for one in people])
    return [await accounts.profile_of(visit.school, page) for page in dict.fromkeys(linked.values())]


def _open(holder: Holder) -> Button:
    label = say("k-roles.one", name=_name(holder.profile), level=_level(holder.level))
    return Button(label, Goto("K.ROLES.ONE", {"k": holder.profile.account_id or 0}))


def _set(target: Profile, level: Level) -> Row:
    act = Do("K.ROLES.SET", {"k": target.account_id or 0, "v": int(level)})
    return (Button(say("k-roles-one.set", level=say(f"level-as-{level.code}")), act),)


def _level(level: Level | None) -> str:
    return say(f"level-{level.code}") if level is not None else say("k-roles-no-level")


def _name(profile: Profile) -> str:
    if not profile.people:
        return say("c-member-page", page=str(profile.page))
    one = profile.people[0]
    return short_name(one.family, one.given, one.patronymic)
