"""Every screen of the conversation has a scene in which it is photographed."""

from bot.texts.catalogue import keys
from handlers.contents import contents
from tests.browser.contact_sheet.rebuild import PARTS
from tests.browser.contact_sheet.scenes import SCENES, shown


def _said_in_chats() -> set[str]:
    """What the bot says in chats, as ids; a text that is a part or a form of another one has no picture of its own."""
    said = {key for key in keys() if key.startswith("g-")}
    whole = {key for key in said if not any(key.startswith(f"{other}-") for other in said)}
    return {key.upper().replace("-", ".", 1) for key in whole}


def test_every_screen_and_every_text_of_a_chat_is_photographed() -> None:
    assert PARTS
    assert (contents().screens.keys() | _said_in_chats()) - shown() == set()


def test_no_scene_promises_a_screen_that_does_not_exist() -> None:
    assert shown() - contents().screens.keys() - _said_in_chats() == set()


def test_scenes_have_names_of_their_own() -> None:
    names = [one.name for one in SCENES]
    assert len(names) == len(set(names))
