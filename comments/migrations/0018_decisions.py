"""Decisions with words and a way back, branches that are hidden by choice, and comments that are
alike; filled by the next migration."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_error_reports"),
        ("comments", "0017_people_on_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="comments.commentevent",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("before", models.JSONField(default=dict)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="GroupDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=12)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abuse", "personal attack or abuse"),
                            ("off_topic", "not about the story"),
                            ("misinformation", "misleading claims"),
                            ("personal_data", "private details of people"),
                            ("illegal", "against the law"),
                            ("other", "against our guidelines"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "the worker is at it"),
                            ("done", "done"),
                            ("undone", "undone"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("wanted", models.JSONField()),
                ("finished", models.PositiveIntegerField(default=0)),
                ("events", models.JSONField(default=list)),
                ("skipped", models.JSONField(default=list)),
                ("undone", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="alike_bands",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), editable=False, null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="alike_key",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="hides_branch",
            field=models.BooleanField(db_default=False, default=True, editable=False),
        ),
        migrations.AddField(
            model_name="commentevent",
            name="undoes",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="undone_by",
                to="comments.commentevent",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="settled_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="settled_reports",
                to="comments.commentevent",
            ),
        ),
        migrations.AlterField(
            model_name="commentevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "submitted"),
                    ("imported", "imported"),
                    ("approved", "approved"),
                    ("rejected", "rejected"),
                    ("marked_spam", "marked as spam"),
                    ("removed", "removed"),
                    ("restored", "restored"),
                    ("held", "taken back to wait"),
                    ("deleted", "deleted by its author"),
                    ("edited", "edited"),
                    ("confirmed", "confirmed by mail"),
                    ("featured", "featured"),
                    ("unfeatured", "no longer featured"),
                    ("pinned", "pinned"),
                    ("unpinned", "no longer pinned"),
                    ("read", "read, and left as it is"),
                    ("kept", "kept as it stands after reports"),
                    ("undone", "taken back at once"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "held")),
                fields=["story", "alike_key"],
                name="comment_alike",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("alike_bands__isnull", False), ("status", "held")),
                fields=["alike_bands"],
                name="comment_alike_bands",
            ),
        ),
        migrations.AddField(
            model_name="groupdecision",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
