"""What happens in the demonstration's discussions once their words are there, by the verbs.

Readers edit what they wrote, report what others wrote and appeal against decisions; the newsroom
picks and pins comments, closes a discussion, slows another down and warns somebody; one reader
keeps a list and has an inbox. It is little, and chosen so that every page has something to show;
who wrote what stands in the files.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from articles import keeping
from articles.models import Author, Following, SavedStory, Section, Story, Tag
from articles.models.following import Followed
from comments import (
    appealing,
    controls,
    discussions,
    dry_running,
    editing,
    erasing,
    legal_notices,
    moderation,
    public_figures,
    reader_notes,
    reporting,
    sanctions,
    telling,
    word_lists,
)
from comments.content_addresses import Content
from comments.models import (
    Appeal,
    Comment,
    CommentEvent,
    Control,
    Discussion,
    ErasureReceipt,
    LegalGround,
    LegalNotice,
    Policy,
    ReaderNote,
    Reason,
    Report,
    Sanction,
    WatchList,
    WordList,
)
from newsportal.core import mail, notices
from newsportal.core.events import tell
from newsportal.core.models import Notice, User
from newsportal.demo import content_files


@dataclass(frozen=True)
class Objection:
    """An appeal against a decision, so many hours after it, and its answer if it has one."""

    slug: str
    number: int
    hours_after: int
    text: str
    answer: str = ""


FORUM = "two-capitals-weigh-the-end-of-the-forum"
TAX = "council-passes-the-harbour-tax-before-dawn"
NURSE = "nurse-vaccinates-island-before-the-ferry"

#: Comments that the newsroom picked, and threads that it let stand on top, by their numbers.
PICKED = ((FORUM, 1), (FORUM, 57), (TAX, 6))
PINNED = ((FORUM, 35),)

#: Where nothing is taken any more, and what readers are told.
CLOSED = {
    "shifted-column-undoes-sleep-study": (
        "The university has begun its own review. We open the discussion again when it has said "
        "what it found."
    ),
}
#: Controls that are on: of which story, seconds of slow mode, hours from the loading to the end.
CONTROLS = (
    (Control.Kind.SLOW, TAX, 120, 12),
    (Control.Kind.NO_REPLIES, "keeper-heads-rovers-up", None, 24),
)
#: Who was warned, and why.
WARNED = {
    "Dmitri V.": (
        Reason.ABUSE,
        "Twice this week you wrote about a reader and not about what they had written.",
    ),
}

#: What all moderators keep an eye on: its name, sections by their paths and tags by their names.
WATCHED = ("The forum and the ferries", ("world/diplomacy",), ("Ferries",))
#: Who may not write for a week, why, in which words; and the objection, which waits.
SUSPENDED = "harbour_gull"
SUSPENSION = (
    Reason.ABUSE,
    "Seven of your comments had to go, each for what it called somebody. Come back in a week.",
)
AGAINST_IT = (
    "Gulls are loud, that is how we talk at the harbour. I will be loud about the harbour only. "
    "Would three days not do?"
)
#: What colleagues know of readers.
NOTES = (
    ("Dmitri V.", "Answers well when spoken to by name. Argues hard, mostly about the forum."),
    ("harbour_gull", "Knows every boat in the port. Worth a word before anything harder."),
)

#: Who asked a moderator to look at which comment, how many minutes before the loading, and why.
REPORTS = (
    (FORUM, 76, "Nadia K.", 52, Report.Reason.ABUSE, "About people who are not here to answer."),
    (FORUM, 76, "P. Whitcombe", 31, Report.Reason.OTHER, ""),
    (TAX, 4, "Kofi Mensah", 18, Report.Reason.OFF_TOPIC, "Witty, but that is all it is."),
)

#: The notice of illegal content that waits: about which comment, and what its giver says.
NOTICE_ABOUT = (TAX, 5)
NOTICE = legal_notices.Said(
    ground=LegalNotice.Ground.DEFAMATION,
    law="Civil Code, section 12 (protection of reputation)",
    explanation=(
        "The comment says that Mr Ennis “wants to lose more jobs than there are”, and so that he "
        "made the number up. He read it from a letter of the association of cruise operators, as "
        "your own article says. It damages him as a councillor and should be taken down."
    ),
    name="Office of Carl Ennis",
    email="office.ennis@example.org",
)
NOTICE_MINUTES = 95

#: Who objected to a decision, against which comment and how many hours after it, in these words;
#: and what the administrator answered where the decision stands.
APPEALS = (
    Objection(
        "eelgrass-returns-to-the-outer-harbour",
        7,
        3,
        "It is true that the tram is not grass. But I have asked you three times where the tram "
        "belongs, and that was never answered either.",
        "The comment stays off the page, since nobody who reads about the harbour can answer it. "
        "You are right about the rest: the tram now has its own line in tomorrow’s city column.",
    ),
    Objection(
        NURSE,
        9,
        2,
        "I named nobody and the aunt asked me to write it. If “my stairs” and “second door” are "
        "too much, I would gladly have it up without them, because the part about March matters.",
    ),
    Objection(
        "every-automated-decision-to-be-listed-assembly-rules",
        12,
        5,
        "I accept that this was the wrong place for the crossword. Please tell me the right one. "
        "It is not the telephone.",
    ),
)

#: What a lawyer's letter had the newspaper erase for good, and how many hours after it was written.
ERASED = (NURSE, 10)
ERASED_AFTER = 3
ERASURE = erasing.Order(
    ground=LegalGround.PERSONALITY,
    reference="Letter of counsel for the families, 11/26",
    note="By telephone first; the letter came the next morning.",
    in_journal=False,
)
#: Who tries which changed rule on the comments of the last weeks.
TRIES = "Ada Sorensen"
TRIED = {
    "kind": "thresholds",
    "check": "comments.screening.shouting.shouting",
    "values": {"share": 0.1},
}

#: The one whose list and inbox are filled.
READER = "Rana Aziz"
#: What she has saved and how many hours ago, and what she follows and for how many days.
SAVED = {
    FORUM: 2,
    "what-is-known-about-the-cut-cable-in-the-strait": 6,
    "in-praise-of-a-boat-that-is-late": 61,
    "the-pilots-who-climb-the-ladder-in-the-dark": 400,
}
SECTIONS = {"world/diplomacy": 80, "science": 31}
TAGS = {"Ferries": 64}
AUTHORS = {"amara-diallo": 12}


def key(slug: str, number: int) -> str:
    """The identity of a comment; its number counts below its own story only."""
    return f"{slug}:{number}"


def make(
    content: content_files.Content, people: Mapping[str, User], now: datetime.datetime
) -> None:
    """Let all of it happen.

    Args:
        content: the texts that are loaded already.
        people: the accounts by name.
        now: the moment of loading.
    """
    editor, moderator = people["Mina Holt"], people["Gil Marchetti"]
    for text in content.stories:
        _edit(text, people, moderator)
    for slug, number in PICKED:
        moderation.feature(_comment(slug, number), editor)
    for slug, number in PINNED:
        moderation.pin(_comment(slug, number), moderator)
    _control(moderator, now)
    for name, (reason, words) in WARNED.items():
        order = sanctions.Order(kind=Sanction.Kind.WARNING, reason=reason, words=words)
        sanctions.impose(people[name], order, moderator)
    _suspend(people[SUSPENDED], moderator, now)
    for name, words in NOTES:
        note = reader_notes.write(people[name], moderator, words)
        ReaderNote.objects.filter(pk=note.pk).update(at=now - datetime.timedelta(days=2))
    for slug, number, name, minutes, why, words in REPORTS:
        reporter = reporting.Reporter(people[name])
        made = reporting.report(_comment(slug, number), reporter, why, words)
        Report.objects.filter(pk=made.pk).update(at=now - datetime.timedelta(minutes=minutes))
    _watch(moderator)
    _give_notice(now)
    _erase(people["Ada Sorensen"], now)
    for one in APPEALS:
        _appeal(one, people, now)
    dry_running.begin(people[TRIES], TRIED, dry_running.DAYS)  # the worker does it in a second
    _fill_list(people[READER], now)
    _tell(people[READER], now)
    public_figures.count_months.func()


def _watch(moderator: User) -> None:
    name, paths, tags = WATCHED
    WatchList.objects.create(
        name=name,
        owner=moderator,
        is_shared=True,
        sections=[section.pk for section in Section.objects.filter(path__in=paths)],
        tags=[tag.pk for tag in Tag.objects.filter(name__in=tags)],
    )


def _suspend(person: User, moderator: User, now: datetime.datetime) -> None:
    """For a week since yesterday, and an appeal of this morning."""
    reason, words = SUSPENSION
    until = now + datetime.timedelta(days=6)
    order = sanctions.Order(Sanction.Kind.SUSPENSION, reason, ends_at=until, words=words)
    made = sanctions.impose(person, order, moderator)
    Sanction.objects.filter(pk=made.pk).update(made_at=now - datetime.timedelta(days=1))
    objection = appealing.appeal_sanction(made, person, AGAINST_IT)
    at = now - datetime.timedelta(hours=3)
    due = at + (objection.due_at - objection.made_at)
    Appeal.objects.filter(pk=objection.pk).update(made_at=at, due_at=due)


#: Harmless ones, so that the page can be shown to anybody.
INSULTS = "numpty numpties nincompoop blockhead windbag parasite crook clown liar stupid".split()
LIST = "Insults (demonstration)"


def make_word_list() -> None:
    """A list of the newsroom's; it holds what has an insult in it, however it is spelt."""
    row = WordList(
        name=LIST,
        entries="\n".join(["# Harmless ones, to show how a list works.", *INSULTS]),
        exceptions="Clown Alley",
        matching=WordList.Matching.STEMS,
        note="Try it under “Try a text”: n1ncomp00p, c.l.o.w.n, CLOOOWNS.",
    )
    word_lists.save(row, None)


