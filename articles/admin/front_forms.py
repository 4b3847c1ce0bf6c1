"""The form on which a front is arranged: its containers, and the cards in them.

Without script the order is typed as numbers or changed by buttons; the script drags lines and
writes the same fields.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import fronts, image_uses, rights
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
from articles.models import Story, Tag
from newsportal.core.plain_text import clean_line

#: What the columns of numbers hold.
BIGGEST = 2**63 - 1
#: Cards on a whole front: every container full, and as many that wait for room.
MOST_CARDS_IN_ALL = MOST_CONTAINERS * MOST_CARDS
#: Tags that the plain form suggests.
SUGGESTED_TAGS = 50


class ContainerForm(forms.Form):
    """One container without its cards."""

    key = forms.RegexField(r"^c\d{1,6}$", widget=forms.HiddenInput)
    order = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "front-order", "min": 1}),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=60,
        required=False,
        help_text=_("Empty: the name of the section or tag below."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    shape = forms.ChoiceField(label=_("Look"), choices=Shape.choices)
    size = forms.IntegerField(label=_("Cards at most"), min_value=1, max_value=MOST_CARDS)
    fill = forms.ChoiceField(label=_("Filled with the"), choices=Fill.choices)
    kind = forms.ChoiceField(label=_("Of kind"), required=False)
    section = forms.TypedChoiceField(
        label=_("From section"), required=False, coerce=int, empty_value=None
    )
    tag = forms.CharField(
        label=_("With tag"),
        required=False,
        max_length=80,
        help_text=_("Its name."),
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
            *Story.Kind.choices,
        ]

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean_tag(self) -> int | None:
        name = self.cleaned_data["tag"].strip().casefold()
        if not name:
            return None
        if name not in self.tags:
            raise forms.ValidationError(gettext("There is no tag of this name."))
        return self.tags[name].pk


class CardForm(forms.Form):
    """One story placed by hand."""

    story = forms.IntegerField(min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)
    container = forms.ChoiceField(
        label=_("Stands in"), widget=forms.Select(attrs={"class": "front-container"})
    )
    order = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "front-order", "min": 1}),
    )
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
    )
    until = forms.DateTimeField(
        label=_("Leaves by itself"),
        required=False,
        help_text=_("Empty: it stays until somebody takes it down."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

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
        for form in self.forms:
            if form.cleaned_data.get("story") in new - known:
                form.add_error(None, gettext("There is no such story, or you may not open it."))
            if form.cleaned_data.get("image") in images - chosen.keys():
                form.add_error("image", gettext("The library has no picture with this number."))


ContainerFormSet = forms.formset_factory(
    ContainerForm, extra=0, max_num=MOST_CONTAINERS, validate_max=True
)
CardFormSet = forms.formset_factory(
    CardForm, formset=BaseCards, extra=0, max_num=MOST_CARDS_IN_ALL, validate_max=True
)


class FrontForms:
    """The form sets of one front, unbound from a layout or bound to what was posted."""

    def __init__(
        self, chrome: Chrome, user: Any, standing: Layout, data: Mapping[str, Any] | None = None
    ) -> None:
        named = {one.tag for one in standing.containers if one.tag}
        typed = [str(value) for name, value in (data or {}).items() if name.endswith("-tag")]
        by_name = Tag.objects.filter(name__in=[name.strip() for name in typed])
        tags = {tag.name.casefold(): tag for tag in by_name} if any(typed) else {}
        self.tag_names = {tag.pk: tag.name for tag in Tag.objects.filter(pk__in=named)}
        self.containers = ContainerFormSet(
            data,
            prefix="containers",
            initial=None if data is not None else _container_rows(standing, self.tag_names),
            form_kwargs={"chrome": chrome, "tags": tags},
        )
        self.cards = CardFormSet(
            data,
            prefix="cards",
            initial=None if data is not None else _card_rows(standing),
            form_kwargs={"containers": self._choices(standing, chrome)},
        )
        self.cards.user = user
        self.cards.standing = standing

    def _choices(self, standing: Layout, chrome: Chrome) -> list[tuple[str, str]]:
        """The containers that a card may stand in, as they are posted or standing."""
        if self.containers.is_bound:
            keys = [str(form["key"].value() or "") for form in self.containers.forms]
            titles = [str(form["title"].value() or "") for form in self.containers.forms]
            return [(key, title or key) for key, title in zip(keys, titles, strict=True)]
        return [(one.key, title_of(one, chrome, self.tag_names)) for one in standing.containers]

    def is_valid(self) -> bool:
        return all([self.containers.is_valid(), self.cards.is_valid()])

    def layout(self) -> Layout:
        """What was posted, in the order of its numbers."""
        containers = sorted(
            (form.cleaned_data for form in self.containers.forms), key=lambda one: one["order"]
        )
        cards = sorted((form.cleaned_data for form in self.cards.forms), key=lambda x: x["order"])
        return Layout(tuple(_container(one, cards) for one in containers))


def title_of(container: Container, chrome: Chrome, tag_names: Mapping[int, str]) -> str:
    """What a container is called in the newsroom."""
    section = chrome.section(container.section)
    return (
        container.title
        or tag_names.get(container.tag or 0, "")
        or (section.name if section else "")
        or fronts.name_of(container)
    )


def _container(data: dict[str, Any], cards: list[dict[str, Any]]) -> Container:
    own = [one for one in cards if one["container"] == data["key"]]
    values = {name: value for name, value in data.items() if name != "order"}
    return Container(
        **values,
        cards=tuple(Card(one["story"], one["headline"], one["image"], one["until"]) for one in own),
    )


def _container_rows(layout: Layout, tag_names: Mapping[int, str]) -> list[dict[str, Any]]:
    rows = []
    for order, container in enumerate(layout.containers, start=1):
        row = asdict(replace(container, cards=()))
        rows.append(row | {"order": order, "tag": tag_names.get(container.tag or 0, "")})
    return rows


def _card_rows(layout: Layout) -> list[dict[str, Any]]:
    return [
        asdict(card) | {"container": container.key, "order": order}
        for container in layout.containers
        for order, card in enumerate(container.cards, start=1)
    ]


def unsigned(layout: Layout) -> Layout:
    """A layout without who placed what and when, to be compared with what a form gives."""
    return Layout(
        tuple(
            replace(one, cards=tuple(replace(card, by=None, at=None) for card in one.cards))
            for one in layout.containers
        )
    )


def tomorrow_morning() -> datetime.datetime:
    """07:00 tomorrow where the newsroom is: when the first readers come."""
    day = timezone.localdate() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(7)))
