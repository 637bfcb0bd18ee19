from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [('models', '0009_who_may_write')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='RosterPerson',
            index=Index(fields=['school', 'roles']),
        ),
        ops.AddIndex(
            model_name='PersonLink',
            index=Index(fields=['account_id']),
        ),
        ops.AddIndex(
            model_name='Chat',
            index=Index(fields=['school_id', 'unit_id']),
        ),
    ]
