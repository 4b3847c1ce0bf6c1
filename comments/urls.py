from django.urls import include, path, re_path

from articles.urls import FEED, STORY
from comments.views import (
    feeds,
    gate,
    guests,
    legal_notices,
    moderation_page,
    own,
    reactions,
    reader_acts,
    reading,
    reports,
    writing,
)

app_name = "comments"

urlpatterns = [
    path("me/sanctions/", gate.own, name="own-sanctions"),
    path("me/sanctions/<int:pk>/read/", gate.acknowledge, name="acknowledge"),
    path("me/sanctions/<int:pk>/appeal/", gate.appeal, name="appeal-sanction"),
    path("me/", include("comments.my_urls")),
    re_path(STORY + r"comments/follow/$", reader_acts.follow, name="follow"),
    re_path(
        STORY + r"comments/(?P<pk>\d{1,18})/follow/$", reader_acts.follow, name="follow-branch"
    ),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/mute/$", reader_acts.mute, name="mute"),
    path("notice/", legal_notices.give, name="notice"),
    re_path(
        r"^notice/(?P<reference>[0-9A-Z-]{9})/(?P<token>[\w-]{20,80})/$",
        legal_notices.follow,
        name="legal-notice",
    ),
    path("moderation/", moderation_page.page, name="moderation"),
    path("moderation/reports/<int:pk>.zip", moderation_page.report, name="moderation-report"),
    path("moderation/figures.csv", moderation_page.figures, name="moderation-figures"),
    re_path(STORY + FEED, feeds.feed, name="feed"),
    re_path(STORY + r"react/$", reactions.react, name="react-to-story"),
    re_path(STORY + r"comments/$", writing.write, name="write"),
    re_path(STORY + r"comments/news/$", reading.latest, name="news"),
    re_path(STORY + r"comments/find/$", reading.find, name="find"),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/$", reading.permalink, name="permalink"),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/reply/$", writing.write, name="reply"),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/edit/$", own.edit, name="edit"),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/delete/$", own.delete, name="delete"),
    re_path(
        STORY + r"comments/confirm/(?P<token>[\w:-]{1,200})/$",
        guests.confirm,
        name="confirm",
    ),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/react/$", reactions.react, name="react-to-comment"),
    re_path(STORY + r"comments/(?P<pk>\d{1,18})/report/$", reports.report, name="report"),
]
