"""What live stories owe their readers, and when each was last read for it (feature E26)."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_fronts_and_banners"),
    ]

    operations = [
        migrations.CreateModel(
            name="DebtReading",
            fields=[
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="debt_reading",
                        serialize=False,
                        to="articles.story",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StoryDebt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_alt", "no alternative text"),
                            ("no_credit", "no credit"),
                            ("rights", "a licence that ends"),
                            ("dead_link", "dead link"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=500)),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.image",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debts",
                        to="articles.story",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["kind", "story"], name="story_debt_by_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("story"),
                        models.F("kind"),
                        django.db.models.functions.comparison.Coalesce(
                            models.F("image"), models.Value(0)
                        ),
                        models.F("detail"),
                        name="story_debt_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("image__isnull", False),
                            ("kind__in", ["dead_link", "no_alt"]),
                            _connector="OR",
                        ),
                        name="story_debt_names_its_picture",
                    ),
                ],
            },
        ),
    ]
