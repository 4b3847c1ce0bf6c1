"""Comments in the newsroom: a list of cards with approve, reject and spam on each and in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.chrome import current as chrome
from comments import card_acts, desk_cards, moderation, rights
from comments.admin import reports
from comments.admin.versions import versions_of
from comments.models import Comment, Reason
from newsportal.core.chosen_rows import NumberedRows


class ReasonForm(ActionForm):
    """The bulk bar: which act, and the reason that authors of rejected comments read."""

    action = forms.ChoiceField(label=gettext_lazy("With those selected"))
    reason = forms.ChoiceField(
        label=gettext_lazy("because of"),
        choices=Reason.choices,
        required=False,
        initial=Reason.OTHER,
    )


class StateFilter(admin.ChoicesFieldListFilter):
    """States in the order of a moderator's work: what waits stands first."""

    ORDER = (
        Comment.Status.HELD,
        Comment.Status.APPROVED,
        Comment.Status.REJECTED,
        Comment.Status.SPAM,
        Comment.Status.REMOVED,
        Comment.Status.DELETED,
        Comment.Status.ERASED,
    )

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        chosen = list(self.lookup_val or ())
        yield {
            "selected": not chosen,
            "query_string": changelist.get_query_string(remove=[self.lookup_kwarg]),
            "display": gettext_lazy("All"),
        }
        for state in self.ORDER:
            yield {
                "selected": state in chosen,
                "query_string": changelist.get_query_string({self.lookup_kwarg: state}),
                "display": state.label,
            }


class SectionFilter(admin.RelatedFieldListFilter):
    """The sections; what readers comment on stands in one."""

    include_empty_choice = False

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[Any, str]]:
        """In the order of the tree, from the copy that the process keeps: no query."""
        sections = sorted(chrome.get().sections.values(), key=lambda one: one.path)
        return [(section.pk, str(section)) for section in sections]


@admin.register(Comment)
class CommentAdmin(NumberedRows, admin.ModelAdmin[Comment]):
    list_display = ("card",)
    list_display_links = None
    list_filter = (
        ("status", StateFilter),
        reports.ReportedFilter,
        ("story__section", SectionFilter),
    )
    search_fields = ("text", "author__display_name", "guest_name", "guest_email", "story__headline")
    search_help_text = gettext_lazy("Words of the comment, its author or its story")
    list_per_page = 25
    show_full_result_count = False
    #: Counts beside the filters would read every comment there is.
    show_facets = admin.ShowFacets.NEVER
    action_form = ReasonForm
    actions = (
        "approve_selected",
        "reject_selected",
        "spam_selected",
        "remove_selected",
        "keep_selected",
    )

    class Media:
        js = ("admin-js/queue.js",)
        css: ClassVar[dict[str, Any]] = {"all": ("css/reports.css",)}

    # Who may do what -----------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Decisions are logged; rows stay."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_moderate_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_moderate_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return rights.may_moderate(request.user)

    # The list ------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return desk_cards.with_all(rights.decidable(request.user))

    def get_changelist(self, request: HttpRequest, **_more: Any) -> type[ChangeList]:
        return CardList

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits is read oldest first, reports by their weight, all else newest first."""
        if reports.shows_reported(request):
            return ("-report_weight", "pk")
        if _shows_waiting(request):
            return ("created_at", "pk")
        return ("-created_at", "-pk")

    @admin.display(description=gettext_lazy("comment"))
    def card(self, comment: Any) -> SafeString:
        return render_to_string("admin/comments/comment/_card.html", comment.card_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and "_decide" in request.POST:
            return self._decide(request)
        waiting = rights.decidable(request.user).held().count()
        context = {
            "title": _title(request, waiting),
            "waiting": waiting,
            "shows_waiting": _shows_waiting(request),
            "shows_reported": reports.shows_reported(request),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = None
    ) -> list[tuple[str, str]]:
        return super().get_action_choices(request, [("", _("Choose …"))])

    def _decide(self, request: HttpRequest) -> HttpResponse:
        """One card's button."""
        outcome = card_acts.do(request)
        stays = outcome.comment is not None and "_stay" in request.POST
        # In the list its card is gone now.
        page = _page_of(outcome.comment) if outcome.comment else ""
        card_acts.tell(request, outcome, look_again="" if stays else page)
        return HttpResponseRedirect(page if stays else request.get_full_path())

    # Bulk verbs ----------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._all(request, queryset, "approve")

    @admin.action(description=gettext_lazy("Reject"), permissions=["moderate"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._all(request, queryset, "reject")

    @admin.action(description=gettext_lazy("Mark as spam"), permissions=["moderate"])
    def spam_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._all(request, queryset, "spam")

    @admin.action(description=gettext_lazy("Remove"), permissions=["moderate"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._all(request, queryset, "remove")

    @admin.action(description=gettext_lazy("Keep, settle reports"), permissions=["moderate"])
    def keep_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._all(request, queryset.public(), "keep")

    def _all(self, request: HttpRequest, queryset: QuerySet[Comment], verb: str) -> None:
        reason = request.POST.get("reason", "")
        tally = moderation.decide_all(
            queryset.oldest_first(),
            verb,
            request.user,  # type: ignore[arg-type]
            reason=reason if reason in Reason.values else Reason.OTHER,
            revisions=card_acts.seen_revisions(request.POST),
            states=card_acts.seen_states(request.POST),
        )
        words = ngettext("%(done)d comment decided.", "%(done)d comments decided.", tally.done) % {
            "done": tally.done
        }
        messages.success(request, words)
        for sentence in tally.skipped:
            messages.warning(request, sentence)

    # One comment ---------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One comment with its history; deciding is the list's business."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        comment = self.get_object(request, object_id)
        if comment is None:
            raise Http404
        around = self.admin_site.each_context(request)
        [shown] = _contexts([comment], request, is_history=True)
        context = {
            **around,
            "title": _("Comment by %(name)s") % {"name": comment.author_name},
            "comment": comment,
            "events": comment.events.select_related("actor"),
            "versions": versions_of(comment),
            "all_reports": comment.reports.weightiest_first().order_by("-at", "-pk"),
            "card": render_to_string("admin/comments/comment/_card.html", shown),
            "opts": self.opts,
            "list_url": reverse("admin:comments_comment_changelist"),
        }
        return render(request, "admin/comments/comment/history.html", context)


class CardList(ChangeList):
    """The admin's list, whose rows are cards: what they tell is loaded for the page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        for comment, context in zip(rows, _contexts(rows, request), strict=True):
            comment.card_context = context
        self.result_list = rows


def _contexts(comments: list[Any], request: HttpRequest, **more: Any) -> list[dict[str, Any]]:
    """What the cards of comments are drawn from."""
    user: Any = request.user
    keys = admin.site.each_context(request)["queue_keys"]
    return [
        {"card": card, "comment": card.comment, "queue_keys": keys, "user": user, **more}
        for card in desk_cards.cards_of(comments, user)
    ]


def _page_of(comment: Comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def _title(request: HttpRequest, waiting: int) -> str:
    """What the list shows: how many wait, where it is about those."""
    if reports.shows_reported(request):
        return _("Reported comments")
    if not _shows_waiting(request):
        return _("Comments")
    if not waiting:
        return _("No comment waits")
    words = ngettext("%(number)d comment waits", "%(number)d comments wait", waiting)
    return words % {"number": waiting}


def _shows_waiting(request: HttpRequest) -> bool:
    return request.GET.get("status__exact") == Comment.Status.HELD
