from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0006_steering')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Dialogue',
            name='is_plain',
            field=fields.BooleanField(default=False),
        ),
    ]
