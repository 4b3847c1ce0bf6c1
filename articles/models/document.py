"""What stories and pages have in common: a state, its times, and the revision at work."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

D = TypeVar("D", bound="Document")


class DocumentQuerySet(models.QuerySet[D]):
    """One method a question; nothing else in the portal says what “live” means."""

    def live(self, now: datetime.datetime | None = None) -> Self:
        """What the public may see at `now` (house rule 2: a question of time)."""
        now = now or timezone.now()
        return self.filter(
            Q(embargo_until__isnull=True) | Q(embargo_until__lte=now),
            Q(withdraw_at__isnull=True) | Q(withdraw_at__gt=now),
            status__in=Document.MAY_BE_LIVE,
            live_at__lte=now,
        )

    def gone(self, now: datetime.datetime | None = None) -> Self:
        """What readers have seen and do not see now; its address answers 410.

        What lies under an embargo is not told of, whatever it was before. The same of one in hand
        is `articles.views.addresses.was_withdrawn`.
        """
        now = now or timezone.now()
        return self.filter(
            Q(embargo_until__isnull=True) | Q(embargo_until__lte=now),
            Q(withdraw_at__isnull=True) | Q(first_live_at__lte=F("withdraw_at")),
            ~Q(status__in=Document.MAY_BE_LIVE)
            | Q(withdraw_at__lte=now)
            | Q(live_at__isnull=True)
            | Q(live_at__gt=now),
            first_live_at__lte=now,
        )

    def due(self, now: datetime.datetime) -> Self:
        """Those whose time has brought something at `now` that no event records yet."""
        return self.filter(
            Q(status=Document.Status.SCHEDULED, live_at__lte=now)
            & (Q(embargo_until__isnull=True) | Q(embargo_until__lte=now))
            | Q(status=Document.Status.PUBLISHED, withdraw_at__lte=now)
            | Q(status=Document.Status.PUBLISHED, change_at__lte=now)
        )


class Document(models.Model):
    """A story or page: the copy that readers see, its state, and the revision at work.

    Only `articles.publishing` writes the public copy and the state (house rule 3); the admin's
    form works on `working_revision`. Each subclass adds the links to its own revisions.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        READY = "ready", _("ready")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Change(models.TextChoices):
        """What a change of a live copy means to readers (feature E17)."""

        TYPO = "typo", _("typing error")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")

    #: States in which time alone decides whether it is live.
    MAY_BE_LIVE: ClassVar[tuple[str, ...]] = (Status.SCHEDULED, Status.PUBLISHED)

    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    live_at = models.DateTimeField(_("live from"), null=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, editable=False)
    withdraw_at = models.DateTimeField(_("withdrawn from"), null=True, editable=False)
    withdrawal_note = models.CharField(max_length=300, blank=True, editable=False)
    first_live_at = models.DateTimeField(_("first published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    #: When the worker replaces the live copy by `change_revision` (feature E6).
    change_at = models.DateTimeField(_("changes on"), null=True, editable=False)
    change_class = models.CharField(
        max_length=12, choices=Change.choices, default=Change.UPDATE, editable=False
    )

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    changed_at = models.DateTimeField(_("last change"), auto_now_add=True)

    class Meta:
        abstract = True

    def is_live(self, now: datetime.datetime | None = None) -> bool:
        """The same question as `live` of the query set, of one in hand (a test compares them)."""
        now = now or timezone.now()
        return (
            self.status in self.MAY_BE_LIVE
            and self.live_at is not None
            and self.live_at <= now
            and (self.embargo_until is None or self.embargo_until <= now)
            and (self.withdraw_at is None or self.withdraw_at > now)
        )

    def was_live(self, now: datetime.datetime | None = None) -> bool:
        """Whether readers have ever seen it by `now`."""
        return self.first_live_at is not None and self.first_live_at <= (now or timezone.now())

    @property
    def has_changes(self) -> bool:
        """Whether the newsroom has saved something that the public copy does not hold."""
        return self.working_revision_id != self.live_revision_id  # type: ignore[attr-defined]

    @property
    def is_embargoed(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def public_address(self) -> str | None:
        return self.get_absolute_url() if self.is_live() else None


class AboutDocument(models.Model):
    """What belongs to one story or one page."""

    story = models.ForeignKey(
        "articles.Story", null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    page = models.ForeignKey(
        "articles.Page", null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @staticmethod
    def of(document: Document) -> dict[str, Document]:
        """The link to a document, as arguments of filter and create."""
        return {str(document._meta.model_name): document}

    @property
    def document(self) -> Any:
        return self.story or self.page
