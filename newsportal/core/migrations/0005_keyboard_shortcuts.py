"""Whether a person wants the newsroom's single keys (feature E25)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_missing_addresses")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="keyboard_shortcuts",
            field=models.BooleanField(
                db_default=True,
                default=True,
                editable=False,
                verbose_name="keys of the newsroom",
            ),
        ),
    ]
