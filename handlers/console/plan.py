"""K: what a pass over the whole school would do now, and having it done."""

from bot.documents import tables
from bot.domain.console import Level
from bot.domain.plan import Action, key_of
from bot.services import held_plans, held_terms, ledger, runs, survey
from bot.services.survey import ChatPlan, SchoolPlan
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from bot.ui.words import folded
from handlers.card import turn
from handlers.console.level import need
from handlers.plan_words import held_lines, is_told, planned_lines, who
from handlers.visit import Visit
from models.chats import Chat

CHATS_A_PAGE = 4
NAMES_SHOWN = 10
CONFIRM_SECONDS = 120

pages: Pages[Visit] = Pages()


async def number_typed(visit: Visit, text: str) -> Outcome:
    """Have the plan of this number done, as its button does; any other number only shows the plan of now."""
    await need(visit, Level.ADMINISTRATOR)
    now = await visit.survey.current(visit.school)
    if now is None:
        return Go("K.PLAN")
    if folded(text.lstrip("№# ")) != folded(now.number):
        return Go("K.PLAN", notice=say("k-plan-other", number=now.number))
    return await _begin(visit, now) if now.actions else Go("K.PLAN", notice=say("k-plan-only-held"))


@pages.screen("K.PLAN", typed=number_typed, is_numbered=True)
async def plan(visit: Visit) -> View:
    """The dry run of all chats with names; nothing has changed yet."""
    level = await need(visit, Level.OPERATOR)
    back = (Button(say("k-plan.back"), Goto("K.QUEUE")),)
    known = visit.survey.newest
    now = await visit.survey.current(visit.school)
    if now is None:
        return View(say("k-plan-stale" if known else "k-plan-collecting"), (back,))
    page = page_of(now.chats, visit.list_page, size=CHATS_A_PAGE)
    chats = [await _chat(visit, one) for one in page.items]
    text = say(
        "k-plan",
        number=now.number,
        all=now.looked_at,
        changed=len(now.chats),
        **survey.counts(now),
        held=len(now.held),
        lines="\n\n".join(chats) or say("k-plan-same"),
    )
    files = (_file(now, "xlsx"), _file(now, "csv"))
    acts = _acts(now) if level >= Level.ADMINISTRATOR else ()
    return View(text, (*acts, *turn("K.PLAN", page, {}), *((files,) if now.chats else ()), back))


@pages.act("K.PLAN.APPLY")
async def apply(visit: Visit) -> Outcome:
    """Have it done, but not what the brakes hold."""
    await need(visit, Level.ADMINISTRATOR)
    now = await _same(visit)
    return await _outdated(visit) if now is None else await _begin(visit, now)


async def word_typed(visit: Visit, text: str) -> Outcome:
    """Have everything done for the right word in time."""
    await need(visit, Level.ADMINISTRATOR)
    is_late = visit.now.timestamp() - visit.number("t") > CONFIRM_SECONDS
    if is_late or folded(text) != folded(say("k-plan-word")):
        return Go("K.PLAN", notice=say("k-plan-wrong"))
    now = await _same(visit)
    if now is None:
        return await _outdated(visit)
    for one in now.chats:
        await _release(visit, one)
    return await _begin(visit, now)


@pages.screen("K.PLAN.ALL", typed=word_typed, is_numbered=True)
async def ask_all(visit: Visit) -> View:
    """A strong confirmation for what the brakes hold."""
    await need(visit, Level.ADMINISTRATOR)
    now = await _same(visit)
    if now is None:
        return await plan(visit)
    text = say("k-plan-all", number=now.number, count=len(now.actions) + len(now.held), word=say("k-plan-word"))
    return View(text, ((Button(say("k-plan-all.no"), Goto("K.PLAN")),),))


