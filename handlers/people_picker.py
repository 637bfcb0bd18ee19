"""P: who is in the chat and who leads it, page by page; the same screens for a new chat and for an edited one."""

from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages
from bot.ui.picker import Candidate
from bot.ui.view import Button, Colour, Do, Goto, Params, View
from handlers.card import turn
from handlers.people_lists import buttons, lines, page_of_people, said_page, typed_leaders, typed_members
from handlers.sketches import EVERYBODY, LISTS, Picking, change, picking
from handlers.summary import edit_view, new_chat_view
from handlers.visit import Visit

pages: Pages[Visit] = Pages()


@pages.screen("P.SUM")
async def summary(visit: Visit) -> View:
    """The summary first: most chats need nothing else."""
    now = await picking(visit)
    return await (edit_view(now) if now.chat else new_chat_view(now))


async def typed_on_page(visit: Visit, text: str) -> Outcome:
    """Numbers, «все», «никто», «адм 4», or a name."""
    now = await picking(visit)
    return await typed_members(now, text, _shown(now), _here(now))


@pages.screen("P.PAGE", typed=typed_on_page)
async def members(visit: Visit) -> View:
    """Six people of a list, picked or not."""
    now = await picking(visit)
    page = page_of_people(_shown(now), visit.list_page)
    params = {**_list_params(now), "n": page.number}
    text = say(
        "p-page",
        title=now.title,
        list=say(f"p-list-{_list(now)}"),
        **_counts(now),
        filter=say(f"p-filter-{_filter(now)}") if _filter(now) else "",
        lines=await lines(now, page, _shown(now)) or say("p-page-empty"),
        page=said_page(page),
    )
    bottom = (
        Button(say("p-page.actions"), Goto("P.ACT", params)),
        Button(say("p-page.done"), now.hub, Colour.GOOD),
    )
    rows = buttons(now, page, params, act="P.SET")
    return View(text, (*rows, *turn("P.PAGE", page, _list_params(now)), bottom))


@pages.act("P.SET")
async def set_member(visit: Visit) -> Outcome:
    """Somebody is picked, or is not."""
    key = visit.text("p")
    now = await picking(visit, adding=[key] if "x" in visit.params else ())
    people = now.named([key])
    back = {name: value for name, value in visit.params.items() if name not in ("p", "v")}
    here = Goto("P.FOUND" if "q" in back else "P.PAGE", back)
    if visit.params.get("v"):
        return await change(now, lambda held: held.choose(people), here)
    return await change(now, lambda held: held.drop(people), here)


@pages.screen("P.ACT")
async def actions(visit: Visit) -> View:
    """What can be done with a whole page or a whole list."""
    now = await picking(visit)
    params = {**_list_params(now), "n": visit.list_page}
    wholly = {"page": 1}
    rows = [
        (
            Button(say("p-act.choose-page"), Do("P.MANY", {**params, **wholly, "v": 1})),
            Button(say("p-act.drop-page"), Do("P.MANY", {**params, **wholly, "v": 0})),
        ),
        (
            Button(say("p-act.choose-all"), Do("P.MANY", {**params, "v": 1})),
            Button(say("p-act.drop-all"), Do("P.MANY", {**params, "v": 0})),
        ),
        _filters(now),
        (Button(say("p-act.lead"), Goto("P.ADMIN", now.ref)),),
        (Button(say("p-act.back"), Goto("P.PAGE", params)),),
    ]
    if now.follows_journal:
        rows.insert(4, (Button(say("p-act.journal"), Do("P.RESET", _list_params(now))),))
    text = say("p-act", title=now.title, list=say(f"p-list-{_list(now)}"), **_counts(now))
    return View(text, tuple(rows))


@pages.act("P.MANY")
async def set_many(visit: Visit) -> Outcome:
    """A page, or a whole list, is picked or not; the locked stay."""
    now = await picking(visit)
    people = page_of_people(_shown(now), visit.list_page).items if "page" in visit.params else _shown(now)
    if visit.params.get("v"):
        return await change(now, lambda held: held.choose(people), _here(now))
    return await change(now, lambda held: held.clear(people), _here(now))


