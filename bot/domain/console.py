"""The levels of the administrators' console and who may give them: the one place that says it."""

from enum import IntEnum


class Level(IntEnum):
    """How much somebody may do in the console; each level may do everything that the ones before it may.

    ``OBSERVER`` reads. ``OPERATOR`` looks after people, codes and dry runs, and deletes nothing. ``ADMINISTRATOR``
    decides about plans, brakes and pauses. ``OWNER`` stands in the configuration and nowhere else.
    """

    OBSERVER = 1
    OPERATOR = 2
    ADMINISTRATOR = 3
    OWNER = 4

    @property
    def code(self) -> str:
        """The level as it is stored, and the end of its text key."""
        return self.name.lower()


GRANTED = (Level.OBSERVER, Level.OPERATOR, Level.ADMINISTRATOR)
"""What can be given by a person, the lowest first."""


def level_named(code: str) -> Level | None:
    """The level that is stored as ``code``; None for an owner, whom no table makes, and for anything unknown."""
    return next((level for level in GRANTED if level.code == code), None)


def may_grant(own: Level, level: Level, before: Level | None) -> bool:
    """Whether somebody of level ``own`` may give ``level`` to a person who has ``before``.

    Nobody gives, changes or takes away a level at or above the own one.
    """
    return level in GRANTED and level < own and may_revoke(own, before)


def may_revoke(own: Level, before: Level | None) -> bool:
    """Whether somebody of level ``own`` may take away what a person has."""
    return own > Level.OPERATOR and (before is None or before < own)
