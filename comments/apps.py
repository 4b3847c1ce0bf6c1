from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        # Models are there only now.
        from comments import notifications

        notifications.register_kinds()
