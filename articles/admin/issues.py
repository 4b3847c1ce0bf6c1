"""Issues of newsletters: putting one together, looking at it, letting it go, and watching (R11).

Everything is a plain form; script counts down the minute and shows how far the worker is.
"""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from articles import rights
from articles.admin.revisions import opened
from articles.models import Issue, Story
from articles.models.issue import SUBJECT_LENGTH
from articles.newsletters import briefings, composing, issuing, letters
from articles.newsletters.rights import may_send, sendable_by
from articles.publishing import Refused
from articles.views.previews import sealed
from newsportal.core.models import User
from newsportal.core.plain_text import LineField, TextField, clean_line

State = Issue.State

#: Digits that an id has at most.
LONGEST_ID = 18
#: The frame of a mail loads pictures of ours and its own styles, and nothing else whatever it says.
MAIL_POLICY = (
    "default-src 'none'; img-src 'self' {media}; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; sandbox"
)

#: Buttons of an issue that is no draft: verb, and what is said when it is done.
ACTS = {
    "stop": (issuing.stop, gettext_lazy("Stopped: nothing has gone out. It is a draft again.")),
    "pause": (issuing.pause, gettext_lazy("Paused: no further mail goes out.")),
    "resume": (issuing.resume, gettext_lazy("It goes on within seconds.")),
    "end": (issuing.end, gettext_lazy("Ended: nobody else gets it.")),
}


class IssueForm(forms.Form):
    """The words of an issue; both may be empty."""

    subject = LineField(
        label=gettext_lazy("Subject"),
        max_length=SUBJECT_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
        help_text=gettext_lazy(
            "Empty: made of the first story’s headline. Phones show 40 letters."
        ),
    )
    intro = TextField(
        label=gettext_lazy("Words on top"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "class": "vLargeTextField"}),
    )


class TimeForm(forms.Form):
    """When an issue goes out."""

    at = forms.DateTimeField(
        label=gettext_lazy("At this time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Write date and time: 2026-03-28 06:30.")},
    )


