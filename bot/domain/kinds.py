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
    EMPTY = "empty"
    FAILED = "failed"


class ChatKind(StrEnum):
    """Why a chat exists."""

    CLASS_PUPILS = "class_pupils"
    CLASS_PARENTS = "class_parents"
    CLASS_COLLEAGUES = "class_colleagues"

    @property
    def has_pupils(self) -> bool:
        """Whether pupils are members: strangers are then removed at once."""
        return self is ChatKind.CLASS_PUPILS


class ChatState(StrEnum):
    """Life of a chat: planned → creating → active; paused without rights, gone when VK no longer has it."""

    PLANNED = "planned"
    CREATING = "creating"
    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


class Ending(StrEnum):
    """How somebody's membership of a chat ended."""

    LEFT = "left"
    REMOVED_BY_SYNC = "removed_by_sync"
    STRANGER = "stranger"
