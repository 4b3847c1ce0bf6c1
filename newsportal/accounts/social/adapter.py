"""What allauth asks about other services: which there are, whom to believe, how they are asked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter

from newsportal.core import outgoing
from newsportal.core.models.user import DISPLAY_NAME_LENGTH

#: A service that does not answer must not keep a web process.
TIMEOUT_SECONDS = 5


class GuardedTransport(HTTPAdapter):
    """Asks only servers of the public internet, by https and without following them elsewhere.

    The address of a service is the administrator's word, but where its answers send us next is the
    service's: it could name a machine of ours (see `core.outgoing`).
    """

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Raises requests.ConnectionError for an address that is not public."""
        url = request.url or ""
        try:
            outgoing.check_receiver(url)
            parts = urlsplit(url)
            addresses = outgoing.default_resolver(parts.hostname or "", parts.port or 443)
        except (outgoing.OutgoingError, OSError) as error:
            raise requests.ConnectionError(str(error)) from error
        if not addresses or not all(map(outgoing.is_public, addresses)):
            raise requests.ConnectionError(
                gettext("This address leads into a network that is not public.")
            )
        return super().send(request, **{**options, "timeout": TIMEOUT_SECONDS})


class SocialAdapter(DefaultSocialAccountAdapter):
    """Services from the environment alone; nobody gets into an account by an e-mail address."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "This address has an account already. Sign in to it with its password, then connect "
            "%s on your own pages."
        ),
        "no_password": _("Set a password first: else nothing would open your account any more."),
        "no_verified_email": _("Confirm your e-mail address first."),
    }

    def list_apps(
        self,
        request: HttpRequest | None,  # noqa: ARG002 -- allauth's
        provider: Any = None,
        client_id: Any = None,
    ) -> list[Any]:
        """Those of the settings; the tables of the package stay empty and unasked."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_requests_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc: the guard judges where it goes
        session.max_redirects = 0
        session.mount("https://", GuardedTransport())
        session.mount("http://", GuardedTransport())
        return session

    def pre_social_login(
        self,
        request: HttpRequest,  # noqa: ARG002 -- allauth's
        sociallogin: SocialLogin,
    ) -> None:
        """Believe an address only where the service says in so many words that it was checked.

        Some send the word "false" as a text, which any careless `if` takes for a yes.
        """
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        common = sociallogin.provider.extract_common_fields(sociallogin.account.extra_data)
        name = str(common.get("name") or "")[:DISPLAY_NAME_LENGTH]
        return {"email": str(common.get("email") or ""), "display_name": name}
