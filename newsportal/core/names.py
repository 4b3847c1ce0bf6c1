"""Names that people choose to be seen by: readable, and not to be mistaken for the staff."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsportal.core.models import SiteSettings, User
from newsportal.core.plain_text import clean_line

#: Roles that a reader may not claim by name.
ROLES = ("admin", "administrator", "moderator", "editor", "newsroom", "staff", "support")

#: Letters of other scripts, and digits, that look like Latin ones (a selection of Unicode's
#: confusables, those that a Latin name can be imitated with).
LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтгзαοερνικτυωηγ01345789|!$@",
    "aeopcyxijshdqwbkmhtr3aoepvikruwnyoieasbbgilsa",
)


def skeleton(name: str) -> str:
    """What a name looks like: without case, accents, spaces and signs, look-alikes made Latin."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    folded = plain.translate(LOOK_ALIKES)
    kept = "".join(letter for letter in folded if letter.isalnum())
    return kept.replace("l", "i").replace("rn", "m").replace("vv", "w")


def clean_display_name(typed: str, person: User | None = None) -> str:
    """The name, cleaned.

    Args:
        typed: what somebody wants to be called.
        person: who wants it; staff may keep the name that they have.

    Raises:
        ValidationError: nothing to read in it, an address in it, or it could be mistaken for a
            member of staff, a role or the newspaper itself.
    """
    name = clean_line(typed)
    if not any(letter.isalpha() for letter in name):
        raise ValidationError(_("A name needs a letter."))
    if "@" in name or "://" in name or "www." in name.lower():
        raise ValidationError(_("A name is no address: leave out @ and links."))
    shape = skeleton(name)
    staff = User.objects.filter(is_staff=True, is_active=True)
    if person is not None:
        staff = staff.exclude(pk=person.pk)
    taken = {skeleton(one) for one in staff.values_list("display_name", flat=True)}
    paper = SiteSettings.objects.values_list("name", flat=True).first()
    taken |= {skeleton(role) for role in ROLES} | ({skeleton(paper)} if paper else set())
    if shape and shape in taken:
        raise ValidationError(
            _("This name could be mistaken for somebody of the newsroom. Choose another one.")
        )
    return name
