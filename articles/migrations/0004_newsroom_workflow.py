import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_page_event"),
        ("core", "0002_extensions_and_cache_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StoryPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=500)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="story",
            options={
                "ordering": ["-changed_at", "-pk"],
                "permissions": [
                    ("publish_story", "May publish and withdraw stories"),
                    ("break_embargo", "May break an embargo"),
                    ("change_any_story", "May change stories of other people"),
                ],
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
        migrations.RenameField(
            model_name="page",
            old_name="published_at",
            new_name="first_live_at",
        ),
        migrations.AddField(
            model_name="page",
            name="change_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="changes on"),
        ),
        migrations.AddField(
            model_name="page",
            name="change_class",
            field=models.CharField(
                choices=[
                    ("typo", "typing error"),
                    ("update", "update"),
                    ("correction", "correction"),
                ],
                default="update",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="change_revision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.pagerevision",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="created_at",
            field=models.DateTimeField(
                auto_now_add=True, default=django.utils.timezone.now, verbose_name="created"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="page",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="created by",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="embargo_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="embargo until"),
        ),
        migrations.AlterField(
            model_name="page",
            name="first_live_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="first published"),
        ),
        migrations.AddField(
            model_name="page",
            name="live_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="live from"),
        ),
        migrations.AddField(
            model_name="page",
            name="withdraw_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="withdrawn from"),
        ),
        migrations.AddField(
            model_name="page",
            name="withdrawal_note",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="from_status",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="to_status",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="story",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_stories",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="change_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="changes on"),
        ),
        migrations.AddField(
            model_name="story",
            name="change_class",
            field=models.CharField(
                choices=[
                    ("typo", "typing error"),
                    ("update", "update"),
                    ("correction", "correction"),
                ],
                default="update",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="change_revision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.storyrevision",
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="deadline",
            field=models.DateTimeField(blank=True, null=True, verbose_name="deadline"),
        ),
        migrations.AddField(
            model_name="story",
            name="missing_alt_reason",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="story",
            name="related_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_review", "in review"),
                    ("ready", "ready"),
                    ("scheduled", "scheduled"),
                    ("published", "published"),
                    ("withdrawn", "withdrawn"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="pageevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("saved", "saved"),
                    ("restored", "an older version restored"),
                    ("submitted", "submitted for review"),
                    ("taken_back", "taken back from review"),
                    ("approved", "found ready"),
                    ("sent_back", "sent back"),
                    ("scheduled", "scheduled"),
                    ("unscheduled", "unscheduled"),
                    ("published", "published"),
                    ("change_due", "a change scheduled"),
                    ("change_off", "a scheduled change cancelled"),
                    ("changed", "changes published"),
                    ("withdraw_due", "withdrawal scheduled"),
                    ("withdraw_off", "scheduled withdrawal cancelled"),
                    ("withdrawn", "withdrawn"),
                    ("embargoed", "embargo set"),
                    ("embargo_off", "embargo lifted"),
                    ("embargo_broken", "embargo broken"),
                    ("assigned", "assigned"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="storyevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("saved", "saved"),
                    ("restored", "an older version restored"),
                    ("submitted", "submitted for review"),
                    ("taken_back", "taken back from review"),
                    ("approved", "found ready"),
                    ("sent_back", "sent back"),
                    ("scheduled", "scheduled"),
                    ("unscheduled", "unscheduled"),
                    ("published", "published"),
                    ("change_due", "a change scheduled"),
                    ("change_off", "a scheduled change cancelled"),
                    ("changed", "changes published"),
                    ("withdraw_due", "withdrawal scheduled"),
                    ("withdraw_off", "scheduled withdrawal cancelled"),
                    ("withdrawn", "withdrawn"),
                    ("embargoed", "embargo set"),
                    ("embargo_off", "embargo lifted"),
                    ("embargo_broken", "embargo broken"),
                    ("assigned", "assigned"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Autosave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=12)),
                ("fields", models.JSONField()),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.page",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.story",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EditorialNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.page",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.story",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="pageevent",
            name="note",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.editorialnote",
            ),
        ),
        migrations.AddField(
            model_name="storyevent",
            name="note",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.editorialnote",
            ),
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.page",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.story",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("label", models.CharField(blank=True, max_length=100, verbose_name="for whom")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True, verbose_name="last opened")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.page",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.story",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="visible from")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("typo", "typing error"),
                            ("update", "update"),
                            ("correction", "correction"),
                        ],
                        default="update",
                        max_length=12,
                    ),
                ),
                ("sealed_reason", models.CharField(blank=True, max_length=200)),
                ("sealed_at", models.DateTimeField(null=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.storyrevision",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_versions",
                        to="articles.story",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SectionLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.section",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="section_limits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "limit to a section",
                "verbose_name_plural": "limits to sections",
            },
        ),
        migrations.AddField(
            model_name="story",
            name="series",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stories",
                to="articles.series",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("status", "scheduled")),
                fields=["live_at"],
                name="story_due_to_appear",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("status", "published"), ("withdraw_at__isnull", False)),
                fields=["withdraw_at"],
                name="story_due_to_go",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("change_at__isnull", False)),
                fields=["change_at"],
                name="story_due_to_change",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("deadline__isnull", False)),
                fields=["deadline"],
                name="story_by_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("working_title"), name="gin_trgm_ops"
                ),
                name="story_title_words",
            ),
        ),
        migrations.AddField(
            model_name="storypicture",
            name="image",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="gallery_places",
                to="articles.image",
            ),
        ),
        migrations.AddField(
            model_name="storypicture",
            name="story",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pictures",
                to="articles.story",
            ),
        ),
        migrations.AddConstraint(
            model_name="autosave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("story__isnull", False)),
                fields=("user", "story"),
                name="autosave_once_a_story",
            ),
        ),
        migrations.AddConstraint(
            model_name="autosave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page__isnull", False)),
                fields=("user", "page"),
                name="autosave_once_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="autosave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page__isnull", True), ("story__isnull", True)),
                fields=("user", "model"),
                name="autosave_once_a_new_one",
            ),
        ),
        migrations.AddIndex(
            model_name="presence",
            index=models.Index(fields=["seen_at"], name="presence_by_time"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("story__isnull", False)),
                fields=("user", "story"),
                name="presence_once_a_story",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page__isnull", False)),
                fields=("user", "page"),
                name="presence_once_a_page",
            ),
        ),
        migrations.AddIndex(
            model_name="publicversion",
            index=models.Index(fields=["story", "-at"], name="public_version_by_time"),
        ),
        migrations.AddConstraint(
            model_name="sectionlimit",
            constraint=models.UniqueConstraint(
                fields=("user", "section"), name="section_limit_once"
            ),
        ),
        migrations.AddIndex(
            model_name="storypicture",
            index=models.Index(fields=["story", "order"], name="picture_in_order"),
        ),
    ]
