"""Addresses of the moderation desk, below ``/admin/moderation/``."""

from django.urls import path

from comments.views import (
    desk,
    desk_controls,
    desk_dry_run,
    desk_erasing,
    desk_log,
    desk_notifiers,
    desk_people,
    desk_picks,
    desk_second_look,
    desk_statistics,
    desk_try,
    desk_watch_lists,
)

urlpatterns = [
    path("", desk.page, name="moderation"),
    path("notices/<int:pk>/notifier/", desk_notifiers.change, name="moderation-notifier"),
    path("log/", desk_log.log, name="moderation-log"),
    path("log/log.csv", desk_log.download, name="moderation-log-csv"),
    path("try/", desk_try.try_text, name="moderation-try"),
    path("controls/", desk_controls.page, name="moderation-controls"),
    path("picks/", desk_picks.page, name="moderation-picks"),
    path("people/", desk_people.people, name="moderation-people"),
    path("people/<int:pk>/", desk_people.person, name="moderation-person"),
    path("undo/", desk.undo, name="moderation-undo"),
    path("blur/", desk.blur, name="moderation-blur"),
    path("watch-lists/", desk_watch_lists.lists, name="moderation-watch-lists"),
    path("watch-lists/add/", desk_watch_lists.add, name="moderation-watch-list-add"),
    path("watch-lists/<int:pk>/", desk_watch_lists.change, name="moderation-watch-list"),
    path("statistics/", desk_statistics.page, name="moderation-statistics"),
    path("statistics/statistics.csv", desk_statistics.download, name="moderation-statistics-file"),
    path("second-look/", desk_second_look.page, name="moderation-second-look"),
    path("second-look/agreement/", desk_second_look.agreed, name="moderation-agreement"),
    path("dry-run/", desk_dry_run.dry_runs, name="moderation-dry-runs"),
    path("dry-run/<int:pk>/", desk_dry_run.dry_run, name="moderation-dry-run"),
    path("dry-run/<int:pk>/cancel/", desk_dry_run.cancel, name="moderation-dry-run-cancel"),
    path("dry-run/<int:pk>/again/", desk_dry_run.again, name="moderation-dry-run-again"),
    path("erase/<int:pk>/", desk_erasing.erase, name="moderation-erase"),
    path("erasures/", desk_erasing.receipts, name="moderation-erasures"),
    path("erasures/<str:number>/", desk_erasing.receipt, name="moderation-erasure"),
    path("erasures/<str:number>/open/", desk_erasing.evidence_page, name="moderation-evidence"),
]
