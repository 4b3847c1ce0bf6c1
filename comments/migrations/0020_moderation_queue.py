"""Claims, watch lists, and the weight by which comments wait (features M1, M4)."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_error_reports"),
        ("comments", "0019_fill_hidden_branches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="WatchList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="for all moderators"),
                ),
                ("sections", models.JSONField(blank=True, default=list)),
                ("tags", models.JSONField(blank=True, default=list)),
                ("stories", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "watch list",
                "verbose_name_plural": "watch lists",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="flags",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "held")),
                fields=["story", "created_at", "id"],
                name="comment_held_by_story",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.ExpressionWrapper(
                    django.db.models.expressions.CombinedExpression(
                        models.Func(
                            models.F("created_at"),
                            template="date_part('epoch', %(expressions)s AT TIME ZONE 'UTC')",
                        ),
                        "-",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("flags"), "+", models.F("report_weight")
                            ),
                            "*",
                            models.Value(3600),
                        ),
                    ),
                    output_field=models.FloatField(),
                ),
                models.F("id"),
                condition=models.Q(("status", "held")),
                name="comment_held_by_weight",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("open_reports__gt", 0)),
                fields=["story"],
                name="comment_reported_by_story",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["author", "status"], name="comment_author_record"),
        ),
        migrations.AddField(
            model_name="claim",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="watchlist",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
