from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from bot.domain.kinds import ChatKind, ChatState, Ending, Part, UnitKind, Verdict
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Lease",
            fields=[
                ("school", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("owner", fields.CharField(max_length=64)),
                ("until", fields.FloatField()),
                ("term", fields.IntField()),
            ],
            options={
                "table": "lease",
                "app": "models",
                "pk_attr": "school",
                "table_description": "Who talks to VK for a school: one process at a time, until the heartbeat stops.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LedgerLine",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("school", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor", fields.CharField(max_length=32)),
                ("event", fields.CharField(max_length=48)),
                ("chat_id", fields.IntField(null=True)),
                ("account_id", fields.IntField(null=True)),
                ("stranger_id", fields.BigIntField(null=True)),
                (
                    "details",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "ledger",
                "app": "models",
                "indexes": [Index(fields=["school", "at"]), Index(fields=["chat_id", "at"])],
                "pk_attr": "id",
                "table_description": "One change or refusal: who, what, why. Append-only, holds ids and reasons, names are looked up when shown.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RosterGuardianship",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("school", fields.CharField(max_length=64)),
                ("since", fields.IntField()),
                ("until", fields.IntField(null=True)),
                ("guardian_id", fields.CharField(max_length=128)),
                ("pupil_id", fields.CharField(max_length=128)),
            ],
            options={
                "table": "roster_guardianship",
                "app": "models",
                "unique_together": (("school", "guardian_id", "pupil_id", "since"),),
                "indexes": [Index(fields=["school", "pupil_id"])],
                "pk_attr": "id",
                "table_description": "A guardian of a pupil.",
            },
            bases=["RosterRow"],
        ),
        ops.CreateModel(
            name="RosterMembership",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("school", fields.CharField(max_length=64)),
                ("since", fields.IntField()),
                ("until", fields.IntField(null=True)),
                ("unit_id", fields.CharField(max_length=128)),
                ("person_id", fields.CharField(max_length=128)),
                (
                    "part",
                    fields.CharEnumField(
                        description="PUPIL: pupil\nTEACHER: teacher\nHOMEROOM: homeroom", enum_type=Part, max_length=8
                    ),
                ),
                ("begin_on", fields.DateField(null=True)),
                ("end_on", fields.DateField(null=True)),
                ("is_ended", fields.BooleanField()),
            ],
            options={
                "table": "roster_membership",
                "app": "models",
                "unique_together": (("school", "unit_id", "person_id", "part", "since"),),
                "indexes": [Index(fields=["school", "person_id"])],
                "pk_attr": "id",
                "table_description": "Somebody's part in a unit.",
            },
            bases=["RosterRow"],
        ),
        ops.CreateModel(
            name="RosterPerson",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("school", fields.CharField(max_length=64)),
                ("since", fields.IntField()),
                ("until", fields.IntField(null=True)),
                ("person_id", fields.CharField(max_length=128)),
                ("family", fields.CharField(max_length=100)),
                ("given", fields.CharField(max_length=100)),
                ("patronymic", fields.CharField(max_length=100)),
                ("roles", fields.CharField(max_length=100)),
                ("is_enabled", fields.BooleanField()),
                ("search", fields.CharField(max_length=320)),
            ],
            options={
                "table": "roster_person",
                "app": "models",
                "unique_together": (("school", "person_id", "since"),),
                "pk_attr": "id",
                "table_description": "A person, ``roles`` is a comma-separated list, ``search`` the name folded for comparing.",
            },
            bases=["RosterRow"],
        ),
        ops.CreateModel(
            name="RosterPhone",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("school", fields.CharField(max_length=64)),
                ("since", fields.IntField()),
                ("until", fields.IntField(null=True)),
                ("person_id", fields.CharField(max_length=128)),
                ("phone_digest", fields.CharField(max_length=40)),
            ],
            options={
                "table": "roster_phone",
                "app": "models",
                "unique_together": (("school", "phone_digest", "person_id", "since"),),
                "pk_attr": "id",
                "table_description": "A keyed fingerprint of a person's mobile number, the number itself is not kept.",
            },
            bases=["RosterRow"],
        ),
        ops.CreateModel(
            name="RosterUnit",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("school", fields.CharField(max_length=64)),
                ("since", fields.IntField()),
                ("until", fields.IntField(null=True)),
                ("unit_id", fields.CharField(max_length=128)),
                (
                    "kind",
                    fields.CharEnumField(description="CLASS: class\nGROUP: group", enum_type=UnitKind, max_length=8),
                ),
                ("title", fields.CharField(max_length=200)),
                ("year", fields.CharField(max_length=64)),
                ("parallel", fields.IntField(null=True)),
                ("letter", fields.CharField(max_length=16)),
                ("subject", fields.CharField(max_length=200)),
                ("is_active", fields.BooleanField()),
            ],
            options={
                "table": "roster_unit",
                "app": "models",
                "unique_together": (("school", "unit_id", "since"),),
                "pk_attr": "id",
                "table_description": "A class unit or a subject group.",
            },
            bases=["RosterRow"],
        ),
        ops.CreateModel(
            name="School",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("title", fields.CharField(default="", max_length=200)),
                ("roster_number", fields.IntField(default=0)),
                ("roster_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("key_check", fields.CharField(default="", max_length=40)),
            ],
            options={
                "table": "school",
                "app": "models",
                "pk_attr": "key",
                "table_description": "A school of the configuration. Roster rows are visible as of ``roster_number`` (0: nothing read yet).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Account",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="accounts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("messenger", fields.CharField(default="vk", max_length=8)),
                ("messenger_id", fields.BigIntField()),
                ("is_reachable", fields.BooleanField(default=True)),
                ("consent_version", fields.CharField(max_length=16)),
                ("consent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("shown_role", fields.CharField(default="", max_length=16)),
                ("wrong_codes", fields.IntField(default=0)),
                ("codes_silent_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("erase_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account",
                "app": "models",
                "unique_together": (("school", "messenger", "messenger_id"),),
                "pk_attr": "id",
                "table_description": "A page in a messenger that consented. ``is_reachable``: the community may write to it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Chat",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="chats",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("year", fields.CharField(max_length=64)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="CLASS_PUPILS: class_pupils\nCLASS_PARENTS: class_parents\nCLASS_COLLEAGUES: class_colleagues",
                        enum_type=ChatKind,
                        max_length=24,
                    ),
                ),
                ("unit_id", fields.CharField(max_length=128)),
                ("title", fields.CharField(max_length=200)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ChatState.PLANNED,
                        description="PLANNED: planned\nCREATING: creating\nACTIVE: active\nPAUSED: paused\nGONE: gone",
                        enum_type=ChatState,
                        max_length=12,
                    ),
                ),
                ("peer_id", fields.BigIntField(null=True)),
                ("link", fields.CharField(default="", max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("due_cause", fields.CharField(default="event", max_length=8)),
                ("wishes", fields.IntField(default=0)),
                ("tries", fields.IntField(default=0)),
                ("trouble", fields.CharField(default="", max_length=32)),
                ("strangers_told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "refusals",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "chat",
                "app": "models",
                "unique_together": (("school", "year", "kind", "unit_id"), ("school", "peer_id")),
                "indexes": [Index(fields=["school_id", "due_at"])],
                "pk_attr": "id",
                "table_description": "A chat that the school wants, known by school + year + kind + unit.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ChatMember",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="members",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("member_id", fields.BigIntField()),
                ("is_inside", fields.BooleanField(default=False)),
                ("is_admin", fields.BooleanField(default=False)),
                ("is_owner", fields.BooleanField(default=False)),
                ("is_promoted", fields.BooleanField(default=False)),
                (
                    "reasons",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("invitation", fields.CharField(default="", max_length=8)),
                ("invited_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("invite_from", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("retry_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "ending",
                    fields.CharEnumField(
                        null=True,
                        description="LEFT: left\nREMOVED_BY_SYNC: removed_by_sync\nSTRANGER: stranger",
                        enum_type=Ending,
                        max_length=16,
                    ),
                ),
                ("ending_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "chat_member",
                "app": "models",
                "unique_together": (("chat", "member_id"),),
                "indexes": [Index(fields=["member_id"]), Index(fields=["invitation"])],
                "pk_attr": "id",
                "table_description": "A VK page in relation to a chat: what VK shows, why it belonged, how it was invited and how it ended.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Dialogue",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="dialogues",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("peer_id", fields.BigIntField()),
                ("screen", fields.CharField(default="", max_length=32)),
                (
                    "params",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("window_number", fields.IntField(null=True)),
                ("window_row_id", fields.IntField(null=True)),
                ("window_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("has_menu", fields.BooleanField(default=False)),
                ("confusions", fields.IntField(default=0)),
                ("kept_code", fields.TextField(default="", unique=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "dialogue",
                "app": "models",
                "unique_together": (("school", "peer_id"),),
                "pk_attr": "id",
                "table_description": "The private dialogue with one page: which screen its window shows and where the window is.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FeedCursor",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="cursors",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("feed", fields.CharField(max_length=8)),
                ("ts", fields.CharField(max_length=32)),
            ],
            options={
                "table": "feed_cursor",
                "app": "models",
                "unique_together": (("school", "feed"),),
                "pk_attr": "id",
                "table_description": "How far a feed of a community was read.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InboxEvent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="inbox",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("event_id", fields.CharField(max_length=80)),
                ("lane", fields.BigIntField()),
                ("body", fields.TextField(unique=False)),
                ("state", fields.CharField(default="new", max_length=8)),
                ("tries", fields.IntField(default=0)),
                ("reason", fields.CharField(default="", max_length=80)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "inbox_event",
                "app": "models",
                "unique_together": (("school", "event_id"),),
                "indexes": [Index(fields=["school_id", "state"])],
                "pk_attr": "id",
                "table_description": "An event to be handled once. ``lane`` is the person whose events keep their order, the body goes when it is done.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="JobTime",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="jobs",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=32)),
                ("next_run_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "job_time",
                "app": "models",
                "unique_together": (("school", "name"),),
                "pk_attr": "id",
                "table_description": "When a job of the scheduler is due next, a moved clock runs a missed job once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LinkRequest",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        unique=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="requests",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("method", fields.CharField(max_length=8)),
                ("phone_cipher", fields.TextField(default="", unique=False)),
                ("phone_digest", fields.CharField(default="", max_length=40)),
                ("phone_shown", fields.CharField(default="", max_length=24)),
                ("personal_code_id", fields.IntField(null=True)),
                (
                    "candidates",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "chosen",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("tries_left", fields.IntField(default=0)),
                ("proven_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "link_request",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A linking under way, at most one an account.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Outage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="outages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("subject", fields.CharField(max_length=32)),
                ("reason", fields.TextField(unique=False)),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outage",
                "app": "models",
                "unique_together": (("school", "subject"),),
                "pk_attr": "id",
                "table_description": "Something that does not work now, the owner was told once when it began and is told once when it ends.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="outbox",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("peer_id", fields.BigIntField()),
                ("kind", fields.CharField(max_length=8)),
                ("body", fields.TextField(unique=False)),
                ("state", fields.CharField(default="waiting", max_length=8)),
                ("edits_id", fields.IntField(null=True)),
                ("message_number", fields.IntField(null=True)),
                (
                    "chats",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("urgency", fields.IntField(default=0)),
                ("tries", fields.IntField(default=0)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reason", fields.CharField(default="", max_length=80)),
            ],
            options={
                "table": "outbox_message",
                "app": "models",
                "indexes": [Index(fields=["school_id", "state", "due_at"]), Index(fields=["peer_id"])],
                "pk_attr": "id",
                "table_description": "Something to say, in order per peer. ``random_id`` of a sending is made from the row id, so VK swallows a repeat.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PersonLink",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("person_id", fields.CharField(max_length=128)),
                ("method", fields.CharField(max_length=8)),
                ("linked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("needs_confirmation", fields.BooleanField(default=False)),
            ],
            options={
                "table": "person_link",
                "app": "models",
                "unique_together": (("school", "person_id"),),
                "pk_attr": "id",
                "table_description": "This account is this person of the journal.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PersonalCode",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("person_id", fields.CharField(max_length=128)),
                ("digest", fields.CharField(default="", max_length=40)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("is_revoked", fields.BooleanField(default=False)),
            ],
            options={
                "table": "personal_code",
                "app": "models",
                "indexes": [Index(fields=["school_id", "digest"]), Index(fields=["school_id", "person_id"])],
                "pk_attr": "id",
                "table_description": "A one-time code for one person, the signs are derived from the row id, only their fingerprint is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reading",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="readings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("taken_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("digest", fields.CharField(max_length=64)),
                (
                    "verdict",
                    fields.CharEnumField(
                        description="OK: ok\nPARTIAL: partial\nEMPTY: empty\nFAILED: failed",
                        enum_type=Verdict,
                        max_length=16,
                    ),
                ),
                ("number", fields.IntField(null=True)),
                (
                    "problems",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "reading",
                "app": "models",
                "indexes": [Index(fields=["school_id", "taken_at"])],
                "pk_attr": "id",
                "table_description": "One look at the journal and the verdict on it, ``number`` is set when it became the visible roster.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RelinkRequest",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="relinks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="relinks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person_ids",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("method", fields.CharField(max_length=8)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "relink_request",
                "app": "models",
                "unique_together": (("school", "account"),),
                "pk_attr": "id",
                "table_description": "A second page asks for a person who is linked already, it waits, and the old page is told.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SmsMessage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "school",
                    fields.ForeignKeyField(
                        "models.School",
                        source_field="school_id",
                        db_constraint=True,
                        to_field="key",
                        related_name="sms",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("account_id", fields.IntField()),
                ("request_id", fields.IntField()),
                ("phone_digest", fields.CharField(max_length=40)),
                ("state", fields.CharField(max_length=8)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sms_message",
                "app": "models",
                "indexes": [Index(fields=["school_id", "created_at"]), Index(fields=["phone_digest", "created_at"])],
                "pk_attr": "id",
                "table_description": "A code sent, or pretended to be sent, counted before sending. The digits are derived from the row id.",
            },
            bases=["Model"],
        ),
    ]
