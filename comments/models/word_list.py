"""Lists of words that hold or refuse a comment; lead moderators keep them (feature M6)."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Reason

#: Some 20,000 lines: four times what the portal promises to look through in a millisecond.
ENTRIES_LENGTH = 400_000


class WordList(models.Model):
    """One list. Its entries stand one a line; `comments.word_lists` reads and matches them."""

    class Action(models.TextChoices):
        HOLD = "hold", _("hold: a moderator reads it first")
        REJECT = "reject", _("reject: refused at once, with the reason")

    class Matching(models.TextChoices):
        WORDS = "words", _("whole words")
        STEMS = "stems", _("whole words and their endings")

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_on = models.BooleanField(_("in use"), default=True)
    action = models.CharField(
        _("what it does"), max_length=8, choices=Action.choices, default=Action.HOLD
    )
    reason = models.CharField(
        _("reason"),
        max_length=20,
        choices=Reason.choices,
        default=Reason.ABUSE,
        help_text=_(
            "What the author of a refused comment reads, with the rule behind it. They are told "
            "that a machine decided, and may appeal."
        ),
    )
    matching = models.CharField(
        _("matches"),
        max_length=8,
        choices=Matching.choices,
        default=Matching.WORDS,
        help_text=_(
            "With endings “idiot” also finds “idiots” and “idiotic”. Nothing is ever found inside "
            "another word. What Arabic and Korean write onto a word is understood in either case."
        ),
    )
    accents_matter = models.BooleanField(
        _("accents matter"),
        default=False,
        help_text=_("“pêche” and “péché” are two words then; otherwise both are “peche”."),
    )
    entries = models.TextField(
        _("entries"),
        blank=True,
        validators=[MaxLengthValidator(ENTRIES_LENGTH)],
        help_text=_(
            "One a line, a word or several. Capitals, look-alike letters, 1d10t, i.d.i.o.t and "
            "idiiiot need no entries of their own. A line that begins with # is a remark."
        ),
    )
    exceptions = models.TextField(
        _("never meant"),
        blank=True,
        validators=[MaxLengthValidator(ENTRIES_LENGTH)],
        help_text=_("Words that the list must not find, one a line: names of places and people."),
    )
    note = models.TextField(_("note to colleagues"), blank=True, max_length=2000)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
