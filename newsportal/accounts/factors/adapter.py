"""What allauth asks about second factors: names in the app, and how secrets lie in the database."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.chrome import current as chrome
from newsportal.core.models import User

SALT = "newsportal.accounts.factors"
#: As many random bytes as allauth gives a new secret.
SECRET_BYTES = 20


class FactorAdapter(DefaultMFAAdapter):
    """The newspaper's name beside the code in the app; secrets encrypted where they are kept."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used before. Try the next one."),
        "unverified_email": _("Confirm your e-mail address first: its link is in your mail."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypted with the site's secret key: a stolen dump of the database opens no account."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; after a change of SECRET_KEY one that nobody has, so that no code fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- allauth's
        """A name for a key whose owner thinks of none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Key %(number)d") % {"number": number}

    def _get_site_name(self) -> str:
        return chrome.get().site.name


def _cipher() -> Fernet:
    key = salted_hmac(SALT, settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key).digest()))


def qr_drawing(text: str) -> dict[str, Any]:
    """A text as a QR code to be drawn by a template: `size` of its square in modules, and `path`.

    The path is letters and numbers alone, so that a template can escape it like any text and no
    page needs markup that is trusted, nor a picture in its address.
    """
    import qrcode  # asked for on one page only

    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return {"size": len(rows), "path": "".join(dark)}


#: Empty modules around the code, as ISO/IEC 18004 wants them.
QUIET_ZONE = 4
