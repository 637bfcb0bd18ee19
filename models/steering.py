"""How reconciliation is steered: passes, plans that wait for a named person, roles of the console, exclusions."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from bot.domain.kinds import HeldState
from models.chats import Chat
from models.people import Account
from models.schools import School


class Run(Model):
    """One pass over many chats, what it did stands in the ledger under its number.

    ``cause``: ``schedule``, ``hand`` (the console) or ``command`` (the terminal). ``chats``: how many were due.
    ``stopped_at``: somebody stopped it. ``undone_at``: somebody took back what it did.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="runs")
    cause = fields.CharField(16)
    actor = fields.CharField(32)
    roster_number = fields.IntField(default=0)
    chats = fields.IntField(default=0)
    started_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    stopped_at = fields.DatetimeField(null=True)
    undone_at = fields.DatetimeField(null=True)

    class Meta:
        table = "run"
        indexes = (("school_id", "started_at"),)


class HeldPlan(Model):
    """What waits for a named person: the held part of one chat's plan, or (without a chat) of the school's.

    ``kind``: ``chat`` (the guard held it), ``delete`` (a class chat is to be deleted) or ``year``. ``actions`` are rows
    of ``key`` (see ``bot.domain.plan.key_of``), ``code`` of the hold, and ids. ``granted`` are the keys that may be
    done. ``runs`` counts the passes that found the same; ``decided_by`` and ``seconded_by`` are accounts.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="held_plans")
    chat: fields.ForeignKeyNullableRelation[Chat] = fields.ForeignKeyField(
        "models.Chat", related_name="held_plans", null=True
    )
    chat_id: int | None
    kind = fields.CharField(8, default="chat")
    fingerprint = fields.CharField(32)
    actions: fields.Field[list[dict[str, Any]]] = fields.JSONField(default=list)
    granted: fields.Field[list[str]] = fields.JSONField(default=list)
    state = fields.CharEnumField(HeldState, max_length=8, default=HeldState.OPEN)
    runs = fields.IntField(default=1)
    opened_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    owner_told_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    decided_by = fields.IntField(null=True)
    seconded_by = fields.IntField(null=True)

    class Meta:
        table = "held_plan"
        indexes = (("school_id", "state"), ("chat_id", "state"))


class ConsoleRole(Model):
    """What an account may do in the console, owners stand in the configuration.

    ``level``: ``administrator``, ``operator`` or ``observer`` (see ``bot.domain.console``).
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="console_roles")
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="console_roles")
    account_id: int
    level = fields.CharField(16)
    granted_by = fields.IntField(null=True)
    granted_at = fields.DatetimeField()

    class Meta:
        table = "console_role"
        unique_together = (("school", "account"),)


class Exclusion(Model):
    """A person is kept away from a child's chats whatever the journal says, only the head of the school sees it.

    An empty ``pupil_id``: an administrator has shut the person out of the bot altogether.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="exclusions")
    person_id = fields.CharField(128)
    pupil_id = fields.CharField(128)
    decided_by = fields.IntField(null=True)
    decided_at = fields.DatetimeField()

    class Meta:
        table = "exclusion"
        unique_together = (("school", "person_id", "pupil_id"),)
