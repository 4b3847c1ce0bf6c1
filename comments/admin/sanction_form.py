"""The form of a sanction: what, where, until when, why, in which words."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import rights as articles_rights
from articles.admin.desk_form import moment_field
from articles.chrome import current as chrome
from articles.models import Section
from comments import rights
from comments.models import Comment, Reason, Sanction
from comments.models.sanction import WORDS_LENGTH
from comments.sanctions import Order
from newsportal.core.plain_text import TextField

Kind = Sanction.Kind

#: What each kind means to who chooses it.
MEANINGS = {
    Kind.WARNING: _("Warning: to be read before the next comment"),
    Kind.HOLD: _("Always hold: a moderator reads every comment first"),
    Kind.SUSPENSION: _("Suspension: nothing can be written until its end"),
    Kind.BAN: _("Ban: nothing can be written any more"),
}
#: Days of a suspension, with their words.
DAYS = {1: _("1 day"), 7: _("7 days"), 30: _("30 days")}


def following(before: list[Sanction], comment: Comment | None) -> dict[str, Any]:
    """What the form proposes after what was decided before: a warning, then longer and longer
    suspensions. Nothing is proposed beyond: a ban is chosen.

    Args:
        before: sanctions that count, the newest first.
        comment: its reason is proposed where it was refused for one.
    """
    initial: dict[str, Any] = {"kind": Kind.WARNING, "days": 1}
    lengths = [(one.ends_at - one.made_at).days for one in before if one.ends_at is not None]
    if lengths:
        longer = [days for days in DAYS if days > max(lengths)]
        initial = {"kind": Kind.SUSPENSION, "days": min(longer, default=max(DAYS))}
    elif before:
        initial["kind"] = Kind.SUSPENSION
    if comment is not None and comment.reason in Reason.values:
        initial["reason"] = comment.reason
    return initial


def section_choices(user: Any) -> list[tuple[str, Any]]:
    """Where somebody may decide: everywhere and every section, or their own ones."""
    limits = articles_rights.sections_of(user)
    sections = sorted(chrome.get().sections.values(), key=lambda one: one.path)
    known = [
        (str(one.pk), f"{'– ' * one.path.count('/')}{one.name}")
        for one in sections
        if limits is None or one.pk in limits
    ]
    return known if limits is not None else [("", _("The whole site")), *known]


class SanctionForm(forms.Form):
    """Shape only; `sanctions.impose` says whether it can be."""

    kind = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=_("For"),
        choices=[(1, DAYS[1])],
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Of a suspension; it ends by itself."),
    )
    until = moment_field(_("or until"), _("In the newsroom’s time."))
    section = forms.ChoiceField(label=_("Where"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, initial=Reason.ABUSE)
    words = TextField(
        label=_("Words to the person"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The person reads them with the reason."),
    )
    note = TextField(
        label=_("Note to colleagues"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Not told to the person; it stands in the data that they may ask for."),
    )
    remove_all = forms.BooleanField(
        label=_("Remove all comments of this person"),
        required=False,
        help_text=_(
            "With a ban: public ones are removed, waiting ones rejected. It can be undone."
        ),
    )

    def __init__(self, data: Any, *, user: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        may_ban = user.has_perm("comments.ban_person")
        kinds = [kind for kind in Kind if kind != Kind.BAN or may_ban]
        fields["kind"].choices = [(kind, MEANINGS[kind]) for kind in kinds]
        fields["days"].choices = list(DAYS.items())
        fields["section"].choices = section_choices(user)
        if not may_ban:
            del fields["remove_all"]

    def order(self, comment: Comment | None = None) -> Order:
        """What was chosen, for the verb."""
        data = self.cleaned_data
        section = Section.objects.filter(pk=data["section"]).first() if data["section"] else None
        return Order(
            kind=data["kind"],
            reason=data["reason"],
            section=section,
            ends_at=self._ends_at() if data["kind"] == Kind.SUSPENSION else None,
            words=data["words"],
            note=data["note"],
            comment=comment,
        )

    def _ends_at(self) -> datetime.datetime | None:
        typed: datetime.datetime | None = self.cleaned_data["until"]
        days: int | None = self.cleaned_data["days"]
        return typed or (timezone.now() + datetime.timedelta(days=days) if days else None)

    @property
    def removes_all(self) -> bool:
        data = self.cleaned_data
        return bool(data.get("remove_all")) and data["kind"] == Kind.BAN


def may_choose(user: Any) -> bool:
    """Whether somebody imposes sanctions at all."""
    return bool(user.has_perm("comments.sanction_person")) and rights.may_moderate(user)
