"""A kind of reaction is a row: made in the admin, or by a migration as here."""

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("comments", "ReactionKind").objects.get_or_create(
        label="Delicious",
        defaults={"icon": "thanks", "valence": 1, "for_stories": True, "order": 50},
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
