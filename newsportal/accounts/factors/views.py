"""Pages of the second factor, where allauth's are not the right ones."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
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
            "key_url": reverse("mfa_add_webauthn"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the factor; the code that proved it is used, and this session has shown it."""
        app, _spare = flows.activate_totp(self.request, form)
        checking.mark_used(app, form.step)
        record_authentication(self.request, self.request.user, "mfa", id=app.pk, type=app.type)
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))


class AddKey(AddWebAuthnView):
    """Asks a security key for what the server needs to know it again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": _as_text(context["js_data"]["creation_options"])}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the key; this session has shown it. New recovery codes are shown first."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn")
        return response


class ShowKey(ReauthenticateWebAuthnView):
    """Asks for the key again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": _as_text(context["js_data"]["request_options"])}


class Challenge(AuthenticateView):
    """Asks for the second factor after the password: a code, or a key where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person = self.stage.login.user
        keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
        failed = [one for one in (context["form"], context.get("webauthn_form")) if one]
        context["form"] = next((one for one in failed if one.is_bound), context["form"])
        return context | {
            "keys": keys.exists(),
            "code_form": self.auth_form,
            "options": _as_text(context["js_data"]["request_options"]),
        }


def _as_text(options: Any) -> str:
    """What a key is asked, for a template to put into an attribute."""
    return json.dumps(options, cls=DjangoJSONEncoder)


activate = require_http_methods(["GET", "HEAD", "POST"])(Activate.as_view())
add_key = require_http_methods(["GET", "HEAD", "POST"])(AddKey.as_view())
show_key = require_http_methods(["GET", "HEAD", "POST"])(ShowKey.as_view())
challenge = require_http_methods(["GET", "HEAD", "POST"])(Challenge.as_view())


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
