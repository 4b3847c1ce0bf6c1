"""The discussion of a story: its policy, its counters, and the row that serialises its changes."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Section, Story, Tag


class Policy(models.TextChoices):
    """Who is read before being published (feature C8)."""

    OPEN = "open", _("open: published at once")
    HOLD_NEWCOMERS = "hold_newcomers", _("newcomers wait for a moderator")
    HOLD_ALL = "hold_all", _("every comment waits for a moderator")
    CLOSED = "closed", _("closed")


class OutsideHours(models.TextChoices):
    """What becomes of comments while nobody reads them."""

    HOLD = "hold", _("comments are taken and wait")
    CLOSED = "closed", _("no comments are taken")


class Profile(models.TextChoices):
    """How large the publisher is, which decides what the Digital Services Act asks (M12)."""

    MICRO = "micro", _("micro: under 10 people and at most 2 million euros a year")
    SMALL = "small", _("small: under 50 people and at most 10 million euros a year")
    PLATFORM = (
        "platform",
        _("platform: larger, and the discussion is an online platform of its own"),
    )


class Closing(models.Model):
    """What every policy may say beside itself: after how many days, why, and since when."""

    close_after_days = models.PositiveSmallIntegerField(
        _("close after days"),
        null=True,
        blank=True,
        help_text=_("Days after first publication. Empty: as above; 0: never."),
    )
    closing_note = models.CharField(
        _("why it is closed"),
        max_length=300,
        blank=True,
        help_text=_("Readers see it where the form was. A sentence, such as: The trial goes on."),
    )
    #: When the policy was last changed; `discussions.save_policy` keeps it.
    policy_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class SiteDiscussion(Closing):
    """What holds for the whole newspaper. There is one row with the key 1."""

    SINGLE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE, editable=False)
    policy = models.CharField(
        _("policy"), max_length=16, choices=Policy.choices, default=Policy.HOLD_ALL
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close after days"),
        null=True,
        blank=True,
        help_text=_("Days after first publication. Empty or 0: never."),
    )
    outside_hours = models.CharField(
        _("outside opening hours"),
        max_length=12,
        choices=OutsideHours.choices,
        default=OutsideHours.HOLD,
        help_text=_("Without opening hours it is always open."),
    )
    queue_minutes = models.PositiveSmallIntegerField(
        _("tell moderators after minutes"),
        null=True,
        blank=True,
        default=60,
        help_text=_(
            "How long a comment may wait before those who decide are told. "
            "Each of them may choose another time; empty: nobody is told who has not."
        ),
    )
    hide_after_reports = models.PositiveSmallIntegerField(
        _("hide after reports"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_(
            "When so many members have reported a comment, it waits for a moderator with all "
            "answers to it; 3 is usual. Guests’ reports do not count, and what a moderator has "
            "kept stays. Empty: reports hide nothing."
        ),
    )

    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes for editing"),
        default=15,
        help_text=_(
            "How long readers may edit a published comment. While it waits they may always; "
            "0: never once it is published."
        ),
    )
    nudge = models.BooleanField(
        _("ask before a check holds a comment"),
        default=True,
        help_text=_(
            "Authors are shown once what a check noticed, and change it or post it all the same."
        ),
    )
    guests_allowed = models.BooleanField(
        _("guests may comment"),
        default=False,
        help_text=_(
            "With a name and an e-mail address that they confirm, without an account. "
            "Their comments always wait for a moderator."
        ),
    )
    trust_approved = models.PositiveSmallIntegerField(
        _("approved comments for trust"),
        default=3,
        help_text=_(
            "Where newcomers wait, somebody is published at once after so many comments that a "
            "moderator has read and let stand."
        ),
    )
    trust_refused_percent = models.PositiveSmallIntegerField(
        _("most refused, in per cent"),
        default=20,
        validators=[MaxValueValidator(100)],
        help_text=_("Of the last 200 comments; who has more refused waits again."),
    )
    trust_days = models.PositiveSmallIntegerField(
        _("age of the account in days"),
        default=1,
        help_text=_("Younger accounts wait; 0: from the first day."),
    )
    trust_clean_days = models.PositiveSmallIntegerField(
        _("days after a refusal"),
        default=7,
        help_text=_("How long everything waits after a comment was refused; 0: not at all."),
    )
    link_hosts = models.TextField(
        _("links that are welcome"),
        blank=True,
        max_length=20_000,
        help_text=_(
            "Hosts to which anybody may link, one a line, such as example.org; what stands below "
            "them counts too. Links to this newspaper always are."
        ),
    )
    throwaway_domains = models.TextField(
        _("throw-away addresses"),
        blank=True,
        max_length=20_000,
        help_text=_(
            "Domains of e-mail addresses that nobody keeps, one a line, beside those that the "
            "portal knows. A line that begins with - takes one of the portal’s out."
        ),
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("days to answer an appeal"),
        default=7,
        help_text=_("Authors of refused comments are promised an answer within so many days."),
    )
    profile = models.CharField(
        _("size of the publisher"),
        max_length=8,
        choices=Profile.choices,
        default=Profile.MICRO,
        help_text=_(
            "Decides which duties of the European Digital Services Act the pages promise and show."
        ),
    )
    contact_point = models.EmailField(
        _("contact point"),
        blank=True,
        help_text=_(
            "Where readers and authorities write about the discussion. Empty: the newspaper’s."
        ),
    )
    contact_languages = models.CharField(
        _("languages of the contact point"),
        max_length=100,
        blank=True,
        help_text=_("As readers read them: English and Irish. Empty: the newspaper’s language."),
    )
    dispute_bodies = models.TextField(
        _("dispute settlement"),
        max_length=500,
        blank=True,
        help_text=_(
            "Names and addresses of certified bodies for out-of-court dispute settlement that "
            "readers may turn to."
        ),
    )
    public_log = models.BooleanField(
        _("public list of decisions"),
        default=True,
        help_text=_(
            "The latest decisions on comments below stories that everybody reads, without names "
            "and words."
        ),
    )
    second_look_share = models.PositiveSmallIntegerField(
        _("second look: share in percent"),
        default=2,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "So many of a hundred decisions are shown to another moderator, who does not see what "
            "was decided. 0: none."
        ),
    )
    second_look_most = models.PositiveSmallIntegerField(
        _("second look: most in a week"),
        default=10,
        help_text=_("Of each moderator’s decisions; who decides most does not fill the sample."),
    )
    second_look_days = models.PositiveSmallIntegerField(
        _("second look: days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Older decisions are not looked at again."),
    )
    break_after = models.PositiveSmallIntegerField(
        _("suggest a break after"),
        null=True,
        blank=True,
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_(
            "When somebody has read so many abusive or illegal comments in a day, a sentence "
            "suggests a break. Empty: never."
        ),
    )

    class Meta:
        verbose_name = _("discussion policy")
        verbose_name_plural = _("discussion policy")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="site_discussion_has_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.get_policy_display())


class OpeningHours(models.Model):
    """One range on one weekday in which comments are read, in the newsroom's zone."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    site = models.ForeignKey(
        SiteDiscussion,
        on_delete=models.CASCADE,
        related_name="hours",
        default=SiteDiscussion.SINGLE,
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(pgettext_lazy("beginning of a time", "from"))
    closes = models.TimeField(
        pgettext_lazy("end of a time", "to"),
        help_text=_("Not later than the beginning: on the next day."),
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class SectionDiscussion(Closing):
    """A policy of a section's own; what it leaves empty the section above or the site decides."""

    section = models.OneToOneField(
        Section,
        verbose_name=_("section"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="discussion",
    )
    policy = models.CharField(
        _("comment policy"),
        max_length=16,
        choices=Policy.choices,
        blank=True,
        help_text=_("Empty: as the section above or the site has it."),
    )

    class Meta:
        verbose_name = _("comment policy of the section")
        verbose_name_plural = _("comment policy of the section")

    def __str__(self) -> str:
        return str(self.get_policy_display())


class TagDiscussion(models.Model):
    """A policy for all stories with a tag; of several tags the strictest holds."""

    tag = models.OneToOneField(
        Tag,
        verbose_name=_("tag"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="discussion",
    )
    policy = models.CharField(_("comment policy"), max_length=16, choices=Policy.choices)
    closing_note = models.CharField(
        _("why it is closed"),
        max_length=300,
        blank=True,
        help_text=_("Readers see it where the form was. A sentence, such as: The trial goes on."),
    )
    policy_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("comment policy of the tag")
        verbose_name_plural = _("comment policies of tags")

    def __str__(self) -> str:
        return str(self.get_policy_display())


class ReadingPace(models.Model):
    """How long comments have waited lately; the beat keeps the one row (`comments.pace`)."""

    SINGLE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE, editable=False)
    #: Median minutes from writing to a moderator's decision; null: not known.
    minutes = models.PositiveIntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="reading_pace_has_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.minutes)


class Discussion(Closing):
    """One row a story. Whoever changes a comment's place or state locks it first."""

    story = models.OneToOneField(
        Story, primary_key=True, on_delete=models.CASCADE, related_name="discussion"
    )
    policy = models.CharField(
        _("comment policy"),
        max_length=16,
        choices=Policy.choices,
        blank=True,
        help_text=_("Empty: as the section or the site has it."),
    )
    closed_at = models.DateTimeField(
        _("closes at"), null=True, blank=True, help_text=_("Whatever else holds. Empty: never.")
    )
    next_sequence = models.PositiveIntegerField(default=1, editable=False)
    #: The number of the comment that appeared last (`Comment.appeared`).
    newest = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    #: How often the order "best" has moved; `comments.scoring` alone writes it.
    score_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    public_count = models.PositiveIntegerField(default=0, editable=False)
    held_count = models.PositiveIntegerField(default=0, editable=False)
    #: {reaction kind id: count} of the story itself; `comments.reacting` alone writes it.
    reaction_counts = models.JSONField(default=dict, editable=False)

    #: Whether the newsroom features a comment of it; read with the row for its pages.
    has_picks = False

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return f"{self.story_id}: {self.public_count}"
