"""By what the newspaper works: which of its pages tells of what, and what else is known of it."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.page import Page

#: More profiles make no footer.
MOST_PROFILES = 8


def _page(label: Any, help_text: Any) -> Any:
    """A choice of one of the paper's own pages; without that page there is no such choice."""
    return models.ForeignKey(
        Page,
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=help_text,
    )


def check_profiles(text: str) -> None:
    """Refuse lines that are no addresses of the web, and more than a footer holds."""
    lines = text.split()
    check = URLValidator(schemes=["http", "https"])
    for line in lines:
        try:
            check(line)
        except ValidationError as error:
            message = _("This is no whole address: %(line)s")
            raise ValidationError(message, params={"line": line}) from error
    if len(lines) > MOST_PROFILES:
        raise ValidationError(_("At most %(limit)d addresses."), params={"limit": MOST_PROFILES})


class Standards(models.Model):
    """One row, read through `chrome`: the footer shows it, and search engines are told (R5)."""

    SINGLE = 1

    #: Fields of pages, in the order of the footer, with the name that schema.org has for each.
    POLICIES: ClassVar[dict[str, str]] = {
        "masthead": "masthead",
        "publishing_principles": "publishingPrinciples",
        "ethics": "ethicsPolicy",
        "corrections": "correctionsPolicy",
        "fact_checking": "verificationFactCheckingPolicy",
        "unnamed_sources": "unnamedSourcesPolicy",
        "diversity": "diversityPolicy",
        "ownership": "ownershipFundingInfo",
        "feedback": "actionableFeedbackPolicy",
    }

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE, editable=False)
    masthead = _page(
        gettext_lazy("masthead"), gettext_lazy("Who works here: names, tasks, how to reach them.")
    )
    publishing_principles = _page(
        gettext_lazy("publishing principles"), gettext_lazy("What the paper stands for.")
    )
    ethics = _page(gettext_lazy("ethics"), gettext_lazy("Rules for gifts, interests, privacy."))
    corrections = _page(
        gettext_lazy("corrections policy"),
        gettext_lazy("How errors are mended; the list of corrections is a page by itself."),
    )
    fact_checking = _page(
        gettext_lazy("fact checking"), gettext_lazy("How facts are checked before they stand.")
    )
    unnamed_sources = _page(
        gettext_lazy("unnamed sources"), gettext_lazy("When a source is not named, and who knows.")
    )
    diversity = _page(
        gettext_lazy("diversity"), gettext_lazy("Whose voices are heard, in the paper and by it.")
    )
    ownership = _page(
        gettext_lazy("ownership and funding"), gettext_lazy("Whom the paper belongs to, who pays.")
    )
    feedback = _page(
        gettext_lazy("feedback"), gettext_lazy("How readers are heard, and what comes of it.")
    )
    founded = models.PositiveSmallIntegerField(
        gettext_lazy("year of its founding"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1600), MaxValueValidator(2200)],
    )
    profiles = models.TextField(
        gettext_lazy("profiles elsewhere"),
        blank=True,
        validators=[check_profiles],
        help_text=gettext_lazy(
            "The paper’s own pages at other sites, an address a line, such as its Mastodon account."
        ),
    )

    class Meta:
        verbose_name = gettext_lazy("standards of the newspaper")
        verbose_name_plural = gettext_lazy("standards of the newspaper")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="standards_has_one_row"),
        ]

    def __str__(self) -> str:
        return _("Standards of the newspaper")


def host_of(address: str) -> str:
    """What a profile is called in the footer: its host, without a leading www."""
    return urlsplit(address).netloc.lower().removeprefix("www.")
