from django.urls import path

from newsportal.core.views import pages

app_name = "core"

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("media/<path:name>", pages.media, name="media"),
    path("theme/<str:colour>.css", pages.accent, name="accent"),
]
