from django.db import migrations

# Pages had no times but that of their publication. Stories that readers have seen before versions
# were kept begin with the one that is public now.
FILL = """
UPDATE articles_page SET live_at = first_live_at WHERE status = 'published';
INSERT INTO articles_publicversion (story_id, revision_id, at, change, sealed_reason)
SELECT id, live_revision_id, coalesce(updated_at, first_live_at), 'update', ''
FROM articles_story
WHERE live_revision_id IS NOT NULL AND first_live_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_newsroom_workflow")]

    operations = [migrations.RunSQL(FILL, "DELETE FROM articles_publicversion")]
