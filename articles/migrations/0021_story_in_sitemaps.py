"""An index for the sitemap of sitemaps: each story's last change, without its text (feature R4)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0020_newsletters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                models.F("id"),
                condition=models.Q(
                    ("canonical_url", ""),
                    ("noindex", False),
                    ("status__in", ["scheduled", "published"]),
                ),
                include=(
                    "status",
                    "live_at",
                    "embargo_until",
                    "withdraw_at",
                    "first_live_at",
                    "updated_at",
                    "noindex",
                    "canonical_url",
                ),
                name="story_in_sitemaps",
            ),
        ),
    ]
