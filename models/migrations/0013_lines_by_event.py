from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [('models', '0012_notices')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='LedgerLine',
            index=Index(fields=['event', 'at']),
        ),
    ]
