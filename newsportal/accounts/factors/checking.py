"""Whether a code is right: each counts once, whichever process it reaches first."""

from __future__ import annotations

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction

from newsportal.core.models import User

#: Where an authenticator keeps the time step of the last code that opened it.
LAST_STEP = "last_step"

Type = Authenticator.Type


def has_factor(person: User) -> bool:
    """Whether an account has a second factor; codes for its loss alone are none."""
    return Authenticator.objects.filter(user=person).exclude(type=Type.RECOVERY_CODES).exists()


def step_of(secret: str, code: str) -> int | None:
    """The time step that a code belongs to, of those that are near now; None: it is wrong.

    One step before and after count too: clocks of phones differ, and people type slowly
    (RFC 6238, section 5.2).
    """
    for step in totp.yield_hotp_counters_from_time():
        value = totp.format_hotp_value(totp.hotp_value(secret, step))
        if compare_user_code(actual=code, expected=value):
            return int(step)
    return None


@transaction.atomic
def use(person: User, code: str) -> Authenticator | None:
    """Take a code of the app, or one of the codes for its loss.

    Args:
        person: whose code it should be.
        code: as typed; spaces and hyphens do not matter.

    Returns:
        What it belongs to, or None when it is wrong or was used before (RFC 6238 section 5.2: a
        code is taken once).
    """
    own = Authenticator.objects.select_for_update().filter(user=person)
    app = own.filter(type=Type.TOTP).first()
    if app is not None:
        step = step_of(decrypt(app.data["secret"]), code)
        if step is not None:
            return app if mark_used(app, step) else None
    spare = own.filter(type=Type.RECOVERY_CODES).first()
    if spare is not None and has_factor(person) and spare.wrap().validate_code(code):
        return spare
    return None


def mark_used(app: Authenticator, step: int) -> bool:
    """Note the last time step that was used; False when it, or a later one, was used before."""
    if step <= app.data.get(LAST_STEP, -1):
        return False
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])
    return True


def codes_left(person: User) -> int:
    """How many codes for the loss of the phone were not used yet."""
    spare = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    return len(spare.wrap().get_unused_codes()) if spare else 0
