from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from bot.domain.kinds import ChatState, Ending
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0002_urgency_and_audit')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ChatPick',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='picks', on_delete=OnDelete.CASCADE)),
                ('chat', fields.ForeignKeyField('models.Chat', source_field='chat_id', db_constraint=True, to_field='id', related_name='picks', on_delete=OnDelete.CASCADE)),
                ('person_id', fields.CharField(max_length=128)),
                ('is_in', fields.BooleanField()),
                ('leads', fields.BooleanField(null=True)),
                ('picked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'chat_pick', 'app': 'models', 'unique_together': (('chat', 'person_id'),), 'indexes': [Index(fields=['school_id', 'person_id'])], 'pk_attr': 'id', 'table_description': 'What somebody decided by hand about a person in a chat, which goes before what the journal says.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Draft',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='drafts', on_delete=OnDelete.CASCADE)),
                ('peer_id', fields.BigIntField()),
                ('kind', fields.CharField(max_length=8)),
                ('chat_id', fields.IntField(null=True)),
                ('is_done', fields.BooleanField(default=False)),
                ('body', fields.JSONField(default=dict, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'draft', 'app': 'models', 'indexes': [Index(fields=['school_id', 'peer_id'])], 'pk_attr': 'id', 'table_description': 'A new chat or an edit of one, at most one of each ``kind`` a page, it lives for a day.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Chat',
            name='state',
            field=fields.CharEnumField(default=ChatState.PLANNED, description='PLANNED: planned\nCREATING: creating\nACTIVE: active\nPAUSED: paused\nGONE: gone\nCLOSED: closed', enum_type=ChatState, max_length=12),
        ),
        ops.AddField(
            model_name='Chat',
            name='adopted_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='author_id',
            field=fields.CharField(default='', max_length=128),
        ),
        ops.AddField(
            model_name='Chat',
            name='deleted_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='follows_journal',
            field=fields.BooleanField(default=True),
        ),
        ops.AddField(
            model_name='Chat',
            name='own_title',
            field=fields.CharField(default='', max_length=200),
        ),
        ops.AddField(
            model_name='Chat',
            name='stranger_policy',
            field=fields.CharField(default='', max_length=8),
        ),
        ops.AddField(
            model_name='Chat',
            name='welcome',
            field=fields.CharField(default='', max_length=1000),
        ),
        ops.AlterField(
            model_name='ChatMember',
            name='ending',
            field=fields.CharEnumField(null=True, description='LEFT: left\nREMOVED_BY_SYNC: removed_by_sync\nREMOVED_BY_HAND: removed_by_hand\nSTRANGER: stranger', enum_type=Ending, max_length=16),
        ),
        ops.AlterField(
            model_name='ChatMember',
            name='leaving',
            field=fields.CharEnumField(null=True, description='LEFT: left\nREMOVED_BY_SYNC: removed_by_sync\nREMOVED_BY_HAND: removed_by_hand\nSTRANGER: stranger', enum_type=Ending, max_length=16),
        ),
    ]
