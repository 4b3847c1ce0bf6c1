"""What notices of discussions say, worked out when they are shown or sent (features C11, C14).

One rule for all: what is not public at that moment is told to nobody but its author, and the
headline of a story that readers cannot open is not told at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import rights
from articles.models import Story
from comments import appealing, following, muting, telling
from comments.models import Appeal, Comment, CommentEvent, branch_end
from comments.statements import Statement
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Kind, Told, register

#: Of a comment, what a mail quotes: enough to know whether to go there.
QUOTED_WORDS = 60
#: Of a followed discussion, how many of the new comments a mail quotes.
QUOTED = 5


# What others said ---------------------------------------------------------------------------------


def tell_replies(told: Sequence[Notice], person: User) -> list[Told | None]:
    """Answers to the person's comments, while they are public and not of somebody muted."""
    comments = _public(told)
    muted = muting.muted_by(person)
    return [_reply(comments.get(one.ids["comment"]), muted) for one in told]


def _reply(comment: Comment | None, muted: frozenset[int]) -> Told | None:
    if comment is None or comment.author_id in muted:
        return None
    return Told(
        title=_("%(who)s answered you on “%(headline)s”")
        % {"who": comment.author_name, "headline": comment.story.headline},
        url=_place(comment),
        words={"who": comment.author_name, "quote": quote_of(comment)},
    )


def _public(told: Sequence[Notice]) -> dict[int, Comment]:
    """The comments that notices are about, as far as everybody may read them now."""
    wanted = [one.ids["comment"] for one in told]
    found = Comment.objects.public().filter(pk__in=wanted, story__in=Story.objects.live())
    return {one.pk: one for one in found.select_related("author", "story__section")}


def _place(comment: Comment) -> str:
    return f"{comment.get_absolute_url()}#c-{comment.pk}"


def quote_of(comment: Comment) -> str:
    """The beginning of a comment, as plain text."""
    return Truncator(comment.text).words(QUOTED_WORDS)


def tell_featured(told: Sequence[Notice], _person: User) -> list[Told | None]:
    """The person's own comments that editors picked."""
    comments = _public(told)
    return [
        Told(
            title=_("Editors picked your comment on “%(headline)s”")
            % {"headline": comment.story.headline},
            url=_place(comment),
            words={"quote": quote_of(comment)},
        )
        if comment
        else None
        for comment in (comments.get(one.ids["comment"]) for one in told)
    ]


def tell_followed(told: Sequence[Notice], person: User) -> list[Told | None]:
    """How much is new in what the person follows; nothing when nothing of it is public now.

    Two queries and one for the muted, however many notices.
    """
    known = _Followed.known_to(told, person)
    counts = known.counts(told)
    return [known.told(one, counts[one.pk]) if counts.get(one.pk) else None for one in told]


