"""Whether slurs stand blurred in the moderators' queue (feature M15)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_portraits_and_former_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="blurs_slurs",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="slurs blurred"
            ),
        ),
    ]
