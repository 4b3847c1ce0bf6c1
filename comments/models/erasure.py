"""Texts that were erased for legal reasons: the receipt, and what lies under seal (feature M17)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models.comment import Comment, LegalGround
from comments.models.legal_notice import LegalNotice

#: Characters. A court's file number, a lawyer's reference; and what colleagues must know of it.
REFERENCE_LENGTH = 120
NOTE_LENGTH = 1_000


class ErasureReceipt(models.Model):
    """That a comment's text was erased everywhere, by whom and why; it holds nothing of the text.

    `comments.erasing` alone writes it. `comment_number`, `written_at` and `commitments` say which
    comment and which words it was also where the rows are gone.
    """

    number = models.CharField(_("receipt"), max_length=16, unique=True)
    comment = models.OneToOneField(
        Comment, null=True, on_delete=models.SET_NULL, related_name="erasure"
    )
    comment_number = models.BigIntegerField(_("number of the comment"))
    written_at = models.DateTimeField(_("written"))
    revision = models.PositiveSmallIntegerField()
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="+")
    notice = models.ForeignKey(
        LegalNotice, null=True, on_delete=models.SET_NULL, related_name="erasures"
    )
    ground = models.CharField(_("ground"), max_length=12, choices=LegalGround.choices)
    reference = models.CharField(_("reference"), max_length=REFERENCE_LENGTH, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("erased"), default=timezone.now)
    hides_replies = models.BooleanField(default=False)
    #: `[{"revision": 1, "nonce": …, "sha256": …}]`: SHA-256 of nonce and text. Whoever has the
    #: words can prove that they were these; nobody reads them from it.
    commitments = models.JSONField(default=list)
    #: {place: how many rows or files were wiped there}.
    wiped = models.JSONField(default=dict)
    #: What the search over every table found afterwards; empty until it was done.
    search = models.JSONField(default=dict)
    #: When it was done again after a backup was restored: `[{"at": …, "wiped": {…}}]`.
    replays = models.JSONField(default=list)

    class Meta:
        verbose_name = _("receipt of an erasure")
        verbose_name_plural = _("receipts of erasures")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("erase_comment", _("May erase comments for legal reasons, for good"))]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-id"], name="erasure_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class SealedEvidence(models.Model):
    """Where the erased text lies, encrypted, until a day; `comments.evidence` alone writes it.

    The file stands in the storage that has no address. Its key is made of a passphrase that is
    kept nowhere.
    """

    receipt = models.OneToOneField(
        ErasureReceipt, primary_key=True, on_delete=models.CASCADE, related_name="evidence"
    )
    until = models.DateField(_("sealed until"))
    file = models.CharField(max_length=80)
    destroyed_at = models.DateTimeField(_("destroyed"), null=True)

    class Meta:
        verbose_name = _("sealed evidence")
        verbose_name_plural = _("sealed evidence")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.receipt_id} until {self.until}"


class EvidenceOpening(models.Model):
    """Somebody opened sealed evidence, or tried to. Append-only."""

    evidence = models.ForeignKey(SealedEvidence, on_delete=models.CASCADE, related_name="openings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    succeeded = models.BooleanField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.at:%Y-%m-%d %H:%M}"
