"""Finds the comments that are due for a score, and those that appeared since a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_fill_scores_and_appearance")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("score_is_due", True)),
                fields=["story"],
                name="comment_score_due",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("appeared__gt", 0)),
                fields=["story", "-appeared"],
                name="comment_news",
            ),
        ),
    ]
