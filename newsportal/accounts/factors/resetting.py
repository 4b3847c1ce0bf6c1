"""The way back in for a colleague whose phone is lost, with all codes: somebody else's verb."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.chrome import current as chrome
from newsportal.core import mail
from newsportal.core.events import announce
from newsportal.core.models import User
from newsportal.people import giving
from newsportal.people.giving import Refused


@transaction.atomic
def reset(actor: User | None, person: User) -> None:
    """Take an account's second factor away; its owner hears of it by mail.

    Args:
        actor: the administrator; None: whoever has the server, by the command.
        person: whose phone is lost.

    Raises:
        Refused: there is none, it is the actor's own, or the account is above the actor's.
    """
    if actor is not None and actor.pk == person.pk:
        raise Refused(_("Change your own second factor on your own pages."))
    if actor is not None and not giving.may_touch(actor, person):
        raise Refused(_("Only a superuser changes the account of a superuser."))
    deleted, _by_model = Authenticator.objects.filter(user=person).delete()
    if not deleted:
        raise Refused(_("This account has no second factor."))
    if actor is not None:
        LogEntry.objects.log_actions(
            actor.pk, [person], CHANGE, _("Took the second factor away."), single_object=True
        )
    announce("person.factor_reset", person=person.pk, actor=actor.pk if actor else None)
    words = {
        "site_name": chrome.get().site.name,
        "site_url": settings.SITE_URL,
        "page": settings.SITE_URL + reverse("mfa_index"),
        "reset_url": settings.SITE_URL + reverse("account_reset_password"),
    }
    subject = render_to_string("mfa/email/factor_reset_subject.txt", words)
    text = render_to_string("mfa/email/factor_reset_message.txt", words)
    mail.send_later(" ".join(subject.split()), text.strip() + "\n", person.email)
