"""What came from VK and what goes there: inbox, outbox, where the feeds were read to, and each person's dialogue.

Bodies are encrypted, and emptied when they are done: neither the file nor its log ever holds what somebody typed.
"""

from tortoise import fields
from tortoise.models import Model

from models.schools import School


class InboxEvent(Model):
    """An event to be handled once. ``lane`` is the person whose events keep their order, the body goes when it is done.

    ``state``: ``new`` → ``done``, or ``aside`` after too many failures (``reason`` is the kind of error, never a text).
    ``awaits_answer``: a press that nobody has answered yet, so its button still spins.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="inbox")
    event_id = fields.CharField(80)
    lane = fields.BigIntField()
    body = fields.TextField()
    state = fields.CharField(8, default="new")
    tries = fields.IntField(default=0)
    reason = fields.CharField(80, default="")
    received_at = fields.DatetimeField()
    awaits_answer = fields.BooleanField(default=False)

    class Meta:
        table = "inbox_event"
        unique_together = (("school", "event_id"),)
        indexes = (("school_id", "state"),)


class OutboxMessage(Model):
    """Something to say, in order per peer. ``random_id`` of a sending is made from the row id, so VK swallows a repeat.

    ``kind``: ``send`` (the body may hold a file), ``batch`` (one text for many), ``edit``, ``pin`` or ``answer`` (to a
    press; worthless after a minute). ``urgency``: the smaller goes first. ``edits_id`` is the row whose message is
    edited or pinned when its number in the dialogue is not known yet. ``chats`` are those to which a message invites.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="outbox")
    peer_id = fields.BigIntField()
    kind = fields.CharField(8)
    body = fields.TextField()
    state = fields.CharField(8, default="waiting")
    edits_id = fields.IntField(null=True)
    message_number = fields.IntField(null=True)
    chats: fields.Field[list[int]] = fields.JSONField(default=list)
    urgency = fields.IntField(default=0)
    tries = fields.IntField(default=0)
    due_at = fields.DatetimeField()
    created_at = fields.DatetimeField()
    reason = fields.CharField(80, default="")

    class Meta:
        table = "outbox_message"
        indexes = (("school_id", "state", "urgency", "id"), ("school_id", "state", "due_at"), ("peer_id",))


class FeedCursor(Model):
    """How far a feed of a community was read."""

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="cursors")
    feed = fields.CharField(8)
    ts = fields.CharField(32)

    class Meta:
        table = "feed_cursor"
        unique_together = (("school", "feed"),)


class Dialogue(Model):
    """The private dialogue with one page: which screen its window shows and where the window is.

    ``is_plain``: the page's client shows no buttons inside messages. ``notice`` is what an act has told the page, kept
    encrypted to stand on the screen until ``notice_until``, whatever else happens to it.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="dialogues")
    peer_id = fields.BigIntField()
    screen = fields.CharField(32, default="")
    params: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    window_number = fields.IntField(null=True)
    window_row_id = fields.IntField(null=True)
    window_at = fields.DatetimeField(null=True)
    has_menu = fields.BooleanField(default=False)
    is_plain = fields.BooleanField(default=False)
    confusions = fields.IntField(default=0)
    kept_code = fields.TextField(default="")
    notice = fields.TextField(default="")
    notice_until = fields.DatetimeField(null=True)
    updated_at = fields.DatetimeField()

    class Meta:
        table = "dialogue"
        unique_together = (("school", "peer_id"),)
