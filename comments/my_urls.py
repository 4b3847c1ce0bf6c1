"""A person's own pages of the discussion, below ``/me/``."""

from django.urls import path

from comments.views import mine, reader_acts

urlpatterns = [
    path("comments/", mine.listing, name="own-comments"),
    path("comments/<int:pk>/", mine.one, name="own-comment"),
    path("comments/<int:pk>/appeal/", mine.appeal, name="appeal"),
    path("comments/<int:pk>/again/", mine.again, name="send-again"),
    path("followed-discussions/", reader_acts.followed, name="followed"),
    path("followed-discussions/habit/", reader_acts.habit, name="follow-habit"),
    path("followed-discussions/<int:pk>/stop/", reader_acts.stop_one, name="unfollow"),
    path("followed-discussions/stop/<str:token>/", reader_acts.stop_by_link, name="stop-following"),
    path("muted/", reader_acts.muted, name="muted"),
    path("muted/<int:pk>/stop/", reader_acts.unmute, name="unmute"),
]
