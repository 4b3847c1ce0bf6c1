"""A person's own pages of this app, below ``/me/``."""

from django.urls import path

from newsportal.accounts import profile_page

app_name = "accounts"

urlpatterns = [
    path("profile/", profile_page.page, name="profile"),
]
