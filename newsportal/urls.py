"""All addresses of the portal; the last line catches what the registry of addresses knows."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from articles.views import addresses

handler400 = "newsportal.errors.bad_request"
handler403 = "newsportal.errors.forbidden"
handler404 = "newsportal.errors.not_found"
handler500 = "newsportal.errors.server_error"

urlpatterns = [
    path("", include("newsportal.core.urls")),
    path("setup/", include("newsportal.setup.urls")),
    path("admin/moderation/", include("comments.desk_urls")),
    path("admin/", admin.site.urls),
    path("me/", include("newsportal.accounts.own_urls")),
    path("invitations/", include("newsportal.people.urls")),
    path("accounts/", include("newsportal.accounts.urls")),
    path("favicon.ico", require_safe(RedirectView.as_view(url="/static/brand/favicon.svg"))),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
    re_path(r"^(?P<path>.*)$", addresses.resolve, name="address"),
]
