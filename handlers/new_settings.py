"""N.SET: how a new chat is to be from its first minute; everything can be changed later in C.SET."""

from dataclasses import replace
from typing import Any

from bot.errors import ScreenOutdated
from bot.services import chat_settings, limits, mute, welcome
from bot.services.candidates import PUPILS
from bot.services.drafts import Preferences
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.sketches import Picking, keep, picking
from handlers.visit import Visit

WRITERS = (mute.EVERYBODY, mute.STAFF)

pages: Pages[Visit] = Pages()


@pages.screen("N.SET")
async def settings(visit: Visit) -> View:
    """Every setting with what it will be; pressing one of two values sets the other."""
    now = await _new(visit)
    wished = now.sketch.preferences
    other = mute.STAFF if wished.writers == mute.EVERYBODY else mute.EVERYBODY
    written = say("c-set.write-everybody" if wished.writers == mute.EVERYBODY else "c-set.write-staff")
    rows: list[Row] = [
        (Button(say(f"c-set-welcome-{welcome.kind_of(wished.welcome)}"), Goto("N.SET.WELCOME", now.ref)),),
        (Button(written, Do("N.SET.WRITE", {**now.ref, "v": other})),),
    ]
    if now.sketch.unit_id:
        followed = say("c-set.follows" if wished.follows else "c-set.follows-not")
        rows.append((Button(followed, Do("N.SET.FOLLOW", {**now.ref, "v": int(not wished.follows)})),))
    if not _has_pupils(now):
        policy = wished.strangers or chat_settings.POLICIES[0]
        rows.insert(0, (Button(say(f"c-set-strangers-{policy}"), Goto("N.SET.STRANGER", now.ref)),))
    strangers = say("n-settings-pupils") if _has_pupils(now) else ""
    review = now.hub if now.sketch.unit_id else Goto("N.REVIEW", now.ref)
    text = say("n-settings", title=now.title, strangers=strangers)
    return View(text, (*rows, (Button(say("n-settings.done"), review, Colour.GOOD),)))


@pages.act("N.SET.WRITE")
async def set_writers(visit: Visit) -> Outcome:
    """Who will write in the chat."""
    if visit.text("v") not in WRITERS:
        raise ScreenOutdated("")
    return await _store(await _new(visit), writers=visit.text("v"))


@pages.act("N.SET.FOLLOW")
async def set_following(visit: Visit) -> Outcome:
    """Whether the chat will follow the journal, or keep the people of its first day."""
    return await _store(await _new(visit), follows=bool(visit.number("v")))


@pages.screen("N.SET.STRANGER")
async def strangers(visit: Visit) -> View:
    """What will happen to whoever comes in without belonging."""
    now = await _new(visit)
    if _has_pupils(now):
        return await settings(visit)
    minutes = (await limits.of(visit.school)).stranger_minutes
    labels = {policy: say(f"c-stranger-{policy}", minutes=minutes) for policy in chat_settings.POLICIES}
    choices = [(Button(label, Do("N.SET.STRANGER.PUT", {**now.ref, "v": policy})),) for policy, label in labels.items()]
    chosen = labels[now.sketch.preferences.strangers or chat_settings.POLICIES[0]]
    text = say("c-stranger", title=now.title, now=chosen, minutes=minutes)
    return View(text, (*choices, (_back(now),)))


@pages.act("N.SET.STRANGER.PUT")
async def set_strangers(visit: Visit) -> Outcome:
    """Choose."""
    if visit.text("v") not in chat_settings.POLICIES:
        raise ScreenOutdated("")
    return await _store(await _new(visit), strangers=visit.text("v"))


async def words_typed(visit: Visit, text: str) -> Outcome:
    """Own words for newcomers."""
    return await _store(await _new(visit), welcome=welcome.checked(text))


@pages.screen("N.SET.WELCOME", typed=words_typed)
async def welcoming(visit: Visit) -> View:
    """How newcomers will be welcomed."""
    now = await _new(visit)
    words = now.sketch.preferences.welcome
    usual = say("g-welcome", names=say("c-welcome-names"), chat=now.title)
    looks = say("c-welcome-looks", text=usual if words in ("", welcome.OFF) else words)
    said = say("c-welcome-off") if words == welcome.OFF else looks
    text = say("c-welcome", title=now.title, said=said, waits="", **welcome.holes())
    as_usual = Button(say("c-welcome.usual"), Do("N.SET.WELCOME.PUT", {**now.ref, "v": ""}))
    off = Button(say("c-welcome.off"), Do("N.SET.WELCOME.PUT", {**now.ref, "v": welcome.OFF}))
    return View(text, ((as_usual, off), (_back(now),)))


@pages.act("N.SET.WELCOME.PUT")
async def set_welcome(visit: Visit) -> Outcome:
    """The usual words, or none."""
    return await _store(await _new(visit), welcome=welcome.checked(visit.text("v")))


async def _new(visit: Visit) -> Picking:
    """The draft of a chat that is not made yet."""
    now = await picking(visit)
    if now.chat is not None:
        raise ScreenOutdated("")
    return now


async def _store(now: Picking, **wished: Any) -> Outcome:
    preferences: Preferences = replace(now.sketch.preferences, **wished)
    await keep(replace(now, sketch=replace(now.sketch, preferences=preferences)), now.selection)
    return Go("N.SET", now.ref)


def _has_pupils(now: Picking) -> bool:
    """Where pupils are strangers always leave at once."""
    return any(one.group == PUPILS for one in now.selection.chosen(now.people))


def _back(now: Picking) -> Button:
    return Button(say("n-settings.back"), Goto("N.SET", now.ref))
