"""Stories: what readers see of one, and where it stands in the newsroom."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Collection
from enum import StrEnum
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Q, Sum, Value, When
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import Coalesce, Greatest, JSONObject, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import kinds
from articles.markup import StoryHTMLField
from articles.models.author import Author
from articles.models.document import Document, DocumentQuerySet
from articles.models.image import Image
from articles.models.section import Section
from articles.models.series import Series
from articles.models.tag import Tag

#: Nobody covers an event live and is silent for half a day: such a label misleads (E15, E26).
STALE_AFTER = datetime.timedelta(hours=12)

#: What the news sitemap may hold (Google; R4).
NEWS_LASTS = datetime.timedelta(hours=48)
#: After a year a story says how old it is: people who come by a link take old news for new.
OLD_AFTER = datetime.timedelta(days=365)
MOST_NEWS = 1_000

#: Updates of a live blog that a feed tells whole, and key events that it names: a program that asks
#: every few minutes gets each of them once at least.
FEED_UPDATES = 10


def _revisions_with(image: Image) -> Any:
    """Ids of the revisions that show a picture, found by an index; see `PicturesField`."""
    revisions = apps.get_model("articles", "StoryRevision")
    named = [f"#{image.pk}", str(image.file.name)]
    return revisions._default_manager.filter(pictures__overlap=named).values("pk")


def _last_change() -> Greatest:
    """When readers last saw something new of a story, but for corrections; nulls count for less."""
    return Greatest("first_live_at", "updated_at", "live_blog__newest_at", "live_blog__closed_at")


class StoryQuerySet(DocumentQuerySet["Story"]):
    """What readers and the newsroom ask about stories; `live` is asked of every document."""

    def newest_first(self) -> StoryQuerySet:
        return self.order_by("-first_live_at", "-pk")

    def for_cards(self) -> StoryQuerySet:
        """All that a card of a story shows but its names: section and picture, without the body."""
        return self.select_related("section", "lead_image", "live_blog").defer(
            "body_html", "body_text", "search"
        )

    def with_names(self) -> StoryQuerySet:
        """The bylines too, in one more query."""
        return self.prefetch_related(
            models.Prefetch("bylines", Byline.objects.select_related("author__portrait"))
        )

    def for_story_page(self) -> StoryQuerySet:
        """All that the page of a story shows of the story itself."""
        return (
            self.select_related("section", "lead_image", "social_image", "live_blog")
            .defer("body_text", "search")
            .with_names()
            .prefetch_related("tags")
        )

    def for_feeds(self) -> StoryQuerySet:
        """All that a feed tells of a story, whole: its text, names, tags and gallery, and of a live
        blog the ids of its newest updates and key events.

        `last_left_at` is when the clock last took any story away (`articles.feeds.changed_at`).
        """
        pictures = StoryPicture.objects.filter(story=models.OuterRef("pk")).order_by("order", "pk")
        updates = apps.get_model("articles", "LiveUpdate")._default_manager
        newest = updates.public().filter(story=models.OuterRef("pk")).newest_first()  # type: ignore[attr-defined]
        left = Story.objects.taken_by_the_clock()
        return (
            self.select_related("section", "lead_image", "live_blog")
            .defer("body_text", "search")
            .with_names()
            .prefetch_related("tags")
            .annotate(
                gallery=ArraySubquery(
                    pictures.values(one=JSONObject(image="image_id", caption="caption"))
                ),
                update_ids=ArraySubquery(newest.values("pk")[:FEED_UPDATES]),
                key_update_ids=ArraySubquery(
                    newest.filter(is_key=True).values("pk")[:FEED_UPDATES]
                ),
                last_left_at=models.Subquery(left.values("withdraw_at")[:1]),
            )
        )

    def taken_by_the_clock(self, now: datetime.datetime | None = None) -> StoryQuerySet:
        """Those whose time ran out and that no verb has withdrawn yet, the last first."""
        over = self.filter(status=Document.Status.PUBLISHED, withdraw_at__lte=now or timezone.now())
        return over.order_by("-withdraw_at")

    def filed_under(self, things: models.QuerySet[Any], by: str) -> models.QuerySet[Any]:
        """Those of some tags, authors or sections under which at least one of these is filed.

        The first story that is found answers for each; asked by EXISTS the database joins all.

        Args:
            by: how a story leads to one, such as ``tags``.
        """
        some = self.order_by().filter(**{by: models.OuterRef("pk")}).values("pk")[:1]
        return things.alias(some=models.Subquery(some)).filter(some__isnull=False)

    def older_than(self, first_live_at: Any, pk: Any) -> StoryQuerySet:
        """Those that follow, newest first, after the one of this time and id."""
        return self.filter(TupleLessThan(Tuple(F("first_live_at"), F("pk")), (first_live_at, pk)))

    def with_versions(self) -> StoryQuerySet:
        """Whether readers have seen more than one version of each, as `has_versions`."""
        versions = apps.get_model("articles", "PublicVersion")._default_manager.seen()  # type: ignore[attr-defined]
        second = versions.filter(story=models.OuterRef("pk")).values("pk")[1:2]
        return self.annotate(has_versions=models.Exists(second))

    def in_section(self, section: Section) -> StoryQuerySet:
        """Stories filed in the section or below it, as main or further section."""
        return self.filter(listings__section=section)

    def most_read(self, since: datetime.datetime) -> StoryQuerySet:
        """Those read in the hours since a moment, the most read first, each with its `reads`."""
        read = self.filter(activity__hour__gt=since).annotate(reads=Sum("activity__reads"))
        return read.filter(reads__gt=0).order_by("-reads", "-pk")

    def most_commented(self, since: datetime.datetime) -> StoryQuerySet:
        """Those commented on in the hours since a moment, the most first, each with its `said`.

        Counted is what appeared in that time; what a moderator removed since is not taken back.
        """
        spoken = self.filter(activity__hour__gt=since).annotate(said=Sum("activity__comments"))
        return spoken.filter(said__gt=0).order_by("-said", "-pk")

    def with_tag(self, tag: Tag) -> StoryQuerySet:
        return self.filter(tags=tag)

    def by_author(self, author: Author) -> StoryQuerySet:
        return self.filter(pk__in=Byline.objects.filter(author=author).values("story"))

    def in_any(
        self,
        sections: Collection[int] = (),
        tags: Collection[int] = (),
        authors: Collection[int] = (),
    ) -> StoryQuerySet:
        """Stories of at least one of these sections (with all below), tags or authors, by id."""
        return self.filter(
            Q(pk__in=SectionListing.objects.filter(section__in=sections).values("story"))
            | Q(pk__in=Story.tags.through.objects.filter(tag__in=tags).values("story"))
            | Q(pk__in=Byline.objects.filter(author__in=authors).values("story"))
        )

    def stale_live(self, now: datetime.datetime | None = None) -> StoryQuerySet:
        """Live stories still labelled as running in which nothing was said for `STALE_AFTER`."""
        now = now or timezone.now()
        return (
            self.live(now)
            .filter(kind=Story.Kind.LIVE)
            .exclude(live_blog__status="closed")
            .annotate(silent_since=Coalesce("live_blog__newest_at", "first_live_at"))
            .filter(silent_since__lte=now - STALE_AFTER)
            .order_by("silent_since", "pk")
        )

    def newsroom_live_blogs(self) -> StoryQuerySet:
        """All live blogs as the newsroom has them, running ones first, drafts among them.

        A draft has its kind in the working copy alone. `is_over` tells those that take no updates.
        """
        status = Document.Status
        drafted = Q(
            status__in=(status.DRAFT, status.IN_REVIEW, status.READY),
            working_revision__snapshot__kind=Story.Kind.LIVE,
        )
        is_over = Q(live_blog__status="closed") | Q(status=status.WITHDRAWN)
        return (
            self.filter(Q(kind=Story.Kind.LIVE) | drafted)
            .select_related("section", "live_blog")
            .defer("body_html", "body_text", "search")
            .annotate(
                is_over=Case(When(is_over, then=True), default=False),
                newest_at=Coalesce("live_blog__newest_at", "changed_at"),
            )
            .order_by("is_over", "-newest_at", "-pk")
        )

    def of_period(
        self, year: int, month: int | None = None, day: int | None = None
    ) -> StoryQuerySet:
        """Stories by the date in their address (of first going live, in the newsroom's zone).

        The newest come first, in the order of an index, so that a year long past costs no more.
        """
        first = datetime.date(year, month or 1, day or 1)
        if day:
            last = first
        elif month:
            last = first.replace(day=monthrange(year, month)[1])
        else:
            last = datetime.date(year, 12, 31)
        found = self.filter(published_on__gte=first, published_on__lte=last)
        return found.order_by("-published_on", "-first_live_at", "-pk")

    def indexable(self) -> StoryQuerySet:
        """Stories that search engines are told of: not kept from them, and at home here (R5)."""
        return self.filter(noindex=False, canonical_url="")

    def with_last_change(self) -> StoryQuerySet:
        """When readers last saw something new of each, as `last_change`, but for corrections."""
        return self.annotate(last_change=_last_change())

    def for_sitemap(self, ids: range) -> models.QuerySet[Story, tuple[Any, ...]]:
        """All that a sitemap says of the stories with these ids, as rows: id, address, last change
        in UTC, file of the picture, end of its licence and, where there is one, first publication.

        The database writes addresses (as `get_absolute_url` does) and times: of ten thousand dates
        it makes text in a fraction of the time that it takes to make them dates here.
        """
        day = Func("published_on", Value("YYYY/MM/DD"), function="to_char")
        changed = Func(
            Func(Value("UTC"), _last_change(), function="timezone"),
            Value('YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            function="to_char",
            output_field=models.TextField(),
        )
        slash = Value("/")
        address = Func(
            *(slash, "section__path", slash, day, slash, "slug", slash),
            template="%(expressions)s",
            arg_joiner=" || ",
            output_field=models.TextField(),
        )
        licence = "lead_image__licence_expires"
        ends = When(**{f"{licence}__isnull": False}, then="first_live_at")
        found = self.filter(pk__gte=ids.start, pk__lt=ids.stop).order_by("pk")
        return found.values_list("pk", address, changed, "lead_image__file", licence, Case(ends))

    def for_news_sitemap(self, now: datetime.datetime) -> StoryQuerySet:
        """Stories first published in the 48 hours before `now`, newest first, at most 1,000.

        Advertising is no news: Google's policies for news ask to keep sponsored content out.
        """
        return (
            self.for_addresses()
            .filter(first_live_at__gt=now - NEWS_LASTS, first_live_at__lte=now)
            .exclude(kind__in=kinds.advertising())
            .newest_first()[:MOST_NEWS]
        )

    def showing_image(self, image: Image) -> StoryQuerySet:
        """Stories whose public copy shows a picture: on top, in the gallery, in the text, on the
        card of a link to it."""
        return self.filter(
            Q(lead_image=image)
            | Q(social_image=image)
            | Q(pk__in=StoryPicture.objects.filter(image=image).values("story"))
            | Q(live_revision__in=_revisions_with(image))
        )

    def using_image(self, image: Image) -> StoryQuerySet:
        """Stories that show a picture in what readers see, in the working copy or in a change
        that waits for its time."""
        revisions = _revisions_with(image)
        return self.filter(
            Q(pk__in=self.showing_image(image).values("pk"))
            | Q(working_revision__in=revisions)
            | Q(change_revision__in=revisions)
        )

    def for_addresses(self) -> StoryQuerySet:
        """No more than says where a story stands and whether readers see it."""
        return self.select_related("section").defer("body_html", "body_text", "search")

    def newsroom_list(self) -> StoryQuerySet:
        """All that the admin's list of stories shows."""
        return self.select_related(
            "working_section", "created_by", "assignee", "working_revision__created_by"
        ).defer("body_html", "body_text", "search", "working_revision__snapshot")

    def for_form(self) -> StoryQuerySet:
        """All that the form shows of the story itself: the working copy too."""
        found = self.newsroom_list().select_related("section").defer(None)
        return found.defer("body_html", "body_text", "search")


class Story(Document):
    """A story; see `Document` for its states and times. Fields kept by others say so."""

    class Kind(StrEnum):
        """Codes of the portal's own kinds, for queries; what a kind is says `articles.kinds`."""

        REPORT = "report"
        ANALYSIS = "analysis"
        OPINION = "opinion"
        REVIEW = "review"
        LIVE = "live"
        GALLERY = "gallery"
        SPONSORED = "sponsored"

    # The address: found by date and slug. The date is that of first going live in the newsroom's
    # zone and never changes after that.
    published_on = models.DateField(null=True, editable=False)
    slug = models.SlugField(max_length=120, blank=True, allow_unicode=True, editable=False)

    # The public copy.
    kind = models.CharField(
        _("kind"),
        max_length=kinds.LONGEST_CODE,
        choices=kinds.choices,
        default="report",
        editable=False,
    )
    language = models.CharField(_("language"), max_length=12, default="en", editable=False)
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        on_delete=models.PROTECT,
        related_name="main_stories",
        editable=False,
    )
    further_section_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    headline = models.CharField(_("headline"), max_length=200, blank=True, editable=False)
    kicker = models.CharField(_("kicker"), max_length=60, blank=True, editable=False)
    standfirst = models.TextField(_("standfirst"), blank=True, editable=False)
    dateline = models.CharField(_("dateline"), max_length=80, blank=True, editable=False)
    body_html = StoryHTMLField(_("body"), blank=True, editable=False)
    markup_version = models.PositiveSmallIntegerField(default=0, editable=False)
    body_text = models.TextField(blank=True, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    lead_image = models.ForeignKey(
        "articles.Image",
        null=True,
        on_delete=models.PROTECT,
        related_name="led_stories",
        editable=False,
    )
    lead_caption = models.CharField(max_length=500, blank=True, editable=False)
    tags = models.ManyToManyField(Tag, related_name="stories", editable=False)
    #: Stories chosen by hand as related, in order; of those only live ones are ever shown.
    related_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    series = models.ForeignKey(
        Series, null=True, on_delete=models.SET_NULL, related_name="stories", editable=False
    )
    #: Why a picture without alternative text was published all the same (features E22, E26).
    missing_alt_reason = models.CharField(max_length=200, blank=True, editable=False)
    #: Written by `articles.search`, with the number of the rules by which it was made.
    search = SearchVectorField(null=True, editable=False)
    search_version = models.PositiveSmallIntegerField(default=0, editable=False)

    # What search engines and the cards of links are told in place of the above (feature R5);
    # `articles.metadata` says what stands in for an empty one.
    search_title = models.CharField(
        max_length=160, blank=True, default="", db_default="", editable=False
    )
    search_description = models.CharField(
        max_length=320, blank=True, default="", db_default="", editable=False
    )
    social_headline = models.CharField(
        max_length=200, blank=True, default="", db_default="", editable=False
    )
    social_image = models.ForeignKey(
        "articles.Image",
        null=True,
        on_delete=models.PROTECT,
        related_name="social_stories",
        editable=False,
    )
    #: Where the story is at home when that is not here; "" is its own address.
    canonical_url = models.CharField(
        max_length=500, blank=True, default="", db_default="", editable=False
    )
    noindex = models.BooleanField(default=False, db_default=False, editable=False)

    # The newsroom's side.
    working_title = models.CharField(_("headline"), max_length=200, blank=True, editable=False)
    working_section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    working_revision = models.ForeignKey(
        "articles.StoryRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    live_revision = models.ForeignKey(
        "articles.StoryRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    change_revision = models.ForeignKey(
        "articles.StoryRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_stories",
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)

    #: Kept by the comments app: public comments only (house rule 6).
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)

    #: Kept by `articles.corrections`: the gravest kind of what stands below the story (E16), so
    #: that cards tell of it without asking.
    corrected = models.CharField(max_length=16, blank=True, editable=False)

    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=100, blank=True, editable=False)
    #: What readers' programs know a story by that came from elsewhere; "" is a name of our own.
    feed_id = models.CharField(
        max_length=500, blank=True, default="", db_default="", editable=False
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("publish_story", _("May publish and withdraw stories")),
            ("break_embargo", _("May break an embargo")),
            ("change_any_story", _("May change stories of other people")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["published_on", "slug"],
                condition=Q(published_on__isnull=False),
                name="story_address_is_unique",
            ),
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~Q(import_id=""),
                name="story_imported_once",
            ),
            models.UniqueConstraint(
                fields=["feed_id"], condition=~Q(feed_id=""), name="story_once_in_feeds"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["scheduled", "published"])
                | Q(
                    live_at__isnull=False,
                    first_live_at__isnull=False,
                    published_on__isnull=False,
                    section__isnull=False,
                ),
                name="story_with_a_time_has_an_address",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("first_live_at").desc(),
                F("id").desc(),
                name="story_newest_live",
                condition=Q(status__in=["scheduled", "published"]),
            ),
            # The archive by date; what says whether a story is live stands in it too.
            models.Index(
                F("published_on").desc(),
                F("first_live_at").desc(),
                F("id").desc(),
                name="story_by_date",
                include=["live_at", "embargo_until", "withdraw_at", "status"],
                condition=Q(status__in=["scheduled", "published"]),
            ),
            # The sitemap of sitemaps: of every story whether it is listed, and its last change.
            models.Index(
                "id",
                name="story_in_sitemaps",
                include=[
                    "status",
                    "live_at",
                    "embargo_until",
                    "withdraw_at",
                    "first_live_at",
                    "updated_at",
                    "noindex",
                    "canonical_url",
                ],
                condition=Q(status__in=["scheduled", "published"], noindex=False, canonical_url=""),
            ),
            models.Index(fields=["section", "-first_live_at"], name="story_by_section"),
            # Containers of a front that take one kind only.
            models.Index(fields=["kind", "-first_live_at", "-id"], name="story_by_kind"),
            models.Index(fields=["status", "-changed_at"], name="story_by_status"),
            models.Index(fields=["-changed_at", "-id"], name="story_by_change"),
            GinIndex(OpClass("slug", name="gin_trgm_ops"), name="story_slug_pieces"),
            models.Index(
                fields=["live_at"], name="story_due_to_appear", condition=Q(status="scheduled")
            ),
            models.Index(
                fields=["withdraw_at"],
                name="story_due_to_go",
                condition=Q(status="published", withdraw_at__isnull=False),
            ),
            models.Index(
                fields=["change_at"],
                name="story_due_to_change",
                condition=Q(change_at__isnull=False),
            ),
            models.Index(
                fields=["embargo_until"],
                name="story_embargo_ends",
                condition=Q(embargo_until__isnull=False),
            ),
            models.Index(
                fields=["deadline"], name="story_by_deadline", condition=Q(deadline__isnull=False)
            ),
            GinIndex(
                OpClass(Upper("working_title"), name="gin_trgm_ops"), name="story_title_words"
            ),
            GinIndex(fields=["search"], name="story_search"),
            models.Index(fields=["search_version"], name="story_search_version"),
        ]

    def __str__(self) -> str:
        return self.working_title or self.headline or str(_("Untitled story"))

    def get_absolute_url(self) -> str:
        if self.published_on is None or self.section is None:
            return ""
        return f"/{self.section.path}/{self.published_on:%Y/%m/%d}/{self.slug}/"

    @property
    def kind_class(self) -> type[kinds.StoryKind]:
        """What its kind is and asks for."""
        return kinds.of(self.kind)

    @property
    def direction(self) -> str:
        """The way its language is written. Browsers would go by the first letter, and the words
        round a text (its section, "By") are in the site's language."""
        is_from_right = self.language.partition("-")[0] in settings.LANGUAGES_BIDI
        return "rtl" if is_from_right else "ltr"

    @property
    def is_indexable(self) -> bool:
        """Whether search engines are told of it; the same as `StoryQuerySet.indexable`."""
        return not self.noindex and not self.canonical_url

    @property
    def years_old(self) -> int:
        """Whole years since readers were last told anything new here; 0 up to `OLD_AFTER`.

        An update that the page names counts as new, and so does a live blog that goes on
        (feature R13). It is asked when a page is made, so it changes by the clock alone.
        """
        told = self.updated_at if self.shows_update else self.first_live_at
        if not told or self.kind == self.Kind.LIVE:
            return 0
        return max((timezone.now() - told) // OLD_AFTER, 0)

    @property
    def shows_update(self) -> bool:
        """Whether the page names an update: it came after readers could see the first copy."""
        return bool(self.updated_at and self.first_live_at and self.updated_at > self.first_live_at)


class SectionListing(models.Model):
    """One row for each section page on which a story stands: its sections and all above them.

    Written by `articles.publishing` and, when a section moves, by `articles.sections`.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="listings")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="listings")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "story"], name="listing_once_a_section"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} in {self.section_id}"


class Byline(models.Model):
    """One name over a story, in order, with what that person did."""

    class Role(models.TextChoices):
        WRITER = "writer", _("writer")
        PHOTOGRAPHER = "photographer", _("photographer")
        ILLUSTRATOR = "illustrator", _("illustrator")
        EDITOR = "editor", _("editor")
        TRANSLATOR = "translator", _("translator")
        RESEARCHER = "researcher", _("researcher")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.WRITER)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["story", "author", "role"], name="byline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} ({self.role})"


class StoryPicture(models.Model):
    """One picture of a gallery, in order."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="gallery_places")
    caption = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["story", "order"], name="picture_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.story_id}"


class StoryActivity(models.Model):
    """Reads and comments of one story in one hour; articles and comments both write it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="activity")
    hour = models.DateTimeField()
    reads = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["story", "hour"], name="activity_once_an_hour"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hour", "story"], name="activity_by_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.hour:%Y-%m-%d %H}"


class StoryRead(models.Model):
    """One reading that was just counted and is not yet in the sum of its hour.

    Appended without waiting for anybody; every minute `articles.reading.sum_up` empties the table
    into `StoryActivity`. It says which story and which hour, nothing of who.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.story_id} {self.hour:%Y-%m-%d %H}"
