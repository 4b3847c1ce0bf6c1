"""Newsletters for readers: signing up, confirming, choosing and leaving (feature R11).

What is answered to an address never tells whether it is known. Links of mails are their own proof;
opening one changes nothing (house rule 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Issue, Newsletter, Subscriber, Subscription
from articles.newsletters import bounces, letters, subscribing, suppressing, tokens
from articles.newsletters.forms import SignUpForm, wanted_of
from articles.views.addresses import gone
from newsportal.core import limits, writing_gate
from newsportal.core.guest_pages import is_personal, public_page, shows
from newsportal.core.mail import mailbox
from newsportal.core.models import User
from newsportal.core.origin import same_origin_form
from newsportal.core.sentences import listed

#: Sign-ups from one network and for one address: each sends a mail to somebody.
OF_NETWORK, NETWORK_SECONDS = 20, 60 * 60
OF_ADDRESS, ADDRESS_SECONDS = 4, 24 * 60 * 60
#: Links that are none tried from one network: for mails that were cut short, not for guessing.
TRIES, TRIES_SECONDS = 60, 10 * 60

#: Whose form of bounces is understood.
PROVIDERS = {"generic": bounces.read}


# Signing up --------------------------------------------------------------------------------------


@same_origin_form
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All newsletters with the form; after it, what happens next."""
    shows(request, "newsletters")
    offered = request.chrome.newsletters  # type: ignore[attr-defined]
    if request.method != "POST":
        return _page(request, SignUpForm(newsletters=offered))
    form = SignUpForm(request.POST, newsletters=offered)
    if not form.is_valid():
        return _page(request, form, status=422)
    verdict = _limit(request, form.cleaned_data["email"])
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        response = _page(request, form, status=429)
        response["Retry-After"] = str(verdict.retry_after_seconds)
        return response
    return _sign_up(request, form)


def _page(request: HttpRequest, form: SignUpForm, status: int = 200) -> HttpResponse:
    return render(request, "articles/newsletters/index.html", {"form": form}, status=status)


def _limit(request: HttpRequest, email: str) -> limits.Verdict:
    verdict = limits.hit(
        "newsletters", limits.person_key(request), limit=OF_NETWORK, per_seconds=NETWORK_SECONDS
    )
    if not verdict.allowed:
        return verdict
    address = mailbox(email)
    return limits.hit("newsletters mail", address, limit=OF_ADDRESS, per_seconds=ADDRESS_SECONDS)


