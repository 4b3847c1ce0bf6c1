"""The page of the first start. Nobody without the code sees more than the question for it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsportal.core import limits
from newsportal.setup import starting
from newsportal.setup.forms import CodeForm, FirstStartForm

#: Wrong codes of one network in a time: for typing errors; guessing is hopeless at 100 bits.
WRONG_CODES, WRONG_CODES_SECONDS = 20, 10 * 60


@sensitive_post_parameters("code", "password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then for all that the newspaper needs; 404 once it is launched."""
    if not starting.is_open():
        raise Http404
    typed = request.POST.get("code") or request.GET.get("code", "")
    if not starting.is_right(typed):
        return _ask_for_code(request, typed)
    if request.method != "POST":
        return _page(request, FirstStartForm(initial={"code": typed}))
    form = FirstStartForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        administrator = starting.launch(form.wishes())
    except starting.AlreadyLaunched:
        raise Http404 from None
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, status=422)
    login(request, administrator, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _what_next(form.cleaned_data["name"]))
    return HttpResponseRedirect(reverse("admin:index"))


def _what_next(name: str) -> str:
    return _(
        "%(name)s is launched. Next: write the first story, read the pages that are drafts, and "
        "invite colleagues under People."
    ) % {"name": name}


def _page(request: HttpRequest, form: FirstStartForm, status: int = 200) -> HttpResponse:
    return render(request, "setup/start.html", {"form": form}, status=status)


def _ask_for_code(request: HttpRequest, typed: str) -> HttpResponse:
    if not typed:
        return render(request, "setup/code.html", {"form": CodeForm()})
    verdict = limits.hit(
        "setup-code",
        limits.network_key(request),
        limit=WRONG_CODES,
        per_seconds=WRONG_CODES_SECONDS,
    )
    if not verdict.allowed:
        return limits.limited_response(request, verdict)
    form = CodeForm({"code": typed})
    return render(request, "setup/code.html", {"form": form}, status=403)
