from django.urls import path

from newsportal.core.views import me, notices, pages

app_name = "core"

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("media/<path:name>", pages.media, name="media"),
    path("me/", me.overview, name="me"),
    path("me/notices/", notices.my_inbox, name="notices"),
    path("me/notices/read/", notices.my_read, name="notice-read"),
    path("me/notices/choices/", notices.my_choices, name="notice-choices"),
    path("me/notices/stop/<str:token>/", notices.stop_mails, name="stop-mails"),
    path("theme/<str:colour>.css", pages.accent, name="accent"),
]
