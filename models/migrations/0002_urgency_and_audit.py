from tortoise import migrations
from tortoise.migrations import operations as ops
from bot.domain.kinds import ChatKind
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

    operations = [
        ops.AlterField(
            model_name='Chat',
            name='kind',
            field=fields.CharEnumField(description='CLASS_PUPILS: class_pupils\nCLASS_PARENTS: class_parents\nCLASS_COLLEAGUES: class_colleagues\nSUBJECT: subject\nCUSTOM: custom', enum_type=ChatKind, max_length=24),
        ),
        ops.AddField(
            model_name='Chat',
            name='seen_print',
            field=fields.CharField(default='', max_length=32),
        ),
        ops.RunSQL("UPDATE outbox_message SET urgency = 2 - urgency", "UPDATE outbox_message SET urgency = 2 - urgency"),
        ops.AddIndex(
            model_name='OutboxMessage',
            index=Index(fields=['school_id', 'state', 'urgency', 'id']),
        ),
    ]
