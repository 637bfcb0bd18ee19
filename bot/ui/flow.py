"""From an event to a screen: finds what a press or a typed text means, acts, and shows the result in the right place.

A press edits the window in place; typed text gets a new window at the bottom and the old one loses its buttons.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.domain.events import Pressed, Written
from bot.errors import MaintenanceError, ScreenOutdated, UserError
from bot.ports import Dialogues, DialogueState, Notice, Talker, Window
from bot.texts.catalogue import say
from bot.ui import keyboard, menu, payload, plain
from bot.ui.pages import Follow, Go, Outcome, Pages, Screen, Stay
from bot.ui.view import Do, Goto, Open, Params, View
from bot.ui.words import is_word, option

EDIT_WINDOW = timedelta(hours=23, minutes=30)
SNACKBAR_LIMIT = 90
CONFUSIONS_BEFORE_HELP = 3
FALLBACKS = 4
NOTICE_STAYS = timedelta(minutes=1)
"""So long whatever else happens does not take away what an act has told the person."""
NO_NOTICE = Notice()
START = {"command": "start"}


class Visitor(Protocol):
    """What the flow must know of whoever is in the dialogue."""

    @property
    def page(self) -> int: ...

    @property
    def now(self) -> datetime: ...


V = TypeVar("V", bound=Visitor)
R = TypeVar("R")
V_contra = TypeVar("V_contra", contravariant=True)
MakeVisit = Callable[[Params], Awaitable[V]]
Undoing = Callable[[], AbstractAsyncContextManager[None]]


class Understanding(Protocol[V_contra]):
    """Gets a text before the screen does, and after a screen without a meaning for it; None: nothing to say."""

    async def first(self, visit: V_contra, screen: str, text: str) -> Outcome | None: ...

    async def last(self, visit: V_contra, screen: str, text: str) -> Outcome | None: ...


class Flow(Generic[V]):
    """Leads one dialogue; ``home`` tells which screen a person starts from.

    ``undoing`` is entered for every act: leaving it undoes what an act refused for maintenance has done on the way.
    ``commands`` understands words of its own on every screen. What an act has told stays on its screen for a moment.
    """

    def __init__(
        self,
        pages: Pages[V],
        dialogues: Dialogues,
        talker: Talker,
        *,
        home: Callable[[V], Awaitable[str]],
        undoing: Undoing = nullcontext,
        commands: Understanding[V] | None = None,
    ) -> None:
        self._pages = pages
        self._dialogues = dialogues
        self._talker = talker
        self._home = home
        self._undoing = undoing
        self._commands = commands

    async def pressed(self, event: Pressed, make: MakeVisit[V]) -> None:
        """Handle a press: act, show, and answer it exactly once."""
        state = await self._dialogues.recall(event.page)
        state.is_plain = False
        meaning = payload.unpack(event.payload)
        outcome = await self._outcome(meaning, make)
        is_current = state.window != Window() and state.window.number in (None, event.message_number)
        if isinstance(outcome, Follow) and not event.is_answered:
            await self._talker.answer(event.page, event.press_id, url=outcome.url)
            return
        if isinstance(outcome, Follow):
            outcome = Go(state.screen, state.params, say("e-press-again"))
        notice = outcome.notice
        fits_snackbar = len(notice) <= SNACKBAR_LIMIT and not event.is_answered
        if isinstance(outcome, Stay) and notice and not fits_snackbar:
            outcome = Go(state.screen, state.params, notice)
        if isinstance(outcome, Go):
            in_snackbar = bool(notice) and fits_snackbar
            await self._show(
                state, Go(outcome.screen, outcome.params, "" if in_snackbar else notice), make, in_place=is_current
            )
            is_stale = isinstance(meaning, Goto) and not is_current
            notice = notice if in_snackbar else (say("e-stale") if is_stale else "")
            await self._dialogues.remember(event.page, state)
        if not event.is_answered:
            await self._talker.answer(event.page, event.press_id, notice=notice)

    async def written(self, event: Written, make: MakeVisit[V]) -> None:
        """Handle a text: a word understood everywhere, an option of the screen, or what the screen makes of it."""
        state = await self._dialogues.recall(event.page)
        if event.has_inline is not None:
            state.is_plain = not event.has_inline
        old = await self._load(Goto(state.screen, state.params), make) if state.screen in self._pages.screens else None
        outcome = await self._meaning(event, state, old, make)
        if isinstance(outcome, Follow):
            # Written out, the address stays in the dialogue and goes stale: only for whom no button opens it.
            said = say("e-link", url=outcome.url) if state.is_plain else say("e-press")
            outcome = Go(state.screen, state.params, said)
        elif isinstance(outcome, Stay):
            outcome = Go(state.screen, state.params, outcome.notice)
        if old is not None and self._can_edit(state, await make({})):
            await self._talker.edit(event.page, state.window, old.text)
        await self._show(state, outcome, make, in_place=False)
        await self._dialogues.remember(event.page, state)

    async def refresh(self, page: int, screens: tuple[str, ...], make: MakeVisit[V]) -> None:
        """Show the window anew if it shows one of ``screens``; a notice that has not had its time stays on it."""
        state = await self._dialogues.recall(page)
        visit = await make(state.params)
        if state.screen in screens and self._can_edit(state, visit):
            await self._show(state, Go(state.screen, state.params), make, in_place=True, kept=state.notice)
            await self._dialogues.remember(page, state)

    async def _meaning(self, event: Written, state: DialogueState, old: View | None, make: MakeVisit[V]) -> Outcome:
        if (meaning := self._everywhere(event, old)) is not None:
            return await self._outcome(meaning, make)
        screen = self._pages.screens.get(state.screen)
        if screen is None:
            return Go("")
        if not event.is_text:
            return Go(state.screen, state.params, say("e-media"))
        if (outcome := await self._command(event, state, make)) is not None:
            return outcome
        return await self._here(screen, event.text, state, old, make)

    async def _command(self, event: Written, state: DialogueState, make: MakeVisit[V]) -> Outcome | None:
        if (commands := self._commands) is None:
            return None
        return await self._guarded(
            lambda visit: commands.first(visit, state.screen, event.text), await make(state.params)
        )

    def _everywhere(self, event: Written, old: View | None) -> Goto | Do | None:
        if event.payload and (meaning := payload.unpack(event.payload)) is not None:
            return meaning
        if event.payload == START or is_word(event.text, "home"):
            return menu.HOME
        if is_word(event.text, "back"):
            back = option(event.text, old.buttons if old else (), by_number=True)
            return back.press if back and not isinstance(back.press, Open) else menu.HOME
        if is_word(event.text, "help"):
            return menu.HELP
        return menu.CANCEL if is_word(event.text, "cancel") else None

    async def _here(
        self, screen: Screen[V], text: str, state: DialogueState, old: View | None, make: MakeVisit[V]
    ) -> Outcome:
        chosen = option(text, old.buttons if old else (), by_number=screen.is_numbered)
        if chosen is not None:
            state.confusions = 0
            return Stay(chosen.press.url) if isinstance(chosen.press, Open) else await self._outcome(chosen.press, make)
        if (typed := screen.typed) is not None:
            return await self._guarded(lambda visit: typed(visit, text), await make(state.params))
        if self._commands and (outcome := await self._commands.last(await make(state.params), screen.id, text)):
            return outcome
        return self._confused(state)

    def _confused(self, state: DialogueState) -> Outcome:
        state.confusions += 1
        if state.confusions >= CONFUSIONS_BEFORE_HELP:
            state.confusions = 0
            return Go(menu.HELP.screen, notice=say("e-not-understood"))
        return Go(state.screen, state.params, say("e-not-understood"))

    async def _outcome(self, meaning: Goto | Do | None, make: MakeVisit[V]) -> Outcome:
        match meaning:
            case Goto(screen, params) if not screen or screen in self._pages.screens:
                return Go(screen, params)
            case Do(act, params) if act in self._pages.acts:
                return await self._guarded(self._pages.acts[act], await make(params))
        return Go("", notice=say("e-stale"))

    async def _guarded(self, act: Callable[[V], Awaitable[R]], visit: V) -> R | Outcome:
        try:
            async with self._undoing():
                return await self._told(act, visit)
        except MaintenanceError as error:
            return Stay(say("e-maint", until=error.until))

    async def _told(self, act: Callable[[V], Awaitable[R]], visit: V) -> R | Outcome:
        """What an act leads to; what it had done when it was refused stays, such as a try that counts."""
        try:
            return await act(visit)
        except UserError as error:
            return Stay(say(error.key, **error.values))
        except ScreenOutdated as news:
            return Go(news.fallback, notice=say(news.key))

    async def _show(
        self, state: DialogueState, go: Go, make: MakeVisit[V], *, in_place: bool, kept: Notice = NO_NOTICE
    ) -> None:
        """Show where to go, or what it falls back to; ``kept`` was said on this screen before and is no news."""
        for _ in range(FALLBACKS):
            visit = await make(go.params)
            screen = go.screen or await self._home(visit)
            try:
                view = await self._pages.screens[screen].load(visit)
            except ScreenOutdated as news:
                go, kept = Go(news.fallback, notice=go.notice or say(news.key)), NO_NOTICE
                continue
            state.screen, state.params = screen, go.params
            state.notice = Notice(go.notice, visit.now + NOTICE_STAYS) if go.notice else kept
            await self._place(state, visit, view.with_notice(state.notice.text), in_place=in_place)
            return
        raise LookupError(f"the screens that {go.screen} falls back to are outdated too")

    async def _place(self, state: DialogueState, visit: V, view: View, *, in_place: bool) -> None:
        text, buttons = self._dressed(state, view)
        if in_place and self._can_edit(state, visit):
            await self._talker.edit(visit.page, state.window, text, "" if state.is_plain else buttons)
            return
        if not state.has_menu and not state.is_plain:
            await self._talker.say(visit.page, say("menu-greeting"), keyboard.menu(menu.rows()))
        row_id = await self._talker.say(visit.page, text, buttons)
        state.has_menu, state.window = not state.is_plain, Window(row_id=row_id, sent_at=visit.now)

    def _dressed(self, state: DialogueState, view: View) -> tuple[str, str]:
        """Text and keyboard as the person's client shows them."""
        if not state.is_plain:
            return view.text, keyboard.inline(view)
        return plain.text(view, is_numbered=self._pages.screens[state.screen].is_numbered), plain.bottom(view)

    @staticmethod
    def _can_edit(state: DialogueState, visit: V) -> bool:
        sent_at = state.window.sent_at
        return sent_at is not None and visit.now - sent_at < EDIT_WINDOW

    async def _load(self, target: Goto, make: MakeVisit[V]) -> View | None:
        try:
            return await self._pages.screens[target.screen].load(await make(target.params))
        except (ScreenOutdated, UserError):
            return None
