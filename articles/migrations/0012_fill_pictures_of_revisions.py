import re

from django.db import migrations

PICTURE_FILE = re.compile(r"[0-9a-f]{32}\.jpg")
BATCH = 500


def fill(apps, schema_editor):
    """What each revision shows: “#12” for a picture by id, the file’s name for one in its text."""
    revisions = apps.get_model("articles", "StoryRevision").objects.order_by("pk")
    batch = []
    for revision in revisions.only("pk", "snapshot").iterator(chunk_size=BATCH):
        snapshot = revision.snapshot
        ids = [snapshot.get("lead_image"), *(one["image"] for one in snapshot.get("gallery", ()))]
        files = PICTURE_FILE.findall(snapshot.get("body_html", ""))
        revision.pictures = sorted({*(f"#{pk}" for pk in ids if pk), *files})
        batch.append(revision)
        if len(batch) == BATCH:
            revisions.bulk_update(batch, ["pictures"])
            batch = []
    revisions.bulk_update(batch, ["pictures"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_pictures_of_revisions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
