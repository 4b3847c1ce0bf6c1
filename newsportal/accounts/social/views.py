"""The way to another service and back, where allauth's is not the right one."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import requests
from allauth.socialaccount.providers.openid_connect import views as theirs
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to the service by a page of ours instead of a redirect.

    Our policy lets forms go to ourselves only, and browsers hold a redirect after a form to it too;
    a page that leads on needs no exception for anybody's address.
    """
    try:
        response: HttpResponseBase = theirs.login(request, provider_id)
    except (requests.RequestException, KeyError, ValueError):
        # Down, or not what an OpenID provider answers: no fault of the person who clicked.
        logger.exception("The service %s cannot be reached", provider_id)
        return render(
            request,
            "socialaccount/authentication_error.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    if response.status_code != HTTPStatus.FOUND:
        return response
    names = {one.id: one.name for one in settings.SOCIAL_LOGINS}
    context = {"url": response["Location"], "service": names.get(provider_id, provider_id)}
    return render(request, "socialaccount/leaving.html", context)


class Connections(ConnectionsView):
    """Which services open one's account; a page that exists where there are some."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SOCIAL_LOGINS:
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        connected = {account.provider: account for account in context["form"].accounts}
        services = [(one, connected.get(one.id)) for one in settings.SOCIAL_LOGINS]
        return context | {"services": services}


connections = require_http_methods(["GET", "HEAD", "POST"])(Connections.as_view())
