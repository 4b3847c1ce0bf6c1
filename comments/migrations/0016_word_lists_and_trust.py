"""Lists of words, what makes a reader trusted, and what was published unread."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_error_reports"),
        ("comments", "0015_public_accounts_of_moderation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WordList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("is_on", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("hold", "hold: a moderator reads it first"),
                            ("reject", "reject: refused at once, with the reason"),
                        ],
                        default="hold",
                        max_length=8,
                        verbose_name="what it does",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("abuse", "personal attack or abuse"),
                            ("off_topic", "not about the story"),
                            ("misinformation", "misleading claims"),
                            ("personal_data", "private details of people"),
                            ("illegal", "against the law"),
                            ("other", "against our guidelines"),
                        ],
                        default="abuse",
                        help_text="What the author of a refused comment reads, with the rule behind it. They are told that a machine decided, and may appeal.",
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                (
                    "matching",
                    models.CharField(
                        choices=[
                            ("words", "whole words"),
                            ("stems", "whole words and their endings"),
                        ],
                        default="words",
                        help_text="With endings “idiot” also finds “idiots” and “idiotic”. Nothing is ever found inside another word. What Arabic and Korean write onto a word is understood in either case.",
                        max_length=8,
                        verbose_name="matches",
                    ),
                ),
                (
                    "accents_matter",
                    models.BooleanField(
                        default=False,
                        help_text="“pêche” and “péché” are two words then; otherwise both are “peche”.",
                        verbose_name="accents matter",
                    ),
                ),
                (
                    "entries",
                    models.TextField(
                        blank=True,
                        help_text="One a line, a word or several. Capitals, look-alike letters, 1d10t, i.d.i.o.t and idiiiot need no entries of their own. A line that begins with # is a remark.",
                        validators=[django.core.validators.MaxLengthValidator(400000)],
                        verbose_name="entries",
                    ),
                ),
                (
                    "exceptions",
                    models.TextField(
                        blank=True,
                        help_text="Words that the list must not find, one a line: names of places and people.",
                        validators=[django.core.validators.MaxLengthValidator(400000)],
                        verbose_name="never meant",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="note to colleagues"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
            ],
            options={
                "verbose_name": "word list",
                "verbose_name_plural": "word lists",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="unread_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="link_hosts",
            field=models.TextField(
                blank=True,
                help_text="Hosts to which anybody may link, one a line, such as example.org; what stands below them counts too. Links to this newspaper always are.",
                max_length=20000,
                verbose_name="links that are welcome",
            ),
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="throwaway_domains",
            field=models.TextField(
                blank=True,
                help_text="Domains of e-mail addresses that nobody keeps, one a line, beside those that the portal knows. A line that begins with - takes one of the portal’s out.",
                max_length=20000,
                verbose_name="throw-away addresses",
            ),
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="trust_approved",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="Where newcomers wait, somebody is published at once after so many comments that a moderator has read and let stand.",
                verbose_name="approved comments for trust",
            ),
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="trust_clean_days",
            field=models.PositiveSmallIntegerField(
                default=7,
                help_text="How long everything waits after a comment was refused; 0: not at all.",
                verbose_name="days after a refusal",
            ),
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="trust_days",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="Younger accounts wait; 0: from the first day.",
                verbose_name="age of the account in days",
            ),
        ),
        migrations.AddField(
            model_name="sitediscussion",
            name="trust_refused_percent",
            field=models.PositiveSmallIntegerField(
                default=20,
                help_text="Of the last 200 comments; who has more refused waits again.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="most refused, in per cent",
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
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "approved"), ("unread_since__isnull", False)),
                fields=["unread_since", "id"],
                name="comment_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(
                    ("address__isnull", False), ("status__in", ("rejected", "spam"))
                ),
                fields=["address"],
                name="comment_refused_from",
            ),
        ),
    ]
