"""Comments, and the one definition of which of them the public sees."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Story
from comments.markup import COMMENT_MAX_LENGTH, CommentHTMLField

if TYPE_CHECKING:
    from comments.models.event import Signal

#: Depth to which places are stored; a reply below it becomes a sibling (feature C1).
MAX_DEPTH = 128


#: What one check that asks to hold, or one point of reports' weight, counts in the queue, in
#: seconds: as if the comment had waited an hour longer. So what is old comes too, however much is
#: flagged (feature M1).
SECONDS_A_FLAG = 60 * 60

#: Since when a comment has waited, in seconds of the epoch, with flags and reports counted in. By
#: way of UTC, because only what depends on no setting can be indexed.
WAITS_SINCE = ExpressionWrapper(
    Func(F("created_at"), template="date_part('epoch', %(expressions)s AT TIME ZONE 'UTC')")
    - (F("flags") + F("report_weight")) * Value(SECONDS_A_FLAG),
    output_field=models.FloatField(),
)


class Reason(models.TextChoices):
    """Why a comment was refused or removed; moderators quote it, authors read it."""

    ABUSE = "abuse", _("personal attack or abuse")
    OFF_TOPIC = "off_topic", _("not about the story")
    MISINFORMATION = "misinformation", _("misleading claims")
    PERSONAL_DATA = "personal_data", _("private details of people")
    ILLEGAL = "illegal", _("against the law")
    OTHER = "other", _("against our guidelines")


class LegalGround(models.TextChoices):
    """Why a comment's text was erased for good; readers see it where the comment stood (M17)."""

    COURT_ORDER = "court_order", _("court order")
    AUTHORITY = "authority", _("order of an authority")
    PERSONALITY = "personality", _("personality rights")
    PRIVACY = "privacy", _("protection of personal data")
    COPYRIGHT = "copyright", _("copyright")
    CRIME = "crime", _("criminal content")
    OTHER = "other_legal", _("another legal reason")


class CommentQuerySet(models.QuerySet["Comment"]):
    """One method a question of readers and moderators (house rules 1 and 5)."""

    def public(self) -> CommentQuerySet:
        """Comments that everybody may read: approved, and nothing above them hidden."""
        return self.filter(status=Comment.Status.APPROVED, hidden_ancestors=0)

    def listed(self) -> CommentQuerySet:
        """Public ones, and the placeholders of removed or deleted ones that public replies need."""
        return self.filter(LISTED)

    def of_story(self, story: Story) -> CommentQuerySet:
        return self.filter(story=story)

    def in_sections(self, sections: Collection[int]) -> CommentQuerySet:
        """Those below stories whose main section is one of these."""
        return self.filter(story__section__in=sections)

    def roots(self) -> CommentQuerySet:
        return self.filter(parent=None)

    def picked(self) -> CommentQuerySet:
        """Public ones that the newsroom features, the latest choice first (feature C10)."""
        return self.public().filter(featured_at__isnull=False).order_by("-featured_at", "-pk")

    def unpinned(self) -> CommentQuerySet:
        return self.filter(pinned_at=None)

    def pinned(self) -> CommentQuerySet:
        """Public threads that stand on top of every order, as they were pinned (feature C10)."""
        return self.public().filter(pinned_at__isnull=False).order_by("pinned_at", "pk")

    def since(self, number: int) -> CommentQuerySet:
        """Public ones that appeared after the one with this number (feature C13)."""
        return self.public().filter(appeared__gt=number)

    def below(self, comment: Comment) -> CommentQuerySet:
        """The whole branch under a comment, without it, depth first."""
        return self.filter(
            story=comment.story_id, path__gt=comment.path, path__lt=branch_end(bytes(comment.path))
        ).order_by("path")

    def held(self) -> CommentQuerySet:
        return self.filter(status=Comment.Status.HELD)

    def uncompared(self) -> CommentQuerySet:
        """Those that wait and were never compared with others (feature M3)."""
        return self.held().filter(alike_key=0)

    def reported(self) -> CommentQuerySet:
        """Those with reports that nobody has settled (feature C9)."""
        return self.filter(open_reports__gt=0)

    def unread(self) -> CommentQuerySet:
        """Published at once, and no moderator has read these words yet (feature M9)."""
        return self.filter(
            Q(decided_at=None) | Q(decided_at__lte=F("unread_since")),
            status=Comment.Status.APPROVED,
            unread_since__isnull=False,
        )

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("created_at", "pk")

    def own_waiting(self, user: settings.AUTH_USER_MODEL) -> CommentQuerySet:  # type: ignore[name-defined]
        """What its author sees in place and nobody else does (feature C7)."""
        return self.filter(author=user, status=Comment.Status.HELD).order_by("created_at", "pk")

    def for_cards(self) -> CommentQuerySet:
        """All that a comment's card shows."""
        return self.select_related("author", "reply_to__author")


