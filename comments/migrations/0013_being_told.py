"""Following, muting, mending, appeals and the rules that decisions quote (C11, C12, C14)."""

import comments.models.appeal
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0017_saved_and_followed"),
        ("comments", "0012_clearing"),
        ("core", "0007_portraits_and_former_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DiscussionHabit",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="discussion_habit",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows_own",
                    models.BooleanField(
                        default=True, verbose_name="follow what is said below my comments"
                    ),
                ),
            ],
            options={
                "verbose_name": "habit in discussions",
                "verbose_name_plural": "habits in discussions",
            },
        ),
        migrations.CreateModel(
            name="RuleText",
            fields=[
                (
                    "reason",
                    models.CharField(
                        choices=comments.models.appeal.reason_choices,
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                        verbose_name="reason",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="A sentence or two that authors read when this is why they were refused.",
                        max_length=500,
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the discussion",
                "verbose_name_plural": "rules of the discussion",
                "ordering": ["reason"],
            },
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="appeal_days",
            field=models.PositiveSmallIntegerField(
                default=7,
                help_text="Authors of refused comments are promised an answer within so many days.",
                verbose_name="days to answer an appeal",
            ),
        ),
        migrations.CreateModel(
            name="Resubmission",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sent_again",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mended_as",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment sent again",
                "verbose_name_plural": "comments sent again",
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="appeal")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("upheld", "the decision stands"),
                            ("overturned", "the decision was taken back"),
                            ("withdrawn", "withdrawn by its author"),
                        ],
                        default="open",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                ("due_at", models.DateTimeField(editable=False, verbose_name="answer promised by")),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered"),
                ),
                ("answer", models.TextField(blank=True, max_length=3000, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="comments.comment",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeal",
                        to="comments.commentevent",
                        verbose_name="decision",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comments.commentevent",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appeals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "permissions": [("decide_appeal", "May answer appeals of authors")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_at", "id"],
                        name="appeal_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_is_open_or_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscussionFollow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "branch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="comments.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed_discussions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "followed discussion",
                "verbose_name_plural": "followed discussions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("branch__isnull", True)),
                        fields=("person", "story"),
                        name="discussion_followed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("branch__isnull", False)),
                        fields=("person", "branch"),
                        name="branch_followed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "muted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mutes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "muted person",
                "verbose_name_plural": "muted people",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "muted"), name="muted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("muted")), _negated=True),
                        name="nobody_mutes_themselves",
                    ),
                ],
            },
        ),
    ]
