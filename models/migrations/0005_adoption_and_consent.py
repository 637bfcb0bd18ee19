from tortoise import migrations
from tortoise.migrations import operations as ops
from bot.domain.kinds import ChatState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0004_greetings_and_transfers')]

    initial = False

    operations = [
        ops.CreateModel(
            name='GuardianConsent',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.ForeignKeyField('models.School', source_field='school_id', db_constraint=True, to_field='key', related_name='consents', on_delete=OnDelete.CASCADE)),
                ('pupil_id', fields.CharField(max_length=128)),
                ('guardian_id', fields.CharField(max_length=128)),
                ('version', fields.CharField(max_length=16)),
                ('is_given', fields.BooleanField()),
                ('decided_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'guardian_consent', 'app': 'models', 'indexes': [Index(fields=['school_id', 'pupil_id'])], 'pk_attr': 'id', 'table_description': "What a guardian decided about a pupil's part in the school's chats, the newest decision counts."},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Chat',
            name='state',
            field=fields.CharEnumField(default=ChatState.PLANNED, description='PLANNED: planned\nCREATING: creating\nACTIVE: active\nPAUSED: paused\nGONE: gone\nCLOSED: closed\nFOUND: found\nLEAVING: leaving', enum_type=ChatState, max_length=12),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='name',
            field=fields.CharField(default='', max_length=100),
        ),
        ops.AddField(
            model_name='School',
            name='consent_parallels',
            field=fields.IntField(default=0),
        ),
    ]
