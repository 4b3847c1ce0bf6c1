"""People who sign in: readers and staff alike, known by their e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Long enough for full names of every culture, short enough for one line on a phone.
DISPLAY_NAME_LENGTH = 60


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save a person; the address is kept in lower case, a missing name is its local part.

        Raises ValueError without an address.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        fields.setdefault("display_name", email.partition("@")[0][:DISPLAY_NAME_LENGTH])
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. All else refers to the id, so that a person can be erased."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("display name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=_("The name that stands above your comments."),
    )
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("May sign in to the newsroom (the admin).")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Uncheck this instead of deleting an account.")
    )
    #: A small square, encoded by us, under a name that nobody guesses; empty: initials are shown.
    portrait = models.FileField(
        _("portrait"),
        upload_to="portraits",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    #: Single keys of the newsroom; whoever needs the letters switches them off (E25, R7).
    keyboard_shortcuts = models.BooleanField(
        _("keys of the newsroom"), default=True, db_default=True, editable=False
    )
    #: Slurs in the moderators' queue stand blurred until they are wanted (feature M15).
    blurs_slurs = models.BooleanField(
        _("slurs blurred"), default=False, db_default=False, editable=False
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Addresses differ by more than case, whatever wrote the row.
            models.UniqueConstraint(Lower("email"), name="user_email_without_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def initials(self) -> str:
        """What stands in the circle of those who have no portrait."""
        return "".join(word[0] for word in self.display_name.split()[:2]).upper()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
