"""Feature R9: a display name can be read and is not to be mistaken for the newsroom's."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from articles.models import Author
from newsportal.core.names import clean_display_name, skeleton
from tests import factories as f
from tests.hostile_text import NAUGHTY, VECTORS

pytestmark = pytest.mark.django_db

#: How Mina Holt of the staff could be imitated.
IMITATIONS = {
    "case": "MINA HOLT",
    "spacing": "M i n a  H o l t",
    "no space": "MinaHolt",
    "signs": "Mina_Holt.",
    "decoration": "~ Mina Holt! ~",
    "a number behind": "Mina Holt 2",
    "digits": "M1na H0lt",
    "signs for letters": "M!na Ho|t",
    "capital i for l": "Mina HoIt",
    "accents": "Mína Hölt",
    "Cyrillic": "Міnа Ноlt",
    "Greek": "Μιna Ηοlτ",
    "capitals of three scripts": "ΜІΝА НОLТ",
    "full width": "Ｍｉｎａ Ｈｏｌｔ",
    "mathematical": "𝐌𝐢𝐧𝐚 𝓗𝓸𝓵𝓽",
    "circled": "Ⓜⓘⓝⓐ Ⓗⓞⓛⓣ",
    "small capitals": "Mɪɴᴀ Hᴏʟᴛ",
    "strokes": "Mina Høłŧ",
    "zero width": "Mina\u200b Ho\u00adlt",
    "direction": "\u202eMina Holt\u202c",
    "r and n for m": "rnina Holt",
}
ROLES = ("Admin", "administrator", "A D M I N", "adm1n", "Аdmin", "Moderator Mina", "Sam (staff)")
ROLES += ("Editors", "moderat0r", "Newsroom", "Redaktion", "관리자", "مشرف", "admin_team")
ORDINARY = ("Rana Aziz", "Ådne Sørli", "Жанна Ли", "김민지", "محمد علي", "O’Brien", "J. R. Ewing 3")
ORDINARY += ("Nguyễn Thị Hạnh", "नमिता", "Adminah Woodrow", "Stafford", "Mina", "Holt", "李")


@pytest.fixture
def mina():
    return f.UserFactory(display_name="Mina Holt", is_staff=True)


@pytest.mark.parametrize("name", IMITATIONS.values(), ids=IMITATIONS)
def test_nobody_can_look_like_a_colleague(mina, name):
    with pytest.raises(ValidationError):
        clean_display_name(name)


@pytest.mark.parametrize("name", ROLES)
def test_nobody_can_be_called_by_a_role(name):
    with pytest.raises(ValidationError, match="newsroom"):
        clean_display_name(name)


def test_nobody_can_be_called_like_the_newspaper_or_one_of_its_bylines():
    f.site(name="The Meridian")
    f.AuthorFactory(name="Jae Lim")

    with pytest.raises(ValidationError):
        clean_display_name("the  meridiаn")
    with pytest.raises(ValidationError):
        clean_display_name("J4e Lim", further=Author.objects.values_list("name", flat=True))
    assert clean_display_name("Jae Lim") == "Jae Lim"


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_of_any_script_is_kept_as_it_is(mina, name):
    assert clean_display_name(name) == name


def test_a_colleague_keeps_the_own_name(mina):
    assert clean_display_name("Mina Holt", mina) == "Mina Holt"


def test_a_colleague_who_left_blocks_no_name(mina):
    mina.is_active = False
    mina.save()

    assert clean_display_name("Mina Holt") == "Mina Holt"


@pytest.mark.parametrize("name", ["", " ", "123", "🙂", "---", "\u200b", "\u202e", "ㅤ"])
def test_a_name_needs_something_to_read(name):
    with pytest.raises(ValidationError):
        clean_display_name(name)


@pytest.mark.parametrize("name", ["rana@example.org", "http://a.example", "WWW.spam.example"])
def test_a_name_is_no_address(name):
    with pytest.raises(ValidationError, match="address"):
        clean_display_name(name)


@pytest.mark.parametrize("text", [*VECTORS.values(), *NAUGHTY.values()])
def test_hostile_text_is_refused_or_harmless_and_stays_as_it_is_when_cleaned_again(text):
    try:
        name = clean_display_name(text)
    except ValidationError:
        return

    assert name.isprintable() or "\u200d" in name or "\u200c" in name
    assert clean_display_name(name) == name


def test_names_that_look_different_have_different_skeletons():
    assert len({skeleton(name) for name in ORDINARY}) == len(ORDINARY)
