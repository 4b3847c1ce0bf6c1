from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsportal.core.my_pages import MyPage, register


class AccountsConfig(AppConfig):
    name = "newsportal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Models are there only now.
        from newsportal.accounts import joining, personal_data

        personal_data.register_parts()
        joining.follow_sign_ups()
        if settings.SOCIAL_LOGINS:
            register(
                MyPage(
                    "socialaccount_connections",
                    _("Connected accounts"),
                    _("Other services that open your account here."),
                    order=84,
                )
            )
        register(
            MyPage(
                "accounts:profile",
                _("Profile"),
                _("Your name and your portrait, as others see them."),
                order=70,
            ),
            MyPage(
                "account_email",
                _("E-mail address"),
                _("Where you sign in with and where our mails go."),
                order=81,
            ),
            MyPage(
                "account_change_password",
                _("Password"),
                _("Choose a new one."),
                order=82,
            ),
            MyPage(
                "mfa_index",
                _("Second factor"),
                _("A code from your phone, so that a stolen password is not enough."),
                order=83,
            ),
            MyPage(
                "accounts:data",
                _("Your data"),
                _("Take all of it with you, or delete your account."),
                order=90,
            ),
        )
