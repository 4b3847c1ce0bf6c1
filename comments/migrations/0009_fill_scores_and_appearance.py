"""Comments that readers have seen appeared in the order in which they were written; those with
reactions are due for a score."""

from django.db import migrations

FILL = """
UPDATE comments_comment SET
    appeared = CASE WHEN status IN ('approved', 'removed', 'deleted') THEN sequence ELSE 0 END,
    score_is_due = reaction_counts <> '{}'::jsonb
WHERE status IN ('approved', 'removed', 'deleted') OR reaction_counts <> '{}'::jsonb;
UPDATE comments_discussion SET newest = coalesce(
    (SELECT max(appeared) FROM comments_comment
     WHERE comments_comment.story_id = comments_discussion.story_id), 0);
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_scores_and_appearance")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
