"""Who may do what with a chat, and with the school's chats at all: the one place that says it."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from bot.domain.kinds import CLASS_CHATS, ChatKind


class Relation(StrEnum):
    """What a person is to a chat; one person may be several at once, an unlinked one is none.

    ``HOMEROOM`` leads the class of an automatic chat. ``CHAT_ADMINISTRATOR`` is a member of staff who administers the
    chat, never a pupil. ``STAFF_INSIDE`` belongs to the chat, ``STAFF`` works at the school. ``PUPIL`` and ``GUARDIAN``
    belong to the chat as such; ``CHILD_INSIDE`` is the guardian of a pupil who does. For acts without a chat a pupil or
    a guardian of the school is ``PUPIL`` or ``GUARDIAN``.
    """

    AUTHOR = "author"
    HOMEROOM = "homeroom"
    CHAT_ADMINISTRATOR = "chat_administrator"
    STAFF_INSIDE = "staff_inside"
    STAFF = "staff"
    PUPIL = "pupil"
    GUARDIAN = "guardian"
    CHILD_INSIDE = "child_inside"
    SCHOOL_ADMINISTRATOR = "school_administrator"


class Act(StrEnum):
    """What can be done; the last five need no chat.

    ``SEE_MEMBERS`` is the whole list, ``SEE_STATES`` who has joined: names of staff are seen by whoever may ``VIEW``.
    ``EDIT_PEOPLE`` of a class chat is an addition or an exception by hand.
    """

    VIEW = "view"
    SEE_MEMBERS = "see_members"
    SEE_STATES = "see_states"
    JOIN = "join"
    LEAVE = "leave"
    EDIT_PEOPLE = "edit_people"
    EDIT_ADMINISTRATORS = "edit_administrators"
    RENAME = "rename"
    DELETE = "delete"
    RESTORE = "restore"
    MUTE = "mute"
    REMOVE = "remove"
    SHOW_LINK = "show_link"
    ROTATE_LINK = "rotate_link"
    PRINT_CODES = "print_codes"
    REMIND = "remind"
    SETTINGS = "settings"
    TRANSFER = "transfer"
    SYNC = "sync"
    SEE_LOG = "see_log"

    CREATE_SUBJECT = "create_subject"
    CREATE_CUSTOM = "create_custom"
    ADOPT = "adopt"
    CONSENT = "consent"
    CONSOLE = "console"


Relations = frozenset[Relation]
Kinds = frozenset[ChatKind | None]

CLASS: Kinds = frozenset(CLASS_CHATS)
CUSTOM: Kinds = frozenset({ChatKind.CUSTOM})
MADE: Kinds = frozenset({ChatKind.SUBJECT, ChatKind.CUSTOM})
EVERY: Kinds = frozenset(ChatKind)
NO_CHAT: Kinds = frozenset({None})

OWNERS: Relations = frozenset({Relation.AUTHOR, Relation.HOMEROOM, Relation.SCHOOL_ADMINISTRATOR})
KEEPERS = OWNERS | {Relation.CHAT_ADMINISTRATOR}
WATCHERS = KEEPERS | {Relation.STAFF_INSIDE}
GUESTS: Relations = frozenset({Relation.CHAT_ADMINISTRATOR, Relation.STAFF_INSIDE, Relation.PUPIL, Relation.GUARDIAN})
BOUND: Relations = frozenset({Relation.AUTHOR, Relation.HOMEROOM})
ANY_STAFF = WATCHERS | {Relation.STAFF}
PARENTS: Relations = frozenset({Relation.GUARDIAN, Relation.CHILD_INSIDE})
ADMINISTRATORS: Relations = frozenset({Relation.SCHOOL_ADMINISTRATOR})

HOLDS: dict[Relation, Kinds] = {
    Relation.AUTHOR: MADE,
    Relation.HOMEROOM: CLASS,
    Relation.CHAT_ADMINISTRATOR: EVERY,
    Relation.STAFF_INSIDE: EVERY,
    Relation.STAFF: frozenset(),
    Relation.PUPIL: MADE | {ChatKind.CLASS_PUPILS},
    Relation.GUARDIAN: CUSTOM | {ChatKind.CLASS_PARENTS},
    Relation.CHILD_INSIDE: MADE | {ChatKind.CLASS_PUPILS},
    Relation.SCHOOL_ADMINISTRATOR: EVERY,
}
"""The kinds of chat to which a person can stand in a relation; elsewhere it gives nothing."""


class Rule(NamedTuple):
    """An act is open to ``who`` in chats of the kinds ``where``."""

    who: Relations
    where: Kinds = EVERY


RULES: dict[Act, Rule] = {
    Act.VIEW: Rule(WATCHERS | PARENTS | {Relation.PUPIL}),
    Act.SEE_MEMBERS: Rule(WATCHERS),
    Act.SEE_STATES: Rule(WATCHERS),
    Act.JOIN: Rule(GUESTS | BOUND),
    Act.LEAVE: Rule(GUESTS),
    Act.EDIT_PEOPLE: Rule(OWNERS),
    Act.EDIT_ADMINISTRATORS: Rule(OWNERS),
    Act.RENAME: Rule(OWNERS, CUSTOM),
    Act.DELETE: Rule(OWNERS, MADE),
    Act.RESTORE: Rule(OWNERS, MADE),
    Act.MUTE: Rule(KEEPERS),
    Act.REMOVE: Rule(KEEPERS),
    Act.SHOW_LINK: Rule(KEEPERS),
    Act.ROTATE_LINK: Rule(OWNERS),
    Act.PRINT_CODES: Rule(OWNERS),
    Act.REMIND: Rule(KEEPERS),
    Act.SETTINGS: Rule(OWNERS),
    Act.TRANSFER: Rule(OWNERS, MADE),
    Act.SYNC: Rule(OWNERS),
    Act.SEE_LOG: Rule(KEEPERS),
    Act.CREATE_SUBJECT: Rule(ANY_STAFF, NO_CHAT),
    Act.CREATE_CUSTOM: Rule(ANY_STAFF, NO_CHAT),
    Act.ADOPT: Rule(ANY_STAFF, NO_CHAT),
    Act.CONSENT: Rule(PARENTS, NO_CHAT),
    Act.CONSOLE: Rule(ADMINISTRATORS, NO_CHAT),
}


def may(relations: Collection[Relation], act: Act, kind: ChatKind | None = None) -> bool:
    """Whether somebody who is all of ``relations`` to a chat of this kind may do this with it."""
    return why_not(relations, act, kind) is None


def why_not(relations: Collection[Relation], act: Act, kind: ChatKind | None = None) -> str | None:
    """The text key of the sentence that says why the act is refused; None if it is not.

    ``ValueError`` when an act needs a chat and gets no kind, or the other way round.
    """
    rule = RULES[act]
    if (kind is None) != (rule.where == NO_CHAT):
        raise ValueError(f"{act} is asked with the wrong kind of chat: {kind}")
    held = {one for one in relations if kind is None or kind in HOLDS[one]}
    if kind is not None and not held:
        return "e-denied-outside"
    if kind not in rule.where:
        return _impossible(act, kind)
    if act is Act.LEAVE and held & BOUND:
        # Whoever answers for a chat does not leave it, whatever else the person is there.
        return "e-denied-leave-class" if kind in CLASS else "e-denied-leave-own"
    return None if held & rule.who else _refused(act, kind)


def _impossible(act: Act, kind: ChatKind | None) -> str:
    """Nobody may do this with a chat of this kind."""
    if act is Act.RENAME:
        return "e-denied-rename-class" if kind in CLASS else "e-denied-rename-subject"
    return "e-denied-transfer-class" if act is Act.TRANSFER else "e-denied-delete-class"


def _refused(act: Act, kind: ChatKind | None) -> str:
    """Somebody else may do this."""
    match act:
        case Act.JOIN | Act.LEAVE:
            return "e-denied-not-member"
        case Act.CONSENT:
            return "e-denied-guardian"
        case Act.CONSOLE:
            return "e-denied-administrator"
        case Act.CREATE_SUBJECT | Act.CREATE_CUSTOM | Act.ADOPT:
            return "e-denied-staff"
    return "e-denied-class" if kind in CLASS else "e-denied"
