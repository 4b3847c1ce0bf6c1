"""What the order "best" and the news of a discussion need; filled by the next migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_featured_and_pinned")]

    operations = [
        migrations.AddField(
            model_name="discussion",
            name="newest",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="discussion",
            name="score_epoch",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="appeared",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="score_before",
            field=models.FloatField(db_default=0.0, default=0.0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="score_epoch",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="score_is_due",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
