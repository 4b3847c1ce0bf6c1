"""Watch lists: making, changing and deleting what a moderator keeps an eye on (feature M1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import rights as newsroom
from articles.chrome import current as chrome
from articles.models import Story, Tag
from comments.content_addresses import content_at
from comments.models import WatchList
from comments.models.watch_list import NAME_LENGTH
from newsportal.core.models import User
from newsportal.core.plain_text import LineField

#: Lists of one person: more pills than that nobody reads.
MOST_LISTS = 12
#: Of each kind in one list.
MOST_CHOSEN = 50


def may_change(user: Any, watch: WatchList) -> bool:
    """Whether somebody may change a list: its owner; a shared one the leads too."""
    return watch.owner_id == user.pk or (
        watch.is_shared and user.has_perm("comments.change_sitediscussion")
    )


class WatchListForm(forms.Form):
    """A name, and what is watched: sections ticked, tags and stories as they are called.

    Tags are typed by their names and stories by their addresses, each on a line: the form works
    without script, and a copied address is what a moderator has at hand.
    """

    name = LineField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    sections = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sections, with all below"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    stories = forms.CharField(
        label=gettext_lazy("Stories, the address of each on a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("All moderators see this list"), required=False
    )

    def __init__(self, *args: Any, user: User, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.host = user, host
        limits = newsroom.sections_of(user)
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (one.pk, " / ".join(str(above) for above in chrome.get().trail(one)))
            for one in sorted(chrome.get().sections.values(), key=lambda one: one.path)
            if limits is None or one.pk in limits
        ]

    def clean_tags(self) -> list[int]:
        """Ids of the tags; every line has to name one."""
        names = _lines(self.cleaned_data["tags"], _too_many_tags)
        low = Tag.objects.annotate(low=Lower("name"))
        found = low.filter(low__in=[name.lower() for name in names])
        known = dict(found.values_list("low", "pk"))
        for name in names:
            if name.lower() not in known:
                raise forms.ValidationError(_("There is no tag “%(name)s”.") % {"name": name})
        return [known[name.lower()] for name in names]

    def clean_stories(self) -> list[int]:
        """Ids of the stories; every line has to be the address of one."""
        found = []
        for line in _lines(self.cleaned_data["stories"], _too_many_stories):
            story = content_at(line, self.host).story
            if story is None or not newsroom.holds_in(self.user, story.section_id):
                raise forms.ValidationError(_("No story stands at %(line)s.") % {"line": line})
            found.append(story.pk)
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(one) for one in ("sections", "tags", "stories")):
            raise forms.ValidationError(_("Choose at least one section, tag or story."))
        return given


def _too_many_tags(most: int) -> str:
    return ngettext(
        "At most %(most)d tag fits in one list.", "At most %(most)d tags fit in one list.", most
    )


def _too_many_stories(most: int) -> str:
    return ngettext(
        "At most %(most)d story fits in one list.",
        "At most %(most)d stories fit in one list.",
        most,
    )


def _lines(text: str, too_many: Callable[[int], str]) -> list[str]:
    lines = [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]
    if len(lines) > MOST_CHOSEN:
        raise forms.ValidationError(too_many(MOST_CHOSEN) % {"most": MOST_CHOSEN})
    return list(dict.fromkeys(lines))


def save(watch: WatchList, given: dict[str, Any]) -> WatchList:
    """Write a list with what the form gave."""
    watch.name, watch.is_shared = given["name"], given["is_shared"]
    watch.sections, watch.tags, watch.stories = given["sections"], given["tags"], given["stories"]
    watch.save()
    return watch


def typed(watch: WatchList) -> dict[str, Any]:
    """What the form shows of a list."""
    tags = Tag.objects.filter(pk__in=watch.tags).order_by("name")
    stories = Story.objects.filter(pk__in=watch.stories).select_related("section").order_by("pk")
    return {
        "name": watch.name,
        "is_shared": watch.is_shared,
        "sections": watch.sections,
        "tags": "\n".join(tag.name for tag in tags),
        "stories": "\n".join(story.get_absolute_url() for story in stories),
    }


def forget_person(person: User) -> None:
    """Delete the lists of somebody who goes; what was shared stays, nobody's."""
    WatchList.objects.filter(owner=person, is_shared=False).delete()
