"""Clears the demonstration: what bears its mark goes, and nothing that somebody has added.

A story or page of the demonstration that a person with an account of their own has changed is
theirs by now and stays. So does whatever of the demonstration their work stands on: the section of
a story, its tags, authors and pictures. What stays loses the mark, so it is the newsroom's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Q
from django_tasks_db.models import DBTaskResult

from articles import images, publishing, sections
from articles.chrome import UNNAMED
from articles.front_layout import read as read_layout
from articles.models import (
    Author,
    Banner,
    Byline,
    Front,
    FrontVersion,
    Image,
    LiveUpdate,
    MenuItem,
    Newsletter,
    Page,
    PageRevision,
    Section,
    SectionListing,
    Slot,
    Standards,
    Story,
    StoryPicture,
    StoryRevision,
    Tag,
)
from comments import dry_running, importing, moderation, word_lists
from comments.models import (
    Comment,
    DeskDay,
    DeskEvent,
    DryRun,
    ErasureReceipt,
    LegalNotice,
    ModerationMonth,
    Policy,
    Reaction,
    SiteDiscussion,
    WatchList,
    WordList,
)
from newsportal import roles
from newsportal.core import addresses, versions
from newsportal.core.events import tell
from newsportal.core.models import SiteSettings, User
from newsportal.demo import discussing, newsletters, people, readers
from newsportal.demo.content_files import Content
from newsportal.demo.loading import NEWSPAPER, SOURCE

CHANGED = "somebody with an account of their own changed it."
MARKED = (Story, Page, Section, Tag, Author, Image, MenuItem)


@dataclass
class Removed:
    """How many of each noun went (by its plural name), and why others were kept."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    #: Comments of people who are not of the demonstration, below its stories: they went with them.
    comments_of_others: int = 0


@transaction.atomic
def remove(content: Content) -> Removed:
    """Clear the demonstration.

    Args:
        content: tells which accounts are the demonstration's.

    Returns:
        What went and what was kept, with a sentence for each.
    """
    removed = Removed()
    cast = User.objects.filter(email__in=people.addresses(content))
    _remove_log(cast)
    _remove_fronts(removed, cast)
    for name in newsletters.remove(cast):
        removed.kept.append(f"The newsletter “{name}”: somebody of your own gets or sends it.")
    _count(removed, Slot, readers.remove())
    _remove_stories(removed, cast)
    _remove_pages(removed, cast)
    _remove_standards()
    _remove_menu_items(removed)
    _remove_sections(removed)
    _remove_unused(removed, Author, _authors_in_use())
    _remove_unused(removed, Tag, _tags_in_use())
    _remove_pictures(removed)
    _remove_people(removed, cast)
    _remove_newspaper()
    for row in WordList.objects.filter(name=discussing.LIST):
        word_lists.delete(row, None)
    for noun in MARKED:
        noun._default_manager.filter(source=SOURCE).update(source="", import_id="")
    Comment.objects.filter(source=SOURCE).update(source="", import_id="")
    versions.bump("site", "menu", "sections", "home", "discussion-policies")
    versions.forget_copies()
    return removed


def _count(removed: Removed, noun: type[models.Model], number: int = 1) -> None:
    if number:
        removed.counts[str(noun._meta.verbose_name_plural)] += number


# Fronts and the banner ---------------------------------------------------------------------------


def _remove_log(cast: models.QuerySet[User]) -> None:
    """Take away what the demonstration's people did at the desk: that is nobody's history, and the
    one case in which the log forgets (decision record 0035). It comes first, while no deleted line
    waits to be asked for."""
    connection.check_constraints()  # PostgreSQL alters no table about which something waits
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_deskevent DISABLE TRIGGER event_goes_with")
        DeskEvent.objects.filter(Q(actor__in=cast) | Q(person__in=cast)).delete()
        cursor.execute("ALTER TABLE comments_deskevent ENABLE TRIGGER event_goes_with")


def _remove_fronts(removed: Removed, cast: models.QuerySet[User]) -> None:
    """Delete the fronts that nobody else has arranged, and the banners that nobody else has set."""
    theirs = FrontVersion.objects.filter(saved_by__isnull=False).exclude(saved_by__in=cast)
    for front in Front.objects.select_related("section"):
        if theirs.filter(front=front).exists():
            removed.kept.append(f"The front “{front}”: {CHANGED}")
            continue
        versions.bump(front.key)
        front.delete()
        _count(removed, Front)
    Banner.objects.filter(created_by__in=cast).delete()
    versions.bump("fronts", "banner")


# Stories and pages -------------------------------------------------------------------------------


