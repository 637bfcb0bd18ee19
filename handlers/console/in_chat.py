"""K, G: what is said to the bot in a group chat; the administrators' own chat understands a few commands.

Answers there have no buttons but a link into the private dialogue, so nobody acts there in another's name.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.console import Level
from bot.domain.events import Called
from bot.errors import ScreenOutdated, UserError
from bot.services import console_roles, ledger, service_chat
from bot.texts.catalogue import say
from bot.ui import commands, keyboard
from bot.ui.pages import Screen
from bot.ui.view import Button, Open, View
from handlers.console.commands import COMMANDS, NAMES, meant
from handlers.visit import Visit
from models.chats import Chat, LedgerLine

TOLD_EVERY = timedelta(hours=1)
TOLD = "chat-told-of-dialogue"
BINDS = "menu"


async def answer(visit: Visit, event: Called, screens: Mapping[str, Screen[Visit]]) -> None:
    """Answer a command of the administrators' chat, make a chat that, or point to the private dialogue."""
    spoken = commands.addressed(event.text)
    typed = commands.read(event.text if spoken is None else spoken, NAMES)
    level = await console_roles.level_of(visit.school, visit.profile)
    if event.peer_id == await service_chat.peer(visit.school):
        if level is not None and typed is not None and typed.name in commands.IN_CHAT:
            await _report(visit, event, screens, typed, level)
        elif level is not None and spoken is not None:
            await _say(visit, event, say("k-chat-other") if typed else meant(spoken))
    elif typed is None or (spoken is None and not await _may_be_bound(visit, event, typed)):
        return
    elif typed.name == BINDS and level is not None and level >= Level.ADMINISTRATOR:
        await _bind(visit, event)
    elif spoken is not None:
        await _point_to_dialogue(visit, event)


async def _may_be_bound(visit: Visit, event: Called, typed: commands.Typed) -> bool:
    """Whether the word alone, said to nobody, can be meant for the bot: in the school's chats people talk to people."""
    chat = await Chat.get_or_none(school_id=visit.school.key, peer_id=event.peer_id)
    return not typed.argument and (chat is None or not chat.state.is_ours)


async def _report(
    visit: Visit, event: Called, screens: Mapping[str, Screen[Visit]], typed: commands.Typed, level: Level
) -> None:
    command = COMMANDS[typed.name]
    if level < command.level:
        await _say(visit, event, say("k-denied"))
        return
    await ledger.note(visit.school, ledger.COMMAND, actor=ledger.by(visit.profile), name=typed.name)
    try:
        view = await screens[command.screen].load(replace(visit, params={}))
    except (ScreenOutdated, UserError) as refusal:
        await _say(visit, event, say(refusal.key))
        return
    await _say(visit, event, view.text)


async def _bind(visit: Visit, event: Called) -> None:
    try:
        await service_chat.bind(visit.school, visit.profile, event.peer_id)
    except UserError as refusal:
        await _say(visit, event, say(refusal.key))
        return
    await _say(visit, event, say("k-bound"))


async def _point_to_dialogue(visit: Visit, event: Called) -> None:
    """At most once an hour in a chat that the school has."""
    chat = await Chat.get_or_none(school_id=visit.school.key, peer_id=event.peer_id)
    if chat is None or not chat.state.is_ours:
        return
    told = LedgerLine.filter(chat_id=chat.id, event=TOLD, at__gt=visit.now - TOLD_EVERY)
    if not await told.exists():
        await ledger.note(visit.school, TOLD, chat_id=chat.id)
        await _say(visit, event, say("g-command"))


async def _say(visit: Visit, event: Called, text: str) -> None:
    link = Button(say("k-bind.open"), Open(visit.school.settings.messages_url))
    view = View(text, ((link,),))
    await visit.talker.post(event.peer_id, view.text, keyboard.inline(view))
