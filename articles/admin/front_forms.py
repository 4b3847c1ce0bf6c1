"""The form on which a front is arranged: its containers, and the cards in them.

The order is that of the forms themselves: every step is a button of the same form, so that it works
without script, and `static/admin-js/front.js` presses those buttons for a drag or a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import fronts, image_uses, kinds, rights
from articles.admin.desk_form import moment_field
from articles.chrome import Chrome
from articles.front_layout import (
    MOST_CARDS,
    MOST_CONTAINERS,
    NEWS,
    Card,
    Container,
    Fill,
    Layout,
    Shape,
)
from articles.front_moves import MOST_KEPT
from articles.models import Tag
from newsportal.core.plain_text import clean_line

#: What the columns of numbers hold.
BIGGEST = 2**63 - 1


class ContainerForm(forms.Form):
    """One container without its cards."""

    key = forms.RegexField(r"^c\d{1,6}$", widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=60,
        required=False,
        help_text=_("Empty: the name of the section or tag."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    shape = forms.ChoiceField(label=_("Look"), choices=Shape.choices)
    size = forms.IntegerField(label=_("Stories at most"), min_value=1, max_value=MOST_CARDS)
    fill = forms.ChoiceField(label=_("Then fill with the"), choices=Fill.choices)
    kind = forms.ChoiceField(label=_("of kind"), required=False)
    section = forms.TypedChoiceField(
        label=_("from section"), required=False, coerce=int, empty_value=None
    )
    tag = forms.CharField(
        label=_("with tag"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "front-tags", "dir": "auto"}),
    )

    def __init__(self, *args: Any, chrome: Chrome, tags: Mapping[str, Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tags = tags
        depths = [
            (pk, "– " * (len(chrome.trail(one)) - 1) + one.name)
            for pk, one in chrome.sections.items()
        ]
        self.fields["section"].choices = [("", _("everywhere")), *depths]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("every kind")),
            (NEWS, _("news: no opinion, nothing paid for")),
            *kinds.choices(),
        ]

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean_tag(self) -> int | None:
        name = self.cleaned_data["tag"].strip()
        if not name:
            return None
        if name not in self.tags:
            raise forms.ValidationError(gettext("There is no tag of this name."))
        return self.tags[name].pk


class CardForm(forms.Form):
    """One story placed by hand."""

    story = forms.IntegerField(min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)
    container = forms.ChoiceField(label=_("Stands in"))
    headline = forms.CharField(
        label=_("Headline here"),
        max_length=200,
        required=False,
        help_text=_("Empty: the story’s own."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    image = forms.IntegerField(
        label=_("Picture here"),
        min_value=1,
        max_value=BIGGEST,
        required=False,
        help_text=_("Its number in the library. Empty: the story’s own."),
        widget=forms.NumberInput(attrs={"list": "front-pictures", "data-front-image": ""}),
    )
    until = moment_field(_("Leaves by itself"), _("Empty: when somebody takes it down."))

    def __init__(self, *args: Any, containers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["container"].choices = containers  # type: ignore[attr-defined]

    def clean_headline(self) -> str:
        return clean_line(self.cleaned_data["headline"])


class BaseCards(forms.BaseFormSet[CardForm]):
    """All cards of a front."""

    user: Any = None
    #: What stood there before: it may go on standing there, whoever saves.
    standing: Layout = Layout()

    def clean(self) -> None:
        """Every new story and picture is one that the person may open; two queries for all."""
        data = [form.cleaned_data for form in self.forms if form.is_valid()]
        new = {one["story"] for one in data} - self.standing.stories()
        known = set(
            rights.visible_stories(self.user).filter(pk__in=new).values_list("pk", flat=True)
            if new
            else ()
        )
        images = {one["image"] for one in data if one["image"]} - self.standing.images()
        chosen = image_uses.chosen_by(self.user, images)
        ends = {card.until for one in self.standing.containers for card in one.cards}
        now = timezone.now()
        for form in self.forms:
            if form.cleaned_data.get("story") in new - known:
                form.add_error(None, gettext("There is no such story, or you may not open it."))
            if form.cleaned_data.get("image") in images - chosen.keys():
                form.add_error("image", gettext("The library has no picture with this number."))
            until = form.cleaned_data.get("until")
            if until and until <= now and until not in ends:
                form.add_error("until", gettext("This time is past. Set one to come."))


#: Django would make a thousand more than may be, to show them again; our page never sends them.
MOST_FORMS, MOST_CARD_FORMS = MOST_CONTAINERS, MOST_CONTAINERS * MOST_KEPT
ContainerFormSet = forms.formset_factory(
    ContainerForm, extra=0, max_num=MOST_FORMS, absolute_max=MOST_FORMS, validate_max=True
)
CardFormSet = forms.formset_factory(
    CardForm,
    formset=BaseCards,
    extra=0,
    max_num=MOST_CARD_FORMS,
    absolute_max=MOST_CARD_FORMS,
    validate_max=True,
)


class FrontForms:
    """The form sets of one front, unbound from a layout or bound to what was posted.

    Args:
        standing: what the front looks like in the newsroom now.
        hidden: stories of it that the person may not open; of their cards nothing is told, and
            what is posted changes nothing but their places.
    """

    def __init__(
        self,
        chrome: Chrome,
        user: Any,
        standing: Layout,
        hidden: set[int],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.standing, self.hidden = standing, hidden
        self.tag_names = _tag_names(standing)
        self.containers = ContainerFormSet(
            data,
            prefix="containers",
            initial=None if data is not None else _container_rows(standing, self.tag_names),
            form_kwargs={"chrome": chrome, "tags": _tags_typed(data)},
        )
        self.cards = CardFormSet(
            data,
            prefix="cards",
            initial=None if data is not None else _card_rows(standing, hidden),
            form_kwargs={"containers": self._choices(standing, chrome)},
        )
        self.cards.user = user
        self.cards.standing = standing

    def _choices(self, standing: Layout, chrome: Chrome) -> list[tuple[str, str]]:
        """The containers that a card may stand in, as they are posted or standing."""
        titles = {one.key: title_of(one, chrome, self.tag_names) for one in standing.containers}
        if self.containers.is_bound:
            keys = [str(form["key"].value() or "") for form in self.containers.forms]
            return [(key, titles.get(key, key)) for key in keys]
        return list(titles.items())

    def is_valid(self) -> bool:
        return all([self.containers.is_valid(), self.cards.is_valid()])

    def layout(self) -> Layout:
        """What was posted, in the order of the forms."""
        cards = [form.cleaned_data for form in self.cards.forms]
        kept = {card.story: card for one in self.standing.containers for card in one.cards}
        made = []
        for form in self.containers.forms:
            data = form.cleaned_data
            own = {
                one["story"]: kept[one["story"]]
                if one["story"] in self.hidden
                else Card(one["story"], one["headline"], one["image"], one["until"])
                for one in cards
                if one["container"] == data["key"]
            }
            made.append(Container(**data, cards=tuple(own.values())))
        return Layout(tuple({one.key: one for one in made}.values()))


def _tags_typed(data: Mapping[str, Any] | None) -> dict[str, Tag]:
    """The tags that were named, by their names, in one query."""
    typed = {str(value).strip() for name, value in (data or {}).items() if name.endswith("-tag")}
    typed.discard("")
    return {tag.name: tag for tag in Tag.objects.filter(name__in=typed)} if typed else {}


def _tag_names(layout: Layout) -> dict[int, str]:
    named = {one.tag for one in layout.containers if one.tag}
    return dict(Tag.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}


def title_of(container: Container, chrome: Chrome, tag_names: Mapping[int, str]) -> str:
    """What a container is called in the newsroom."""
    section = chrome.section(container.section)
    return (
        container.title
        or tag_names.get(container.tag or 0, "")
        or (section.name if section else "")
        or fronts.name_of(container)
    )


def _container_rows(layout: Layout, tag_names: Mapping[int, str]) -> list[dict[str, Any]]:
    return [
        asdict(replace(one, cards=())) | {"tag": tag_names.get(one.tag or 0, "")}
        for one in layout.containers
    ]


def _card_rows(layout: Layout, hidden: set[int]) -> list[dict[str, Any]]:
    return [
        asdict(Card(card.story) if card.story in hidden else card) | {"container": one.key}
        for one in layout.containers
        for card in one.cards
    ]
