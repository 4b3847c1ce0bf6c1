"""The forms of a live blog in the newsroom: the composer of a phone, an update's edit, the end."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import images
from articles.editor import StoryEditorField
from articles.live import UpdateContent
from articles.markup import typed_text
from articles.models import Author, Image, LiveUpdate, Story
from articles.working_copy import content_of
from newsportal.core.images import ImageRefused
from newsportal.core.models import User
from newsportal.core.plain_text import clean_line, clean_text

#: Characters typed at once: a long entry has some three thousand.
MOST_TYPED = 20_000
PICTURES = "image/jpeg,image/png,image/webp,image/avif"


def bylines_for(story: Story, user: User, update: LiveUpdate | None = None) -> QuerySet[Author]:
    """Names that may stand over an update: one's own, those over the story, the present one."""
    content: Any = content_of(story)
    named = [byline.author for byline in content.bylines]
    present = [update.author_id] if update and update.author_id else []
    return Author.objects.filter(Q(pk__in=[*named, *present]) | Q(user=user.pk))


def _line(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    """A field of one line."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=help_text,
    )


class AuthorField(forms.ModelChoiceField):
    """Whose name stands over the update; nobody's of the list: the account's own."""

    def __init__(self) -> None:
        super().__init__(
            label=pgettext_lazy("author", "By"),
            queryset=Author.objects.none(),
            required=False,
            empty_label=_("The name of the account"),
        )


class PictureForm(forms.Form):
    """What both forms share: a headline, a name, and a picture that a refusal does not lose.

    An upload goes into the library at once; shown again, the form names it by `kept_picture`, so
    that nobody has to choose and send it twice. Who may add no pictures has no such fields.
    """

    kept_picture = forms.IntegerField(required=False, widget=forms.HiddenInput)
    headline = _line(_("Headline"), 200)
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": PICTURES})
    )
    without_picture = forms.BooleanField(label=_("Without the picture"), required=False)
    alt = _line(_("What the picture shows"), 300, _("For readers who cannot see it."))
    credit = _line(_("Credit of the picture"), 160)
    author = AuthorField()

    def __init__(
        self, *args: Any, story: Story, user: User, update: LiveUpdate | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.story, self.user, self.update = story, user, update
        #: Whether an upload of this very request went into the library.
        self.has_uploaded = False
        self.image: Image | None = None
        names = self.fields["author"]
        assert isinstance(names, forms.ModelChoiceField)
        names.queryset = bylines_for(story, user, update)
        self.takes_pictures = user.has_perm("articles.add_image")
        if not self.takes_pictures:
            for name in ("kept_picture", "picture", "alt", "credit"):
                del self.fields[name]

    def clean_headline(self) -> str:
        return clean_line(self.cleaned_data["headline"])

    def clean_alt(self) -> str:
        return clean_line(self.cleaned_data["alt"])

    def clean_credit(self) -> str:
        return clean_line(self.cleaned_data["credit"])

    def take_picture(self) -> None:
        """Put the upload into the library, else find the one that an earlier try has put there.

        `image` is it afterwards; a file that is no picture of ours is an error of its field.
        """
        data = self.cleaned_data
        upload = data.get("picture")
        words = {name: data.get(name, "") for name in ("alt", "credit")}
        if upload is None:
            self.image = None if data.get("without_picture") else self._described(words)
            return
        try:
            self.image = images.take(upload, self.user, **words)
        except ImageRefused as refusal:
            self.add_error("picture", refusal)
            return
        self.has_uploaded = True
        self.keep("kept_picture", self.image.pk)

    def _described(self, words: dict[str, str]) -> Image | None:
        """The picture of an earlier try; only the person's own, with the words typed since."""
        pk = self.cleaned_data.get("kept_picture")
        image = Image.objects.filter(pk=pk, created_by=self.user.pk).first() if pk else None
        if image is not None:
            changed = [name for name, value in words.items() if getattr(image, name) != value]
            for name in changed:
                setattr(image, name, words[name])
            images.describe(image, changed)
        return image

    def keep(self, name: str, value: object) -> None:
        """Have the form, shown again, say this in a hidden field."""
        self.data = self.data.copy()
        self.data[name] = str(value)

    def drop_upload(self) -> None:
        """Take the upload of this request from the library again: another one was faster."""
        if self.has_uploaded and self.image is not None:
            images.delete(self.image)

    @property
    def author_id(self) -> int | None:
        author = self.cleaned_data.get("author")
        return author.pk if author else None


class ComposerForm(PictureForm):
    """What a reporter posts from a phone: words, a picture, both. All else can wait."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is happening?"),
        max_length=MOST_TYPED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    is_key = forms.BooleanField(label=_("Key event"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", self.new_key())
        own = self._own_name()
        self.initial.setdefault("author", own.pk if own else None)

    @staticmethod
    def new_key() -> uuid.UUID:
        """What tells one update from the next, however often each is sent."""
        return uuid.uuid4()

    def _own_name(self) -> Author | None:
        if self.is_bound:
            return None  # what was chosen stands in the data
        return Author.objects.filter(user=self.user.pk).first()

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def content(self) -> UpdateContent:
        return UpdateContent(
            headline=self.cleaned_data.get("headline", ""),
            body_html=typed_text(self.cleaned_data.get("text", "")),
            image=self.image.pk if self.image else None,
            author=self.author_id,
        )


class UpdateForm(PictureForm):
    """An update as it can be changed later, with the editor of stories."""

    based_on = forms.IntegerField(label=_("Version that was opened"), widget=forms.HiddenInput)
    body = StoryEditorField(label=_("Text"), required=False)

    def __init__(self, *args: Any, update: LiveUpdate, **kwargs: Any) -> None:
        initial = {
            "based_on": update.revision,
            "headline": update.headline,
            "body": update.body_html,
            "author": update.author_id,
        }
        super().__init__(*args, story=update.story, update=update, initial=initial, **kwargs)
        self.fields["body"].widget.attrs["rows"] = 10
        if "picture" in self.fields and update.image_id:
            self.fields["picture"].label = _("Another picture")

    def content(self) -> UpdateContent:
        """What was typed; the picture is the new one, else the present one unless it is to go."""
        assert self.update is not None
        present = None if self.cleaned_data["without_picture"] else self.update.image_id
        return UpdateContent(
            headline=self.cleaned_data["headline"],
            body_html=self.cleaned_data["body"],
            image=self.image.pk if self.image else present,
            author=self.author_id,
        )


class SummaryForm(forms.Form):
    """The summary with which a live blog ends, and on which its page begins from then on."""

    based_on = forms.CharField(
        label=_("Version that was opened"),
        required=False,
        max_length=16,
        widget=forms.HiddenInput,
    )
    summary = StoryEditorField(
        label=_("Summary"),
        required=False,
        help_text=_("Stands on top of the page from then on. It may be empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].widget.attrs["rows"] = 10


class PersonChoices(forms.ModelMultipleChoiceField):
    """People by name and address: two may have the same name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.email}"


class ReportersForm(forms.Form):
    """Who may post here without the right to publish."""

    reporters = PersonChoices(
        label=_("Reporters"),
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("display_name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
