"""Who belongs to a chat and for what reason; how a reason ends."""

from enum import StrEnum
from typing import NamedTuple


class Standing(StrEnum):
    """What a member may do in a chat; the strongest of several wins."""

    MEMBER = "member"
    ADMIN = "admin"


class Reason(NamedTuple):
    """Why an account belongs to a chat: the part that the journal record ``person_id`` has in ``unit_id``.

    ``code`` is ``pupil``, ``guardian``, ``teacher`` or ``homeroom``, or without a unit ``picked`` by hand or ``author``
    (text ``reason-<code>``); a guardian belongs through the pupil ``pupil_id``. ``FOUND`` is the reason of a page.
    """

    code: str
    unit_id: str
    person_id: str
    pupil_id: str = ""


FOUND = Reason("found", "", "")
"""Inside when a chat made by hand was adopted: stays until a person decides otherwise, or goes by themselves."""


STAND_IN = Reason("stand-in", "", "")
"""Leads the chat because the last person who did has left the school or was put out of it."""


class Departure(StrEnum):
    """How the last reason of somebody who once belonged came to an end.

    ``EXIT``: the journal says so itself (disabled, end date passed, ``tobedeleted``). ``TRANSFER``: a pupil now belongs
    to another class. ``UNLINKED``: the person unlinked the page. ``BY_HAND``: a keeper of the chat took them out.
    ``OWN_WISH``: they asked the bot to let them go. ``NO_CONSENT``: no guardian consents any more.
    ``EXCLUDED``: the head of the school has ruled that they are kept away from a child. ``SHUT_OUT``: an administrator
    of the school has shut them out of the bot. ``STOOD_IN``: they led the chat only until somebody else did.
    ``MISSING``: the journal merely no longer mentions it.
    """

    EXIT = "exit"
    TRANSFER = "transfer"
    UNLINKED = "unlinked"
    BY_HAND = "by-hand"
    OWN_WISH = "own-wish"
    NO_CONSENT = "no-consent"
    EXCLUDED = "excluded"
    SHUT_OUT = "shut-out"
    STOOD_IN = "stood-in"
    MISSING = "missing"
