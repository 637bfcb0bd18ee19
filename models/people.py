"""VK pages that are linked with the journal, and the ways by which they became so."""

from tortoise import fields
from tortoise.models import Model

from models.schools import School


class Account(Model):
    """A page in a messenger that consented. ``is_reachable``: the community may write to it.

    ``write_from`` and ``write_until`` are the hours of day in which news may come (null: the school's hours).
    ``erase_at`` is set when the person asked for deletion: the row goes as soon as the page has left the chats.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="accounts")
    messenger = fields.CharField(8, default="vk")
    messenger_id = fields.BigIntField()
    is_reachable = fields.BooleanField(default=True)
    consent_version = fields.CharField(16)
    consent_at = fields.DatetimeField()
    shown_role = fields.CharField(16, default="")
    write_from = fields.IntField(null=True)
    write_until = fields.IntField(null=True)
    wrong_codes = fields.IntField(default=0)
    codes_silent_until = fields.DatetimeField(null=True)
    erase_at = fields.DatetimeField(null=True)

    links: fields.ReverseRelation["PersonLink"]

    class Meta:
        table = "account"
        unique_together = (("school", "messenger", "messenger_id"),)


class PersonLink(Model):
    """This account is this person of the journal."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="links")
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="links")
    account_id: int
    person_id = fields.CharField(128)
    method = fields.CharField(8)
    linked_at = fields.DatetimeField()
    needs_confirmation = fields.BooleanField(default=False)

    class Meta:
        table = "person_link"
        unique_together = (("school", "person_id"),)
        indexes = (("account_id",),)


class LinkRequest(Model):
    """A linking under way, at most one an account.

    ``phone_cipher`` is kept for minutes, ``candidates`` are who it may be.
    ``proven_at`` is set by the right code; nothing is told about the journal before.
    """

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="requests", unique=True
    )
    account_id: int
    method = fields.CharField(8)
    phone_cipher = fields.TextField(default="")
    phone_digest = fields.CharField(40, default="")
    phone_shown = fields.CharField(24, default="")
    personal_code_id = fields.IntField(null=True)
    candidates: fields.Field[list[str]] = fields.JSONField(default=list)
    chosen: fields.Field[list[str]] = fields.JSONField(default=list)
    tries_left = fields.IntField(default=0)
    proven_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "link_request"


class SmsMessage(Model):
    """A code sent, or pretended to be sent, counted before sending. The digits are derived from the row id.

    ``state``: ``planned`` → ``sending`` → ``sent``, ``failed`` (gateway) or ``refused`` (this number); ``silent`` for
    a number that the roster does not know. ``sending`` after a crash counts as perhaps sent and is never sent again.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="sms")
    account_id = fields.IntField()
    request_id = fields.IntField()
    phone_digest = fields.CharField(40)
    state = fields.CharField(8)
    created_at = fields.DatetimeField()

    class Meta:
        table = "sms_message"
        indexes = (("school_id", "created_at"), ("phone_digest", "created_at"))


class PersonalCode(Model):
    """A one-time code for one person, the signs are derived from the row id, only their fingerprint is kept."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="codes")
    person_id = fields.CharField(128)
    digest = fields.CharField(40, default="")
    issued_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    is_revoked = fields.BooleanField(default=False)

    class Meta:
        table = "personal_code"
        indexes = (("school_id", "digest"), ("school_id", "person_id"))


class GuardianConsent(Model):
    """What a guardian decided about a pupil's part in the school's chats, the newest decision counts."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="consents")
    pupil_id = fields.CharField(128)
    guardian_id = fields.CharField(128)
    version = fields.CharField(16)
    is_given = fields.BooleanField()
    decided_at = fields.DatetimeField()

    class Meta:
        table = "guardian_consent"
        indexes = (("school_id", "pupil_id"),)


class RelinkRequest(Model):
    """A second page asks for a person who is linked already, it waits, and the old page is told."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="relinks")
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", related_name="relinks")
    account_id: int
    person_ids: fields.Field[list[str]] = fields.JSONField(default=list)
    method = fields.CharField(8)
    due_at = fields.DatetimeField()

    class Meta:
        table = "relink_request"
        unique_together = (("school", "account"),)
