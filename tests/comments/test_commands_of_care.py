"""Commands that keep stored HTML and counters true: rerender_markup and reconcile_counts."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from articles.models import Story
from comments.models import Comment, Discussion
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_what_an_older_sanitiser_wrote_is_made_anew(capsys):
    story = f.published()
    typed = f.approved(story, text="It is *late*.")
    imported = f.approved(story, text="x")
    Comment.objects.update(markup_version=0, body_html="<p>older</p>")
    Comment.objects.filter(pk=imported.pk).update(came_as_html=True)
    Story.objects.update(markup_version=0)

    call_command("rerender_markup", "--dry-run")
    assert Comment.objects.filter(markup_version=0).count() == 2
    call_command("rerender_markup")

    typed.refresh_from_db()
    imported.refresh_from_db()
    assert "<em>late</em>" in typed.body_html
    assert imported.body_html == "<p>older</p>"
    assert not Comment.objects.filter(markup_version=0).exists()
    assert not Story.objects.filter(markup_version=0).exists()
    assert "comments: 2 made anew" in capsys.readouterr().out


def test_what_is_of_today_is_left_alone(capsys):
    f.approved(text="Fine.")

    call_command("rerender_markup")

    assert "comments: 0 made anew" in capsys.readouterr().out


def test_drifted_counters_are_reported_and_repaired(capsys):
    f.approved()
    Discussion.objects.update(public_count=5)

    with pytest.raises(CommandError, match="1 counters have drifted"):
        call_command("reconcile_counts", "--dry-run")
    call_command("reconcile_counts")
    call_command("reconcile_counts")

    out = capsys.readouterr().out
    assert "public_count is 5, true is 1" in out
    assert out.endswith("All counters are true.\n")
