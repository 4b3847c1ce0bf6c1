"""Reacting: a plain form post, for accounts and for guests by a signed cookie (feature F4)."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Story
from comments import reacting
from comments.models import Comment, ReactionKind
from comments.views.places import listed_comment, story_at
from newsportal.core import limits
from newsportal.core.client_network import client_address, network_of
from newsportal.core.guest_pages import is_personal
from newsportal.core.origin import same_origin_form

#: The guest's cookie, set when a guest first reacts and never before.
COOKIE = "guest"
COOKIE_SECONDS = 60 * 60 * 24 * 365
SALT = "newsportal.guest"

#: Reactions of one person, or of one network's guests: a school class may react, a script may not.
REACTIONS, REACTIONS_SECONDS = 60, 10 * 60
#: New guests from one network, who could otherwise each vote once more.
NEW_GUESTS, NEW_GUESTS_SECONDS = 10, 60 * 60

#: Marks the address to which a guest's first reaction is sent once more, with the cookie.
AGAIN = "again"


@same_origin_form
@require_POST
def react(
    request: HttpRequest,
    section: str,
    year: str,
    month: str,
    day: str,
    slug: str,
    pk: int | None = None,
) -> HttpResponse:
    """Give, switch or withdraw a reaction to the story or, with `pk`, to one of its comments.

    A guest's first reaction gets the cookie and is sent once more by the browser (307); it counts
    when the cookie came back. So the two clicks of a double one, of which the browser follows the
    answer to the last alone, are one guest, and so is who takes no cookie: none.
    """
    story = story_at(year, month, day, slug)
    comment = listed_comment(story, pk) if pk is not None else None
    number = request.POST.get("kind", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return _refused(request, story.get_absolute_url())
    kind = get_object_or_404(ReactionKind, pk=number)
    network = network_of(client_address(request))
    person, is_new = _person(request)
    if is_new:
        verdict = limits.hit("guest", network, limit=NEW_GUESTS, per_seconds=NEW_GUESTS_SECONDS)
    else:
        key = limits.person_key(request)
        verdict = limits.hit("reaction", key, limit=REACTIONS, per_seconds=REACTIONS_SECONDS)
    if not verdict.allowed:
        return limits.limited_response(request, verdict)
    try:
        if is_new:
            reacting.check(comment or story, kind)
            return _with_cookie_first(request, story, person)
        own = reacting.react(person, comment or story, kind)
    except reacting.NotPossible as refusal:
        return _refused(request, story.get_absolute_url(), refusal.message)
    response = _answer(request, story, comment, own)
    if person.guest:
        _remember(response, person.guest)
    return response


def _with_cookie_first(request: HttpRequest, story: Story, person: reacting.Person) -> HttpResponse:
    """Give a new guest the cookie and have the browser send the form again with it."""
    if AGAIN in request.GET:
        message = _("Your browser keeps no cookie of ours, so a reaction cannot be yours.")
        return _refused(request, story.get_absolute_url(), message)
    response = HttpResponseRedirect(f"{request.path}?{AGAIN}=1", preserve_request=True)
    if person.guest:
        _remember(response, person.guest)
    return response


def _answer(
    request: HttpRequest, story: Story, comment: Comment | None, own: ReactionKind | None
) -> HttpResponse:
    """Lead back to where the reader was or, asked by our script, tell what stands now."""
    if request.headers.get("Accept") == "application/json":
        counts = reacting.counts_of(comment or story)
        return JsonResponse({"own": own.pk if own else None, "counts": counts})
    anchor = f"c-{comment.pk}" if comment else "reactions"
    return HttpResponseRedirect(f"{_page_of(request, story, comment)}#{anchor}")


def _page_of(request: HttpRequest, story: Story, comment: Comment | None) -> str:
    """The page of the story that the form stood on; where the browser does not tell, one that
    surely shows the target (a comment may be far behind the first page)."""
    place = story.get_absolute_url()
    try:
        from_page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # brackets that are no address of a host
        from_page = urlsplit("")
    is_ours = from_page.netloc == request.get_host() and from_page.path.startswith(place)
    if not is_ours or from_page.path == request.path:  # the page that asks for a confirmation
        return comment.get_absolute_url() if comment else place
    return from_page._replace(scheme="", netloc="", fragment="").geturl()


def _person(request: HttpRequest) -> tuple[reacting.Person, bool]:
    """Who reacts, and whether it is a guest seen for the first time."""
    if is_personal(request) and request.user.is_authenticated:
        return reacting.Person(user=request.user), False  # type: ignore[arg-type]
    guest = guest_of(request)
    return reacting.Person(guest=guest or uuid.uuid4()), guest is None


def guest_of(request: HttpRequest) -> uuid.UUID | None:
    """The guest's id, if the cookie is there and carries our signature."""
    try:
        return uuid.UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def _remember(response: HttpResponse, guest: uuid.UUID) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(str(guest), salt=SALT),
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _refused(request: HttpRequest, back: str, message: str = "") -> HttpResponse:
    return render(
        request, "comments/not_possible.html", {"message": message, "back": back}, status=409
    )