def _remove_stories(removed: Removed, cast: models.QuerySet[User]) -> None:
    own = Story.objects.filter(source=SOURCE)
    changed = StoryRevision.objects.filter(story__in=own, created_by__isnull=False)
    kept = list(own.filter(pk__in=changed.exclude(created_by__in=cast).values("story")))
    for story in kept:
        removed.kept.append(
            f"The story “{story}”: somebody with an account of their own changed it."
        )
        _remove_own_threads(story)
    going = own.exclude(pk__in=[story.pk for story in kept])
    comments = Comment.objects.filter(story__in=going)
    removed.comments_of_others = comments.exclude(source=SOURCE).exclude(author__in=cast).count()
    _count(removed, Comment, comments.count())
    _delete_comments(comments)
    # A notice outlives what it is about; that of the demonstration is nobody's.
    LegalNotice.objects.filter(email=discussing.NOTICE.email, name=discussing.NOTICE.name).delete()
    DeskDay.objects.all().delete()  # counted with what goes; the beat counts what is left
    _count(removed, Story, going.count())
    _forget_tasks("story", going)
    for story in going.only("pk"):
        addresses.forget(story)
        versions.bump(f"story:{story.pk}", f"discussion:{story.pk}")
    going.delete()


def _forget_tasks(name: str, going: models.QuerySet[Any]) -> None:
    """Delete what the worker was to do about stories or pages that go: tell of them, be on time."""
    pks, times = list(going.values_list("pk", flat=True)), going.values("live_at")
    told = Q(task_path=tell.module_path, **{f"args_kwargs__args__1__{name}__in": pks})
    due = Q(task_path=publishing.record_due.module_path, run_after__in=times)
    DBTaskResult.objects.filter(told | due).delete()


def _remove_own_threads(story: Story) -> None:
    """Delete the threads below a kept story in which nobody but the demonstration speaks."""
    comments = Comment.objects.of_story(story)
    others = comments.exclude(source=SOURCE)
    joined = {root or pk for pk, root in others.values_list("pk", "root")}
    _delete_comments(comments.exclude(Q(pk__in=joined) | Q(root__in=joined)))
    moderation.recount(repair=True, stories=[story.pk])


def _delete_comments(comments: models.QuerySet[Comment]) -> None:
    """Delete whole threads: their comments hold on to one another and let go first."""
    going = Comment.objects.filter(pk__in=list(comments.values_list("pk", flat=True)))
    ErasureReceipt.objects.filter(comment__in=going).delete()
    going.update(root=None, parent=None, reply_to=None)
    going.delete()


def _remove_pages(removed: Removed, cast: models.QuerySet[User]) -> None:
    own = Page.objects.filter(source=SOURCE)
    changed = PageRevision.objects.filter(page__in=own, created_by__isnull=False)
    theirs = set(changed.exclude(created_by__in=cast).values_list("page", flat=True))
    in_menu = set(MenuItem.objects.exclude(source=SOURCE).values_list("page", flat=True))
    for page in own:
        if page.pk in theirs:
            why = CHANGED
        elif page.pk in in_menu:
            why = "a menu item of your own leads to it."
        else:
            _forget_tasks("page", own.filter(pk=page.pk))
            addresses.forget(page)
            versions.bump(f"page:{page.pk}")
            page.delete()
            _count(removed, Page)
            continue
        removed.kept.append(f"The page “{page}”: {why}")


def _remove_standards() -> None:
    """The choice of pages goes with them; one that names another page is work of your own."""
    empty = {f"{name}__isnull": True for name in Standards.POLICIES}
    Standards.objects.filter(founded__isnull=True, profiles="", **empty).delete()


# What stories stand on ---------------------------------------------------------------------------


def _working_copies() -> Iterator[dict[str, Any]]:
    """What the newsroom works on, of every story that is left."""
    newest = Story.objects.filter(working_revision__isnull=False).values("working_revision")
    yield from StoryRevision.objects.filter(pk__in=newest).values_list("snapshot", flat=True)


def _authors_in_use() -> set[object]:
    used: set[object] = set(Byline.objects.values_list("author", flat=True))
    used |= set(LiveUpdate.objects.values_list("author", flat=True))
    for snapshot in _working_copies():
        used |= {byline["author"] for byline in snapshot.get("bylines", [])}
    return used


def _tags_in_use() -> set[object]:
    used: set[object] = set(Story.tags.through._default_manager.values_list("tag", flat=True))
    for snapshot in _working_copies():
        used |= set(snapshot.get("tags", []))  # type: ignore[call-overload]
    return used


def _sections_in_use() -> set[object]:
    used: set[object] = set(SectionListing.objects.values_list("section", flat=True))
    used |= set(Story.objects.values_list("working_section", flat=True))
    used |= set(MenuItem.objects.exclude(source=SOURCE).values_list("section", flat=True))
    used |= set(Newsletter.objects.values_list("section", flat=True))
    for snapshot in _working_copies():
        used |= {snapshot.get("section"), *snapshot.get("further_sections", [])}  # type: ignore[misc]
    return used


def _remove_unused(removed: Removed, noun: type[Author | Tag], used: set[object]) -> None:
    for thing in noun._default_manager.filter(source=SOURCE):
        if thing.pk in used:
            removed.kept.append(
                f"The {noun._meta.verbose_name} “{thing}”: a story of your own names it."
            )
            continue
        addresses.forget(thing)
        versions.bump(f"{noun._meta.model_name}:{thing.pk}")
        thing.delete()
        _count(removed, noun)


