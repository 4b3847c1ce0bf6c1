"""allauth's addresses, with our views in place of two of them."""

from django.urls import include, path, re_path

from newsportal.accounts import views

urlpatterns = [
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_address, name="account_confirm_email"
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.choose_password,
        name="account_reset_password_from_key",
    ),
    path("", include("allauth.account.urls")),
]
