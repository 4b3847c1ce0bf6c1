"""What was published unread is counted by story, as the other lists of the queue are."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_error_reports"),
        ("comments", "0024_transparency_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_unread",
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "approved"), ("unread_since__isnull", False)),
                fields=["story"],
                name="comment_unread_by_story",
            ),
        ),
    ]
