"""A first set of reactions, so that every story has some; the newsroom changes them as it likes."""

from django.db import migrations

# label, icon, valence, below stories, below comments
KINDS = [
    ("Insightful", "insightful", 1, True, False),
    ("Moved me", "moved", 0, True, False),
    ("Surprised", "surprised", 0, True, False),
    ("Disagree", "disagree", -1, True, False),
    ("Agree", "agree", 1, False, True),
    ("Thanks", "thanks", 1, False, True),
]


def add(apps, schema_editor):
    kind = apps.get_model("comments", "ReactionKind")
    for order, (label, icon, valence, for_stories, for_comments) in enumerate(KINDS):
        kind.objects.get_or_create(
            label=label,
            defaults={
                "icon": icon,
                "valence": valence,
                "for_stories": for_stories,
                "for_comments": for_comments,
                "order": order,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
