from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
import functools
from json import dumps, loads

class Migration(migrations.Migration):
    dependencies = [('models', '0007_region')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chat',
            name='open_settings',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Dialogue',
            name='is_plain',
            field=fields.BooleanField(default=False),
        ),
    ]
