"""So far the state alone said whether the replies below a comment are hidden."""

from django.db import migrations

FILL = """
UPDATE comments_comment SET hides_branch = true
WHERE status IN ('unconfirmed', 'held', 'rejected', 'spam') AND NOT hides_branch;
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0018_decisions")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
