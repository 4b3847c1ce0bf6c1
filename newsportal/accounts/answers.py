"""Status, headers and context of the account pages, where allauth's answer is not the right one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from newsportal.accounts.attempts import TooMany

#: Prefixes of the names that allauth gives its addresses.
ACCOUNT_PAGES = ("account_", "mfa_", "socialaccount_", "openid_connect_")


class AccountAnswersMiddleware:
    """Says 422 for a form with errors and 429 for one too many, and lets nobody store the pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_account_page(request):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Look at the form before the page is made of it."""
        if not _is_account_page(request) or response.context_data is None:
            return response
        # allauth's "site" is the host; every page of ours calls the newspaper so.
        response.context_data.pop("site", None)
        form = response.context_data.get("form")
        if request.method != "POST" or response.status_code != HTTPStatus.OK:
            return response
        if not isinstance(form, BaseForm) or not form.errors:
            return response
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        for errors in form.errors.as_data().values():
            for error in errors:
                if isinstance(error, TooMany):
                    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
                    response["Retry-After"] = str(error.retry_after_seconds)
        return response


def _is_account_page(request: HttpRequest) -> bool:
    found = request.resolver_match
    return bool(found and found.url_name and found.url_name.startswith(ACCOUNT_PAGES))
