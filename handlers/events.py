"""The one entry: hands each event of a school to the flow, in the transaction that its worker has opened."""

from dataclasses import dataclass, field, replace

from bot.domain import codes
from bot.domain.events import (
    Added,
    Allowed,
    Asked,
    Called,
    ConsentAsked,
    Doubted,
    Event,
    Invited,
    NumberChanged,
    Pressed,
    Refreshed,
    Written,
)
from bot.errors import MaintenanceError
from bot.services import accounts, chats, service_chat
from bot.services import invitations as open_again
from bot.services.dialogues import StoredDialogues
from bot.services.school import SchoolContext
from bot.services.survey import Survey
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from bot.ui.flow import Flow, MakeVisit
from bot.ui.view import Params
from handlers import adopt, by_hand, consent, held_card, invitations, lists, profile, slips
from handlers.console import commands, in_chat
from handlers.contents import contents
from handlers.visit import Preview, Visit, foresee_nothing
from models.database import transaction


@dataclass(frozen=True, slots=True)
class Entry:
    """The conversation of one school."""

    school: SchoolContext
    flow: Flow[Visit]
    commands: commands.Understanding
    preview: Preview = foresee_nothing
    survey: Survey = field(default_factory=Survey)

    @classmethod
    def of(cls, school: SchoolContext, preview: Preview = foresee_nothing, survey: Survey | None = None) -> "Entry":
        """Build the conversation; ``preview`` foresees what would be done with a chat, ``survey`` with all of them."""
        pages = contents()
        understanding = commands.Understanding(pages.screens)
        flow = Flow(
            pages,
            StoredDialogues(school),
            OutboxTalker(school),
            home=lists.home,
            undoing=transaction,
            commands=understanding,
        )
        return cls(school, flow, understanding, preview, survey or Survey())

    async def handle(self, event: Event) -> None:
        """Deal with one event."""

        async def visit(params: Params) -> Visit:
            who = await accounts.profile_of(self.school, event.page)
            return Visit(self.school, who, OutboxTalker(self.school), params, self.preview, self.survey)

        match event:
            case Pressed():
                await self.flow.pressed(event, visit)
            case Written():
                await self._set_reachable(event.page, is_reachable=True)
                await self.flow.written(_with_code(await self._without_slip(event)), visit)
            case Called():
                await self._called(await visit({}), event)
            case Allowed():
                await self._set_reachable(event.page, is_reachable=event.is_allowed)
            case Refreshed():
                await self.flow.refresh(event.page, event.screens, visit)
            case Invited():
                await invitations.invite(await visit({}), event)
            case Added():
                await self._added(event, visit)
            case ConsentAsked():
                await consent.invite(await visit({}), event)
            case Doubted():
                await held_card.put_before(await visit({}), event)
            case Asked():
                await by_hand.ask(await visit({}), event)
            case NumberChanged():
                await profile.ask_number(await visit({}))

    async def give_up(self, event: Event, number: str) -> None:
        """Tell the person that something is broken, with a number that the operator finds in the log."""
        talker = OutboxTalker(self.school)
        if isinstance(event, Pressed) and not event.is_answered:
            await talker.answer(event.page, event.press_id)
        if isinstance(event, Invited):
            await open_again.failed(self.school, event.page, event.chats)
        if isinstance(event, Pressed | Written):
            await talker.say(event.page, say("e-retry", number=number))

    async def _added(self, event: Added, visit: MakeVisit[Visit]) -> None:
        """The chat of the administrators is nobody's to adopt; in maintenance the person is told to come back."""
        if event.peer_id == await service_chat.peer(self.school):
            return
        try:
            async with transaction():
                go = await adopt.added(await visit({}), event)
        except MaintenanceError as error:
            await OutboxTalker(self.school).say(event.page, say("e-maint", until=error.until))
            return
        if go is not None:
            await self.flow.written(Written(event.page, "", {"s": go.screen, **go.params}), visit)

    async def _called(self, visit: Visit, event: Called) -> None:
        try:
            async with transaction():
                await in_chat.answer(visit, event, self.commands.screens)
        except MaintenanceError as error:
            await OutboxTalker(self.school).post(event.peer_id, say("e-maint", until=error.until))

    async def _without_slip(self, event: Written) -> Written:
        """A password or a code that nobody asked for means a warning, whatever the screen would make of it."""
        screen = (await StoredDialogues(self.school).recall(event.page)).screen
        return replace(event, payload={"a": "E.SECRET"}) if slips.is_slip(event.text, screen) else event

    async def _set_reachable(self, page: int, *, is_reachable: bool) -> None:
        """News about whether the page can be written to wakes its chats: it may be invited now."""
        if await accounts.set_reachable(self.school, page, is_reachable=is_reachable) and is_reachable:
            await open_again.reopen(self.school, page)
            who = await accounts.profile_of(self.school, page)
            await chats.wake_for(self.school, who.person_ids, page)


def _with_code(event: Written) -> Written:
    """A code that a deep link brought is an act of its own; other references are none of ours."""
    code = codes.read_code(event.ref)
    return replace(event, payload={"a": "A.REF", "ref": code}) if code else event
