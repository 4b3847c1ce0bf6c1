"""Names that people choose to be seen by: readable, and not to be mistaken for the staff."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsportal.core.models import SiteSettings, User
from newsportal.core.plain_text import clean_line

#: Roles that a reader may not claim, as a name or as a word of one, in the portal's languages.
ROLES = tuple(
    "admin administrator moderator editor newsroom staff support webmaster "
    "redaktion redakteur redakteurin moderatorin administratorin "
    "관리자 운영자 편집자 편집국 مدير مشرف محرر الإدارة".split()
)

#: Signs that look like a Latin letter, in either case, by that letter: what a Latin name can be
#: imitated with. A selection of Unicode's confusables (UTS 39); NFKD has done the accents, the
#: mathematical letters and the full-width ones before.
LOOK_ALIKES_BY_LETTER = {
    "a": "@4аαΑАɑᴀ∂ꭺᗅ",
    "b": "8ВΒЬьЪƄʙᏴβ",
    "c": "(сСᴄꮯⲥ¢©",
    "d": "ԁɗđðᴅᏧժÐ",
    "e": "3€еєзЗЕΕεҽɛᴇꭼəɘ",
    "f": "ƒϝꜰғ",
    "g": "9ɡցɢԍᏀǥ",
    "h": "һНΗнհʜᏂħ",
    "i": "1!|lłŁʟіІıιΙɪӏӀ׀ǀᎥ¡¦ا",
    "j": "јЈᴊյϳ",
    "k": "кКκΚᴋҡ",
    "m": "мМΜᴍϻ",
    "n": "пηոռΝɴŋ",
    "o": "0оΟОοσօᴏøө๐०٥ەס",
    "p": "рΡРρᴘքþ",
    "q": "ԛգզ",
    "r": "гꭇʀᴦ",
    "s": "5$ѕЅꜱƽՏ§",
    "t": "7+тТτΤᴛŧ†",
    "u": "υսᴜʋμ",
    "v": "νѵᴠ√∨",
    "w": "шԝωѡᴡաɯ",
    "x": "хХχΧ×ж",
    "y": "уγУΥүʏყ¥",
    "z": "2ΖᴢʐƶҙȤ",
}
LOOK_ALIKES = str.maketrans(
    {sign: letter for letter, signs in LOOK_ALIKES_BY_LETTER.items() for sign in signs}
)
#: Two letters that read as one in most typefaces.
PAIRS = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """What a name looks like: without case, accents, spaces and signs, look-alikes made Latin."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    # Twice: capitals of other scripts have shapes of their own, and so have small letters.
    folded = plain.translate(LOOK_ALIKES).casefold().translate(LOOK_ALIKES)
    kept = "".join(letter for letter in folded if letter.isalnum())
    for pair, letter in PAIRS:
        kept = kept.replace(pair, letter)
    return kept


def shapes(name: str) -> set[str]:
    """Skeletons of a name with digits and signs read as letters, and with them left out."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", name) if letter.isalpha())
    return {skeleton(name), skeleton(letters)} - {""}


def clean_display_name(typed: str, person: User | None = None, further: Iterable[str] = ()) -> str:
    """The name, cleaned.

    Args:
        typed: what somebody wants to be called.
        person: who wants it; staff may keep the name that they have.
        further: names of the newsroom beside those of its accounts, such as its bylines.

    Raises:
        ValidationError: nothing to read in it, an address in it, or it could be mistaken for a
            member of staff, a role or the newspaper itself.
    """
    name = clean_line(typed)
    if not any(letter.isalpha() for letter in name):
        raise ValidationError(_("A name needs a letter."))
    if "@" in name or "://" in name or "www." in name.lower():
        raise ValidationError(_("A name is no address: leave out @ and links."))
    if claims_role(name) or shapes(name) & _taken(person, further):
        raise ValidationError(
            _("This name could be mistaken for somebody of the newsroom. Choose another one.")
        )
    return name


def claims_role(name: str) -> bool:
    """Whether a name is a role of the newsroom, or one of its words is."""
    roles = {skeleton(role + ending) for role in ROLES for ending in ("", "s")}
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    # "Moderator Mina", "A D M I N", "adm1n", "Admin 2"
    parts = itertools.chain.from_iterable(shapes(part) for part in (name, *name.split(), *words))
    return not roles.isdisjoint(parts)


def _taken(person: User | None, further: Iterable[str]) -> set[str]:
    """Skeletons of the names that the newsroom uses itself."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if person is not None:
        staff = staff.exclude(pk=person.pk)
    names = itertools.chain(
        staff.values_list("display_name", flat=True),
        SiteSettings.objects.values_list("name", flat=True),
        further,
    )
    return {skeleton(name) for name in names} - {""}
