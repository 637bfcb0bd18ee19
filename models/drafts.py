"""What somebody has begun to put together and not saved yet."""

from tortoise import fields
from tortoise.models import Model

from models.schools import School


class Draft(Model):
    """A new chat or an edit of one, at most one of each ``kind`` a page, it lives for a day.

    ``kind``: ``subject``, ``custom`` or ``edit``. ``body`` is what ``bot.services.drafts`` makes of it. ``chat_id`` is
    the edited chat, or the one that was made of the draft: a second press of «Создать» leads to the same chat.
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="drafts")
    peer_id = fields.BigIntField()
    kind = fields.CharField(8)
    chat_id = fields.IntField(null=True)
    is_done = fields.BooleanField(default=False)
    body: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    updated_at = fields.DatetimeField()

    class Meta:
        table = "draft"
        indexes = (("school_id", "peer_id"),)
