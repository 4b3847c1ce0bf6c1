"""The newspaper itself: one row that the first start asks for and the admin changes."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsportal.core.colours import check_accent
from newsportal.core.crawlers import check_lines
from newsportal.core.zones import check_time_zone, language_choices, zone_choices


def public_storage() -> Any:
    return storages["default"]


def naming_authority_now() -> str:
    """Who may name things for ever: the host that is ours, and a day on which it is (RFC 4151)."""
    host = (urlsplit(settings.SITE_URL).hostname or "localhost").encode("idna").decode("ascii")
    return f"{host},{timezone.now():%Y-%m-%d}"


class SiteSettings(models.Model):
    """Name, look, language and publisher. There is one row, read through `chrome`."""

    SINGLE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE, editable=False)
    name = models.CharField(_("name of the newspaper"), max_length=80)
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("One line for search engines and link previews."),
    )
    logo = models.ImageField(
        _("logo"),
        upload_to="site/",
        storage=public_storage,
        blank=True,
        help_text=_("Shown instead of the name in the masthead. JPEG, PNG or WebP."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#a3182e",
        validators=[check_accent],
        help_text=_(
            "A colour such as #a3182e. It needs a contrast of 4.5:1 on paper; "
            "its twin for the dark theme is worked out."
        ),
    )
    language = models.CharField(
        _("language"), max_length=12, choices=language_choices, default="en"
    )
    time_zone = models.CharField(
        _("time zone of the newsroom"),
        max_length=64,
        default="UTC",
        validators=[check_time_zone],
        help_text=_("Dates in addresses and all times in the newsroom are of this zone."),
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=160,
        blank=True,
        help_text=_("The company or person who answers for the newspaper; stands in the footer."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)

    # What robots are told (feature R4). Learning takes and brings nothing back, so it is off; the
    # other two purposes of AI name their sources and bring readers, so they are on.
    hides_from_search = models.BooleanField(
        _("keep the whole newspaper out of search engines"),
        default=False,
        db_default=False,
        help_text=_(
            "For a trial or a copy. Every page then asks not to be found, and robots.txt asks all "
            "robots to stay away. Nobody is kept out: a copy that is not for the public needs a "
            "password at its door."
        ),
    )
    lets_ai_train = models.BooleanField(
        _("AI models may learn from it"), default=False, db_default=False
    )
    lets_ai_search = models.BooleanField(_("AI search may find it"), default=True, db_default=True)
    lets_ai_fetch = models.BooleanField(
        _("AI assistants may open a page for a person"), default=True, db_default=True
    )
    robots_lines = models.TextField(
        _("lines of your own in robots.txt"),
        blank=True,
        default="",
        db_default="",
        validators=[check_lines],
        help_text=_(
            "For robots that the switches do not know, such as “User-agent: ExampleBot” and below "
            "it “Disallow: /”. They stand at the end."
        ),
    )
    launched_at = models.DateTimeField(_("launched"), null=True, editable=False)
    #: What begins the names of things in feeds. Noted once, so that they outlive another host.
    naming_authority = models.CharField(
        max_length=280, default=naming_authority_now, editable=False
    )

    class Meta:
        verbose_name = _("newspaper")
        verbose_name_plural = _("newspaper")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="site_settings_has_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    time_zone_choices = staticmethod(zone_choices)