def _sign_up(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    email, chosen = form.cleaned_data["email"], form.chosen()
    if is_personal(request) and request.user.is_authenticated:
        writing_gate.check(request.user)
    person = _owner(request, email)
    if person is not None and not form.is_trapped:
        now = timezone.now()
        subscribing.subscribe(email, chosen, Subscription.Source.ACCOUNT, now)
        messages.success(request, _begun(chosen))
        return HttpResponseRedirect(reverse("articles:newsletters-own"))
    if not form.is_trapped:
        subscribing.ask(email, chosen)
    context = {"email": email, "chosen": chosen, "days": tokens.VALID.days}
    return render(request, "articles/newsletters/sent.html", context)


def _owner(request: HttpRequest, email: str) -> User | None:
    """Who is signed in, when the address is theirs for certain and mails reach it."""
    if not is_personal(request) or not request.user.is_authenticated:
        return None
    person = request.user
    is_own = mailbox(email) == mailbox(person.email)
    if not is_own or not subscribing.is_proven(person) or suppressing.of(email) is not None:
        return None
    return person


def _begun(newsletters: Iterable[Newsletter]) -> str:
    names = [one.name for one in newsletters]
    return ngettext("You get “%(names)s” now.", "You get these now: %(names)s.", len(names)) % {
        "names": listed(names)
    }


# An issue in the browser -------------------------------------------------------------------------


@require_safe
@public_page
def issue(request: HttpRequest, pk: str) -> HttpResponse:
    """An issue for whoever reads it in a browser: of what its mails said, what is public now.

    Its address is a plain number: nothing stands there but what everybody may read elsewhere.
    """
    found = Issue.objects.begun().filter(pk=pk).first()
    if found is None:
        raise Http404
    contents = letters.contents(found)
    if contents is None:
        return gone(request)
    shows(request, "newsletters", *(f"story:{story.pk}" for story in contents.stories))
    context = {"issue": found, "newsletter": found.newsletter, "contents": contents}
    return render(request, "articles/newsletters/issue.html", context)


# Links of mails ----------------------------------------------------------------------------------


def signed_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page whose address is the right to it: nobody stores it or learns of it.

    Only links that are none are counted: one network of a mail provider posts for all its readers
    who leave at once, and none of them may be told to come back later.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        if response.status_code == HTTPStatus.NOT_FOUND:
            verdict = limits.hit(
                "newsletters link",
                limits.network_key(request),
                limit=TRIES,
                per_seconds=TRIES_SECONDS,
            )
            if not verdict.allowed:
                response = limits.limited_response(request, verdict)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapped


@csrf_exempt  # the signed link is its own proof (house rule 10)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What a link asks to confirm; the button does it."""
    named = tokens.read_confirm(token)
    if named is None:
        return render(request, "articles/newsletters/link_ended.html", status=404)
    subscriber, asked = named
    context: dict[str, Any] = {"subscriber": subscriber}
    if request.method == "POST":
        context["confirmed"] = subscribing.confirm(subscriber, asked)
        context["mine"] = tokens.mine_address(subscriber.pk)
    else:
        context["newsletters"] = Newsletter.objects.offered().filter(pk__in=asked)
        context["suppression"] = suppressing.of(subscriber.email)
    return render(request, "articles/newsletters/confirm.html", context)


@csrf_exempt  # the signed link is its own proof (house rule 10)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_link
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """All that an address gets, to choose anew; without an account."""
    subscriber = tokens.read_mine(token)
    if subscriber is None:
        return render(request, "articles/newsletters/link_ended.html", status=404)
    if request.method == "POST":
        return _choose(request, subscriber, request.path)
    context = {"subscriber": subscriber, **_boxes(request, subscriber)}
    return render(request, "articles/newsletters/mine.html", context)


@csrf_exempt  # the signed link is its own proof (house rule 10, RFC 8058 section 3.1)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_link
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Leave one newsletter, or all, or take that back: a GET asks, a POST does it.

    A mail program's own button posts ``List-Unsubscribe=One-Click`` without a session; that leaves
    the one that the link names.
    """
    named = tokens.read_stop(token)
    newsletter = Newsletter.objects.filter(pk=named[1]).first() if named else None
    if named is None or newsletter is None:
        return render(request, "articles/newsletters/link_ended.html", status=404)
    subscriber, done, was = named[0], "", set[int]()
    if request.method == "POST":
        done = request.POST.get("do", "stop")
        if done == "again":
            back = _ids(request.POST.get("was", "")) | {newsletter.pk}
            subscribing.choose(subscriber, subscribing.chosen(subscriber) | back)
        else:
            was = subscribing.end(subscriber, None if done == "all" else [newsletter.pk])
    context = {
        "newsletter": newsletter,
        "done": done,
        "was": "-".join(map(str, sorted(was))),
        "mine": tokens.mine_address(subscriber.pk),
    }
    return render(request, "articles/newsletters/stop.html", context)


# One's own pages ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The newsletters of an account's own address."""
    person = cast("User", request.user)
    is_proven = subscribing.is_proven(person)
    suppression = suppressing.of(person.email)
    if request.method == "POST":
        response = _choose_own(request, person, may=is_proven and suppression is None)
    else:
        subscriber = Subscriber.objects.filter(key=tokens.key_of(person.email)).first()
        context = {
            "is_proven": is_proven,
            "suppression": suppression,
            **_boxes(request, subscriber),
        }
        response = render(request, "articles/newsletters/own.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _choose_own(request: HttpRequest, person: User, *, may: bool) -> HttpResponse:
    """Whoever's address is not proven, or refuses mails, can leave at once; what is new asks by
    mail first."""
    offered = request.chrome.newsletters  # type: ignore[attr-defined]
    wanted = wanted_of(request.POST, offered) if request.POST.get("do") != "none" else set()
    subscriber = Subscriber.objects.filter(key=tokens.key_of(person.email)).first()
    if wanted - (subscribing.chosen(subscriber) if subscriber else set()):
        writing_gate.check(person)  # leaving asks nobody
    subscriber = subscribing.of_person(person)
    if may:
        return _choose(request, subscriber, request.path, Subscription.Source.ACCOUNT)
    before = subscribing.chosen(subscriber)
    subscribing.end(subscriber, before - wanted)
    asked = [one for one in offered if one.pk in wanted]
    if asked and _limit(request, person.email).allowed:
        subscribing.ask(person.email, asked)
        messages.info(request, _("We sent you a mail: its link confirms your address."))
    return HttpResponseRedirect(request.path)


def _boxes(request: HttpRequest, subscriber: Subscriber | None) -> dict[str, Any]:
    """What the boxes of a page of choices show, and what its notice offers to take back."""
    was = _ids(request.GET.get("was", ""))
    return {
        "newsletters": request.chrome.newsletters,  # type: ignore[attr-defined]
        "ticked": subscribing.chosen(subscriber) if subscriber else set(),
        "is_saved": "was" in request.GET,
        "was": [one for one in request.chrome.newsletters if one.pk in was],  # type: ignore[attr-defined]
    }


def _choose(
    request: HttpRequest,
    subscriber: Subscriber,
    back: str,
    source: str = Subscription.Source.FORM,
) -> HttpResponse:
    """Keep what was ticked, or nothing at all; the page then offers the way back."""
    offered = request.chrome.newsletters  # type: ignore[attr-defined]
    wanted = set() if request.POST.get("do") == "none" else wanted_of(request.POST, offered)
    before = subscribing.choose(subscriber, wanted, source)
    was = "-".join(map(str, sorted(before)))
    return HttpResponseRedirect(f"{back}?was={was}")


def _ids(text: str) -> set[int]:
    """Ids as they stand in an address: "3-17"; what is none is left out."""
    parts = text.split("-")[:50]
    return {int(one) for one in parts if one.isascii() and one.isdigit() and len(one) <= 18}


# Providers ---------------------------------------------------------------------------------------


@csrf_exempt  # the signature is its own proof (house rule 10)
@require_POST
def take_bounces(request: HttpRequest, provider: str) -> HttpResponse:
    """Hear from a mail provider what came back; only whoever knows the secret is believed."""
    read = PROVIDERS.get(provider)
    if read is None:
        raise Http404
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > bounces.MOST_BYTES:
        return HttpResponse("too large\n", content_type="text/plain", status=413)
    try:
        bounces.check(request.headers, request.body)
        events = read(request.body)
    except bounces.NotSigned:
        return HttpResponse("not signed\n", content_type="text/plain", status=401)
    except bounces.NotUnderstood as error:
        return HttpResponse(f"{error}\n", content_type="text/plain", status=400)
    bounces.take(request.headers["webhook-id"], events)
    return HttpResponse(status=204)
