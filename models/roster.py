"""The roster: what the journal says, with history.

A row is visible at roster number N when ``since <= N`` and (``until`` is null or ``until > N``). An import writes rows
of N+1 in small transactions; flipping ``School.roster_number`` makes all of them visible at once. Keys are source ids.
"""

from tortoise import fields
from tortoise.models import Model

from bot.domain.kinds import Part, UnitKind


class RosterRow(Model):
    """What every roster table has: the school, and the numbers between which the row is visible."""

    id = fields.IntField(primary_key=True)
    school = fields.CharField(64)
    since = fields.IntField()
    until = fields.IntField(null=True)

    class Meta:
        abstract = True


class RosterPerson(RosterRow):
    """A person, ``roles`` is a comma-separated list, ``search`` the name folded for comparing.

    ``slot`` follows from the id (see ``bot.domain.edition``), so that some people can be compared without the others.
    """

    person_id = fields.CharField(128)
    slot = fields.IntField(default=0)
    family = fields.CharField(100)
    given = fields.CharField(100)
    patronymic = fields.CharField(100)
    roles = fields.CharField(100)
    is_enabled = fields.BooleanField()
    search = fields.CharField(320)

    class Meta:
        table = "roster_person"
        unique_together = (("school", "person_id", "since"),)
        indexes = (("school", "slot"), ("school", "roles"))


class RosterPhone(RosterRow):
    """A keyed fingerprint of a person's mobile number, the number itself is not kept."""

    person_id = fields.CharField(128)
    slot = fields.IntField(default=0)
    phone_digest = fields.CharField(40)

    class Meta:
        table = "roster_phone"
        unique_together = (("school", "phone_digest", "person_id", "since"),)
        indexes = (("school", "slot"),)


class RosterUnit(RosterRow):
    """A class unit or a subject group."""

    unit_id = fields.CharField(128)
    kind = fields.CharEnumField(UnitKind, max_length=8)
    title = fields.CharField(200)
    year = fields.CharField(64)
    parallel = fields.IntField(null=True)
    letter = fields.CharField(16)
    subject = fields.CharField(200)
    is_active = fields.BooleanField()

    class Meta:
        table = "roster_unit"
        unique_together = (("school", "unit_id", "since"),)


class RosterMembership(RosterRow):
    """Somebody's part in a unit."""

    unit_id = fields.CharField(128)
    person_id = fields.CharField(128)
    part = fields.CharEnumField(Part, max_length=8)
    begin_on = fields.DateField(null=True)
    end_on = fields.DateField(null=True)
    is_ended = fields.BooleanField()

    class Meta:
        table = "roster_membership"
        unique_together = (("school", "unit_id", "person_id", "part", "since"),)
        indexes = (("school", "person_id"),)


class RosterGuardianship(RosterRow):
    """A guardian of a pupil, ``slot`` is that of the pupil."""

    guardian_id = fields.CharField(128)
    pupil_id = fields.CharField(128)
    slot = fields.IntField(default=0)

    class Meta:
        table = "roster_guardianship"
        unique_together = (("school", "guardian_id", "pupil_id", "since"),)
        indexes = (("school", "pupil_id"), ("school", "slot"))


class RosterPortion(RosterRow):
    """The print of a portion of the roster (see ``bot.domain.edition``): what has the same print is not looked at.

    An empty print is equal to none. ``is_quiet``: there was nothing to remark. ``size`` counts people, or the pupils of
    a unit, ``teachers`` its teachers.
    """

    portion = fields.CharField(140)
    print = fields.CharField(32)
    is_quiet = fields.BooleanField()
    size = fields.IntField()
    teachers = fields.IntField()

    class Meta:
        table = "roster_portion"
        unique_together = (("school", "portion", "since"),)
