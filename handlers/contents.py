"""The table of contents: every screen and act of the conversation, by feature."""

from bot.ui.pages import Pages
from handlers import chat_card, help, identity, linking, lists, notify, profile  # noqa: A004 - the letter H
from handlers.visit import Visit

FEATURES = (linking.pages, identity.pages, profile.pages, notify.pages, lists.pages, chat_card.pages, help.pages)


def contents() -> Pages[Visit]:
    """All features together; an id that two of them declare is an error at start."""
    pages: Pages[Visit] = Pages()
    return pages.join(FEATURES)
