"""Deleting one's own account: asked for, undone within a week, then carried out (feature R15).

What goes is everything that points to the person: the account's row is deleted, and each foreign
key says whether its row goes with it or stays without a name. What others can read goes first,
by the verbs that keep counts true; each app registers its part with `core.personal_data`.
"""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles.chrome import current as chrome
from newsportal.accounts import exporting
from newsportal.accounts.models import Closing, DataExport
from newsportal.core import mail, personal_data, sessions
from newsportal.core.events import announce
from newsportal.core.models import User
from newsportal.people.models import Invitation

#: Long enough to notice that somebody else did it, or to think better of it.
GRACE = datetime.timedelta(days=7)
#: A task that has not ended by then has lost its worker.
LOST = datetime.timedelta(hours=1)
SALT = "newsportal.accounts.closing"


class Refused(Exception):
    """The account cannot be deleted now; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def why_not(person: User) -> str:
    """A sentence when an account cannot be deleted by its owner, else nothing."""
    if person.is_staff or person.is_superuser:
        return _(
            "Your account belongs to the newsroom. Ask an administrator to take your roles away "
            "first; then you can delete it here."
        )
    return ""


@transaction.atomic
def ask(person: User, *, keep_comments: bool) -> Closing:
    """Switch an account off, to be deleted after a week; its owner gets a mail with the way back.

    Args:
        person: the owner.
        keep_comments: whether what others can read stays, without the name.

    Raises:
        Refused: the account is a colleague's.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    if sentence := why_not(locked):
        raise Refused(sentence)
    now = timezone.now()
    closing, _made = Closing.objects.update_or_create(
        person=locked,
        defaults={"keep_comments": keep_comments, "asked_at": now, "due_at": now + GRACE},
    )
    User.objects.filter(pk=person.pk).update(is_active=False)
    announce("person.closing", person=person.pk)
    _send("closing", person.email, closing)
    return closing


def address_of(closing: Closing) -> str:
    """The address that leads back; signed, so that it works without signing in."""
    token = signing.Signer(salt=SALT).sign_object([closing.pk, closing.asked_at.isoformat()])
    return reverse("accounts:closing", args=[token])


def find(token: str) -> Closing | None:
    """The closing that an address names; None when it is over, undone or was never asked for."""
    try:
        pk, asked_at = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Closing.objects.filter(pk=pk).select_related("person").first()
    return found if found and found.asked_at.isoformat() == asked_at else None


@transaction.atomic
def undo(closing: Closing) -> bool:
    """Keep the account after all. False when the worker has begun to delete it."""
    standing = Closing.objects.select_for_update().filter(pk=closing.pk, begun_at=None).first()
    if standing is None:
        return False
    User.objects.filter(pk=standing.person_id).update(is_active=True)
    standing.delete()
    announce("person.kept", person=closing.person_id)
    return True


# Carrying it out ----------------------------------------------------------------------------------


def begin_due(now: datetime.datetime | None = None) -> int:
    """Give the worker every account whose week is over (a beat of the settings).

    An account that an administrator has switched on again meanwhile is kept.

    Returns:
        How many were given.
    """
    now = now or timezone.now()
    Closing.objects.due(now).filter(person__is_active=True).delete()
    waiting = Closing.objects.due(now).filter(Q(begun_at=None) | Q(begun_at__lt=now - LOST))
    begun = 0
    for pk, begun_at in waiting.values_list("pk", "begun_at"):
        with transaction.atomic():
            taken = Closing.objects.filter(pk=pk, begun_at=begun_at).update(begun_at=now)
            if taken:
                carry_out.enqueue(pk)
                begun += 1
    return begun


@task()
def carry_out(closing: int) -> None:
    """Delete the account of a `Closing` in the worker; may be done twice, or go on after a kill."""
    row = Closing.objects.filter(pk=closing).select_related("person").first()
    if row is None or row.person.is_active:
        return
    email, name = row.person.email, row.person.display_name
    subject, text = _words("closed", row)
    erase(row.person, keep_comments=row.keep_comments)
    _forget_tasks(email, name)
    # Sent here and not by the queue, whose rows would hold the address after all.
    mail.send(subject, text, email)


def erase(person: User, *, keep_comments: bool) -> None:
    """Delete a person: first what each app knows of, then the row with all that hangs on it.

    Args:
        person: switched off, so that nothing new comes meanwhile.
        keep_comments: whether what others can read stays, without the name.
    """
    for erasure in personal_data.erasures():
        erasure(person, keep_comments)
    others = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    addresses = {person.email, *others}
    for export in DataExport.objects.filter(person=person):
        exporting.forget(export)
    if person.portrait.name:
        default_storage.delete(person.portrait.name)
    sessions.end_all.call(person.pk)
    with transaction.atomic():
        about = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
        )
        about.update(object_repr="", change_message="")
        Invitation.objects.filter(Q(person=person) | Q(email__in=addresses)).delete()
        announce("person.erasing", person=person.pk)  # pages know whose name stood there only now
        person.delete()


def _forget_tasks(*words: str) -> None:
    """Delete done tasks that hold a person's address or name: mails that were sent stand there."""
    done = DBTaskResult.objects.finished().annotate(said=Cast("args_kwargs", CharField()))
    for word in words:
        done.filter(said__contains=word).delete()


def _send(template: str, email: str, closing: Closing) -> None:
    subject, text = _words(template, closing)
    mail.send_later(subject, text, email)


def _words(template: str, closing: Closing) -> tuple[str, str]:
    """Subject and text of a mail about a closing."""
    words = {
        "site_name": chrome.get().site.name,
        "site_url": settings.SITE_URL,
        "when": date_format(timezone.localtime(closing.due_at), "DATE_FORMAT"),
        "address": settings.SITE_URL + address_of(closing),
        "keep_comments": closing.keep_comments,
    }
    subject = render_to_string(f"accounts/mail/{template}_subject.txt", words)
    text = render_to_string(f"accounts/mail/{template}.txt", words)
    return " ".join(subject.split()), text.strip() + "\n"
