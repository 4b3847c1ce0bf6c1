"""Pages of the second factor, where allauth's are not the right ones."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.chrome import current as chrome
from newsportal.accounts.factors import checking, required
from newsportal.accounts.factors.adapter import qr_drawing


class Activate(ActivateTOTPView):
    """Shows the new secret as a drawing and as letters, and asks for the first code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Not allauth's own: it would draw the code once more, as a picture inside an address.
        context: dict[str, Any] = super(ActivateTOTPView, self).get_context_data(**kwargs)
        secret = context["form"].secret
        url = get_adapter().build_totp_url(self.request.user, secret)
        return context | {
            "drawing": qr_drawing(url),
            "totp_url": url,
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "is_required": required.is_required_of(self.request.user),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the factor; the code that proved it is used, and this session has shown it."""
        app, _spare = flows.activate_totp(self.request, form)
        checking.mark_used(app, form.step)
        record_authentication(self.request, self.request.user, "mfa", id=app.pk, type=app.type)
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))


activate = require_http_methods(["GET", "HEAD", "POST"])(Activate.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes until their owner says that they are kept; then only how many are left."""
    spare = _spare_of(request).wrap()
    if request.method == "POST":
        spare.mark_as_viewed()
        messages.success(request, _("Good. The codes are not shown again."))
        person = request.user
        to_newsroom = person.is_authenticated and person.is_staff
        return HttpResponseRedirect(reverse("admin:index" if to_newsroom else "mfa_index"))
    codes = [] if spare.did_view else spare.get_unused_codes()
    context = {"codes": codes, "left": len(spare.get_unused_codes())}
    return render(request, "mfa/recovery_codes/index.html", context)


@require_safe
@login_required
@reauthentication_required(app="allauth.mfa")
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """The same codes as a file, as long as the page shows them."""
    spare = _spare_of(request).wrap()
    if spare.did_view:
        raise Http404
    lines = [
        _("Recovery codes for %(site)s") % {"site": chrome.get().site.name},
        _("Each can be used once, in place of a code of your app."),
        "",
        *spare.get_unused_codes(),
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


def _spare_of(request: HttpRequest) -> Authenticator:
    """The signed-in person's own. Raises Http404 when there are none."""
    found = Authenticator.objects.filter(
        user=request.user, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if found is None:
        raise Http404
    return found
