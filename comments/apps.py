from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from newsportal.core.my_pages import MyPage, register


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        # Models are there only now.
        from comments import notifications, personal_data, reconciling

        notifications.register_kinds()
        personal_data.register_all()
        reconciling.register_kinds()
        register(
            MyPage(
                "comments:own-sanctions",
                _("Decisions about you"),
                _("Warnings and suspensions, with their reasons."),
                order=35,
            ),
        )
