from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        # Models are there only now.
        from articles import notifications, places
        from newsportal.core import addresses

        addresses.also_ask(places.things_at)
        notifications.register_kinds()
