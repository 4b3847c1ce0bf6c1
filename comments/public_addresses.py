"""Every address of the discussion that the public may ask for, by the kind of its page."""

from __future__ import annotations

from collections.abc import Iterator

from articles.models import Story
from comments.models import Comment, TransparencyReport
from newsportal.core.feeds import Form

#: Comments whose permalink is asked for, a story; the others are pages of the same kind.
PERMALINKS = 3


def addresses() -> Iterator[tuple[str, str]]:
    """Feeds, forms and permalinks below stories that have an address, live or not."""
    yield "comments:notice", "/notice/"
    yield "comments:moderation", "/moderation/"
    yield "comments:moderation-figures", "/moderation/figures.csv"
    for pk in TransparencyReport.objects.values_list("pk", flat=True):
        yield "comments:moderation-report", f"/moderation/reports/{pk}.zip"
    stories = Story.objects.exclude(slug="").exclude(published_on=None)
    for story in stories.select_related("section").iterator(chunk_size=500):
        path = story.get_absolute_url()
        if not path:
            continue
        for form in Form:
            yield "comments:feed", path + form.ending
        yield "comments:write", f"{path}comments/"
        yield "comments:write", f"{path}comments/?since=0"
        yield "comments:news", f"{path}comments/news/"
        some = Comment.objects.filter(story=story).order_by("pk").values_list("pk", flat=True)
        for pk in some[:PERMALINKS]:
            yield "comments:permalink", f"{path}comments/{pk}/"
            yield "comments:reply", f"{path}comments/{pk}/reply/"
            yield "comments:report", f"{path}comments/{pk}/report/"
            yield "comments:edit", f"{path}comments/{pk}/edit/"
            yield "comments:delete", f"{path}comments/{pk}/delete/"
            yield "comments:find", f"{path}comments/find/?comment={pk}"