@dataclass(frozen=True)
class _Followed:
    """What notices of followed discussions speak of, as one person may read it now."""

    person: User
    stories: dict[int, Story]
    tops: dict[int, Comment]
    comments: Any

    @classmethod
    def known_to(cls, told: Sequence[Notice], person: User) -> _Followed:
        """Live stories, public comments on top of branches, and what may count as news."""
        stories = Story.objects.live().select_related("section")
        tops = Comment.objects.public().select_related("author")
        found = stories.in_bulk([one.ids["story"] for one in told])
        comments = Comment.objects.public().filter(story__in=found)
        return cls(
            person=person,
            stories=found,
            tops=tops.in_bulk([one.ids["branch"] for one in told if one.ids["branch"]]),
            comments=comments.exclude(author__in=muting.muted_by(person) | {person.pk}).annotate(
                public_at=Coalesce("decided_at", "created_at")
            ),
        )

    def counts(self, told: Sequence[Notice]) -> dict[int, int]:
        """How many comments each notice tells of, by its id, in one query."""
        asked = {
            f"n{one.pk}": Count("pk", filter=self._news(one))
            for one in told
            if one.ids["story"] in self.stories and (one.ids["branch"] or 0) in {0, *self.tops}
        }
        counted = self.comments.aggregate(**asked) if asked else {}
        return {int(name[1:]): count for name, count in counted.items()}

    def _news(self, notice: Notice) -> Q:
        """What appeared from the comment on that the notice was sent for, until it was read or for
        a day."""
        until = notice.at + telling.SAY_AGAIN
        if notice.read_at is not None:
            until = min(until, notice.read_at)
        since = datetime.datetime.fromisoformat(notice.ids["since"])
        news = Q(story=notice.ids["story"], public_at__gte=since, public_at__lte=until)
        top = self.tops.get(notice.ids["branch"] or 0)
        if top is None:
            return news
        return news & Q(path__gt=bytes(top.path), path__lt=branch_end(bytes(top.path)))

    def told(self, notice: Notice, count: int) -> Told:
        story, branch = self.stories[notice.ids["story"]], notice.ids["branch"]
        words = {"count": count, "headline": story.headline}
        if branch:
            top = self.tops[branch]
            top.story = story
            words["who"] = top.author_name
            sentence = ngettext(
                "%(count)d new answer below a comment of %(who)s on “%(headline)s”",
                "%(count)d new answers below a comment of %(who)s on “%(headline)s”",
                count,
            )
            url = _place(top)
        else:
            sentence = ngettext(
                "%(count)d new comment on “%(headline)s”",
                "%(count)d new comments on “%(headline)s”",
                count,
            )
            url = f"{story.get_absolute_url()}comments/?order=newest"
        return Told(
            title=sentence % words,
            url=url,
            words={
                "is_branch": bool(branch),
                # Asked for by mails alone.
                "newest": partial(self._newest, notice),
                "unfollow_link": following.stop_address(self.person, story.pk, branch),
            },
        )

    def _newest(self, notice: Notice) -> list[dict[str, str]]:
        found = self.comments.filter(self._news(notice)).select_related("author")
        return [
            {"who": comment.author_name, "quote": quote_of(comment)}
            for comment in found.order_by("-public_at", "-pk")[:QUOTED]
        ]


# What was decided ---------------------------------------------------------------------------------


def tell_decisions(told: Sequence[Notice], person: User) -> list[Told | None]:
    """Decisions on the person's own comments; one that was followed by another says so."""
    events = CommentEvent.objects.filter(
        pk__in=[one.ids["event"] for one in told], comment__author=person
    ).select_related("comment__story__section", "comment__author", "decision")
    known = {event.pk: event for event in events}
    live = _live_among(event.comment.story_id for event in known.values())
    latest = _latest_moves(known.values())
    return [
        _decision(one.kind, known[one.ids["event"]], live, latest)
        if one.ids["event"] in known
        else None
        for one in told
    ]


def _live_among(stories: Iterable[int]) -> frozenset[int]:
    return frozenset(Story.objects.live().filter(pk__in=set(stories)).values_list("pk", flat=True))


def _latest_moves(events: Iterable[CommentEvent]) -> dict[int, int]:
    """The last transition of each comment that the events are about."""
    comments = {event.comment_id for event in events}
    moves = CommentEvent.objects.standing().moves().filter(comment__in=comments)
    return dict(moves.values("comment").annotate(last=Max("pk")).values_list("comment", "last"))


def _decision(
    code: str, event: CommentEvent, live: frozenset[int], latest: dict[int, int]
) -> Told | None:
    comment = event.comment
    if comment.status == Comment.Status.DELETED:
        return None
    is_over = latest.get(comment.pk, event.pk) != event.pk
    where = _where(comment.story, is_live=comment.story_id in live)
    statement = Statement(comment, event)
    title = _decision_title(code, event) % {"where": where}
    if is_over:
        title = _("%(what)s (decided anew since)") % {"what": title}
    is_shown = code == telling.PUBLISHED and comment.story_id in live and comment.is_public
    return Told(
        title=title,
        url=_place(comment) if is_shown else own_address(comment),
        words={"statement": statement, "quote": quote_of(comment), "is_shown": is_shown},
        is_over=is_over,
    )