@admin.register(Issue)
class IssueAdmin(admin.ModelAdmin[Issue]):
    """Issues of the newsletters that somebody may send."""

    list_display = ("title_shown", "newsletter", "badge", "when", "numbers")
    list_display_links = ("title_shown",)
    list_filter = ("state", ("newsletter", admin.RelatedOnlyFieldListFilter))
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    class Media:
        css = {"all": ["css/newsletters.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("articles.send_issue"))

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or may_send(request.user, obj.newsletter)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        return Issue.objects.for_desk().filter(newsletter__in=sendable_by(request.user))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own: list[URLPattern] = [
            path("<int:pk>/send/", view(csrf_protect(self.send_page)), name="articles_issue_send"),
            path(
                "<int:pk>/act/",
                view(csrf_protect(require_POST(self.act))),
                name="articles_issue_act",
            ),
            path(
                "<int:pk>/mail/",
                view(require_safe(xframe_options_sameorigin(self.mail))),
                name="articles_issue_mail",
            ),
        ]
        return [*own, *super().get_urls()]

    # Beginning -----------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Choose the newsletter; its newest stories stand in the draft already."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        offered = sendable_by(request.user)
        if request.method == "POST":
            newsletter = offered.filter(pk=_id(request.POST.get("newsletter")) or 0).first()
            if newsletter is None:
                raise Http404
            stories = composing.newest_for(newsletter)
            if newsletter.is_breaking:
                stories = stories[:1]
            made = composing.begin(newsletter, _person(request), stories)
            return HttpResponseRedirect(_address(made))
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": _("New issue"),
            "opts": self.opts,
            "rows": [(one, briefings.next_hour(one, now)) for one in offered],
        }
        return render(request, "admin/articles/issue/begin.html", context)

    # One issue -----------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A draft to work on; later, how far it has got and what became of it."""
        issue = self._opened(request, _id(unquote(object_id)))
        if request.method != "POST":
            return self._page(request, issue)
        form = IssueForm(request.POST)
        if not form.is_valid():
            return self._page(request, issue, form, status=422)
        stories = [_id(one) for one in request.POST.getlist("story")]
        verb, _colon, number = request.POST.get("act", "").partition(":")
        wanted = _moved([pk for pk in stories if pk], verb, _id(number), issue)
        try:
            composing.change(
                issue, form.cleaned_data["subject"], form.cleaned_data["intro"], wanted
            )
        except Refused as refusal:
            issue.refresh_from_db()
            if not issue.is_draft:
                messages.warning(request, refusal.message)
                return HttpResponseRedirect(_address(issue))
            form.add_error(None, refusal.message)
            return self._page(request, issue, form, status=409)
        return self._after(request, issue, verb)

    def _after(self, request: HttpRequest, issue: Issue, verb: str) -> HttpResponse:
        """What comes when a draft is kept: a test, the page that sends, or the page again."""
        issue.refresh_from_db()
        if verb == "test":
            self._test(request, issue)
        elif verb == "send":
            return HttpResponseRedirect(reverse("admin:articles_issue_send", args=[issue.pk]))
        elif verb == "save":
            messages.success(request, _("Kept."))
        find = _words(request.POST.get("find", ""))
        if find and verb not in ("save", "test"):
            return self._page(request, issue, find=find)
        places = {"up": "#stories", "down": "#stories", "remove": "#stories", "add": "#stories"}
        return HttpResponseRedirect(_address(issue) + places.get(verb, ""))

    def _test(self, request: HttpRequest, issue: Issue) -> None:
        person = _person(request)
        try:
            issuing.test(issue, person)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        except OSError:
            messages.error(request, _("The mail server could not be reached. Try again."))
        else:
            messages.success(request, _("A test is on its way to %(to)s.") % {"to": person.email})

    def _page(
        self,
        request: HttpRequest,
        issue: Issue,
        form: IssueForm | None = None,
        *,
        find: str = "",
        status: int = 200,
    ) -> HttpResponse:
        letter = letters.render(issue)
        is_draft = issue.is_draft
        context = {
            **self.admin_site.each_context(request),
            "title": str(issue.newsletter),
            "opts": self.opts,
            "issue": issue,
            "form": form or IssueForm(initial={"subject": issue.subject, "intro": issue.intro}),
            "letter": letter,
            "readers": issuing.readers_of(issue.newsletter),
            "events": issue.events.select_related("actor"),
            "counts": _counts(issue),
            "zone": timezone.get_current_timezone_name(),
        }
        if is_draft:
            stories = _stories(issue, request)
            context |= {"stories": stories, "find": find, "offered": composing.offered(issue, find)}
        name = "compose" if is_draft else "progress"
        return render(request, f"admin/articles/issue/{name}.html", context, status=status)

    def send_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To how many it goes, in whose words; the button lets it go in a minute or at a time."""
        issue = self._opened(request, pk)
        form = TimeForm(request.POST or None)
        status = 200
        if request.method == "POST":
            if form.is_valid() and self._send(request, issue, form):
                return HttpResponseRedirect(_address(issue))
            status = 422
        elif not issue.is_draft:
            return HttpResponseRedirect(_address(issue))
        newsletter = issue.newsletter
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send “%(name)s”") % {"name": newsletter},
            "opts": self.opts,
            "issue": issue,
            "form": form,
            "letter": letters.render(issue),
            "stories": _stories(issue, request),
            "readers": issuing.readers_of(newsletter),
            "next_hour": briefings.next_hour(newsletter, timezone.now())
            if newsletter.is_automatic and not newsletter.is_breaking
            else None,
            "zone": timezone.get_current_timezone_name(),
        }
        return render(request, "admin/articles/issue/send.html", context, status=status)

    def _send(self, request: HttpRequest, issue: Issue, form: TimeForm) -> bool:
        at: datetime.datetime | None = form.cleaned_data["at"] if "timed" in request.POST else None
        if "timed" in request.POST and at is None:
            form.add_error("at", _("Set the date and time first."))
            return False
        try:
            issuing.send(issue, _person(request), at)
        except Refused as refusal:
            form.add_error("at" if refusal.field == "at" else None, refusal.message)
            return False
        return True

    def act(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stop, pause, go on, end, or throw a draft away."""
        issue, person = self._opened(request, pk), _person(request)
        name = request.POST.get("act", "")
        try:
            if name == "discard":
                composing.discard(issue, person)
                messages.success(request, _("Thrown away."))
                return HttpResponseRedirect(reverse("admin:articles_issue_changelist"))
            verb, said = ACTS.get(name, (None, ""))
            if verb is None:
                raise Http404
            verb(issue, person)
            messages.success(request, said)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        return HttpResponseRedirect(_address(issue))

    def mail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as it would go out now, alone in a frame."""
        letter = letters.render(self._opened(request, pk))
        if letter is None:
            raise Http404
        response = HttpResponse(letter.shown_html())
        media = " ".join(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"][1:])
        response["Content-Security-Policy"] = MAIL_POLICY.format(media=media)
        return sealed(response)

    def _opened(self, request: HttpRequest, pk: int | None) -> Issue:
        """An issue that somebody may send; of another, not even that there is one is told."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).filter(pk=pk).first() if pk else None
        if found is None:
            raise Http404
        return found

    # What a line says ----------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("subject"))
    def title_shown(self, issue: Any) -> SafeString:
        words = issue.subject or issue.first_story or _("No story")
        return format_html('<bdi dir="auto">{}</bdi>', words)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def badge(self, issue: Issue) -> SafeString:
        return format_html(
            '<span class="issue-state is-{}">{}</span>', issue.state, issue.get_state_display()
        )

    @admin.display(description=gettext_lazy("time"), ordering="created_at")
    def when(self, issue: Issue) -> SafeString:
        at = timezone.localtime(issue.ended_at or issue.send_at or issue.created_at)
        words = date_format(at, "SHORT_DATETIME_FORMAT")
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), words)

    @admin.display(description=gettext_lazy("sent"), empty_value="")
    def numbers(self, issue: Issue) -> str | None:
        if issue.state != State.SENT:
            return None
        words = ngettext("to %(number)d address", "to %(number)d addresses", issue.sent)
        return words % {"number": issue.sent}


