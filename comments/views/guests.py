"""Commenting without an account: who is writing, and the link from the mail (feature C15).

No cookie is set on the whole way, so every answer is a page of its own and no message waits.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Story
from comments import guests
from comments.discussions import discussion_of, rule_for
from comments.forms import CommentForm, GuestForm
from comments.gate import NotAccepted
from comments.models import Comment
from comments.submitting import Guest
from comments.views.places import elsewhere
from newsportal.core import limits
from newsportal.core.client_network import client_address

#: Comments of guests from one network, and for one address: each sends a mail to somebody.
OF_NETWORK, OF_ADDRESS, SECONDS = 10, 3, 60 * 60
#: Links tried from one network: for typing errors, not for guessing.
TRIES, TRIES_SECONDS = 20, 10 * 60

#: What the form's button says once name and address stand in it.
POST = "post"


def take(
    request: HttpRequest, story: Story, answered: Comment | None, form: CommentForm
) -> HttpResponse:
    """Ask who is writing, or keep what was written; `form` holds fit words."""
    if request.POST.get("guest") != POST:
        return _page(request, story, answered, GuestForm.after(form))
    guest_form = GuestForm(request.POST, auto_id=form.auto_id)
    if not guest_form.is_valid():
        return _page(request, story, answered, guest_form, status=422)
    if guest_form.is_trapped:
        return _sent(request, story, guest_form)
    verdict = _limit(request, guest_form.cleaned_data["email"])
    if not verdict.allowed:
        guest_form.add_error(None, verdict.sentence)
        response = _page(request, story, answered, guest_form, status=429)
        response["Retry-After"] = str(verdict.retry_after_seconds)
        return response
    try:
        guests.submit(
            story,
            Guest(guest_form.cleaned_data["name"], guest_form.cleaned_data["email"]),
            guest_form.cleaned_data["text"],
            reply_to=answered,
            address=str(client_address(request)),
        )
    except NotAccepted as refusal:
        guest_form.add_error(None, refusal.message)
        return _page(request, story, answered, guest_form, status=409)
    return _sent(request, story, guest_form)


def _limit(request: HttpRequest, email: str) -> limits.Verdict:
    network = limits.network_key(request)
    verdict = limits.hit("guest-comment", network, limit=OF_NETWORK, per_seconds=SECONDS)
    if not verdict.allowed:
        return verdict
    return limits.hit("guest-mail", email.lower(), limit=OF_ADDRESS, per_seconds=SECONDS)


def _page(
    request: HttpRequest,
    story: Story,
    answered: Comment | None,
    form: GuestForm,
    *,
    status: int = 200,
) -> HttpResponse:
    rule = rule_for(story, discussion_of(story))
    context = {"story": story, "answered": answered, "form": form, "rule": rule}
    return render(request, "comments/guest.html", context, status=status)


def _sent(request: HttpRequest, story: Story, form: GuestForm) -> HttpResponse:
    context = {"story": story, "email": form.cleaned_data["email"], "days": guests.VALID_DAYS}
    return render(request, "comments/guest_sent.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(
    request: HttpRequest,
    section: str,
    year: str,
    month: str,
    day: str,
    slug: str,
    token: str,
) -> HttpResponse:
    """Show the words that a link stands for; the button lets them wait for a moderator."""
    verdict = limits.hit(
        "guest-link", limits.network_key(request), limit=TRIES, per_seconds=TRIES_SECONDS
    )
    response = (
        _confirmation(request, token)
        if verdict.allowed
        else limits.limited_response(request, verdict)
    )
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"  # the address is the key
    return response


def _confirmation(request: HttpRequest, token: str) -> HttpResponse:
    comment = guests.find(token)
    if comment is None:
        return render(request, "comments/guest_link_ended.html", status=404)
    context: dict[str, object] = {"story": comment.story, "comment": comment}
    if not comment.story.is_live():
        return render(request, "comments/kept.html", {"text": comment.text}, status=410)
    moved = elsewhere(request, guests.confirm_path(comment, token))
    if moved and request.method != "POST":
        return moved
    try:
        if request.method == "POST":
            context["asked"] = guests.confirm(comment)
        elif comment.status == Comment.Status.UNCONFIRMED:
            guests.check_welcome()
    except NotAccepted as refusal:
        context |= {"refusal": refusal.message, "is_for_now": refusal.retry_after is not None}
        status = 409 if refusal.retry_after is None else 429
        response = render(request, "comments/guest_confirm.html", context, status=status)
        if refusal.retry_after is not None:
            response["Retry-After"] = str(refusal.retry_after)
        return response
    return render(request, "comments/guest_confirm.html", context)
