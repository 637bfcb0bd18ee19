from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0006_steering')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ReadingUnit',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('reading', fields.ForeignKeyField('models.Reading', source_field='reading_id', db_constraint=True, to_field='id', related_name='lacking', on_delete=OnDelete.CASCADE)),
                ('unit_id', fields.CharField(max_length=128)),
                ('pupils', fields.IntField()),
                ('teachers', fields.IntField()),
                ('pupils_before', fields.IntField()),
            ],
            options={'table': 'reading_unit', 'app': 'models', 'pk_attr': 'id', 'table_description': 'How complete a class or group was in a reading, kept only of those that had fewer pupils than before.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RosterPortion',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('school', fields.CharField(max_length=64)),
                ('since', fields.IntField()),
                ('until', fields.IntField(null=True)),
                ('portion', fields.CharField(max_length=140)),
                ('print', fields.CharField(max_length=32)),
                ('is_quiet', fields.BooleanField()),
                ('size', fields.IntField()),
                ('teachers', fields.IntField()),
            ],
            options={'table': 'roster_portion', 'app': 'models', 'unique_together': (('school', 'portion', 'since'),), 'pk_attr': 'id', 'table_description': 'The print of a portion of the roster (see ``bot.domain.edition``): what has the same print is not looked at.'},
            bases=['RosterRow'],
        ),
        ops.AddField(
            model_name='Chat',
            name='planned_print',
            field=fields.CharField(default='', max_length=32),
        ),
        ops.AddField(
            model_name='Chat',
            name='want_print',
            field=fields.CharField(default='', max_length=32),
        ),
        ops.AddField(
            model_name='Reading',
            name='people',
            field=fields.IntField(default=0),
        ),
        ops.AddField(
            model_name='Reading',
            name='people_before',
            field=fields.IntField(default=0),
        ),
        ops.AddField(
            model_name='Reading',
            name='trusted_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Reading',
            name='trusted_by',
            field=fields.CharField(default='', max_length=32),
        ),
        ops.AddField(
            model_name='Reading',
            name='units',
            field=fields.IntField(default=0),
        ),
        ops.AddField(
            model_name='Reading',
            name='units_before',
            field=fields.IntField(default=0),
        ),
        ops.AlterModelOptions(
            name='RosterGuardianship',
            options={'table': 'roster_guardianship', 'app': 'models', 'unique_together': (('school', 'guardian_id', 'pupil_id', 'since'),), 'indexes': [Index(fields=['school', 'pupil_id']), Index(fields=['school', 'slot'])], 'pk_attr': 'id', 'table_description': 'A guardian of a pupil, ``slot`` is that of the pupil.'},
        ),
        ops.AddField(
            model_name='RosterGuardianship',
            name='slot',
            field=fields.IntField(default=0),
        ),
        ops.AddIndex(
            model_name='RosterGuardianship',
            index=Index(fields=['school', 'slot']),
        ),
        ops.AddField(
            model_name='RosterPerson',
            name='slot',
            field=fields.IntField(default=0),
        ),
        ops.AddIndex(
            model_name='RosterPerson',
            index=Index(fields=['school', 'slot']),
        ),
        ops.AddField(
            model_name='RosterPhone',
            name='slot',
            field=fields.IntField(default=0),
        ),
        ops.AddIndex(
            model_name='RosterPhone',
            index=Index(fields=['school', 'slot']),
        ),
        ops.AddField(
            model_name='School',
            name='staged_number',
            field=fields.IntField(default=0),
        ),
    ]