def _control(moderator: User, now: datetime.datetime) -> None:
    for slug, note in CLOSED.items():
        discussion = Discussion.objects.get(story__import_id=slug)
        discussion.policy, discussion.closing_note = Policy.CLOSED, note
        discussions.save_policy(discussion, actor=moderator, fields=["policy", "closing_note"])
    for kind, slug, seconds, hours in CONTROLS:
        controls.switch_on(
            kind,
            moderator,
            now + datetime.timedelta(hours=hours),
            story=Story.objects.get(import_id=slug),
            seconds=seconds,
        )


def _comment(slug: str, number: int) -> Comment:
    return Comment.objects.select_related("story", "author").get(import_id=key(slug, number))


def _edit(text: content_files.StoryText, people: Mapping[str, User], moderator: User) -> None:
    """Let readers edit what waits, and the moderator approve what it says then."""
    for one in text.comments:
        if not one.before:
            continue
        comment, author = _comment(text.slug, one.id), people[one.author]
        editing.edit(comment, author, one.text.strip(), revision=comment.revision)
        then = comment.created_at + datetime.timedelta(minutes=one.edited_after)
        Comment.objects.filter(pk=comment.pk).update(edited_at=then)
        comment.events.filter(kind=CommentEvent.Kind.EDITED).update(at=then)
        moderation.approve(comment, moderator, revision=comment.revision)
        approved = comment.events.filter(kind=CommentEvent.Kind.APPROVED)
        approved.update(at=comment.decided_at)


