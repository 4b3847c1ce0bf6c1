"""What the portal needs of PostgreSQL: trigrams, unaccent, and the table of the shared cache."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# The columns are those that django.core.cache.backends.db expects (its createcachetable command).
CREATE = """
CREATE UNLOGGED TABLE IF NOT EXISTS core_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CREATE, "DROP TABLE IF EXISTS core_cache"),
    ]
