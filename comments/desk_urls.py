"""Addresses of the moderation desk, below ``/admin/moderation/``."""

from django.urls import path

from comments.views import desk, desk_log, desk_people, desk_try

urlpatterns = [
    path("", desk.queue, name="moderation"),
    path("log/", desk_log.log, name="moderation-log"),
    path("log/log.csv", desk_log.download, name="moderation-log-csv"),
    path("try/", desk_try.try_text, name="moderation-try"),
    path("people/", desk_people.people, name="moderation-people"),
    path("people/<int:pk>/", desk_people.person, name="moderation-person"),
]
