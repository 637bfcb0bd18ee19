"""H: help by topics, what the bot is for, what it keeps."""

from bot.services.dialogues import StoredDialogues
from bot.texts.catalogue import say
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Goto, Row, View
from bot.ui.words import folded
from handlers.visit import Visit

FOR_STAFF = ("create", "who", "admins", "delete", "safety", "code")
FOR_OTHERS = ("who", "safety", "code")
TOPIC_OF_SCREEN = {
    "N.": "create",
    "P.": "who",
    "P.ADMIN": "admins",
    "C.SYNC": "who",
    "C.EDIT": "who",
    "C.MEMBER": "admins",
    "C.TRANSFER": "admins",
    "C.DEL": "delete",
    "M.BIN": "delete",
    "C.LINK": "code",
    "C.QR": "code",
    "C.SHEET": "code",
    "M.AWAIT": "code",
    "A.CODE": "code",
    "C.STRANGER": "safety",
    "C.CLOSED": "safety",
    "C.SET": "safety",
    "D.": "safety",
    "U.": "who",
    "R.": "who",
}

pages: Pages[Visit] = Pages()


async def word_typed(visit: Visit, text: str) -> Outcome:
    """The number of a topic, or a word that it is about."""
    topics = _topics(visit)
    wanted = folded(text)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(topics):
        return Go("H.TOPIC", {"t": topics[int(wanted) - 1]})
    for topic in reversed(topics):
        if any(word in wanted for word in say(f"h-words-{topic}").split("|")):
            return Go("H.TOPIC", {"t": topic})
    return Stay(say("e-not-understood"))


@pages.screen("H.HELP", typed=word_typed)
async def help_page(visit: Visit) -> View:
    """What the screen before is about comes first; then the topics, who helps, and the children's help line."""
    before = await _before(visit)
    topic = _about(visit, before.screen) if before else ""
    first = say("h-help-topic", title=say(f"h-topic-{topic}.title"), text=say(f"h-topic-{topic}")) if topic else ""
    topics = [_button(one) for one in _topics(visit) if one != topic]
    rows: list[Row] = [tuple(topics[start : start + 2]) for start in range(0, len(topics), 2)]
    rows.append((Button(say("h-help.data"), Goto("H.DATA")), Button(say("h-help.about"), Goto("H.ABOUT"))))
    bottom = [Button(say("h-help.home"), Goto(""))]
    if before:
        bottom.insert(0, Button(say("h-help.back"), before))
    text = f"{first}\n\n{_whom(visit)}" if first else say("h-help", contact=_whom(visit))
    return View(text, (*rows, tuple(bottom)))


@pages.screen("H.TOPIC", typed=word_typed)
async def topic_page(visit: Visit) -> View:
    """One topic."""
    topic = visit.text("t") if visit.text("t") in FOR_STAFF else "safety"
    text = say("h-help-topic", title=say(f"h-topic-{topic}.title"), text=say(f"h-topic-{topic}"))
    back = Button(say("h-topic-safety.back"), Goto("H.HELP"))
    return View(f"{text}\n\n{_whom(visit)}", ((back, Button(say("h-help.home"), Goto(""))),))


@pages.screen("H.ABOUT")
async def about(visit: Visit) -> View:
    """What the bot does for whom."""
    onward = Button(say("h-about.link"), Goto("A.CONSENT"), Colour.MAIN)
    rows = ((Button(say("h-about.home"), Goto("")),),)
    return View(say("h-about"), rows if visit.profile.is_linked else ((onward,), *rows))


def _whom(visit: Visit) -> str:
    """Who helps, and the children's help line."""
    return say("h-whom", contact=visit.school.whom_to_ask())


def _topics(visit: Visit) -> tuple[str, ...]:
    return FOR_STAFF if "staff" in visit.profile.roles else FOR_OTHERS


def _button(topic: str) -> Button:
    return Button(say(f"h-topic-{topic}.title"), Goto("H.TOPIC", {"t": topic}))


async def _before(visit: Visit) -> Goto | None:
    """The screen from which help was asked for, if it can be returned to."""
    state = await StoredDialogues(visit.school).recall(visit.page)
    if not state.screen or state.screen.startswith("H."):
        return None
    return Goto(state.screen, state.params)


def _about(visit: Visit, screen: str) -> str:
    """The topic of a screen: that of the longest beginning of its id; empty when there is none for this person."""
    fitting = [one for one in TOPIC_OF_SCREEN if screen.startswith(one)]
    topic = TOPIC_OF_SCREEN[max(fitting, key=len)] if fitting else ""
    return topic if topic in _topics(visit) else ""
