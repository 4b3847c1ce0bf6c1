from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from newsportal.core.my_pages import MyPage, register


class CoreConfig(AppConfig):
    name = "newsportal.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        from newsportal.core import notices  # noqa: F401 -- importing registers the core's kind

        register(
            MyPage(
                "core:notices",
                _("Notices"),
                _("What happened that concerns you, and how you hear of it."),
                order=20,
            )
        )
