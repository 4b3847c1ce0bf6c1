"""Who names things in feeds, noted once, so that the names outlive another host (feature R3)."""

import newsportal.core.models.site_settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_what_robots_are_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="naming_authority",
            field=models.CharField(
                default=newsportal.core.models.site_settings.naming_authority_now,
                editable=False,
                max_length=280,
            ),
        ),
    ]
