from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0013_lines_by_event')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Reading',
            name='said',
            field=fields.TextField(default='', unique=False),
        ),
    ]
