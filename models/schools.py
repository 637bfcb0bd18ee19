"""A school, the readings of its journal, its outages, and who may talk to VK for it."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from bot.domain.kinds import Verdict


class School(Model):
    """A school of the configuration. Roster rows are visible as of ``roster_number`` (0: nothing read yet).
    Rows of ``staged_number`` (0: none) are being written, or were when a process died.

    ``consent_parallels`` is the setting of that name: the last parallel that needs a guardian's consent (0: none).
    ``sending_salt`` keeps the ``random_id`` of this database's messages apart from those of an older one: VK silently
    swallows a number that it has seen before.

    ``started_at``: when the journal was first allowed to take people out (null: preview). ``paused_until`` and
    ``read_only_until`` end by themselves. ``service_peer_id`` is the chat of the administrators. ``limits`` are those
    numbers of the brakes that were set in the console, by the names of ``bot.domain.plan.Limits``.
    """

    key = fields.CharField(64, primary_key=True)
    title = fields.CharField(200, default="")
    roster_number = fields.IntField(default=0)
    staged_number = fields.IntField(default=0)
    roster_at = fields.DatetimeField(null=True)
    consent_parallels = fields.IntField(default=0)
    key_check = fields.CharField(40, default="")
    sending_salt = fields.CharField(32, default="")
    started_at = fields.DatetimeField(null=True)
    paused_until = fields.DatetimeField(null=True)
    read_only_until = fields.DatetimeField(null=True)
    service_peer_id = fields.BigIntField(null=True)
    limits: fields.Field[dict[str, int] | None] = fields.JSONField(null=True)

    class Meta:
        table = "school"


class Reading(Model):
    """One look at the journal at ``source`` and the verdict on it, with ``number`` when it became the roster.

    ``people`` and ``units`` are how many the journal had, ``people_before`` and ``units_before`` how many the roster
    had. ``trusted_by``: the actor who decided that what looked suspicious is true. ``said``: the print of everything,
    if a journal that says the same need not be compared.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="readings")
    taken_at = fields.DatetimeField()
    source = fields.CharField(500)
    digest = fields.CharField(64)
    verdict = fields.CharEnumField(Verdict, max_length=16)
    number = fields.IntField(null=True)
    problems: fields.Field[list[dict[str, Any]]] = fields.JSONField(default=list)
    people = fields.IntField(default=0)
    people_before = fields.IntField(default=0)
    units = fields.IntField(default=0)
    units_before = fields.IntField(default=0)
    trusted_by = fields.CharField(32, default="")
    trusted_at = fields.DatetimeField(null=True)
    said = fields.TextField(default="")

    class Meta:
        table = "reading"
        indexes = (("school_id", "taken_at"),)


class ReadingUnit(Model):
    """How complete a class or group was in a reading, kept only of those that had fewer pupils than before."""

    id = fields.IntField(primary_key=True)
    reading: fields.ForeignKeyRelation[Reading] = fields.ForeignKeyField("models.Reading", related_name="lacking")
    unit_id = fields.CharField(128)
    pupils = fields.IntField()
    teachers = fields.IntField()
    pupils_before = fields.IntField()

    class Meta:
        table = "reading_unit"


class Outage(Model):
    """Something that does not work now, the owner was told once when it began and is told once when it ends."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="outages")
    subject = fields.CharField(32)
    reason = fields.TextField()
    since = fields.DatetimeField()

    class Meta:
        table = "outage"
        unique_together = (("school", "subject"),)


class Lease(Model):
    """Who talks to VK for a school: one process at a time, until the heartbeat stops."""

    school = fields.CharField(64, primary_key=True)
    owner = fields.CharField(64)
    until = fields.FloatField()
    term = fields.IntField()

    class Meta:
        table = "lease"


class JobTime(Model):
    """When a job of the scheduler is due next, a moved clock runs a missed job once."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="jobs")
    name = fields.CharField(32)
    next_run_at = fields.DatetimeField()

    class Meta:
        table = "job_time"
        unique_together = (("school", "name"),)
