"""Tells people what they want to hear of: in the inbox, by mail, and by webhook (feature E28).

A verb announces an event; an app's listener in the worker decides who is meant and calls `send`.
What a notice says is worked out when it is shown or sent, for the person that the recipient is
then: nobody reads of what they may not see, and who lost a role hears nothing any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.core import signing
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from newsportal.core import mail, webhooks
from newsportal.core.models import Notice, NoticeChoice, User, Webhook
from newsportal.core.notice_kinds import Ids, Kind, Told, kind_of, kinds_for, register
from newsportal.core.paper import absolute, speaking

#: Pauses before a mail is tried again, in seconds: a mail server that restarts, then one that
#: somebody has to look after. After the last the task fails, where it can be seen.
MAIL_PAUSES = (60, 5 * 60, 30 * 60, 2 * 60 * 60)

#: A count beyond this is shown as “99+”; nobody needs the exact number, and it costs no scan.
MANY = 99

#: How long what was read is kept, and what nobody has read in a year.
KEEP_READ = datetime.timedelta(days=90)
KEEP_UNREAD = datetime.timedelta(days=365)

STOP_SALT = "newsportal.core.notices.stop"

#: What a stopping link may name besides a kind: all that is gathered, and all that there is.
DIGEST, EVERYTHING = "digest", "everything"


@dataclass(frozen=True)
class Wish:
    """How a person hears of a kind: as chosen, else by the kind's defaults."""

    in_inbox: bool
    by_mail: bool
    minutes: int | None = None
    in_digest: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the inbox; `told` is None when the person may not see any more what it is about."""

    notice: Notice
    kind: Kind | None
    told: Told | None


# Sending ------------------------------------------------------------------------------------------


@transaction.atomic
def send(
    code: str,
    people: Iterable[User],
    *,
    occasion: str,
    ids: Ids,
    to_newsroom: bool = True,
) -> int:
    """Tell people that something happened, each in the ways that they have chosen.

    Args:
        code: a registered kind.
        people: whom it concerns; those whom the kind is not offered to are left out.
        occasion: names what happened; the same kind and occasion reaches a person once.
        ids: what it is about, identifiers only.
        to_newsroom: also tell the newsroom's webhooks.

    Returns:
        How many people were told now by inbox or mail.

    Raises:
        LookupError: no such kind.
    """
    kind = kind_of(code)
    if kind is None:
        raise LookupError(code)
    meant = {person.pk: person for person in people if kind.offered_to(person)}
    wishes = _wishes(kind, meant)
    told = set(
        Notice.objects.filter(kind=code, occasion=occasion, recipient__in=meant).values_list(
            "recipient", flat=True
        )
    )
    made = Notice.objects.bulk_create(
        Notice(
            recipient_id=pk,
            kind=code,
            occasion=occasion,
            ids=dict(ids),
            in_inbox=wish.in_inbox,
            by_mail=wish.by_mail,
            in_digest=wish.by_mail and wish.in_digest,
        )
        for pk, wish in wishes.items()
        if pk not in told and (wish.in_inbox or wish.by_mail)
    )
    for notice in made:
        if notice.by_mail and not notice.in_digest:
            mail_one.enqueue(notice.pk)
    webhooks.queue(code, occasion=occasion, ids=ids, owners=list(meant), to_newsroom=to_newsroom)
    return len(made)


@task()
def mail_one(notice_id: int, attempt: int = 1) -> None:
    """Send one notice by mail, if its recipient may and still wants to hear of it (the worker).

    The row is held while it is sent and says so only afterwards: a worker that is killed meanwhile
    leaves a notice that is sent again, rather than one that nobody ever gets.
    """
    try:
        with transaction.atomic():
            _mail(notice_id)
    except OSError:
        if attempt > len(MAIL_PAUSES):
            raise
        later = timezone.now() + datetime.timedelta(seconds=MAIL_PAUSES[attempt - 1])
        mail_one.using(run_after=later).enqueue(notice_id, attempt + 1)


def _mail(notice_id: int) -> None:
    waiting = Notice.objects.filter(pk=notice_id, by_mail=True, mailed_at__isnull=True)
    held = waiting.select_related("recipient").select_for_update(of=("self",), skip_locked=True)
    notice = held.first()
    letter = _letter(notice) if notice else None
    if letter is not None:
        mail.send(**letter)
        waiting.update(mailed_at=timezone.now())


def _letter(notice: Notice) -> dict[str, Any] | None:
    """Subject, texts and headers of a notice's mail; None when it must not or need not go."""
    person, kind = notice.recipient, kind_of(notice.kind)
    if kind is None or not person.is_active or not kind.offered_to(person):
        return None
    if not wish_of(person, kind).by_mail:
        return None
    with speaking() as site_name:
        told = kind.tell([notice], person)[0]
        if told is None or told.is_over:
            return None
        words = {
            **told.words,
            "title": told.title,
            "link": absolute(told.url),
            "kind": kind,
            "choices_link": choices_address(kind),
        }
        return letter(person, kind.code, kind.template, words | {"site_name": site_name})


