from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        # Models are there only now.
        from articles import error_notices, notifications, personal_data, places
        from articles.debts import errors
        from newsportal.core import addresses, my_pages

        addresses.also_ask(places.things_at)
        notifications.register_kinds()
        personal_data.register_parts()
        my_pages.register(
            my_pages.MyPage(
                "articles:your-list",
                _("Your list"),
                _("Stories that you saved, and what is new in all that you follow."),
                order=10,
            ),
            my_pages.MyPage(
                "articles:newsletters-own",
                _("Newsletters"),
                _("What the newspaper sends you by mail, and how often."),
                order=15,
            ),
        )
        error_notices.register_kinds()
        errors.register_kind()
