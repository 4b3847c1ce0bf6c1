"""The first start of a newspaper (feature F9): the proof of being its owner, and the making of it.

Whoever can read the terminal in which the portal was started owns it. The terminal shows a code
that hangs on the installation's secret; it is asked for once and is worth nothing any more when
the newspaper is launched.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import publishing, sections
from articles.models import MenuItem, Page, Section
from comments import first_reactions
from comments.models import SiteDiscussion
from newsportal import roles
from newsportal.core import versions
from newsportal.core.models import SiteSettings, User
from newsportal.setup import starter_pages

SALT = "newsportal.setup"
#: 100 bits in groups that can be typed from one screen to another.
CODE_LETTERS = 20
GROUP = 5

#: Two first starts at once: the second waits and then finds the newspaper launched.
LOCK = 0x6E657773

#: What becomes of a starter page.
PUBLISH, DRAFT, LEAVE_OUT = "publish", "draft", "leave-out"


class AlreadyLaunched(Exception):
    """Somebody else has launched the newspaper meanwhile."""


@dataclass(frozen=True)
class Wishes:
    """What the first page asks for, checked by its form."""

    name: str
    administrator_email: str
    administrator_name: str
    password: str
    tagline: str = ""
    logo: File[bytes] | None = None
    accent: str = "#a3182e"
    language: str = "en"
    time_zone: str = "UTC"
    publisher: str = ""
    contact_email: str = ""
    sections: tuple[str, ...] = ()
    #: Key of a starter page → what becomes of it.
    pages: Mapping[str, str] = field(default_factory=dict)
    policy: str = "hold_all"


def is_open() -> bool:
    """Whether the newspaper waits for its first start."""
    return not SiteSettings.objects.filter(launched_at__isnull=False).exists()


def code() -> str:
    """The code of this installation, in groups."""
    digest = salted_hmac(SALT, "first start", algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode().lower()[:CODE_LETTERS]
    return "-".join(letters[at : at + GROUP] for at in range(0, CODE_LETTERS, GROUP))


def is_right(typed: str) -> bool:
    """Whether somebody has typed the code; case, spaces and hyphens do not matter."""
    letters = "".join(typed.lower().split()).replace("-", "")
    return constant_time_compare(letters, code().replace("-", ""))


@transaction.atomic
def launch(wishes: Wishes) -> User:
    """Make the newspaper: settings, sections, pages, menus, discussion and its administrator.

    Returns:
        The administrator.

    Raises:
        AlreadyLaunched: somebody was faster.
        ValidationError: an address is taken, with the form's field as its key.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if not is_open():
        raise AlreadyLaunched
    administrator = _make_administrator(wishes)
    with translation.override(wishes.language):
        _make_sections(wishes)
        pages = _make_pages(wishes, administrator)
        _make_menus(pages)
        first_reactions.translate()
    SiteDiscussion.objects.update_or_create(
        pk=SiteDiscussion.SINGLE, defaults={"policy": wishes.policy}
    )
    _keep_settings(wishes)
    versions.bump("site", "menu", "sections", "home", "discussion-policies")
    transaction.on_commit(versions.forget_copies)
    return administrator


def _make_administrator(wishes: Wishes) -> User:
    email = User.objects.normalize_email(wishes.administrator_email)
    if User.objects.filter(email=email).exists():
        raise ValidationError(
            {"administrator_email": _("There is an account with this address already.")}
        )
    user = User.objects.create_user(email, wishes.password, display_name=wishes.administrator_name)
    # Who has the terminal needs no mail to prove an address.
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    roles.give(user, roles.ADMINISTRATOR)
    return user


def _make_sections(wishes: Wishes) -> None:
    colours = [colour for colour in Section.Colour.values if colour != Section.Colour.SLATE]
    first = Section.objects.count()
    for order, name in enumerate(wishes.sections, first):
        section = Section(
            name=name,
            slug=slug_of(name),
            order=order,
            colour=colours[order % len(colours)],
        )
        try:
            sections.save(section)
        except ValidationError as error:
            raise ValidationError({"sections": error.messages}) from error


def slug_of(name: str) -> str:
    """A section's part of the address, as long as its column takes."""
    longest = Section._meta.get_field("slug").max_length
    return slugify(name, allow_unicode=True)[:longest].strip("-")


def _make_pages(wishes: Wishes, administrator: User) -> list[Page]:
    made = []
    for page in starter_pages.PAGES:
        wish = wishes.pages.get(page.key, LEAVE_OUT)
        if wish == LEAVE_OUT:
            continue
        draft = publishing.create_page(administrator, page.content(wishes))
        if wish == PUBLISH:
            try:
                publishing.publish(draft, administrator)
            except publishing.Refused as refused:
                raise ValidationError({f"page_{page.key}": refused.message}) from refused
        made.append(draft)
    return made


def _make_menus(pages: list[Page]) -> None:
    """Home and the top sections above, the pages in the footer, where they appear when published.

    A menu that somebody has filled before (by an import) is left as it is.
    """
    main, footer = MenuItem.Menu.MAIN, MenuItem.Menu.FOOTER
    if not MenuItem.objects.filter(menu=main).exists():
        MenuItem.objects.create(menu=main, url="/", label=_("Home"))
        MenuItem.objects.bulk_create(
            MenuItem(menu=main, order=order, section=section)
            for order, section in enumerate(Section.objects.filter(parent=None), 1)
        )
    if not MenuItem.objects.filter(menu=footer).exists():
        MenuItem.objects.bulk_create(
            MenuItem(menu=footer, order=order, page=page) for order, page in enumerate(pages)
        )


def _keep_settings(wishes: Wishes) -> None:
    site = SiteSettings.objects.filter(pk=SiteSettings.SINGLE).first() or SiteSettings()
    for name in (
        "name",
        "tagline",
        "accent",
        "language",
        "time_zone",
        "publisher",
        "contact_email",
    ):
        setattr(site, name, getattr(wishes, name))
    site.launched_at = timezone.now()
    if wishes.logo:
        site.logo.save(wishes.logo.name or "logo.png", wishes.logo, save=False)
    site.save()
