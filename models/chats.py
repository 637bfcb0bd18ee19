"""Chats, everybody who is or was in relation to one, and the ledger of all changes."""

from collections.abc import Iterable
from datetime import datetime

from tortoise import connections, fields
from tortoise.models import Model

from bot.domain.kinds import ChatKind, ChatState, Ending
from models.schools import School

DELIVERED = """
UPDATE chat_member SET invitation = 'sent', invited_at = ?, tries = 0, retry_at = NULL
WHERE chat_id = ? AND member_id = ?
"""


class Chat(Model):
    """A chat that the school wants, known by school + year + kind + unit.

    ``unit_id`` of a custom chat is a key of its own, ``own_title`` a title that does not come from the journal.
    ``author_id`` is the person who answers for a chat that is no class chat. Without ``follows_journal`` only those
    belong who were picked by hand. ``stranger_policy``: empty (what the kind says), ``strict``, ``soft`` or ``report``.
    ``writers``: empty (everybody writes) or ``staff`` (with the administrators).
    ``welcome``: empty (the usual words), ``off``, or own words. ``welcomed_at``: when newcomers were welcomed last.
    ``greeting``: empty until somebody wrote in the chat (only then does VK show its history to the community), ``due``,
    ``said``. ``heir_id`` is the person to whom the chat was offered. ``deleted_at``: everybody is to leave.
    ``open_settings``: what of a closed chat's settings VK shows as open to everybody (null: unknown).
    ``seen_at``: when VK was last found to show the members of this table, ``seen_print`` their fingerprint then
    (empty: to be read anew).
    ``due_at``: when reconciliation looks at it next (null: only in the scheduled pass). ``due_cause`` is ``event`` or
    ``pass``, ``wishes`` counts how often a look was wished, ``tries`` failures in a row. ``trouble`` names what one
    has to mend (text ``trouble-<code>``). ``refusals`` are those of the newest plan: each stands in the ledger once.
    ``accepted_number``: the roster whose arrivals were accepted last. ``paused_at``: until somebody decides, the
    journal takes nobody out; ``frozen_until``: until then nothing at all is done, nor before ``stopped_until``, when
    somebody has stopped its deletion. ``is_archived``: closed at the end of a school year instead of deleted by a
    person. ``run_id`` is the pass for which the chat is due.
    ``want_print`` follows from what the journal says of the chat, ``planned_print`` is what it was when a plan found
    nothing to do (see ``scheduler.reconcile.selection``).
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="chats")
    year = fields.CharField(64)
    kind = fields.CharEnumField(ChatKind, max_length=24)
    unit_id = fields.CharField(128)
    title = fields.CharField(200)
    own_title = fields.CharField(200, default="")
    author_id = fields.CharField(128, default="")
    follows_journal = fields.BooleanField(default=True)
    stranger_policy = fields.CharField(8, default="")
    welcome = fields.CharField(1000, default="")
    writers = fields.CharField(8, default="")
    greeting = fields.CharField(8, default="")
    welcomed_at = fields.DatetimeField(null=True)
    heir_id = fields.CharField(128, default="")
    adopted_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)
    open_settings: fields.Field[list[str] | None] = fields.JSONField(null=True)
    state = fields.CharEnumField(ChatState, max_length=12, default=ChatState.PLANNED)
    peer_id = fields.BigIntField(null=True)
    link = fields.CharField(200, default="")
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField(null=True)
    seen_print = fields.CharField(32, default="")
    due_at = fields.DatetimeField(null=True)
    due_cause = fields.CharField(8, default="event")
    wishes = fields.IntField(default=0)
    tries = fields.IntField(default=0)
    trouble = fields.CharField(32, default="")
    is_link_leaked = fields.BooleanField(default=False)
    strangers_told_at = fields.DatetimeField(null=True)
    refusals: fields.Field[list[str]] = fields.JSONField(default=list)
    accepted_number = fields.IntField(default=0)
    paused_at = fields.DatetimeField(null=True)
    frozen_until = fields.DatetimeField(null=True)
    stopped_until = fields.DatetimeField(null=True)
    is_archived = fields.BooleanField(default=False)
    run_id = fields.IntField(null=True)
    want_print = fields.CharField(32, default="")
    planned_print = fields.CharField(32, default="")

    class Meta:
        table = "chat"
        unique_together = (("school", "year", "kind", "unit_id"), ("school", "peer_id"))
        indexes = (("school_id", "due_at"), ("school_id", "unit_id"))


class ChatMember(Model):
    """A VK page in relation to a chat: what VK shows, why it belonged, how it was invited and how it ended.

    ``invitation``: empty, ``due``, ``handed`` over to the handlers, ``sent``, ``failed``, or ``stopped`` by somebody.
    ``leaving`` is stored before VK is asked to remove the page, and becomes ``ending`` however the answer arrives; of a
    page that asked to leave before it was seen inside it goes with the next look, if it is not there.
    ``told_at``: the class teacher knows that the page cannot get in. ``is_welcomed``: the chat has said hello.
    ``name`` is what an unknown page inside a found chat calls itself, for the teacher who decides about it.
    ``is_muted`` is what VK shows, ``muted_at`` when the bot silenced the page. ``is_mute_wished``: a keeper wants it
    silent, until ``muted_until`` (null: until lifted). ``missing_since``: the first good snapshot without a mention.
    """

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="members")
    chat_id: int
    member_id = fields.BigIntField()
    is_inside = fields.BooleanField(default=False)
    is_admin = fields.BooleanField(default=False)
    is_owner = fields.BooleanField(default=False)
    is_promoted = fields.BooleanField(default=False)
    reasons: fields.Field[list[dict[str, str]]] = fields.JSONField(default=list)
    invitation = fields.CharField(8, default="")
    invited_at = fields.DatetimeField(null=True)
    invite_from = fields.DatetimeField(null=True)
    retry_at = fields.DatetimeField(null=True)
    tries = fields.IntField(default=0)
    told_at = fields.DatetimeField(null=True)
    is_welcomed = fields.BooleanField(default=False)
    name = fields.CharField(100, default="")
    leaving = fields.CharEnumField(Ending, max_length=16, null=True)
    ending = fields.CharEnumField(Ending, max_length=16, null=True)
    ending_at = fields.DatetimeField(null=True)
    is_muted = fields.BooleanField(default=False)
    muted_at = fields.DatetimeField(null=True)
    is_mute_wished = fields.BooleanField(default=False)
    muted_until = fields.DatetimeField(null=True)
    missing_since = fields.DatetimeField(null=True)

    class Meta:
        table = "chat_member"
        unique_together = (("chat", "member_id"),)
        indexes = (("member_id",), ("invitation",))


async def note_delivered(places: Iterable[tuple[int, int]], at: datetime) -> None:
    """The invitation of each page (second) to its chat (first) has arrived."""
    await connections.get("default").execute_many(DELIVERED, [[at.isoformat(" "), *place] for place in places])


class ChatPick(Model):
    """What somebody decided by hand about a person in a chat, which goes before what the journal says.

    ``is_in``: belongs, or is kept out. ``leads``: administrator or not, or what the reasons say (null).
    """

    id = fields.IntField(primary_key=True)
    school: fields.ForeignKeyRelation[School] = fields.ForeignKeyField("models.School", related_name="picks")
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="picks")
    chat_id: int
    person_id = fields.CharField(128)
    is_in = fields.BooleanField()
    leads = fields.BooleanField(null=True)
    picked_at = fields.DatetimeField()

    class Meta:
        table = "chat_pick"
        unique_together = (("chat", "person_id"),)
        indexes = (("school_id", "person_id"),)


class LedgerLine(Model):
    """One change or refusal: who, what, why. Append-only, holds ids and reasons, names are looked up when shown.

    ``account_id`` is the internal number of an account, which leads nowhere once the account is erased.
    ``stranger_id`` is a VK id and is erased after 90 days. ``run_id`` is the pass of the scheduler, if it was one.
    """

    id = fields.IntField(primary_key=True)
    school = fields.CharField(64)
    at = fields.DatetimeField()
    actor = fields.CharField(32)
    event = fields.CharField(48)
    chat_id = fields.IntField(null=True)
    account_id = fields.IntField(null=True)
    stranger_id = fields.BigIntField(null=True)
    run_id = fields.IntField(null=True)
    details: fields.Field[dict[str, object]] = fields.JSONField(default=dict)

    class Meta:
        table = "ledger"
        indexes = (("school", "at"), ("chat_id", "at"), ("run_id",), ("event", "at"))
