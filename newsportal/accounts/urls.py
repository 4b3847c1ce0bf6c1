"""allauth's addresses, with our views in place of some of them."""

from django.urls import include, path, re_path

from newsportal.accounts import views
from newsportal.accounts.factors import views as factors
from newsportal.accounts.social import views as social

urlpatterns = [
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_address, name="account_confirm_email"
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.choose_password,
        name="account_reset_password_from_key",
    ),
    path("second-factor/totp/activate/", factors.activate, name="mfa_activate_totp"),
    path("second-factor/authenticate/", factors.challenge, name="mfa_authenticate"),
    path("second-factor/webauthn/add/", factors.add_key, name="mfa_add_webauthn"),
    path(
        "second-factor/webauthn/reauthenticate/",
        factors.show_key,
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/download/",
        factors.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/", include("allauth.mfa.urls")),
    path("connected/", social.connections, name="socialaccount_connections"),
    path("connected/", include("allauth.socialaccount.urls")),
    path("oidc/<slug:provider_id>/login/", social.leave, name="openid_connect_login"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("", include("allauth.account.urls")),
]