def _where(story: Story, *, is_live: bool) -> str:
    if not is_live:
        return _("a story that is not public any more")
    return _("“%(headline)s”") % {"headline": story.headline}


def _decision_title(code: str, event: CommentEvent) -> str:
    if code == telling.PUBLISHED:
        return _("Your comment on %(where)s is published")
    if code == telling.CHANGED and event.to_status == Comment.Status.APPROVED:
        return _("Decided anew: your comment on %(where)s is published")
    return {
        Comment.Status.REMOVED: _("Your comment on %(where)s was removed"),
        Comment.Status.ERASED: _("Your comment on %(where)s was erased for legal reasons"),
        Comment.Status.HELD: _("Your comment on %(where)s waits for a moderator again"),
    }.get(Comment.Status(event.to_status), _("Your comment on %(where)s was not published"))


def own_address(comment: Comment) -> str:
    """The author's own page about a comment, with the decision and the way to object."""
    return reverse("comments:own-comment", args=[comment.pk])


# Appeals ------------------------------------------------------------------------------------------


def tell_answers(told: Sequence[Notice], person: User) -> list[Told | None]:
    """How the person's own appeals ended."""
    appeals = Appeal.objects.for_deciding().filter(person=person)
    known = appeals.in_bulk([one.ids["appeal"] for one in told])
    live = _live_among(found.comment.story_id for found in known.values() if found.comment)
    return [_answer(known.get(one.ids["appeal"]), live) for one in told]


def _answer(found: Appeal | None, live: frozenset[int]) -> Told | None:
    if found is None or found.state == Appeal.State.OPEN:
        return None
    is_right = found.state == Appeal.State.OVERTURNED
    comment = found.comment
    if comment is None:
        if is_right:
            title = _("Your appeal was right: the decision about you is taken back")
        else:
            title = _("Your appeal about a decision about you: the decision stands")
        url = f"{reverse('comments:own-sanctions')}#s-{found.sanction_id}"
        return Told(title=title, url=url, words={"appeal": found, "quote": found.text})
    where = _where(comment.story, is_live=comment.story_id in live)
    if is_right:
        title = _("Your appeal was right: your comment on %(where)s is published")
    else:
        title = _("Your appeal about your comment on %(where)s: the decision stands")
    return Told(
        title=title % {"where": where},
        url=own_address(comment),
        words={"appeal": found, "quote": quote_of(comment)},
    )


def tell_appeals(told: Sequence[Notice], person: User) -> list[Told | None]:
    """Appeals to those who answer them, and how they ended to those who decided."""
    among = Appeal.objects.for_deciding().filter(
        Q(pk__in=appealing.decidable(person))
        | Q(event__actor=person)
        | Q(sanction__made_by=person)
        | Q(answered_by=person)
    )
    known = among.in_bulk([one.ids["appeal"] for one in told])
    return [_to_newsroom(one, known.get(one.ids["appeal"]), person) for one in told]


#: What a notice of an appeal that waits says, by the step it was sent at.
WAITING = {
    "nobody": gettext_lazy(
        "An appeal waits that nobody else may answer: %(about)s. Give one more colleague the role "
        "“Lead moderator”."
    ),
    "overdue": gettext_lazy("An appeal should have been answered: %(about)s"),
}


