from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from newsportal.core.my_pages import MyPage, register


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        # Models are there only now.
        from comments import (
            checks,  # noqa: F401 -- importing registers them
            notifications,
            personal_data,
            reconciling,
            report_notices,
            sanction_notices,
            told,
        )

        notifications.register_kinds()
        told.register_kinds()
        sanction_notices.register_kinds()
        personal_data.register_all()
        reconciling.register_kinds()
        register(
            MyPage(
                "comments:own-comments",
                _("My comments"),
                _("What you wrote, what was decided on it and why, and how to object."),
                order=30,
            ),
            MyPage(
                "comments:own-sanctions",
                _("Decisions about you"),
                _("Warnings and suspensions, with their reasons."),
                order=35,
            ),
            MyPage(
                "comments:followed",
                _("Followed discussions"),
                _("Discussions that you hear of when something new is said."),
                order=38,
            ),
            MyPage(
                "comments:muted",
                _("Muted people"),
                _("Those whose comments are folded for you."),
                order=40,
            ),
        )
        report_notices.register_kinds()
