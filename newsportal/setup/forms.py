"""The form of the first start: one page, everything that is asked, messages beside the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Section
from comments.models import Policy
from newsportal.core import addresses
from newsportal.core.logos import LogoField
from newsportal.core.models import SiteSettings, User
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import clean_line
from newsportal.setup import starter_pages, starting
from newsportal.setup.starting import DRAFT, LEAVE_OUT, PUBLISH, Wishes, slug_of

#: As many as a menu can show in one row.
MOST_SECTIONS = 12

WHAT_BECOMES = [
    (PUBLISH, gettext_lazy("publish at once")),
    (DRAFT, gettext_lazy("keep as a draft")),
    (LEAVE_OUT, gettext_lazy("leave out")),
]
#: Texts that promise something should be read by the newsroom before they are published.
FIRST_CHOICE = {"about": DRAFT, "contact": DRAFT, "privacy": DRAFT, "corrections": DRAFT}


class CodeForm(forms.Form):
    """Asks for the code of the terminal; bound, it was a wrong one."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("It stands in the terminal in which the portal was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        raise ValidationError(_("This is not the code that the terminal shows."))


class FirstStartForm(forms.ModelForm[SiteSettings]):
    """Name, look, language and publisher, sections, pages, discussion and the administrator."""

    class Meta:
        model = SiteSettings
        fields = ("name", "tagline", "accent", "language", "publisher", "contact_email")
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            "tagline": forms.TextInput(attrs={"dir": "auto"}),
            "accent": forms.TextInput(attrs={"type": "color"}),
            "publisher": forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    code = forms.CharField(widget=forms.HiddenInput)
    logo = LogoField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "Shown instead of the name. PNG (transparent if you like), JPEG or WebP. "
            "If the form comes back with a question, please choose it again."
        ),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the newsroom"),
        choices=SiteSettings.time_zone_choices,
        help_text=SiteSettings._meta.get_field("time_zone").help_text,
    )
    sections = forms.CharField(
        label=gettext_lazy("First sections"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("One a line, in the order of the menu."),
    )
    policy = forms.ChoiceField(label=gettext_lazy("Comments"), choices=Policy.choices)
    administrator_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    administrator_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters, and not one of the common ones."),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = kwargs.pop("initial", None) or {}
        standing = SiteSettings.objects.filter(pk=SiteSettings.SINGLE).first()
        kwargs["initial"] = self._first_choices(standing) | given
        super().__init__(*args, **kwargs)
        for page in starter_pages.PAGES:
            self.fields[f"page_{page.key}"] = forms.ChoiceField(
                label=page.title,
                choices=WHAT_BECOMES,
                initial=FIRST_CHOICE.get(page.key, PUBLISH),
            )

    def _first_choices(self, standing: SiteSettings | None) -> dict[str, Any]:
        """What the form proposes; what an import or a removed demonstration left comes first."""
        if standing is not None:
            proposed = {name: getattr(standing, name) for name in self._meta.fields or ()}
            proposed["time_zone"] = standing.time_zone
        else:
            languages = dict(settings.LANGUAGES)
            language = settings.LANGUAGE_CODE.partition("-")[0]
            proposed = {
                "language": language if language in languages else "en",
                "time_zone": settings.TIME_ZONE,
            }
        if not Section.objects.exists():
            proposed["sections"] = "\n".join(
                (_("World"), _("Politics"), _("Business"), _("Culture"), _("Sport"))
            )
        return {"policy": Policy.HOLD_ALL, **proposed}

    @property
    def page_fields(self) -> list[forms.BoundField]:
        return [self[f"page_{page.key}"] for page in starter_pages.PAGES]

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_tagline(self) -> str:
        return clean_line(self.cleaned_data["tagline"])

    def clean_publisher(self) -> str:
        return clean_line(self.cleaned_data["publisher"])

    def clean_administrator_name(self) -> str:
        return clean_line(self.cleaned_data["administrator_name"])

    def clean_accent(self) -> str:
        return str(self.cleaned_data["accent"]).lower()

    def clean_administrator_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["administrator_email"])
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account with this address already."))
        return email

    def clean_sections(self) -> tuple[str, ...]:
        """The names; every one must make an address that nothing else has."""
        names = tuple(filter(None, map(clean_line, self.cleaned_data["sections"].splitlines())))
        if len(names) > MOST_SECTIONS:
            raise ValidationError(
                ngettext(
                    "Begin with at most %(most)d section; more can follow.",
                    "Begin with at most %(most)d sections; more can follow.",
                    MOST_SECTIONS,
                )
                % {"most": MOST_SECTIONS}
            )
        problems: list[ValidationError] = []
        seen: set[str] = set()
        for name in names:
            try:
                self._check_section(name, seen)
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return names

    def _check_section(self, name: str, seen: set[str]) -> None:
        slug = slug_of(name)
        longest = Section._meta.get_field("name").max_length
        if not slug:
            raise ValidationError(_("“%(name)s” needs a letter.") % {"name": name})
        if longest is not None and len(name) > longest:
            raise ValidationError(
                _("“%(name)s” is too long for a section.") % {"name": f"{name[:20]}…"}
            )
        if slug in seen:
            raise ValidationError(_("“%(name)s” stands there twice.") % {"name": name})
        seen.add(slug)
        addresses.check_free(f"/{slug}/", Section())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        elif first:
            self._check_password(first, data)
        self._check_pages(data)
        return data

    def _check_password(self, password: str, data: dict[str, Any]) -> None:
        user = User(
            email=data.get("administrator_email", ""),
            display_name=data.get("administrator_name", ""),
        )
        try:
            password_validation.validate_password(password, user)
        except ValidationError as problem:
            self.add_error("password1", problem)

    def _check_pages(self, data: dict[str, Any]) -> None:
        """A page and a section cannot share an address."""
        taken = {slug_of(name) for name in data.get("sections", ())}
        for page in starter_pages.PAGES:
            if page.slug in taken and data.get(f"page_{page.key}") == PUBLISH:
                self.add_error(
                    f"page_{page.key}", _("A section above has this page’s address already.")
                )

    def wishes(self) -> Wishes:
        """What was asked for, once the form is valid."""
        data = self.cleaned_data
        return starting.Wishes(
            **{name: data[name] for name in self._meta.fields or ()},
            time_zone=data["time_zone"],
            logo=data["logo"] or None,
            sections=data["sections"],
            pages={page.key: data[f"page_{page.key}"] for page in starter_pages.PAGES},
            policy=data["policy"],
            administrator_name=data["administrator_name"],
            administrator_email=data["administrator_email"],
            password=data["password1"],
        )
