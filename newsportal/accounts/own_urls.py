"""A person's own pages of this app, below ``/me/``."""

from django.urls import path

from newsportal.accounts import data_pages, profile_page

app_name = "accounts"

urlpatterns = [
    path("profile/", profile_page.page, name="profile"),
    path("sessions/end/", profile_page.end_sessions, name="end-sessions"),
    path("data/", data_pages.page, name="data"),
    path("data/download/", data_pages.ask, name="data-ask"),
    path("data/file/", data_pages.file, name="data-file"),
    path("data/delete/", data_pages.delete, name="data-delete"),
    path("closing/<str:token>/", data_pages.way_back, name="closing"),
]
