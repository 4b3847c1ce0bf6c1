"""Appeals of authors in the newsroom, and the rules that decisions quote."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import appealing, moderation, rights, rules, sanctions
from comments.models import APPEAL_MAX_LENGTH, Appeal, Comment, RuleText
from comments.rules import DEFAULTS
from comments.statements import Statement
from newsportal.core.models import User
from newsportal.core.plain_text import TextField
from newsportal.core.sentences import listed


class AnswerForm(forms.Form):
    """What the author reads, and how it ends."""

    answer = TextField(
        label=gettext_lazy("Your answer"),
        max_length=APPEAL_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("The author reads it; your name is not told."),
        error_messages={"required": gettext_lazy("Tell the author in a sentence why.")},
    )
    outcome = forms.ChoiceField(
        choices=[("uphold", ""), ("overturn", "")],
        error_messages={"required": gettext_lazy("Choose how it ends.")},
    )


#: What stands where the names of those who may answer would.
NOBODY = gettext_lazy("Nobody else may: give one more colleague the role “Lead moderator”.")

#: The sign beside a state.
LOOKS = {
    Appeal.State.UPHELD: "withdrawn",
    Appeal.State.OVERTURNED: "approved",
    Appeal.State.WITHDRAWN: "withdrawn",
}


@admin.register(Appeal)
class AppealAdmin(admin.ModelAdmin[Appeal]):
    """The list, those that wait and are most urgent first, and a page to answer each."""

    list_display = ("what", "badge", "who")
    list_display_links = None
    list_filter = ("state",)
    list_per_page = 50
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ("css/moderators.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        waits_first = Case(When(state=Appeal.State.OPEN, then=0), default=1)
        found = appealing.decidable(request.user).for_deciding()
        return found.order_by(waits_first, "due_at", "pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._deciders: list[User] = appealing.deciders()
        return super().changelist_view(request, extra_context)

    def has_view_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return appealing.may_decide_any(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("decision"))
    def what(self, obj: Appeal) -> str:
        """What was decided and who objects, in lines that stand on a phone too."""
        about = _("%(kind)s of a person") % {"kind": obj.about} if obj.sanction else obj.about
        return format_html(
            '<a class="sanction-what" dir="auto" href="{}">{}</a><br>'
            '<span class="sanction-by"><bdi>{}</bdi>, {}</span>',
            reverse("admin:comments_appeal_change", args=[obj.pk]),
            capfirst(about),
            obj.author_name,
            formats.date_format(timezone.localtime(obj.made_at), "SHORT_DATE_FORMAT"),
        )

    @admin.display(description=gettext_lazy("state"), ordering="due_at")
    def badge(self, obj: Appeal) -> str:
        """How it ended, or until when an answer is promised."""
        if obj.state != Appeal.State.OPEN:
            look, words = LOOKS[Appeal.State(obj.state)], obj.get_state_display()
        else:
            day = formats.date_format(timezone.localtime(obj.due_at), "DATE_FORMAT")
            look = "removed" if obj.is_overdue else "held"
            words = _("overdue since %(day)s") if obj.is_overdue else _("answer by %(day)s")
            words %= {"day": day}
        return format_html('<span class="status-badge status-{}">{}</span>', look, words)

    @admin.display(description=gettext_lazy("who decides"))
    def who(self, obj: Appeal) -> str:
        """Whether anybody is left who may, or who did."""
        if obj.state != Appeal.State.OPEN:
            return _("answered by %(who)s") % {"who": obj.answered_by or _("the system")}
        names = _names(obj, self._deciders)
        return _("may answer: %(who)s") % {"who": names} if names else str(NOBODY)

    # One appeal ----------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The comment, the decision, the objection, and the form to answer it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        person: Any = request.user
        form = AnswerForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._answer(request, found, form):
            return HttpResponseRedirect(reverse("admin:comments_appeal_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Appeal by %(name)s") % {"name": found.author_name},
            "appeal": found,
            "comment": found.comment,
            "sanction": found.sanction,
            "about": _comment_behind(found, person),
            "statement": Statement(found.comment, found.event, found) if found.comment else None,
            "form": form,
            "why_not": appealing.why_not_by(found, person),
            "who": _names(found, appealing.deciders()) or NOBODY,
            "opts": self.opts,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/comments/appeal/decide.html", context, status=status)

    def _answer(self, request: HttpRequest, found: Appeal, form: AnswerForm) -> bool:
        """Answer it; whatever stands in the way is said in the form, which keeps the words."""
        try:
            appealing.decide(
                found,
                request.user,  # type: ignore[arg-type]
                overturn=form.cleaned_data["outcome"] == "overturn",
                answer=form.cleaned_data["answer"],
            )
        except (appealing.Refused, moderation.TooLate, sanctions.Refused) as refusal:
            form.add_error(None, refusal.message)
            return False
        messages.success(request, _("Answered: %(state)s.") % {"state": found.get_state_display()})
        return True


def _comment_behind(found: Appeal, person: User) -> Comment | None:
    """The comment that a sanction came from, as far as somebody may read it."""
    if found.sanction is None or found.sanction.comment_id is None:
        return None
    seen = rights.decidable(person).select_related("story")
    return seen.filter(pk=found.sanction.comment_id).first()


def _names(found: Appeal, deciders: list[User]) -> str:
    """The names of those who may answer an appeal; empty when there is nobody."""
    able = [str(one) for one in deciders if not appealing.why_not_by(found, one)]
    return listed(able[:4]) + (" …" if len(able) > 4 else "")


@admin.register(RuleText)
class RuleTextAdmin(admin.ModelAdmin[RuleText]):
    """The newspaper's own words; a reason without a row quotes ours."""

    list_display = ("reason", "text")
    actions = None

    def get_form(self, request: HttpRequest, obj: RuleText | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if obj is not None and "text" in form.base_fields:
            ours = _("Ours: %(text)s") % {"text": DEFAULTS.get(obj.reason, "")}
            form.base_fields["text"].help_text = ours
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: RuleText | None = None) -> list[str]:
        return ["reason"] if obj is not None else []

    def save_model(self, request: HttpRequest, obj: RuleText, form: Any, change: bool) -> None:
        rules.keep(obj, request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: RuleText) -> None:
        rules.drop(obj, request.user)  # type: ignore[arg-type]
