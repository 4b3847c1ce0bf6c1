"""Comments of people without an account, where the site lets them (feature C15).

A guest gives a name and an address. Nothing is shown to anybody, moderators included, until the
link in a mail to that address is opened and its button pressed; then the comment waits for a
moderator, whatever the policy is. The address of somebody with an account gets another mail, which
asks to sign in: the page says the same to everybody, so that nobody learns who has an account. So
what depends on the address, as slow mode does, is asked behind the link.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Story
from comments import gate, moderation
from comments.discussions import Rule, discussion_of, policies, rule_for
from comments.models import Comment
from comments.submitting import Guest, screen_again, submit_unconfirmed
from newsportal.core import mail
from newsportal.core.models import User
from newsportal.core.paper import absolute, speaking

SALT = "newsportal.guest-comment"
#: How long the link works, and how long what nobody confirmed is kept.
VALID_DAYS = 3
#: A second mail for the same words goes out only after this; the first may just be slow.
MAIL_AGAIN = datetime.timedelta(minutes=2)


@dataclass(frozen=True)
class Asked:
    """What a confirmation did: the comment, and whether it was waiting for it."""

    comment: Comment
    is_new: bool


def are_welcome() -> bool:
    """Whether the site takes comments without an account."""
    return policies.get().site.guests_allowed


def check_welcome() -> None:
    """Raises gate.NotAccepted where the site takes no comments without an account any more."""
    if not are_welcome():
        raise gate.NotAccepted(
            _(
                "This newspaper takes no comments without an account any more. Sign in or make an "
                "account, and you can post it under your name."
            )
        )


@transaction.atomic
def submit(
    story: Story,
    guest: Guest,
    text: str,
    *,
    reply_to: Comment | None = None,
    address: str | None = None,
) -> None:
    """Keep a guest's words until their address is confirmed, and mail the link.

    Raises:
        gate.NotAccepted: the story or the discussion is closed, or the parent cannot be answered.
    """
    rule = _rule(story)
    gate.check_place(story, rule)
    if reply_to is not None:
        gate.check_reply(rule)
    if User.objects.filter(email=User.objects.normalize_email(guest.email)).exists():
        _mail("guest_has_account", guest.email, story, story.get_absolute_url() + "#write")
        return
    submitted = submit_unconfirmed(story, guest, text, rule, reply_to=reply_to, address=address)
    comment = submitted.comment
    if submitted.is_new or timezone.now() - comment.created_at > MAIL_AGAIN:
        _mail("guest_confirm", guest.email, story, confirm_path(comment, token_for(comment)))


def token_for(comment: Comment) -> str:
    """What names a comment in the link of a mail, and proves that the mail was ours."""
    return signing.dumps(comment.pk, salt=SALT)


def confirm_path(comment: Comment, token: str) -> str:
    """The address in the mail."""
    return f"{comment.story.get_absolute_url()}comments/confirm/{token}/"


def find(token: str) -> Comment | None:
    """The comment that a link stands for; None when the link is forged or has ended."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=datetime.timedelta(days=VALID_DAYS))
    except signing.BadSignature:
        return None
    return Comment.objects.filter(pk=pk).select_related("story__section").first()


def confirm(comment: Comment) -> Asked:
    """Let the words wait for a moderator; once is enough.

    Raises:
        gate.NotAccepted: guests are not welcome any more, the story or the discussion was closed
            meanwhile, or slow mode asks for patience.
        sanctions.MayNotWrite: the address belongs to somebody who may not write.
    """
    if comment.status != Comment.Status.UNCONFIRMED:
        return Asked(comment, is_new=False)
    check_welcome()
    rule = _rule(comment.story)
    gate.check_guest(comment.guest_email, comment.story, rule)
    with transaction.atomic():
        gate.enter(comment.story_id)  # the lock: of two links pressed at once one is too early
        comment.refresh_from_db(fields=["status"])
        if comment.status != Comment.Status.UNCONFIRMED:
            return Asked(comment, is_new=False)
        gate.check_pace(comment.story, rule, guest_email=comment.guest_email)
        screen_again(comment)
        moderation.confirm(comment)
    return Asked(comment, is_new=True)


def forget_unconfirmed(now: datetime.datetime | None = None) -> int:
    """Delete what nobody confirmed in time (a beat); returns how many."""
    oldest = (now or timezone.now()) - datetime.timedelta(days=VALID_DAYS)
    old = Comment.objects.filter(status=Comment.Status.UNCONFIRMED, created_at__lt=oldest)
    return old.delete()[1].get("comments.Comment", 0)


def _rule(story: Story) -> Rule:
    return rule_for(story, discussion_of(story))


def _mail(name: str, to: str, story: Story, path: str) -> None:
    """Send one of the two mails. It holds nothing that was typed: anybody can type any address."""
    with speaking() as site_name:
        words = {
            "site_name": site_name,
            "site_url": absolute("/"),
            "story": story,
            "link": absolute(path),
            "days": VALID_DAYS,
        }
        subject = render_to_string(f"comments/mail/{name}_subject.txt", words)
        mail.send_later(
            " ".join(subject.split()),
            render_to_string(f"comments/mail/{name}.txt", words).strip() + "\n",
            to,
            html=render_to_string(f"comments/mail/{name}.html", words),
            headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: no out-of-office answers
        )