def _to_newsroom(notice: Notice, found: Appeal | None, person: User) -> Told | None:
    if found is None:
        return None
    code = notice.kind
    if found.comment is not None:
        about = _("a comment on “%(story)s”") % {
            "story": rights.title_for(person, found.comment.story)
        }
        else_url = reverse("admin:comments_comment_change", args=[found.comment_id])
    else:
        about = _("%(kind)s of %(name)s") % {"kind": found.about, "name": found.author_name}
        else_url = reverse("admin:comments_sanction_change", args=[found.sanction_id])
    title = {
        Appeal.State.OVERTURNED: _("Appeal: the decision was taken back: %(about)s"),
        Appeal.State.UPHELD: _("Appeal: the decision stands: %(about)s"),
    }.get(Appeal.State(found.state), _("An appeal is settled: %(about)s"))
    if code == telling.APPEALED:
        title = str(WAITING.get(str(notice.ids.get("step")), _("An appeal waits: %(about)s")))
    may_open = appealing.may_decide_any(person)
    return Told(
        title=title % {"about": about},
        url=reverse("admin:comments_appeal_change", args=[found.pk]) if may_open else else_url,
        words={"appeal": found, "first": found.decided_by, "second": found.answered_by},
        is_over=code == telling.APPEALED and found.state != Appeal.State.OPEN,
    )


# Kinds --------------------------------------------------------------------------------------------


def _everybody(person: User) -> bool:
    return bool(person.is_active)


def _answers_appeals(person: User) -> bool:
    return bool(person.is_staff and appealing.may_decide_any(person))


def _moderates(person: User) -> bool:
    return bool(person.is_staff and person.has_perm("comments.moderate_comment"))


def _for_readers(
    code: str, label: Any, hint: Any, tell: Callable[..., list[Told | None]], **ways: Any
) -> Kind:
    return Kind(
        code=code,
        label=label,
        hint=hint,
        template=f"comments/mail/{code.replace('.', '_')}",
        offered_to=_everybody,
        tell=tell,
        for_readers=True,
        **ways,
    )


def register_kinds() -> None:
    """Make what readers and moderators hear of known; the app calls it when it is ready."""
    register(
        _for_readers(
            telling.REPLY,
            gettext_lazy("Answers to your comments"),
            gettext_lazy("When somebody answers you, as soon as the answer is public."),
            tell_replies,
        ),
        _for_readers(
            telling.FOLLOWED,
            gettext_lazy("Discussions you follow"),
            gettext_lazy("That something new was said; again when you have read of it."),
            tell_followed,
            in_digest=True,
        ),
        _for_readers(
            telling.PUBLISHED,
            gettext_lazy("Your comment is published"),
            gettext_lazy("When a moderator has read and approved what you wrote."),
            tell_decisions,
            by_mail=False,
        ),
        _for_readers(
            telling.REFUSED,
            gettext_lazy("Decisions against your comments"),
            gettext_lazy("What was decided, why, by which rule, and how you can object."),
            tell_decisions,
        ),
        _for_readers(
            telling.CHANGED,
            gettext_lazy("Decisions that changed"),
            gettext_lazy("When an earlier decision on your comment holds no more."),
            tell_decisions,
        ),
        _for_readers(
            telling.FEATURED,
            gettext_lazy("Editors’ picks"),
            gettext_lazy("When editors put your comment forward."),
            tell_featured,
        ),
        _for_readers(
            telling.ANSWERED,
            gettext_lazy("Answers to your appeals"),
            gettext_lazy("What came of it when you objected to a decision."),
            tell_answers,
        ),
        Kind(
            code=telling.APPEALED,
            label=gettext_lazy("Appeals that wait"),
            hint=gettext_lazy("When an author objects to a decision that you may look at again."),
            template="comments/mail/appeal_waits",
            offered_to=_answers_appeals,
            tell=tell_appeals,
        ),
        Kind(
            code=telling.OUTCOME,
            label=gettext_lazy("How appeals ended"),
            hint=gettext_lazy("About decisions that you made, and appeals that you answered."),
            template="comments/mail/appeal_outcome",
            offered_to=_moderates,
            tell=tell_appeals,
            by_mail=False,
        ),
    )
