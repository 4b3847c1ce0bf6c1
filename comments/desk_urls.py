"""Addresses of the moderation desk, below ``/admin/moderation/``."""

from django.urls import path

from comments.views import desk

urlpatterns = [
    path("", desk.queue, name="moderation"),
]
