from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0011_stopped_deletions')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Dialogue',
            name='notice',
            field=fields.TextField(default='', unique=False),
        ),
        ops.AddField(
            model_name='Dialogue',
            name='notice_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
