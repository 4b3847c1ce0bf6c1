"""Text search configurations of our own, and which stories were written to the index by them.

Light: no row is rewritten. The beat (or `refill_search`, at once) makes the vectors anew.
"""

from django.db import migrations, models

#: PostgreSQL's stemmers, each with its file of stop words where it has one. All are in 14.
STEMMERS = {
    "arabic": "",  # has some in newer versions, whose letters are folded before they are read
    "armenian": "",
    "basque": "",
    "catalan": "",
    "danish": "danish",
    "dutch": "dutch",
    "english": "english",
    "finnish": "finnish",
    "french": "french",
    "german": "german",
    "greek": "",
    "hindi": "",
    "hungarian": "hungarian",
    "indonesian": "",
    "irish": "",
    "italian": "italian",
    "lithuanian": "",
    "nepali": "nepali",
    "norwegian": "norwegian",
    "portuguese": "portuguese",
    "romanian": "",
    "russian": "russian",
    "serbian": "",
    "spanish": "spanish",
    "swedish": "swedish",
    "tamil": "",
    "turkish": "turkish",
    "yiddish": "",
}

#: Token types in which letters beyond ASCII may stand.
WORDS = "hword, hword_part, word"


def create():
    yield (
        "CREATE TEXT SEARCH CONFIGURATION portal_simple (COPY = pg_catalog.simple);"
        f"ALTER TEXT SEARCH CONFIGURATION portal_simple ALTER MAPPING FOR {WORDS}"
        " WITH unaccent, simple;"
    )
    for name, stop_words in STEMMERS.items():
        chain = f"unaccent, {name}_stem"
        yield f"CREATE TEXT SEARCH CONFIGURATION portal_{name} (COPY = pg_catalog.{name});"
        if stop_words:
            # Stop words have accents, which are off when the stemmer looks for them.
            yield (
                f"CREATE TEXT SEARCH DICTIONARY portal_{name}_stop"
                f" (TEMPLATE = simple, STOPWORDS = {stop_words}, ACCEPT = false);"
            )
            chain = f"portal_{name}_stop, {chain}"
        yield (
            f"ALTER TEXT SEARCH CONFIGURATION portal_{name} ALTER MAPPING FOR {WORDS} WITH {chain};"
        )


def drop():
    yield "DROP TEXT SEARCH CONFIGURATION IF EXISTS portal_simple;"
    for name in STEMMERS:
        yield f"DROP TEXT SEARCH CONFIGURATION IF EXISTS portal_{name};"
        yield f"DROP TEXT SEARCH DICTIONARY IF EXISTS portal_{name}_stop;"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_kinds_of_stories_by_class"),
        ("core", "0002_extensions_and_cache_table"),  # unaccent
    ]

    operations = [
        migrations.RunSQL("\n".join(create()), "\n".join(drop())),
        migrations.AddField(
            model_name="story",
            name="search_version",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["search_version"], name="story_search_version"),
        ),
    ]