def _fill_list(reader: User, now: datetime.datetime) -> None:
    for slug, hours in SAVED.items():
        story = Story.objects.get(import_id=slug)
        keeping.save(reader, story)
        then = now - datetime.timedelta(hours=hours)
        SavedStory.objects.of(reader).filter(story=story).update(at=then)
    followed: dict[Followed, int] = {}
    for path, days in SECTIONS.items():
        followed[Section.objects.get(path=path)] = days
    for name, days in TAGS.items():
        followed[Tag.objects.get(name=name)] = days
    for slug, days in AUTHORS.items():
        followed[Author.objects.get(slug=slug)] = days
    for thing, days in followed.items():
        keeping.follow(reader, thing)
        then = now - datetime.timedelta(days=days)
        Following.objects.of(reader).about(thing).update(at=then)


def _appeal(one: Objection, people: Mapping[str, User], now: datetime.datetime) -> None:
    """Object, and answer where there is an answer, at their times."""
    comment = _comment(one.slug, one.number)
    assert comment.author is not None
    made = appealing.appeal(comment, comment.author, one.text)
    at = min(
        made.decided_at + datetime.timedelta(hours=one.hours_after),
        now - datetime.timedelta(minutes=5),
    )
    times = {"made_at": at, "due_at": at + (made.due_at - made.made_at)}
    if one.answer:
        appealing.decide(made, people["Ada Sorensen"], overturn=False, answer=one.answer)
        times["answered_at"] = min(at + datetime.timedelta(hours=20), now)
    Appeal.objects.filter(pk=made.pk).update(**times)


