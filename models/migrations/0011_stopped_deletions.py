from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

# A stop used to be a freeze until the 30 days are over. SQLite keeps moments as text, and reckons only whole seconds.
STOPS = """
UPDATE chat SET stopped_until = frozen_until, frozen_until = NULL
WHERE frozen_until = datetime(substr(deleted_at, 1, 19), '+30 days') || substr(deleted_at, 20)
"""
FREEZES = """
UPDATE chat SET frozen_until = stopped_until
WHERE stopped_until IS NOT NULL AND (frozen_until IS NULL OR frozen_until < stopped_until)
"""

class Migration(migrations.Migration):
    dependencies = [('models', '0010_whom_one_looks_for')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chat',
            name='stopped_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL(STOPS, FREEZES),
    ]
