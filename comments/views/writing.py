"""Writing a comment: the form's own page, preview, posting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.models import Story
from comments import drafts, markup, nudging
from comments import guests as guest_comments
from comments.discussions import discussion_of, rule_for
from comments.forms import CommentForm, ids_for, new_form
from comments.gate import NotAccepted
from comments.models import Comment
from comments.submitting import NOT_PUBLIC_ANY_MORE, Submitted, submit
from comments.views import guests, in_place, nudges
from comments.views.discussion import discussion_page
from comments.views.places import absent, elsewhere, find_comment, find_story, listed_comment
from comments.views.refusals import statement_page
from newsportal.core import limits
from newsportal.core.client_network import client_address
from newsportal.core.guest_pages import public_page
from newsportal.core.origin import same_origin_form

#: Comments of one person in a time: nobody who reads what they answer is faster.
POSTS, POSTS_SECONDS = 10, 10 * 60


@same_origin_form
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def write(
    request: HttpRequest,
    section: str,
    year: str,
    month: str,
    day: str,
    slug: str,
    pk: int | None = None,
) -> HttpResponse:
    """The discussion with its form or, with `pk`, the form of an answer to that comment."""
    story = find_story(year, month, day, slug)
    if request.method == "POST":
        return _take(request, story, pk) if story else _words_without_story(request)
    if story is None:
        return absent(request, year, month, day, slug)
    answered = listed_comment(story, pk) if pk is not None else None
    if moved := elsewhere(request, _address_of_form(story, answered)):
        return moved
    if answered is None:
        return discussion_page(request, story)
    if not answered.is_public:
        return HttpResponseRedirect(answered.get_absolute_url())
    return _form_page(request, story, answered, new_form(request, story, answered))


def _address_of_form(story: Story, answered: Comment | None) -> str:
    if answered is None:
        return f"{story.get_absolute_url()}comments/"
    return f"{answered.get_absolute_url()}reply/"


def _take(request: HttpRequest, story: Story, pk: int | None) -> HttpResponse:
    """Preview or post what was typed; whatever stands in the way, the page shows it again."""
    answered = find_comment(story, pk) if pk is not None else None
    can_answer = pk is None or (answered is not None and answered.is_public)
    form = CommentForm(request.POST, auto_id=ids_for(answered if can_answer else None))
    is_valid = form.is_valid()
    if not can_answer:
        form.add_error(None, NOT_PUBLIC_ANY_MORE)
        return _form_page(request, story, None, form, status=409 if answered else 404)
    if not is_valid:
        return _form_page(request, story, answered, form, status=422)
    if "preview" in request.POST:
        text = form.cleaned_data["text"]
        shown = markup.render_comment(text)
        word = nudges.word(request, text)
        return _form_page(request, story, answered, form, preview=shown, nudged=word)
    if not request.user.is_authenticated:
        if "guest" in request.POST and guest_comments.are_welcome():
            return guests.take(request, story, answered, form)
        return _sign_in_first(request, story, answered, form)
    return _post(request, story, answered, form)


def _words_without_story(request: HttpRequest) -> HttpResponse:
    """The story went while its reader was writing: give the words back."""
    context = {"text": request.POST.get("text", "").encode("utf-8", "replace").decode()}
    return render(request, "comments/kept.html", context, status=410)


def _form_page(
    request: HttpRequest,
    story: Story,
    answered: Comment | None,
    form: CommentForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    rule = rule_for(story, discussion_of(story))
    context = {"story": story, "answered": answered, "form": form, "rule": rule, **more}
    return render(request, "comments/write.html", context, status=status)


def _sign_in_first(
    request: HttpRequest, story: Story, answered: Comment | None, form: CommentForm
) -> HttpResponse:
    """Keep the words and ask who is writing."""
    network = limits.network_key(request)
    verdict = limits.hit("draft", network, limit=drafts.MOST, per_seconds=drafts.MOST_SECONDS)
    if not verdict.allowed:
        return _too_many(request, story, answered, form, verdict)
    text = form.cleaned_data["text"]
    drafts.keep(request, drafts.Draft(story.pk, text, answered.pk if answered else None))
    messages.info(request, _("Your comment is kept. Sign in or sign up to post it."))
    return redirect_to_login(request.path)


def _too_many(
    request: HttpRequest,
    story: Story,
    answered: Comment | None,
    form: CommentForm,
    verdict: limits.Verdict,
) -> HttpResponse:
    """Say when to go on; the words stay in the form."""
    form.add_error(None, verdict.sentence)
    response = _form_page(request, story, answered, form, status=429)
    response["Retry-After"] = str(verdict.retry_after_seconds)
    return response


def _not_now(
    request: HttpRequest,
    story: Story,
    answered: Comment | None,
    form: CommentForm,
    refusal: NotAccepted,
) -> HttpResponse:
    """The form with the reason; where it is known when to try again, the answer says so."""
    status = 409 if refusal.retry_after is None else 429
    response = _form_page(request, story, answered, form, status=status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _post(
    request: HttpRequest, story: Story, answered: Comment | None, form: CommentForm
) -> HttpResponse:
    verdict = limits.hit("comment", str(request.user.pk), limit=POSTS, per_seconds=POSTS_SECONDS)
    if not verdict.allowed:
        return _too_many(request, story, answered, form, verdict)
    text = form.cleaned_data["text"]
    try:
        submitted = submit(
            story,
            request.user,  # type: ignore[arg-type]
            text,
            reply_to=answered,
            form_key=form.cleaned_data["form_key"],
            address=str(client_address(request)),
            agent=request.headers.get("User-Agent", ""),
            nudge=nudges.asks(request, text),
        )
    except nudging.Nudge as nudge:
        nudges.note_unchanged(request, form, text)
        more = {"nudge": nudge, "nudged": nudge.seen}
        return _form_page(request, story, answered, form, status=422, **more)
    except NotAccepted as refusal:
        form.add_error(None, refusal.message)
        return _not_now(request, story, answered, form, refusal)
    drafts.forget(request)
    return _to_the_comment(request, submitted)


def _to_the_comment(request: HttpRequest, submitted: Submitted) -> HttpResponse:
    comment = submitted.comment
    if comment.status == Comment.Status.APPROVED:
        words = _("Your comment is published.")
    else:
        words = _(
            "Thank you. A moderator reads your comment before it appears; "
            "until then only you see it here."
        )
    # The page that comes next tells the browser, by the form's own key, to drop its copy.
    key = "-".join(str(part) for part in ("story", comment.story_id, comment.reply_to_id) if part)
    if refused := statement_page(request, comment, key):
        return refused
    if in_place.is_asked(request):
        return in_place.answer(request, comment, words, key)
    messages.success(request, words, extra_tags=f"{drafts.POSTED}{key}")
    place = comment.get_absolute_url() if comment.is_public else comment.story.get_absolute_url()
    return HttpResponseRedirect(f"{place}#c-{comment.pk}")
