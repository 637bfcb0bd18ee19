from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from bot.domain.kinds import HeldState, Verdict
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0005_adoption_and_consent')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ConsoleRole',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='console_roles', on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='console_roles', on_delete=OnDelete.CASCADE)),
                ('level', fields.CharField(max_length=16)),
                ('granted_by', fields.IntField(null=True)),
                ('granted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'console_role', 'app': 'models', 'unique_together': (('school', 'account'),), 'pk_attr': 'id', 'table_description': 'What an account may do in the console, owners stand in the configuration.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Exclusion',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='exclusions', on_delete=OnDelete.CASCADE)),
                ('person_id', fields.CharField(max_length=128)),
                ('pupil_id', fields.CharField(max_length=128)),
                ('decided_by', fields.IntField(null=True)),
                ('decided_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'exclusion', 'app': 'models', 'unique_together': (('school', 'person_id', 'pupil_id'),), 'pk_attr': 'id', 'table_description': "A person is kept away from a child's chats whatever the journal says, only the head of the school sees it."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='HeldPlan',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='held_plans', on_delete=OnDelete.CASCADE)),
                ('chat', fields.ForeignKeyField('models.Chat', source_field='chat_id', null=True, db_constraint=True, to_field='id', related_name='held_plans', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(default='chat', max_length=8)),
                ('fingerprint', fields.CharField(max_length=32)),
                ('actions', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('granted', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('state', fields.CharEnumField(default=HeldState.OPEN, description='OPEN: open\nSECOND: second\nGRANTED: granted\nLEFT: left\nDONE: done\nHEALED: healed\nEXPIRED: expired', enum_type=HeldState, max_length=8)),
                ('runs', fields.IntField(default=1)),
                ('opened_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('owner_told_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_by', fields.IntField(null=True)),
                ('seconded_by', fields.IntField(null=True)),
            ],
            options={'table': 'held_plan', 'app': 'models', 'indexes': [Index(fields=['school_id', 'state']), Index(fields=['chat_id', 'state'])], 'pk_attr': 'id', 'table_description': "What waits for a named person: the held part of one chat's plan, or (without a chat) of the school's."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Run',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='runs', on_delete=OnDelete.CASCADE)),
                ('cause', fields.CharField(max_length=16)),
                ('actor', fields.CharField(max_length=32)),
                ('roster_number', fields.IntField(default=0)),
                ('chats', fields.IntField(default=0)),
                ('started_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('stopped_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('undone_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'run', 'app': 'models', 'indexes': [Index(fields=['school_id', 'started_at'])], 'pk_attr': 'id', 'table_description': 'One pass over many chats, what it did stands in the ledger under its number.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Chat',
            name='accepted_number',
            field=fields.IntField(default=0),
        ),
        ops.AddField(
            model_name='Chat',
            name='frozen_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='is_archived',
            field=fields.BooleanField(default=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='paused_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='run_id',
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='is_mute_wished',
            field=fields.BooleanField(default=False),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='is_muted',
            field=fields.BooleanField(default=False),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='missing_since',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='muted_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='muted_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='LedgerLine',
            name='run_id',
            field=fields.IntField(null=True),
        ),
        ops.AddIndex(
            model_name='LedgerLine',
            index=Index(fields=['run_id']),
        ),
        ops.AlterField(
            model_name='Reading',
            name='verdict',
            field=fields.CharEnumField(description='OK: ok\nPARTIAL: partial\nSUSPICIOUS: suspicious\nEMPTY: empty\nFAILED: failed', enum_type=Verdict, max_length=16),
        ),
        ops.AddField(
            model_name='School',
            name='limits',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='School',
            name='paused_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='School',
            name='read_only_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='School',
            name='service_peer_id',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='School',
            name='started_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
