from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="menuitem",
            name="menu",
            field=models.CharField(
                choices=[("main", "main menu"), ("footer", "footer"), ("aside", "kept aside")],
                default="main",
                max_length=8,
                verbose_name="menu",
            ),
        ),
    ]
