"""HTML is clean in the database, whichever way it went there (house rule 11)."""

import pytest
from django.db import connection
from django.db.models import Value
from django.template import Context, Template
from django.utils.safestring import SafeString

from articles.editor import StoryEditorField, StoryEditorWidget
from articles.markup import MARKUP_VERSION, clean_story_html
from articles.models import Page

HOSTILE = '<p onclick="x()">a</p><script>alert(1)</script>'
CLEAN = "<p>a</p>"


def stored(page: Page) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_html FROM articles_page WHERE id = %s", [page.pk])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
class TestEveryWayIn:
    def test_save_cleans_and_gives_the_instance_the_clean_text(self) -> None:
        page = Page(title="About", slug="about", body_html=HOSTILE)
        page.save()
        assert page.body_html == stored(page) == CLEAN
        page.body_html = HOSTILE
        page.save(update_fields=["body_html"])
        assert page.body_html == stored(page) == CLEAN

    def test_create_in_bulk_cleans(self) -> None:
        pages = Page.objects.bulk_create(
            [Page(slug="a", body_html=HOSTILE), Page(slug="b", body_html=HOSTILE)]
        )
        assert [stored(page) for page in pages] == [CLEAN, CLEAN]

    def test_update_cleans_text_and_values(self) -> None:
        page = Page.objects.create(slug="a")
        Page.objects.update(body_html=HOSTILE)
        assert stored(page) == CLEAN
        field = Page._meta.get_field("body_html")
        Page.objects.update(body_html="")
        Page.objects.update(body_html=Value(HOSTILE, output_field=field))
        assert stored(page) == CLEAN

    def test_update_in_bulk_cleans(self) -> None:
        page = Page.objects.create(slug="a")
        page.body_html = HOSTILE
        Page.objects.bulk_update([page], ["body_html"])
        assert stored(page) == CLEAN

    def test_update_or_create_and_get_or_create_clean(self) -> None:
        page, _made = Page.objects.get_or_create(slug="a", defaults={"body_html": HOSTILE})
        assert stored(page) == CLEAN
        page, _made = Page.objects.update_or_create(slug="a", defaults={"body_html": HOSTILE})
        assert stored(page) == CLEAN


def test_the_column_is_the_editor_in_forms_the_admins_too() -> None:
    from django.contrib.admin.widgets import AdminTextareaWidget

    column = Page._meta.get_field("body_html")
    assert isinstance(column.formfield(), StoryEditorField)
    field = column.formfield(widget=AdminTextareaWidget)
    assert isinstance(field.widget, StoryEditorWidget)


def test_the_filter_shows_the_body_as_html() -> None:
    template = Template("{% load story_markup %}{{ body|story_html }}{{ body }}")
    body = clean_story_html(HOSTILE)
    assert template.render(Context({"body": body})) == "<p>a</p>&lt;p&gt;a&lt;/p&gt;"
    assert not isinstance(body, SafeString)


def test_the_version_is_a_whole_number_for_the_command_that_renders_again() -> None:
    assert MARKUP_VERSION >= 1