@pages.act("P.RESET")
async def reset(visit: Visit) -> Outcome:
    """«Как в журнале»: one list, or everybody."""
    now = await picking(visit)
    people = now.listed(visit.text("l") or EVERYBODY)
    onward = _here(now) if "l" in visit.params else now.hub
    return await change(now, lambda held: held.reset(people, now.default), onward)


async def typed_on_leaders(visit: Visit, text: str) -> Outcome:
    """Numbers of those who lead."""
    now = await picking(visit)
    return await typed_leaders(now, text, now.leaders_first(), Goto("P.ADMIN", visit.params))


@pages.screen("P.ADMIN", typed=typed_on_leaders)
async def leaders(visit: Visit) -> View:
    """Who of the members leads: the staff first."""
    now = await picking(visit)
    page = page_of_people(now.leaders_first(), visit.list_page)
    params = {**now.ref, "n": page.number}
    text = say(
        "p-admin",
        title=now.title,
        count=len(now.selection.leaders),
        lines=await lines(now, page, is_leading=True) or say("p-page-empty"),
        page=said_page(page),
    )
    bottom = (
        Button(say("p-admin.members"), Goto("P.PAGE", {**now.ref, "l": EVERYBODY})),
        Button(say("p-admin.done"), now.hub, Colour.GOOD),
    )
    return View(text, (*buttons(now, page, params, act="P.LEAD"), *turn("P.ADMIN", page, now.ref), bottom))


@pages.act("P.LEAD")
async def set_leader(visit: Visit) -> Outcome:
    """Somebody leads, or leads no longer; a pupil only after a confirmation."""
    now = await picking(visit)
    people = now.named([visit.text("p")])
    here = Goto("P.ADMIN", {**now.ref, "n": visit.list_page})
    if not visit.params.get("v"):
        return await change(now, lambda held: held.follow(people), here)
    is_confirmed = bool(visit.params.get("sure"))
    return await change(now, lambda held: held.lead(people, is_confirmed=is_confirmed), here)


@pages.screen("P.PUPILADMIN")
async def confirm_pupil(visit: Visit) -> View:
    """A pupil as an administrator: only after an explicit yes."""
    now = await picking(visit)
    params = {**now.ref, "n": visit.list_page}
    people = now.named([visit.text("p")])
    if not people:
        return await leaders(visit)
    yes = Do("P.LEAD", {**params, "p": people[0].key, "v": 1, "sure": 1})
    return View(
        say("p-pupiladmin", name=people[0].name, note=people[0].note),
        (
            (Button(say("p-pupiladmin.yes"), yes, Colour.DANGER),),
            (Button(say("p-pupiladmin.no"), Goto("P.ADMIN", params)),),
        ),
    )


def _list(now: Picking) -> str:
    name = now.visit.text("l")
    return name if name in LISTS else EVERYBODY


def _filter(now: Picking) -> str:
    name = now.visit.text("f")
    return name if name in ("in", "out") else ""


def _shown(now: Picking) -> tuple[Candidate, ...]:
    """The list of the screen, or only those of it who are picked, or are not."""
    people = now.listed(_list(now))
    if not (kind := _filter(now)):
        return people
    return tuple(one for one in people if (one.key in now.selection.members) is (kind == "in"))


def _list_params(now: Picking) -> Params:
    only = {"f": _filter(now)} if _filter(now) else {}
    return {**now.ref, "l": _list(now), **only}


def _here(now: Picking) -> Goto:
    return Goto("P.PAGE", {**_list_params(now), "n": now.visit.list_page})


def _filters(now: Picking) -> tuple[Button, ...]:
    plain = {**now.ref, "l": _list(now)}
    shown = Button(say("p-act.only-chosen"), Goto("P.PAGE", {**plain, "f": "in"}))
    hidden = Button(say("p-act.only-others"), Goto("P.PAGE", {**plain, "f": "out"}))
    everybody = Button(say("p-act.everybody"), Goto("P.PAGE", plain))
    return {"": (shown, hidden), "in": (hidden, everybody), "out": (shown, everybody)}[_filter(now)]


def _counts(now: Picking) -> dict[str, int]:
    people = now.listed(_list(now))
    return {"chosen": len(now.selection.chosen(people)), "total": len(people)}