def branch_end(path: bytes) -> bytes:
    """The first path after every path that begins with `path`."""
    return path + b"\xff" * 4


class Comment(models.Model):
    """What a reader said below a story.

    `path` holds the sequence numbers of all ancestors and of the comment itself, four bytes each,
    big-endian, and is never renumbered: ordering by it reads the thread depth first (measured in
    the design's anchors). `parent` is the displayed one, `reply_to` the comment really answered.
    `hidden_ancestors` counts those above whose `hides_branch` is set, `public_descendants` the
    public ones below; `comments.branches` keeps both with the state, in one transaction.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("unconfirmed")
        HELD = "held", _("held")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        REMOVED = "removed", _("removed")
        DELETED = "deleted", _("deleted by its author")
        ERASED = "erased", _("erased for legal reasons")

    #: A comment in one of these hides all replies below it, whatever anybody chose,
    HIDES = (Status.UNCONFIRMED, Status.HELD, Status.SPAM)
    #: in one of these none; of the others `hides_branch` keeps what the moderator chose.
    SHOWS = (Status.APPROVED,)
    #: Those that hide them where nobody chose.
    HIDING = (*HIDES, Status.REJECTED)
    #: A comment in one of these leaves a placeholder while public replies stand below it.
    PLACEHOLDER = (Status.REJECTED, Status.REMOVED, Status.DELETED, Status.ERASED)

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="discussion_comments")
    sequence = models.PositiveIntegerField(editable=False)
    path = models.BinaryField(editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    root = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replies", editable=False
    )
    reply_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="answers", editable=False
    )

    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.HELD, editable=False
    )
    #: The one truth for “the replies below are hidden”: the state says it, or who decided did.
    hides_branch = models.BooleanField(default=True, db_default=False, editable=False)
    hidden_ancestors = models.PositiveSmallIntegerField(default=0, editable=False)
    public_descendants = models.PositiveIntegerField(default=0, editable=False)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a comment", "author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        editable=False,
    )
    # For those without an account: guests and imports.
    guest_name = models.CharField(max_length=120, blank=True, editable=False)
    guest_email = models.EmailField(blank=True, editable=False)

    text = models.TextField(_("comment"), max_length=COMMENT_MAX_LENGTH, editable=False)
    body_html = CommentHTMLField(editable=False)
    markup_version = models.PositiveSmallIntegerField(default=0, editable=False)
    #: Imported as HTML: `body_html` is then its only source, `text` what can be read in it.
    came_as_html = models.BooleanField(default=False, editable=False)
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    text_hash = models.BinaryField(max_length=16, editable=False)
    #: The same for comments that wait and say nearly the same, with what finds those; 0 and nothing
    #: for words that nobody compared (`comments.alikeness`, feature M3).
    alike_key = models.BigIntegerField(default=0, db_default=0, editable=False)
    alike_bands = ArrayField(models.BigIntegerField(), null=True, editable=False)

    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=20, blank=True, editable=False)

    #: Since when its words stand on the page without a moderator having read them (feature M9): set
    #: when they were published at once. A later decision, `decided_at`, is a reading too.
    unread_since = models.DateTimeField(null=True, editable=False)

    #: Since when the newsroom features it, and since when it stands on top (feature C10).
    featured_at = models.DateTimeField(null=True, editable=False)
    pinned_at = models.DateTimeField(null=True, editable=False)

    #: The number, of the same counter as `sequence`, that it got when it first became public; 0
    #: before. A held one that is approved late is newer than what was written after it (C13).
    appeared = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    #: For the order "best", kept by `comments.scoring`: the Wilson bound of the reactions, what it
    #: was before, the discussion's epoch since which it holds, and whether reactions moved since.
    score = models.FloatField(default=0.0, editable=False)
    score_before = models.FloatField(default=0.0, db_default=0.0, editable=False)
    score_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    score_is_due = models.BooleanField(default=False, db_default=False, editable=False)
    #: {reaction kind id: count}; `comments.reacting` alone writes it.
    reaction_counts = models.JSONField(default=dict, editable=False)
    #: Reports that no moderator has settled, and their weight; `comments.reporting` writes both.
    open_reports = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    report_weight = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    #: Checks that ask to hold the present words; `submitting` and `editing` write it with them.
    flags = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    #: What the form was given when it was shown: the same key twice is the same comment (C6).
    form_key = models.UUIDField(null=True, editable=False)
    #: Kept 90 days, then cut to the network (house rule 23).
    address = models.GenericIPAddressField(null=True, editable=False)

    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=100, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("May approve, reject and remove comments")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["story", "sequence"], name="comment_sequence"),
            models.UniqueConstraint(
                fields=["author", "form_key"],
                condition=Q(form_key__isnull=False),
                name="comment_submitted_once",
            ),
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~Q(import_id=""),
                name="comment_imported_once",
            ),
        ]
        # Measured on 1.49 million rows (ANCHORS section 2).
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("story"),
                F("created_at").desc(),
                F("id").desc(),
                name="comment_roots_newest",
                condition=Q(parent__isnull=True),
            ),
            models.Index(
                F("story"),
                F("score").desc(),
                F("id").desc(),
                name="comment_roots_best",
                condition=Q(parent__isnull=True),
            ),
            models.Index(
                fields=["story"], name="comment_score_due", condition=Q(score_is_due=True)
            ),
            models.Index(
                fields=["story", "-appeared"], name="comment_news", condition=Q(appeared__gt=0)
            ),
            models.Index(fields=["story", "path"], name="comment_by_path"),
            models.Index(fields=["root", "path"], name="comment_branch"),
            models.Index(
                fields=["created_at", "id"], name="comment_held", condition=Q(status="held")
            ),
            # Of the moderators' queue: counts by story, and the weightiest (`comments.queue`).
            models.Index(
                fields=["story", "created_at", "id"],
                name="comment_held_by_story",
                condition=Q(status="held"),
            ),
            models.Index(
                WAITS_SINCE, F("id"), name="comment_held_by_weight", condition=Q(status="held")
            ),
            models.Index(
                fields=["story"], name="comment_reported_by_story", condition=Q(open_reports__gt=0)
            ),
            models.Index(fields=["author", "status"], name="comment_author_record"),
            models.Index(fields=["status", "-created_at", "-id"], name="comment_by_status"),
            models.Index(fields=["author", "-created_at"], name="comment_by_author"),
            # What a moderator's card says of an author is counted without reading the comments.
            models.Index(fields=["author", "status"], include=["story"], name="comment_record"),
            models.Index(fields=["text_hash"], name="comment_same_text"),
            models.Index(
                fields=["story", "alike_key"],
                name="comment_alike",
                condition=Q(status="held"),
            ),
            GinIndex(
                fields=["alike_bands"],
                name="comment_alike_bands",
                condition=Q(status="held", alike_bands__isnull=False),
            ),
            models.Index(
                fields=["story", "-featured_at", "-id"],
                name="comment_featured",
                condition=Q(featured_at__isnull=False),
            ),
            models.Index(
                fields=["story", "pinned_at", "id"],
                name="comment_pinned",
                condition=Q(pinned_at__isnull=False),
            ),
            models.Index(
                fields=["story"],
                name="comment_unread_by_story",
                condition=Q(status="approved", unread_since__isnull=False),
            ),
            models.Index(
                fields=["address"],
                name="comment_refused_from",
                condition=Q(status__in=("rejected", "spam"), address__isnull=False),
            ),
            models.Index(
                fields=["-report_weight", "id"],
                name="comment_reported",
                condition=Q(open_reports__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"

    @property
    def author_name(self) -> str:
        """The name over the comment; a person who was erased has none left."""
        if self.author is not None:
            return self.author.display_name
        return self.guest_name or str(_("A former reader"))

    @property
    def answered_name(self) -> str:
        """Whom it answers; "" for a new thread, and where the answered words are gone."""
        answered = self.reply_to
        return answered.author_name if answered and not answered.is_placeholder else ""

    @property
    def reason_words(self) -> str:
        """Why it was refused or removed, as a part of a sentence."""
        words = dict(Reason.choices) | dict(LegalGround.choices)
        return str(words.get(self.reason, Reason.OTHER.label))

    @property
    def initials(self) -> str:
        words = self.author_name.split()
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def is_guests(self) -> bool:
        """Written here by somebody without an account, whose address was confirmed."""
        return self.author_id is None and not self.import_id and bool(self.guest_email)

    @property
    def present_signals(self) -> list[Signal]:
        """What the checks said of the words that stand there now."""
        return [one for one in self.signals.all() if one.revision == self.revision]

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.APPROVED and self.hidden_ancestors == 0

    @property
    def is_unread(self) -> bool:
        """Published at once, and no moderator has read these words yet, as `unread` has it."""
        if self.unread_since is None or self.status != self.Status.APPROVED:
            return False
        return self.decided_at is None or self.decided_at <= self.unread_since

    @property
    def is_pinned(self) -> bool:
        """Whether it stands on top of the discussion."""
        return self.pinned_at is not None and self.is_public

    @property
    def is_placeholder(self) -> bool:
        return self.status in self.PLACEHOLDER

    def get_absolute_url(self) -> str:
        """The permalink: the comment with what it answers and what answers it."""
        return f"{self.story.get_absolute_url()}comments/{self.pk}/"

    def public_address(self) -> str | None:
        return self.get_absolute_url() if self.is_public and self.story.is_live() else None


LISTED = Q(hidden_ancestors=0) & (
    Q(status=Comment.Status.APPROVED)
    | Q(status__in=Comment.PLACEHOLDER, public_descendants__gt=0)
    # The law took it away: that is told for good where readers could read it (feature M17).
    | Q(status=Comment.Status.ERASED, appeared__gt=0)
)
