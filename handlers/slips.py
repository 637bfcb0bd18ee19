"""E.SECRET: somebody wrote a password, or a code of another service, to the bot."""

from bot.domain.caution import looks_secret
from bot.texts.catalogue import say
from bot.ui.pages import Outcome, Pages, Stay
from handlers.visit import Visit

FREE_TEXT = {"A.SMS", "A.CODE", "N.NAME", "N.RENAME", "C.RENAME", "C.WELCOME", "C.DEL.TYPED"}
"""Where people prove themselves or choose words: nothing they write there is taken for a slip."""

pages: Pages[Visit] = Pages()


def is_slip(text: str, screen: str) -> bool:
    """Whether a text that was written on this screen should not have been."""
    return screen not in FREE_TEXT and looks_secret(text, say("word-secret").split("|"))


@pages.act("E.SECRET")
async def warn(_: Visit) -> Outcome:
    """Say so, and show the same screen again."""
    return Stay(say("e-secret"))