@pages.act("K.PLAN.FILE")
async def file(visit: Visit) -> Outcome:
    """Send the whole plan as a document."""
    await need(visit, Level.OPERATOR)
    now = await _same(visit)
    if now is None:
        return await _outdated(visit)
    header = [say(f"k-plan-{column}") for column in ("chat", "what", "held")]
    rows = [row for one in now.chats for row in await _rows(visit, one)]
    title, kind = say("k-plan-file", number=now.number), visit.text("k")
    data = tables.as_csv(header, rows) if kind == "csv" else tables.as_xlsx(title, header, rows)
    await visit.talker.document(visit.page, title, f"{title}.{kind}", data)
    return Stay(say("c-file-sent"))


async def _same(visit: Visit) -> SchoolPlan | None:
    """The plan that the person has seen, unless the world has changed since."""
    now = await visit.survey.current(visit.school)
    return now if now is not None and now.number == visit.text("f") else None


async def _outdated(visit: Visit) -> Outcome:
    """To the plan as it is now; while it is being made, the screen itself says so."""
    is_there = await visit.survey.current(visit.school) is not None
    return Go("K.PLAN", notice=say("k-plan-renewed") if is_there else "")


async def _begin(visit: Visit, now: SchoolPlan) -> Outcome:
    chat_ids = [one.chat_id for one in now.chats]
    actor = ledger.by(visit.profile)
    run = await runs.begin(visit.school, chat_ids, cause=runs.HAND, actor=actor)
    visit.school.bells.chats.set()
    if run is None:
        return Go("K.PLAN", notice=say("k-plan-same"))
    await ledger.note(visit.school, "plan-applied", actor=actor, run_id=run.id, plan=now.number)
    return Go("K.PLAN.RUN", {"r": run.id})


async def _release(visit: Visit, one: ChatPlan) -> None:
    """Allow what is held in a chat; what needs a second administrator waits for one."""
    chat = await Chat.get(id=one.chat_id)
    going_on = {key_of(action) for action in one.guarded.actions}
    await held_plans.record(
        visit.school, chat, one.guarded.held, going_on, is_conclusive=False, is_counted=False, is_told=False
    )
    row = await held_terms.live(chat, visit.now)
    if row is not None and row.state in held_plans.DECIDABLE and held_plans.grantable(row):
        await held_plans.grant(visit.school, visit.profile, await held_terms.find(visit.school, row.id))


def _acts(now: SchoolPlan) -> tuple[Row, ...]:
    seen = {"f": now.number}
    rows: list[Row] = []
    if now.actions:
        rows.append((Button(say("k-plan.apply", count=len(now.actions)), Do("K.PLAN.APPLY", seen), Colour.GOOD),))
    if now.held:
        every = Button(say("k-plan.all", count=len(now.actions) + len(now.held)), Do("K.PLAN.ASK", seen), Colour.DANGER)
        rows.append((every, Button(say("k-plan.held"), Goto("K.QUEUE"))))
    return tuple(rows)


@pages.act("K.PLAN.ASK")
async def ask(visit: Visit) -> Outcome:
    """To the question for the word, which is asked now."""
    await need(visit, Level.ADMINISTRATOR)
    return Go("K.PLAN.ALL", {"f": visit.text("f"), "t": int(visit.now.timestamp())})


def _file(now: SchoolPlan, kind: str) -> Button:
    return Button(say(f"k-plan.{kind}"), Do("K.PLAN.FILE", {"f": now.number, "k": kind}))


async def _chat(visit: Visit, one: ChatPlan) -> str:
    planned = await planned_lines(visit, one.guarded.actions, shown=NAMES_SHOWN)
    return "\n".join([one.title, *planned, *await held_lines(visit, one.guarded.held)])


async def _rows(visit: Visit, one: ChatPlan) -> list[list[str]]:
    going = [[one.title, await _what(visit, action), ""] for action in one.guarded.actions if is_told(action)]
    held = [
        [one.title, await _what(visit, item.action), say(f"hold-{item.code}")]
        for item in one.guarded.held
        if is_told(item.action)
    ]
    return going + held


async def _what(visit: Visit, action: Action) -> str:
    return " ".join(await planned_lines(visit, [action])) if is_told(action) else await who(visit, action)
