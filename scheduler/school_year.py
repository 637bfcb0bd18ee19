"""The school year at work: notices what the journal has left behind, and does what people have decided about it.

Only chats whose class or group the journal has closed within the year are put away without a person, and only while
they are few; everything else waits for a decision.
"""

from bot.domain.kinds import HeldState, Verdict
from bot.domain.year import YearPlan
from bot.domain.year_steps import Fate, Step, possible, print_of, steps_of
from bot.services import ledger, limits, school_year, year_facts
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.database import transaction
from models.schools import School
from models.steering import HeldPlan
from scheduler import year_news
from scheduler.reconcile import facts

SLICE = 10
"""So many steps of a decision are done in one transaction: a press never waits for a whole school."""


class SchoolYear:
    """Looks after the year of one school."""

    def __init__(self, school: SchoolContext) -> None:
        self._school = school
        self._settled_number = 0

    async def run(self) -> None:
        """Carry out what was decided; look at what a new roster has left behind."""
        for row in await school_year.granted(self._school):
            await self._carry_out(row)
        roster = await Roster.of(self._school.key, self._school.today())
        if roster.number == self._settled_number:
            return
        async with transaction():
            plan = await year_facts.plan_of(self._school)
            await year_news.tell_of_turn(self._school, plan)
            await year_news.ask_about_renumbered(self._school, plan)
            is_settled = await self._put_closed_away(plan)
        self._settled_number = roster.number if is_settled else 0
        self._school.bells.ring()

    async def _carry_out(self, row: HeldPlan) -> None:
        """Do what the journal still allows; a step that it has made impossible meanwhile is left out."""
        actor = ledger.OPERATOR if row.decided_by is None else ledger.person(row.decided_by)
        allowed = possible(await year_facts.plan_of(self._school))
        left = [action for action in row.actions if action["key"] in row.granted and not action.get("done")]
        for start in range(0, len(left), SLICE):
            async with transaction():
                for action in left[start : start + SLICE]:
                    if (step := allowed.get(action["key"])) is not None:
                        await school_year.apply(self._school, step, actor=actor)
                    action["done"] = True
                await HeldPlan.filter(id=row.id).update(actions=row.actions)
            self._school.bells.ring()
        await HeldPlan.filter(id=row.id).update(state=HeldState.DONE)

    async def _put_closed_away(self, plan: YearPlan) -> bool:
        """Put away what the journal has closed within the year, unless the brake asks; whether nothing is left."""
        steps = steps_of(plan, Fate.CLOSED)
        allowed = (await limits.of(self._school)).archives_percent
        if len(steps) * 100 > len(await year_facts.living(self._school)) * allowed:
            await self._hold(steps)
            return False
        await school_year.heal(self._school)
        if not steps:
            return True
        if not await self._may_act():
            return False
        for step in steps:
            await school_year.apply(self._school, step, actor=ledger.JOURNAL)
        return True

    async def _hold(self, steps: tuple[Step, ...]) -> None:
        """Ask about these chats once; what somebody decided to leave is not asked again while it is the same."""
        held = await school_year.held(self._school)
        if held is not None and held.fingerprint == print_of(steps):
            return
        await school_year.heal(self._school)
        await school_year.hold(self._school, steps)
        await year_news.tell_of_hold(self._school, len(steps))

    async def _may_act(self) -> bool:
        """Whether the journal may take anybody out now: not in a preview, not in a pause, not while it is in doubt."""
        row = await School.get(key=self._school.key)
        is_paused = row.paused_until is not None and row.paused_until > self._school.now()
        is_preview = self._school.settings.reconcile.starts_in_preview and row.started_at is None
        return not is_paused and not is_preview and await facts.evidence(self._school) is Verdict.OK
