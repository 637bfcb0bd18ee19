"""Who belongs to a chat and for what reason; how a reason ends."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a member may do in a chat; the strongest of several wins."""

    MEMBER = "member"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why an account belongs to a chat: the part that the journal record ``person_id`` has in ``unit_id``.

    ``code`` is ``pupil``, ``guardian``, ``teacher`` or ``homeroom``, or without a unit ``picked`` by hand or ``author``
    (text ``reason-<code>``); a guardian belongs through the pupil ``pupil_id``.
    """

    code: str
    unit_id: str
    person_id: str
    pupil_id: str = ""


class Departure(StrEnum):
    """How the last reason of somebody who once belonged came to an end.

    ``EXIT``: the journal says so itself (disabled, end date passed, ``tobedeleted``). ``TRANSFER``: a pupil now belongs
    to another class. ``UNLINKED``: the person unlinked the page. ``BY_HAND``: a keeper of the chat took them out.
    ``MISSING``: the journal merely no longer mentions it.
    """

    EXIT = "exit"
    TRANSFER = "transfer"
    UNLINKED = "unlinked"
    BY_HAND = "by-hand"
    MISSING = "missing"
