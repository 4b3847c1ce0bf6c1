"""Addresses of the moderation desk, below ``/admin/moderation/``."""

from django.urls import path

from comments.views import desk, desk_log

urlpatterns = [
    path("", desk.queue, name="moderation"),
    path("log/", desk_log.log, name="moderation-log"),
    path("log/log.csv", desk_log.download, name="moderation-log-csv"),
]
