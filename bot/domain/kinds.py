"""The enumerations of the school world, shared by rules, tables and conversation."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is at school; one person may have several roles."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"

    @property
    def is_staff(self) -> bool:
        """Whether the role makes a person a member of the school's staff."""
        return self in STAFF_ROLES


STAFF_ROLES = frozenset({Role.TEACHER, Role.STAFF, Role.ADMINISTRATOR})


class UnitKind(StrEnum):
    """A class unit (класс, 8А) or a subject group (группа по предмету)."""

    CLASS = "class"
    GROUP = "group"


class Part(StrEnum):
    """What somebody does in a unit."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    HOMEROOM = "homeroom"


class Verdict(StrEnum):
    """How far a reading of the journal may be believed (see ``bot.domain.roster``)."""

    OK = "ok"
    PARTIAL = "partial"
    SUSPICIOUS = "suspicious"
    EMPTY = "empty"
    FAILED = "failed"


class ChatKind(StrEnum):
    """Why a chat exists: an automatic chat of a class, a chat of a subject group, or one that somebody made up."""

    CLASS_PUPILS = "class_pupils"
    CLASS_PARENTS = "class_parents"
    CLASS_COLLEAGUES = "class_colleagues"
    SUBJECT = "subject"
    CUSTOM = "custom"

    @property
    def has_pupils(self) -> bool:
        """Whether pupils are members by the kind itself: strangers are then removed at once, staff always stays.

        A custom chat may have pupils too: there it depends on its people, which the kind does not know.
        """
        return self in (ChatKind.CLASS_PUPILS, ChatKind.SUBJECT)


CLASS_CHATS = (ChatKind.CLASS_PUPILS, ChatKind.CLASS_PARENTS, ChatKind.CLASS_COLLEAGUES)
"""The automatic chats of a class, in the order in which they are listed."""


class ChatState(StrEnum):
    """Life of a chat: planned → creating → active; paused without rights, gone when VK no longer has it.

    A chat that was deleted here is closed once everybody is out of it; it can be brought back. A chat made by hand is
    found when a member of staff adds the community to it, and only looked at until they adopt it; ``LEAVING``: the
    community goes and forgets it.
    """

    PLANNED = "planned"
    CREATING = "creating"
    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    CLOSED = "closed"
    FOUND = "found"
    LEAVING = "leaving"

    @property
    def is_ours(self) -> bool:
        """Whether the school has the chat: one that was merely found belongs to whoever made it."""
        return self not in (ChatState.FOUND, ChatState.LEAVING)


class StrangerPolicy(StrEnum):
    """What happens to somebody who comes in without belonging.

    ``STRICT``: out at once. ``SOFT``: may not write, and has some minutes to link. ``REPORT``: the keepers are told.
    """

    STRICT = "strict"
    SOFT = "soft"
    REPORT = "report"


class Watch(StrEnum):
    """How far reconciliation may go in a chat now.

    ``PAUSED``: the journal takes nobody out, takes no right away and changes no title; people still come, strangers
    still leave, and what somebody decided by hand is still done. ``FROZEN``: nothing at all is done.
    """

    ON = "on"
    PAUSED = "paused"
    FROZEN = "frozen"


class HeldState(StrEnum):
    """Life of a held plan: open → granted → done, or left as it is; healed when the doubt went, expired after 72 hours.

    ``SECOND``: one person has granted it, and a second one has to.
    """

    OPEN = "open"
    SECOND = "second"
    GRANTED = "granted"
    LEFT = "left"
    DONE = "done"
    HEALED = "healed"
    EXPIRED = "expired"


class Ending(StrEnum):
    """How somebody's membership of a chat ended."""

    LEFT = "left"
    REMOVED_BY_SYNC = "removed_by_sync"
    REMOVED_BY_HAND = "removed_by_hand"
    STRANGER = "stranger"
