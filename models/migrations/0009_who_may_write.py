from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0008_old_clients_and_closed_chats')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chat',
            name='writers',
            field=fields.CharField(default='', max_length=8),
        ),
    ]
