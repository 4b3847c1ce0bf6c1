"""An index of the three-letter pieces of slugs: missing addresses find what they look like."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_signed_preview_links"),
        ("core", "0002_extensions_and_cache_table"),  # pg_trgm
    ]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("slug", name="gin_trgm_ops"),
                name="story_slug_pieces",
            ),
        ),
    ]
