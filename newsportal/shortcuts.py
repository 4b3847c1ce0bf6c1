"""Keys of the newsroom (features E25, R7): one list for the help, the page and the script.

A person can switch them off (WCAG 2.2, 2.1.4): by a page of their own, which works without script.
Keys with Ctrl or ⌘ are no single keys and stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from newsportal.core.models import User


@dataclass(frozen=True)
class Shortcut:
    """Keys pressed one after the other.

    Args:
        keys: such as "g s"; with Ctrl they are pressed together and only told here.
        page: name of the address that they lead to; empty: the script does something on the page.
        right: whose they are; empty: everybody's.
    """

    keys: str
    label: Promise
    page: str = ""
    right: str = ""

    @property
    def each(self) -> list[str]:
        return self.keys.split()

    @property
    def url(self) -> str:
        return reverse(self.page) if self.page else ""


SHORTCUTS = (
    Shortcut("?", gettext_lazy("This help")),
    Shortcut("/", gettext_lazy("Search, where a page has a search field")),
    Shortcut("j", gettext_lazy("Next line of a list")),
    Shortcut("k", gettext_lazy("Previous line of a list")),
    Shortcut("n", gettext_lazy("New story"), "admin:articles_story_add", "articles.add_story"),
    Shortcut("g d", gettext_lazy("Go to the first page"), "admin:index"),
    Shortcut(
        "g s",
        gettext_lazy("Go to the stories"),
        "admin:articles_story_changelist",
        "articles.view_story",
    ),
    Shortcut(
        "g c",
        gettext_lazy("Go to the planning"),
        "admin:articles_planning",
        "articles.view_story",
    ),
    Shortcut(
        "g f",
        gettext_lazy("Go to the fronts"),
        "admin:articles_front_changelist",
        "articles.view_front",
    ),
    Shortcut(
        "g p",
        gettext_lazy("Go to the pictures"),
        "admin:articles_image_changelist",
        "articles.view_image",
    ),
    Shortcut(
        "g q", gettext_lazy("Go to comments that wait"), "moderation", "comments.moderate_comment"
    ),
    Shortcut("g o", gettext_lazy("Go to what is owed"), "admin:debt", "articles.change_any_story"),
    Shortcut("g n", gettext_lazy("Go to your notices"), "admin:notices"),
)

_MODERATES = "comments.moderate_comment"

#: In the moderators' queue and on cards of comments (feature M2): what each key presses.
QUEUE: tuple[tuple[tuple[str, ...], Shortcut], ...] = (
    (
        ("approve", "restore", "keep"),
        Shortcut("f", gettext_lazy("Approve, restore or keep the comment"), right=_MODERATES),
    ),
    (
        ("reject", "remove"),
        Shortcut(
            "d",
            gettext_lazy("Reject or remove: then 1 to 6 for the reason, words, Enter"),
            right=_MODERATES,
        ),
    ),
    (("spam",), Shortcut("s", gettext_lazy("Mark it as spam"), right=_MODERATES)),
    (
        ("sanction",),
        Shortcut("b", gettext_lazy("Decide about its author"), right=_MODERATES),
    ),
    (("claim", "release"), Shortcut("c", gettext_lazy("Claim it, or let go"), right=_MODERATES)),
    (("undo",), Shortcut("z", gettext_lazy("Undo what you just decided"), right=_MODERATES)),
    (("next",), Shortcut("j", gettext_lazy("Next comment"), right=_MODERATES)),
    (("previous",), Shortcut("k", gettext_lazy("Previous comment"), right=_MODERATES)),
    (("one",), Shortcut("x", gettext_lazy("One comment at a time, or all"), right=_MODERATES)),
    (
        ("unblur",),
        Shortcut("v", gettext_lazy("Show or blur words of the lists"), right=_MODERATES),
    ),
)

#: Stay when single keys are switched off: they are pressed together with another.
WITH_ANOTHER = (
    Shortcut("Ctrl+S ⌘S", gettext_lazy("Save a story or page"), right="articles.change_story"),
    Shortcut(
        "Alt+↑ Alt+↓",
        gettext_lazy("Move a story or a part of a front"),
        right="articles.change_front",
    ),
    Shortcut("Ctrl+Enter ⌘Enter", gettext_lazy("Post to a live blog"), right="articles.view_story"),
)


def of(person: Any) -> tuple[Shortcut, ...]:
    """The single keys of a person's role."""
    return tuple(one for one in SHORTCUTS if not one.right or person.has_perm(one.right))


def of_queue(person: Any) -> tuple[Shortcut, ...]:
    """The single keys of who decides on comments."""
    return tuple(one for _acts, one in QUEUE if person.has_perm(one.right))


def queue_keys(person: Any) -> dict[str, str]:
    """The key of each act of the queue; none for who has switched the keys off."""
    if not person.keyboard_shortcuts:
        return {}
    return {act: one.keys for acts, one in QUEUE for act in acts}


def with_another(person: Any) -> tuple[Shortcut, ...]:
    """Keys of a person's role that are pressed together with another."""
    return tuple(one for one in WITH_ANOTHER if person.has_perm(one.right))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """All keys, and whether this person wants them; POST keeps the choice."""
    person: Any = request.user
    if request.method == "POST":
        wanted = "on" in request.POST
        User.objects.filter(pk=person.pk).update(keyboard_shortcuts=wanted)
        said = _("The keys are switched on.") if wanted else _("The keys are switched off.")
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:keyboard"))
    context = {**admin.site.each_context(request), "title": _("Keys of the newsroom")}
    return render(request, "admin/keyboard/page.html", context)
