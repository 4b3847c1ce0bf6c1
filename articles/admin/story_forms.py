"""The form of a story with its form sets, as one thing that the admin page handles."""

from __future__ import annotations

from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from articles import checks, image_uses, images, rights
from articles.admin import gallery, search_fields
from articles.admin.desk_form import DeskForm
from articles.admin.gallery import GalleryFormSet
from articles.admin.story_form import PICTURES, RELATED, BylineFormSet, StoryForm
from articles.chrome import current as chrome
from articles.models import Author, Image, Story
from articles.publishing import Refused
from articles.working_copy import GalleryContent, StoryContent, content_of
from newsportal.core.chosen_rows import row_number

#: Buttons and tokens of a posted form: no part of what was typed.
_NOT_TYPED = ("csrfmiddlewaretoken", "_merge", "theirs")


class DocumentForms:
    """A document's main form, and what the admin page asks of it."""

    def __init__(self, request: HttpRequest, document: Any, form: DeskForm) -> None:
        self.request = request
        self.document = document
        self.form: Any = form

    @property
    def media(self) -> Any:
        return self.form.media

    def is_valid(self) -> bool:
        return bool(self.form.is_valid())

    def disable(self) -> None:
        """Show everything, let nothing be changed."""
        for field in self.form.fields.values():
            field.disabled = True

    def refuse(self, refusal: Refused) -> None:
        """Put a verb's sentence beside its field."""
        known = refusal.field if refusal.field in self.form.fields else None
        self.form.add_error(known, refusal.message)

    def go_on_from(self, document: Any) -> None:
        """Show the form again after its content was saved: the next save follows that revision."""
        self.document = document
        if document.working_revision:
            self.form.data = self.form.data.copy()
            self.form.data["based_on"] = str(document.working_revision.number)

    def typed(self) -> list[tuple[str, str]]:
        """Everything that was posted, to be posted again by the page of a conflict."""
        return [
            (name, value)
            for name, values in self.form.data.lists()
            if name not in _NOT_TYPED and not name.startswith("choice_")
            for value in values
        ]

    #: What the page shows beside the fields for search engines; set by `show`.
    search_preview: search_fields.SearchPreview

    def show(self) -> None:
        """Prepare what the page shows beside the fields."""

    def findings(self) -> list[checks.Finding]:
        """What the checks say of the newest revision."""
        return []

    @staticmethod
    def first_values(document: Any) -> dict[str, Any]:
        """What is no content: the revision that the form opens, and the times that are set."""
        number = (
            document.working_revision.number if document and document.working_revision else None
        )
        return {"based_on": number, **DeskForm.times_of(document)}


