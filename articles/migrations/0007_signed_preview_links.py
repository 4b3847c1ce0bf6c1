from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_live_blogs"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="previewlink",
            name="digest",
        ),
        migrations.RemoveField(
            model_name="previewlink",
            name="opened_at",
        ),
    ]
