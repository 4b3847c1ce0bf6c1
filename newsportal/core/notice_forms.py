"""Forms of notices and webhooks: their shape only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.core import digests, notices, outgoing
from newsportal.core.models import User, Webhook
from newsportal.core.notice_kinds import Kind, kinds_for_webhooks

#: Two weeks: what waits longer is no queue any more.
MOST_MINUTES = 14 * 24 * 60


#: How a kind comes by mail.
NOW, GATHERED, NEVER = "now", "digest", ""
BY_MAIL = (
    (NOW, gettext_lazy("At once")),
    (GATHERED, gettext_lazy("In the digest")),
    (NEVER, gettext_lazy("Never")),
)


class ChoicesForm(forms.Form):
    """Every kind that the person may hear of, by each way, and how often the digest comes."""

    weekly = forms.ChoiceField(
        label=gettext_lazy("The digest comes"),
        choices=[("", gettext_lazy("every morning")), ("1", gettext_lazy("on Mondays"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data)
        self.person = person
        self.wishes = notices.wishes_of(person)
        self.is_weekly = digests.is_weekly(person)
        self.fields["weekly"].initial = "1" if self.is_weekly else ""
        for kind, wish in self.wishes:
            self.fields[f"{kind.code}-inbox"] = forms.BooleanField(
                label=gettext_lazy("In your inbox"), required=False, initial=wish.in_inbox
            )
            self.fields[f"{kind.code}-mail"] = forms.ChoiceField(
                label=gettext_lazy("By e-mail"),
                choices=BY_MAIL,
                required=False,
                initial=_by_mail(wish),
            )
            if kind.minutes is not None:
                self.fields[f"{kind.code}-minutes"] = forms.IntegerField(
                    label=gettext_lazy("After minutes"),
                    required=False,
                    min_value=1,
                    max_value=MOST_MINUTES,
                    initial=wish.minutes,
                    help_text=_site_minutes(kind.minutes()),
                )

    def rows(self) -> Iterator[tuple[Kind, list[BoundField]]]:
        """Each kind with its fields."""
        for kind, _wish in self.wishes:
            names = (f"{kind.code}-{name}" for name in ("inbox", "mail", "minutes"))
            yield kind, [self[name] for name in names if name in self.fields]

    def save(self) -> None:
        """Keep what is no longer as it was."""
        for kind, wish in self.wishes:
            minutes = self.cleaned_data.get(f"{kind.code}-minutes")
            if kind.minutes is not None and minutes == kind.minutes():
                minutes = None  # follows the site's own from now on
            by_mail = self.cleaned_data[f"{kind.code}-mail"]
            wanted = notices.Wish(
                self.cleaned_data[f"{kind.code}-inbox"],
                by_mail != NEVER,
                minutes,
                by_mail == GATHERED or (by_mail == NEVER and wish.in_digest),
            )
            if wanted != wish:
                notices.choose(self.person, kind.code, wanted)
        is_weekly = bool(self.cleaned_data["weekly"])
        if is_weekly != self.is_weekly:
            digests.choose_rhythm(self.person, weekly=is_weekly)


def _by_mail(wish: notices.Wish) -> str:
    if not wish.by_mail:
        return NEVER
    return GATHERED if wish.in_digest else NOW


def _site_minutes(minutes: int | None) -> str:
    if minutes is None:
        return _("Empty: never.")
    return _("Empty: after %(minutes)d, as the site has it.") % {"minutes": minutes}


class WebhookForm(forms.ModelForm[Webhook]):
    """An address and what it hears of."""

    class Meta:
        model = Webhook
        fields = ("name", "url", "form", "kinds", "shows_headlines")

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Tells"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, owner: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (kind.code, kind.label) for kind in kinds_for_webhooks(owner)
        ]
        self.fields["url"].widget.input_type = "url"
        self.fields["url"].widget.attrs |= {"placeholder": "https://", "autocomplete": "off"}

    def clean_url(self) -> str:
        """Refuse what would be refused at every sending."""
        url: str = self.cleaned_data["url"].strip()
        try:
            outgoing.check_receiver(url)
        except outgoing.OutgoingRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return url
