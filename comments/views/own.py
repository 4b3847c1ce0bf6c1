"""One's own comment: editing it, and deleting it after a question."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import drafts, editing, gate, markup, moderation, nudging
from comments.discussions import discussion_of, rule_for
from comments.forms import CommentForm, ids_for
from comments.gate import NotAccepted
from comments.models import Comment
from comments.views import in_place, nudges
from comments.views.places import elsewhere
from comments.views.refusals import statement_page
from newsportal.core import limits

#: Edits of one person in a time, each of which runs every check.
EDITS, EDITS_SECONDS = 20, 10 * 60


def own_comment(request: HttpRequest, pk: int, *, also_deleted: bool = False) -> Comment:
    """The signed-in person's comment. Raises Http404: others', and those of what is gone."""
    own = Comment.objects.filter(author=request.user.pk, pk=pk)
    if not also_deleted:
        own = own.exclude(status=Comment.Status.DELETED)
    comment = own.for_cards().select_related("story__section").first()
    if comment is None:
        raise Http404
    return comment


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str, pk: int
) -> HttpResponse:
    """The form with one's own words, its preview, and saving them."""
    if not request.user.is_authenticated:
        return _sign_in_first(request, pk)
    try:
        comment = own_comment(request, pk)
    except Http404:
        if request.method == "POST":
            return words_back(request, _("This comment is not yours, or it is not there any more."))
        raise
    if not comment.story.is_live():
        return words_back(request, str(gate.NOT_PUBLIC), status=410, text=comment.text)
    if request.method == "POST":
        return _take(request, comment)
    if moved := elsewhere(request, f"{comment.get_absolute_url()}edit/"):
        return moved
    typed = drafts.kept_edit(request, comment.pk)
    form = CommentForm(initial={"text": typed or comment.text}, auto_id=ids_for(comment))
    return _page(request, comment, form)


def words_back(
    request: HttpRequest, reason: str, *, status: int = 404, text: str = ""
) -> HttpResponse:
    """What was typed, else `text`, has no form to stand in: give it back, and say why."""
    text = request.POST.get("text", text).encode("utf-8", "replace").decode()
    context = {"text": text, "reason": reason, "code": status}
    return render(request, "comments/kept.html", context, status=status)


def _sign_in_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask who is there; the words of an edit whose session ended meanwhile are kept."""
    form = CommentForm(request.POST)
    if request.method == "POST" and form.is_valid():
        network = limits.network_key(request)
        verdict = limits.hit("draft", network, limit=drafts.MOST, per_seconds=drafts.MOST_SECONDS)
        if not verdict.allowed:
            return words_back(request, verdict.sentence, status=429)
        drafts.keep_edit(request, int(pk), form.cleaned_data["text"])
        messages.info(request, _("Your words are kept. Sign in to save them."))
    return redirect_to_login(request.path)


def _page(
    request: HttpRequest,
    comment: Comment,
    form: CommentForm,
    *,
    status: int = 200,
    refused: bool = False,
    **more: object,
) -> HttpResponse:
    """The form's page; where the comment cannot be edited (any more) it says why."""
    rule = rule_for(comment.story, discussion_of(comment.story))
    context = {
        "story": comment.story,
        "comment": comment,
        "form": form,
        "rule": rule,
        "revision": request.POST.get("revision") or comment.revision,
        "until": editing.open_until(comment),
        "can_save": not refused and editing.is_open(comment) and rule.is_open,
        **more,
    }
    return render(request, "comments/edit.html", context, status=status)


def _take(request: HttpRequest, comment: Comment) -> HttpResponse:
    form = CommentForm(request.POST, auto_id=ids_for(comment))
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    text = form.cleaned_data["text"]
    if "preview" in request.POST:
        shown = markup.render_comment(text)
        return _page(request, comment, form, preview=shown, nudged=nudges.word(request, text))
    verdict = limits.hit("edit", str(request.user.pk), limit=EDITS, per_seconds=EDITS_SECONDS)
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        response = _page(request, comment, form, status=429)
        response["Retry-After"] = str(verdict.retry_after_seconds)
        return response
    return _save(request, comment, form, text)


def _save(request: HttpRequest, comment: Comment, form: CommentForm, text: str) -> HttpResponse:
    number, was = editing.read_revision(request.POST.get("revision", "")), comment.revision
    try:
        editing.edit(
            comment,
            request.user,  # type: ignore[arg-type]
            text,
            revision=was if number is None else number,
            agent=request.headers.get("User-Agent", ""),
            nudge=nudges.asks(request, text),
        )
    except nudging.Nudge as nudge:
        nudges.note_unchanged(request, form, text)
        return _page(request, comment, form, nudge=nudge, nudged=nudge.seen, status=422)
    except NotAccepted as refusal:
        comment.refresh_from_db()
        form.add_error(None, refusal.message)
        return _page(request, comment, form, status=409, refused=True)
    drafts.forget(request)
    key = f"edit-{comment.pk}-{was}"
    if refused := statement_page(request, comment, key):
        return refused
    if in_place.is_asked(request):
        return in_place.answer(request, comment, _words_after(comment, was), key)
    messages.success(request, _words_after(comment, was), extra_tags=f"{drafts.POSTED}{key}")
    place = comment.get_absolute_url() if comment.is_public else comment.story.get_absolute_url()
    return HttpResponseRedirect(f"{place}#c-{comment.pk}")


def _words_after(comment: Comment, was: int) -> str:
    if comment.revision == was:
        return _("Nothing was changed.")
    if comment.status == Comment.Status.APPROVED:
        return _("Your comment is changed.")
    return _("Your comment is changed. A moderator reads it before others see it.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str, pk: int
) -> HttpResponse:
    """Ask whether one's own comment shall go; the button deletes it, for good.

    Open to everybody who has written something: also to who may not write any more, also below a
    closed discussion and a withdrawn story (which is then not named).
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    comment = own_comment(request, pk, also_deleted=request.method == "POST")
    is_live = comment.story.is_live()
    if request.method != "POST":
        if moved := elsewhere(request, f"{comment.get_absolute_url()}delete/"):
            return moved
        context = {"story": comment.story, "comment": comment, "is_live": is_live}
        return render(request, "comments/delete.html", context)
    try:
        moderation.delete(comment, request.user)  # type: ignore[arg-type]
    except moderation.TooLate:  # its own sentence names who decided, which no author is told (C14)
        comment.refresh_from_db()
        if comment.status != Comment.Status.DELETED:  # else it is the second of two clicks
            message = _("A moderator has decided on this comment, so it stays as it is.")
            context = {"message": message, "back": comment.story.get_absolute_url()}
            return render(request, "comments/not_possible.html", context, status=409)
    words = _("Your comment is deleted.")
    if in_place.is_asked(request) and is_live:
        return in_place.answer(request, comment, words)
    messages.success(request, words)
    return HttpResponseRedirect(_after_deleting(comment, is_live=is_live))


def _after_deleting(comment: Comment, *, is_live: bool) -> str:
    """To the line that stands in its place where replies need one, else to the discussion."""
    if not is_live:
        return "/"
    if comment.hidden_ancestors == 0 and comment.public_descendants:
        return f"{comment.get_absolute_url()}#c-{comment.pk}"
    return f"{comment.story.get_absolute_url()}#comments"
