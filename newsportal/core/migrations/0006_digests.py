"""Mails that are gathered into a digest, and how often a person gets it (feature C11)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_keyboard_shortcuts")]

    operations = [
        migrations.CreateModel(
            name="DigestRhythm",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="digest_rhythm",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "weekly",
                    models.BooleanField(default=False, verbose_name="once a week, on Monday"),
                ),
            ],
            options={
                "verbose_name": "rhythm of the digest",
                "verbose_name_plural": "rhythms of the digest",
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="in_digest",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="noticechoice",
            name="in_digest",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="in the digest"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(by_mail=True, in_digest=True, mailed_at__isnull=True),
                fields=["recipient", "at"],
                name="notice_for_digest",
            ),
        ),
    ]
