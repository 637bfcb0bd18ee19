from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0003_chats_by_hand')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chat',
            name='greeting',
            field=fields.CharField(default='', max_length=8),
        ),
        ops.AddField(
            model_name='Chat',
            name='heir_id',
            field=fields.CharField(default='', max_length=128),
        ),
        ops.AddField(
            model_name='Chat',
            name='welcomed_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='ChatMember',
            name='is_welcomed',
            field=fields.BooleanField(default=False),
        ),
    ]