# What the pages show -----------------------------------------------------------------------------


def _stories(issue: Issue, request: HttpRequest) -> list[dict[str, Any]]:
    """The stories of an issue in order, each with whether a mail would show it now."""
    live = {pk for pk, _version in letters.standing(issue)}
    found = []
    for place in issue.stories.select_related("story__section"):
        story, is_live = place.story, place.story_id in live
        may_know = is_live or rights.may_open(request.user, story)
        title = story.headline if may_know else _("A story that is not public now")
        found.append({"pk": story.pk, "title": title, "section": story.section, "is_live": is_live})
    return found


def _counts(issue: Issue) -> dict[str, int]:
    """How many have it, refused it, or wait for it; of an issue that is over, as it was kept."""
    if issue.state == State.SENT:
        return {
            "total": issue.total,
            "sent": issue.sent,
            "refused": issue.refused,
            "dropped": issue.dropped,
            "unclear": issue.unclear,
            "left": 0,
        }
    if issue.state not in (State.SENDING, State.PAUSED):
        return {}
    tally = issue.recipients.tally()
    left = tally["waiting"] + tally["claimed"]
    return {**tally, "total": sum(tally.values()), "left": left}


def _moved(stories: list[int], verb: str, pk: int | None, issue: Issue) -> list[int]:
    """The order of stories after a button was pressed."""
    if verb == "add" and pk and pk not in stories:
        return [*stories, pk]
    if verb == "refill":
        return [story.pk for story in composing.newest_for(issue.newsletter)]
    if pk not in stories:
        return stories
    place = stories.index(pk)
    rest = stories[:place] + stories[place + 1 :]
    if verb == "remove":
        return rest
    step = {"up": -1, "down": 1}.get(verb, 0)
    target = min(max(place + step, 0), len(rest))
    return [*rest[:target], pk, *rest[target:]]


def _address(issue: Issue) -> str:
    return reverse("admin:articles_issue_change", args=[issue.pk])


def _person(request: HttpRequest) -> User:
    """Behind the newsroom's door everybody is a person."""
    return cast("User", request.user)


def _words(typed: str) -> str:
    """What is looked for; nothing where nothing can be read in it."""
    try:
        return clean_line(typed)[:100]
    except ValidationError:
        return ""


def _id(text: object) -> int | None:
    """A row's id as it came in an address or a form; None for anything else."""
    words = str(text or "")
    if not (words.isascii() and words.isdigit() and len(words) <= LONGEST_ID):
        return None
    return int(words)


# From a story ------------------------------------------------------------------------------------


def urls(documents: Any) -> list[URLPattern]:
    """The address of a story's page, for the admin of stories."""
    view = documents.admin_site.admin_view(csrf_protect(partial(of_story, documents)))
    return [path("<int:pk>/newsletters/", view, name="articles_story_newsletters")]


def of_story(documents: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Send one story to the readers of breaking news; one button for each newsletter."""
    story: Story = opened(documents, request, pk)
    if not rights.may_publish(request.user, story):
        raise PermissionDenied
    fitting = composing.breaking_for(story) if story.section else []
    letters_of_it = [one for one in fitting if may_send(request.user, one)]
    if request.method == "POST":
        wanted = _id(request.POST.get("newsletter"))
        chosen = next((one for one in letters_of_it if one.pk == wanted), None)
        if chosen is None:
            raise PermissionDenied
        try:
            return HttpResponseRedirect(
                _address(issuing.break_news(chosen, story, _person(request)))
            )
        except Refused as refusal:
            messages.warning(request, refusal.message)
            return HttpResponseRedirect(request.path)
    rows = [
        {
            "newsletter": one,
            "readers": issuing.readers_of(one),
            "issue": one.issues.of_story(story).filter(state__in=issuing.ON_ITS_WAY).first(),
        }
        for one in letters_of_it
    ]
    context = {
        **documents.admin_site.each_context(request),
        "title": _("Send as breaking news"),
        "opts": documents.opts,
        "document": story,
        "rows": rows,
        "is_live": story.is_live(),
        "form_address": reverse("admin:articles_story_change", args=[story.pk]),
    }
    return render(request, "admin/articles/story/newsletters.html", context)