class StoryForms(DocumentForms):
    """A story's form, its bylines and its gallery."""

    def __init__(
        self, request: HttpRequest, document: Any, form: StoryForm, bylines: Any, pictures: Any
    ) -> None:
        super().__init__(request, document, form)
        self.bylines = bylines
        self.gallery = pictures

    @classmethod
    def of(cls, request: HttpRequest, story: Any, content: StoryContent | None = None) -> Self:
        """The form on the newest revision, or on `content` in its place."""
        if content is None:
            content = content_of(story) if story else StoryContent(language=_language(request))
        initial = {**StoryForm.initial_of(content), **cls.first_values(story)}
        names = [
            {"author": byline.author, "role": byline.role, "ORDER": order}
            for order, byline in enumerate(content.bylines, start=1)
        ]
        form = StoryForm(initial=initial, **_offered(request, story))
        pictures = GalleryFormSet.of(content.gallery, request.user)
        return cls(request, story, form, BylineFormSet(initial=names, prefix="bylines"), pictures)

    @classmethod
    def posted(cls, request: HttpRequest, story: Any) -> Self:
        form = StoryForm(request.POST, request.FILES, **_offered(request, story))
        pictures = GalleryFormSet.posted(request.POST, request.user, _gallery_of(story))
        return cls(request, story, form, BylineFormSet(request.POST, prefix="bylines"), pictures)

    @classmethod
    def kept(cls, request: HttpRequest, story: Any, typed: QueryDict) -> Self:
        """The form as it was kept before the browser died."""
        form = StoryForm(typed, **_offered(request, story)).unchecked()
        pictures = GalleryFormSet.posted(typed, request.user, _gallery_of(story))
        return cls(request, story, form, BylineFormSet(typed, prefix="bylines"), pictures)

    @property
    def media(self) -> Any:
        return self.form.media + self.bylines.media + self.gallery.media

    def is_valid(self) -> bool:
        return bool(self.form.is_valid() & self.bylines.is_valid() & self.gallery.is_valid())

    def disable(self) -> None:
        super().disable()
        for form in [*self.bylines.forms, *self.gallery.forms]:
            for field in form.fields.values():
                field.disabled = True

    def content(self) -> StoryContent:
        """What was typed; uploads are kept, so that a refusal later does not lose them.

        Raises newsportal.core.images.ImageRefused.
        """
        image = self._lead_image()
        pictures = self._gallery()
        content: StoryContent = self.form.content(self.bylines.bylines(), pictures, image)
        self.form.choose(image)
        return content

    def _lead_image(self) -> Image | None:
        data = self.form.cleaned_data
        if data["upload"] is None:
            chosen: Image | None = data["lead_image"]
            return chosen
        user: Any = self.request.user
        if not user.has_perm("articles.add_image"):
            raise PermissionDenied
        return images.take(
            data["upload"], user, alt=data["upload_alt"], credit=data["upload_credit"]
        )

    def _gallery(self) -> list[GalleryContent]:
        """The gallery as typed with what was uploaded to its end; each refused file is named."""
        pictures: list[GalleryContent] = self.gallery.pictures()
        uploads = self.request.FILES.getlist(gallery.UPLOADS)
        if uploads and self.request.user.has_perm("articles.add_image"):
            new, problems = gallery.taken(uploads, self.request.user)
            for problem in problems:
                messages.warning(self.request, problem)
            pictures += new
            self.gallery = GalleryFormSet.of(pictures, self.request.user)
        return pictures

    def show(self) -> None:
        """Name what is chosen, in four queries however many bylines there are."""
        authors = [form["author"].value() for form in self.bylines.forms]
        self.bylines.know(Author.objects.in_bulk(_numbers(authors)))
        related = [self.form[f"related_{place}"].value() for place in RELATED]
        self.form.know(_titles(self.request.user, _numbers(related)))
        self.gallery.show()
        chosen = _numbers([self.form[name].value() for name in PICTURES])
        pictures = image_uses.chosen_by(self.request.user, chosen)
        self.form.show_pictures(pictures)
        self.form.show_fallbacks()
        section = chrome.get().section(row_number(self.form["section"].value()))
        self.search_preview = search_fields.of_story(self.form, pictures, section)

    @property
    def asks_for_alt_reason(self) -> bool:
        """Whether a picture is silent: only then is there a reason to give."""
        field = self.form["missing_alt_reason"]
        return bool(field.value() or field.errors)

    def findings(self) -> list[checks.Finding]:
        return checks.findings(self.document, content_of(self.document)) if self.document else []


def _titles(user: Any, numbers: list[int]) -> dict[int, str]:
    """Titles of related stories; one that is not to be known yet is only said to be there."""
    if not numbers:
        return {}
    stories = Story.objects.newsroom_list().in_bulk(numbers)
    seen = set(rights.visible_stories(user).filter(pk__in=stories).values_list("pk", flat=True))
    hidden = gettext("A story that is not shown to you")
    return {
        pk: rights.title_for(user, story) if pk in seen else hidden for pk, story in stories.items()
    }


def _numbers(values: list[Any]) -> list[int]:
    return [number for value in values if (number := row_number(value)) is not None]


def _gallery_of(story: Any) -> list[GalleryContent]:
    return content_of(story).gallery if story else []


def _offered(request: HttpRequest, story: Any) -> dict[str, Any]:
    """Whom the form is for, and the sections that may be chosen: one's own, and where it is."""
    sections = rights.sections_of(request.user)
    if sections is not None and story is not None:
        sections = sections | {story.working_section_id, *content_of(story).further_sections}
    related = content_of(story).related if story is not None else []
    return {"user": request.user, "sections": sections, "related": related}


def _language(request: HttpRequest) -> str:
    language: str = request.chrome.site.language  # type: ignore[attr-defined]
    return language
