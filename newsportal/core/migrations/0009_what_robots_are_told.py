"""What robots are told: whether search engines and makers of AI are let in (feature R4)."""

from django.db import migrations, models

from newsportal.core.crawlers import check_lines


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_blurred_slurs"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="hides_from_search",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="For a trial or a copy. Every page then asks not to be found, and robots.txt asks all robots to stay away. Nobody is kept out: a copy that is not for the public needs a password at its door.",
                verbose_name="keep the whole newspaper out of search engines",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="lets_ai_fetch",
            field=models.BooleanField(
                db_default=True,
                default=True,
                verbose_name="AI assistants may open a page for a person",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="lets_ai_search",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="AI search may find it"
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="lets_ai_train",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="AI models may learn from it"
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="robots_lines",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="For robots that the switches do not know, such as “User-agent: ExampleBot” and below it “Disallow: /”. They stand at the end.",
                validators=[check_lines],
                verbose_name="lines of your own in robots.txt",
            ),
        ),
    ]