def letter(person: User, code: str, template: str, words: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `mail.send` for a mail that can be stopped; in the newspaper's voice.

    Args:
        code: what its stopping link stops: a kind, `DIGEST` or `EVERYTHING`.
        template: path of its templates without ``_subject.txt``, ``.txt`` and ``.html``.
        words: what they say.
    """
    stop = stop_address(person, code)
    words = {
        **words,
        "person": person,
        "site_url": settings.SITE_URL,
        "stop_link": stop,
        "stop_all_link": stop_address(person, EVERYTHING),
    }
    subject = render_to_string(f"{template}_subject.txt", words)
    return {
        "subject": " ".join(subject.split()),
        "text": render_to_string(f"{template}.txt", words).strip() + "\n",
        "to": person.email,
        "html": render_to_string(f"{template}.html", words),
        "headers": {
            # RFC 8058: the mail program's own button posts to the address without asking.
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # RFC 3834: no out-of-office answers.
            "Auto-Submitted": "auto-generated",
        },
    }


def inbox_address() -> str:
    """Where a person reads all that they were told, on their own pages."""
    return absolute(reverse("core:notices"))


def choices_address(kind: Kind | None = None) -> str:
    """Where a person chooses: on their own pages, or in the newsroom for what comes from there."""
    in_newsroom = kind is not None and not kind.for_readers
    return absolute(reverse("admin:notice_choices" if in_newsroom else "core:notice-choices"))


# Choosing -----------------------------------------------------------------------------------------


def wish_of(person: User, kind: Kind) -> Wish:
    """How a person wants to hear of a kind."""
    return _wishes(kind, [person.pk])[person.pk]


def wishes_of(person: User) -> list[tuple[Kind, Wish]]:
    """All kinds that a person may hear of, and how; in one query."""
    chosen = {row.kind: row for row in NoticeChoice.objects.filter(person=person)}
    return [(kind, _wish(kind, chosen.get(kind.code))) for kind in kinds_for(person)]


def choose(person: User, code: str, wish: Wish) -> None:
    """Keep how a person wants to hear of a kind from now on."""
    NoticeChoice.objects.update_or_create(
        person=person,
        kind=code,
        defaults={
            "in_inbox": wish.in_inbox,
            "by_mail": wish.by_mail,
            "minutes": wish.minutes,
            "in_digest": wish.in_digest,
        },
    )


def set_mail(person: User, codes: Iterable[str], *, by_mail: bool) -> None:
    """Stop mails of these kinds, or send them again; all else that was chosen stays."""
    for code in codes:
        kind = kind_of(code)
        NoticeChoice.objects.update_or_create(
            person=person,
            kind=code,
            defaults={"by_mail": by_mail},
            create_defaults={
                "by_mail": by_mail,
                "in_inbox": kind.in_inbox if kind else True,
                "in_digest": kind.in_digest if kind else False,
            },
        )


def minutes_of(kind: Kind, people: Iterable[User]) -> dict[int, int | None]:
    """After how many minutes each person, by id, wants to hear of a kind that waits for a time."""
    return {pk: wish.minutes for pk, wish in _wishes(kind, [one.pk for one in people]).items()}


def _wishes(kind: Kind, people: Iterable[int]) -> dict[int, Wish]:
    ids = list(people)
    chosen = {
        row.person_id: row for row in NoticeChoice.objects.filter(kind=kind.code, person__in=ids)
    }
    return {pk: _wish(kind, chosen.get(pk)) for pk in ids}


def _wish(kind: Kind, chosen: NoticeChoice | None) -> Wish:
    minutes = chosen.minutes if chosen else None
    if minutes is None and kind.minutes is not None:
        minutes = kind.minutes()
    if chosen is None:
        return Wish(kind.in_inbox, kind.by_mail, minutes, kind.in_digest)
    return Wish(chosen.in_inbox, chosen.by_mail, minutes, chosen.in_digest)


# Stopping by a link in a mail ---------------------------------------------------------------------


def stop_address(person: User, code: str) -> str:
    """The address that stops mails of a kind (or `DIGEST`, `EVERYTHING`) to a person, without
    signing in; it never ends."""
    token = signing.dumps([person.pk, code], salt=STOP_SALT)
    return absolute(reverse("core:stop-mails", args=[token]))


def read_stop_token(token: str) -> tuple[User, str] | None:
    """Whom and which kind a link names; None when it was cut short or made by others."""
    try:
        pk, code = signing.loads(token, salt=STOP_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk).first()
    return (person, code) if person else None


def stopped_by(person: User, code: str) -> list[str]:
    """The kinds whose mails a stopping link is about."""
    if code == EVERYTHING:
        return [kind.code for kind in kinds_for(person)]
    if code == DIGEST:
        return [kind.code for kind, wish in wishes_of(person) if wish.in_digest]
    return [code]


# The inbox ----------------------------------------------------------------------------------------


def with_unread(people: QuerySet[User]) -> QuerySet[User]:
    """People who know how many notices they have not read: every page of theirs shows it, so it
    comes with them and costs no query of its own."""
    unread = Notice.objects.filter(recipient=OuterRef("pk"), in_inbox=True).unread()
    return people.annotate(unread_ids=ArraySubquery(unread.order_by().values("pk")[: MANY + 1]))


def unread_count(person: User) -> int:
    """How many notices a person has not read, counted to one beyond `MANY`."""
    known: list[int] | None = getattr(person, "unread_ids", None)
    if known is not None:
        return len(known)
    unread = Notice.objects.filter(recipient=person, in_inbox=True).unread()
    return unread.order_by()[: MANY + 1].count()


def inbox(person: User, *, before: int | None, size: int) -> list[Line]:
    """A page of a person's notices, the newest first.

    Args:
        before: the id of the last one shown; None: the first page.
        size: how many.
    """
    found = Notice.objects.inbox_of(person)
    if before is not None:
        found = found.filter(pk__lt=before)
    return tell(list(found[:size]), person)


def tell(notices: Sequence[Notice], person: User) -> list[Line]:
    """What notices say to their recipient now, in their order."""
    by_function: dict[Any, list[Notice]] = {}
    for notice in notices:
        kind = kind_of(notice.kind)
        if kind is not None and kind.offered_to(person):
            by_function.setdefault(kind.tell, []).append(notice)
    told: dict[int, Told | None] = {}
    for function, group in by_function.items():
        told |= dict(zip((one.pk for one in group), function(group, person), strict=True))
    return [Line(notice, kind_of(notice.kind), told.get(notice.pk)) for notice in notices]


def mark_read(person: User, notice_id: int) -> Notice | None:
    """Note that a person has read a notice of theirs; None when it is not theirs."""
    notice = Notice.objects.inbox_of(person).filter(pk=notice_id).first()
    if notice is not None and notice.read_at is None:
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    return notice


def mark_all_read(person: User, until: int) -> int:
    """Note that a person has read all down from the newest that was shown, and none newer.

    Args:
        until: the id of the newest shown.

    Returns:
        How many were unread.
    """
    unread = Notice.objects.filter(recipient=person, in_inbox=True, pk__lte=until).unread()
    return unread.update(read_at=timezone.now())


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete what was read (or only mailed) 90 days ago, and what nobody has read in a year.

    Returns:
        How many were deleted.
    """
    now = now or timezone.now()
    old = (
        Q(read_at__lt=now - KEEP_READ)
        | Q(in_inbox=False, at__lt=now - KEEP_READ)
        | Q(at__lt=now - KEEP_UNREAD)
    )
    return Notice.objects.filter(old).delete()[0]


# The core's own kind ------------------------------------------------------------------------------


def webhook_failed(webhook: int, delivery: str) -> None:
    """Tell whoever looks after a webhook that it was switched off (listener, in the worker)."""
    row = Webhook.objects.filter(pk=webhook).select_related("owner").first()
    if row is None:
        return
    send(
        "webhook.failed",
        [row.owner] if row.owner else keepers(),
        occasion=f"delivery:{delivery}",
        ids={"webhook": webhook},
        to_newsroom=False,
    )


def keepers() -> list[User]:
    """Those who look after the newsroom's webhooks: the administrators."""
    holders = ModelBackend().with_perm("core.change_webhook")
    return [person for person in holders if person.is_staff]


def _may_keep_webhooks(person: User) -> bool:
    return person.is_staff and (person.has_perm("core.change_webhook") or person.webhooks.exists())


def _tell_of_webhooks(notices: Sequence[Notice], person: User) -> list[Told | None]:
    mine = Webhook.objects.managed_by(person).in_bulk([one.ids["webhook"] for one in notices])
    return [_webhook_told(mine.get(one.ids["webhook"])) for one in notices]


def _webhook_told(webhook: Webhook | None) -> Told | None:
    if webhook is None:
        return None
    return Told(
        title=_("The webhook “%(name)s” was switched off after failures") % {"name": webhook},
        url=reverse("admin:webhook", args=[webhook.pk]),
        words={"webhook": webhook, "failures": webhook.failures},
    )


register(
    Kind(
        code="webhook.failed",
        label=gettext_lazy("Webhooks that were switched off"),
        hint=gettext_lazy("When an address that you look after has not answered for long."),
        template="core/mail/webhook_failed",
        offered_to=_may_keep_webhooks,
        tell=_tell_of_webhooks,
    )
)