def _give_notice(now: datetime.datetime) -> None:
    comment = _comment(*NOTICE_ABOUT)
    about = Content(comment.get_absolute_url(), story=comment.story, comment=comment)
    notice = legal_notices.give(about, NOTICE, user=None, network="")
    at = now - datetime.timedelta(minutes=NOTICE_MINUTES)
    LegalNotice.objects.filter(pk=notice.pk).update(at=at)
    notice.events.update(at=at)


def _erase(administrator: User, now: datetime.datetime) -> None:
    """Leave a tombstone with a receipt, and an answer without its quotation."""
    comment = _comment(*ERASED)
    receipt = erasing.erase(comment, administrator, ERASURE)
    at = min(comment.created_at + datetime.timedelta(hours=ERASED_AFTER), now)
    ErasureReceipt.objects.filter(pk=receipt.pk).update(at=at)


# The inbox ----------------------------------------------------------------------------------------


def _tell(reader: User, now: datetime.datetime) -> None:
    """Fill the reader's inbox with what became of her comments; the first notice is read.

    All else of the past has been told in the past: nobody gets a mail about it now.
    """
    refused = Appeal.objects.get(person=reader, comment__isnull=False).event_id
    assert refused is not None
    acts: dict[int, Callable[[], object]] = {
        320: lambda: telling.refused(event=refused),
        165: lambda: _tell_reply(reader, 2),
        110: lambda: _tell_reply(reader, 11),
        40: lambda: telling.featured(comment=_comment(FORUM, 1).pk),
    }
    for minutes, act in acts.items():
        act()
        at = now - datetime.timedelta(minutes=minutes)
        last = Notice.objects.filter(recipient=reader).latest("pk")
        Notice.objects.filter(pk=last.pk).update(at=at, by_mail=False)
    first = Notice.objects.filter(recipient=reader).earliest("pk")
    Notice.objects.filter(pk=first.pk).update(read_at=first.at + datetime.timedelta(minutes=30))
    ours = Q(args_kwargs__args__0__startswith="comments.")
    reviews = Q(args_kwargs__args__0__startswith="articles.notifications.")
    told = Q(task_path=tell.module_path) & (ours | reviews)
    mails = Q(task_path__in=[notices.mail_one.module_path, mail.deliver.module_path])
    DBTaskResult.objects.filter(told | mails).delete()


def _tell_reply(reader: User, number: int) -> None:
    pk = _comment(FORUM, number).pk
    notices.send(telling.REPLY, [reader], occasion=f"comment:{pk}", ids={"comment": pk})