def _remove_menu_items(removed: Removed) -> None:
    """Delete the lines of both menus, below before above; one with an own line below it stays."""
    below_first = MenuItem.objects.filter(source=SOURCE).order_by(
        F("parent_id").asc(nulls_last=True), "pk"
    )
    for item in below_first:
        if item.children.exists():
            removed.kept.append(f"The menu item “{item}”: an item of your own stands below it.")
            # Theirs from here on: what it leads to stays with it.
            MenuItem.objects.filter(pk=item.pk).update(source="", import_id="")
            continue
        item.delete()
        _count(removed, MenuItem)


def _remove_sections(removed: Removed) -> None:
    """Delete the empty sections, the deepest first."""
    used = _sections_in_use()
    deepest_first = sorted(
        Section.objects.filter(source=SOURCE), key=lambda section: -section.path.count("/")
    )
    for section in deepest_first:
        if section.pk in used:
            removed.kept.append(f"The section “{section}”: work of your own stands in it.")
        elif section.children.exists():
            removed.kept.append(f"The section “{section}”: a section that stays is inside it.")
        else:
            addresses.forget(section)
            sections.delete(section)
            _count(removed, Section)


# Pictures ----------------------------------------------------------------------------------------


def _remove_pictures(removed: Removed) -> None:
    used: set[object] = set(Story.objects.values_list("lead_image", flat=True))
    used |= set(Story.objects.values_list("social_image", flat=True))
    used |= set(LiveUpdate.objects.values_list("image", flat=True))
    used |= set(Author.objects.values_list("portrait", flat=True))
    used |= set(Slot.objects.values_list("image", flat=True))
    used |= set(StoryPicture.objects.values_list("image", flat=True))
    for name in ("lead_image", "social_image"):
        used |= {snapshot.get(name) for snapshot in _working_copies()}
    used |= {
        item["image"] for snapshot in _working_copies() for item in snapshot.get("gallery", ())
    }
    for version in FrontVersion.objects.in_use():
        used |= read_layout(version.layout).images()
    going = []
    for image in Image.objects.filter(source=SOURCE):
        if image.pk in used or _stands_in_a_text(image):
            removed.kept.append(f"The picture “{image}”: work of your own shows it.")
        else:
            going.append(image)
    tasks = DBTaskResult.objects.filter(task_path=images.make_renditions.module_path)
    tasks.filter(args_kwargs__args__0__in=[image.pk for image in going]).delete()
    Image.objects.filter(pk__in=[image.pk for image in going]).delete()
    _count(removed, Image, len(going))
    transaction.on_commit(lambda: _delete_files(going))


def _stands_in_a_text(image: Image) -> bool:
    name = str(image.file.name)
    # On a key of JSON, `contains` asks for the whole value; `icontains` for a part of it.
    snapshot = Q(snapshot__body_html__icontains=name)
    return (
        Story.objects.filter(body_html__contains=name).exists()
        or Page.objects.filter(body_html__contains=name).exists()
        or StoryRevision.objects.filter(snapshot).exists()
        or PageRevision.objects.filter(snapshot).exists()
    )


def _delete_files(pictures: Iterable[Image]) -> None:
    for image in pictures:
        for rendition in image.renditions:
            image.file.storage.delete(rendition["name"])
        image.file.delete(save=False)
        image.original.delete(save=False)


# People and the newspaper ------------------------------------------------------------------------


def _remove_people(removed: Removed, cast: models.QuerySet[User]) -> None:
    """Delete the accounts with what they gave; their comments elsewhere stay without a name."""
    given = Reaction.objects.filter(user__in=cast).values_list("story", "comment__story")
    touched = {of_comment or story for story, of_comment in given}
    _count(removed, User, cast.count())
    WatchList.objects.filter(owner__in=cast).delete()
    runs = list(DryRun.objects.filter(made_by__in=cast).values_list("pk", flat=True))
    batches = DBTaskResult.objects.filter(task_path=dry_running.go_on.module_path)
    batches.filter(args_kwargs__args__0__in=runs).delete()
    cast.delete()
    importing.recount_reactions(sorted(touched))


def _remove_newspaper() -> None:
    """Take back the settings that nobody has changed; without an administrator all starts anew."""
    ModerationMonth.objects.all().delete()  # the beat counts anew what is left
    SiteDiscussion.objects.filter(policy=Policy.HOLD_ALL, close_after_days=None).delete()
    site = SiteSettings.objects.filter(pk=SiteSettings.SINGLE).first()
    if site is None:
        return
    unchanged = [name for name, value in NEWSPAPER.items() if getattr(site, name) == value]
    is_theirs = len(unchanged) < len(NEWSPAPER) or bool(site.logo)
    has_administrator = roles.administrators().exists()
    if not is_theirs and not has_administrator:
        site.delete()
        return
    unset = SiteSettings(name=UNNAMED)
    for name in unchanged:
        setattr(site, name, getattr(unset, name))
    if not has_administrator:
        site.launched_at = None
    site.save()
