"""Fronts in the newsroom: the list of them, and the page on which one is arranged (feature E13).

Every button of the arranging page keeps the draft first and then does what it says, so nothing
placed is lost and a colleague's step is noticed at once. What a front will look like and what it
looked like is told by `articles.admin.front_previews` and `front_history`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from js_asset import ImportMap, Media, Script

from articles import arranging, front_moves, image_uses, licences, rights
from articles.admin import front_history, front_previews
from articles.admin.front_forms import FrontForms
from articles.admin.front_pages import address, front_of, live_layout, page_of
from articles.admin.front_rows import ContainerRow, Names, StoryRow, differences, rows, thumbnail_of
from articles.admin.link_targets import MOST_WORDS
from articles.chrome import current as chrome
from articles.editor import library_config, with_nonce
from articles.front_layout import RIVER, STRIP, TOP, Layout, Shape
from articles.models import Front, FrontVersion, Image, Section, Story, Tag
from articles.models.story import StoryQuerySet
from articles.publishing import Refused, moment
from newsportal.core.models import User

#: Stories that the search offers at once.
OFFERED = 12
#: Pictures, and names of tags, that are suggested to those who type.
SUGGESTED, MOST_TAGS = 30, 200
#: How many stories a new container takes.
SIZES = {Shape.TOP: TOP, Shape.RIVER: RIVER}

Step = Callable[[Layout, list[str], Any], Layout]


# Steps: what a button of the form does to the layout ---------------------------------------------


def _index(words: list[str], at: int, default: int = 0) -> int:
    return (
        int(words[at])
        if len(words) > at and words[at].isdecimal() and len(words[at]) < 5
        else default
    )


def _story(words: list[str], at: int) -> int:
    text = words[at] if len(words) > at else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _place(layout: Layout, words: list[str], data: Any) -> Layout:
    target = words[1] if len(words) > 1 else data.get("target", "")
    return front_moves.place(layout, _story(words, 0), target, _index(words, 2))


def _carry(layout: Layout, words: list[str], _data: Any) -> Layout:
    return front_moves.carry(layout, words[0], _story(words, 1), words[2], _index(words, 3))


def _shift(by: int) -> Step:
    return lambda layout, words, _data: front_moves.move(layout, words[0], _story(words, 1), by)


def _take(layout: Layout, words: list[str], _data: Any) -> Layout:
    return front_moves.take(layout, words[0], _story(words, 1))


def _add_part(layout: Layout, _words: list[str], data: Any) -> Layout:
    shape = data.get("new_shape", "")
    shape = shape if shape in Shape.values else Shape.STRIP
    return front_moves.add(layout, shape, SIZES.get(Shape(shape), STRIP))


def _shift_part(by: int) -> Step:
    def step(layout: Layout, words: list[str], _data: Any) -> Layout:
        keys = [one.key for one in layout.containers]
        if words[0] not in keys:
            return layout
        return front_moves.move_container(layout, words[0], keys.index(words[0]) + by)

    return step


def _carry_part(layout: Layout, words: list[str], _data: Any) -> Layout:
    return front_moves.move_container(layout, words[0], _index(words, 1))


def _remove_part(layout: Layout, words: list[str], _data: Any) -> Layout:
    return front_moves.remove(layout, words[0])


#: First word of a button's value → how many words it needs at least, and what it does.
STEPS: dict[str, tuple[int, Step]] = {
    "place": (1, _place),
    "carry": (3, _carry),
    "up": (2, _shift(-1)),
    "down": (2, _shift(1)),
    "take": (2, _take),
    "part-add": (0, _add_part),
    "part-up": (1, _shift_part(-1)),
    "part-down": (1, _shift_part(1)),
    "part-carry": (2, _carry_part),
    "part-remove": (1, _remove_part),
}


def stepped(layout: Layout, data: Any) -> Layout:
    """The layout after what the pressed button says; as it was without one.

    Raises Refused when there is no room.
    """
    name, *words = data.get("act", "").split(":")
    needed, step = STEPS.get(name, (0, None))
    return step(layout, words, data) if step is not None and len(words) >= needed else layout


# Pages -------------------------------------------------------------------------------------------


@admin.register(Front)
class FrontAdmin(admin.ModelAdmin[Front]):
    """The list of fronts, and all pages below one."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return arranging.may_arrange(request.user, obj.section_id)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("of/<slug:page>/", view(self.arrange), name="articles_front_arrange"),
            path("of/<slug:page>/found/", view(self.found), name="articles_front_found"),
            *front_previews.urls(view),
            *front_history.urls(view),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = {front.section_id: front for front in Front.objects.for_desk()}
        now = chrome.get()
        pages: list[tuple[int, Section | None]] = [(0, None)]
        pages += [(len(now.trail(one)) - 1, one) for one in _in_order(now, None)]
        lines = [
            {
                "front": known.get(one.pk if one else None) or Front(section=one),
                "depth": min(depth, 3),
                "page": page_of(one),
                "may_arrange": arranging.may_arrange(request.user, one.pk if one else None),
            }
            for depth, one in pages
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Fronts"),
            "opts": self.opts,
            "lines": lines,
        }
        return render(request, "admin/articles/front/change_list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A front is arranged below the name of its page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        front = self.get_object(request, object_id)
        if front is None:
            raise Http404
        return HttpResponseRedirect(address("arrange", front))

    def arrange(self, request: HttpRequest, page: str) -> HttpResponse:
        """Show the front to be arranged; POST keeps a step and does what its button says."""
        front = front_of(request, page)
        if request.method == "POST":
            return Arranging(request, front).answer()
        return Arranging(request, front).page()

    def found(self, request: HttpRequest, page: str) -> HttpResponse:
        """Stories to place, as a piece of the page."""
        front = front_of(request, page)
        context = {"found": offered(request.user, request.GET.get("q", "")), "front": front}
        return render(request, "admin/articles/front/_found.html", context)


def _in_order(now: Any, above: Section | None) -> list[Section]:
    """All sections, each followed by those below it."""
    return [each for one in now.children(above) for each in (one, *_in_order(now, one))]


def offered(user: Any, words: str) -> list[StoryRow]:
    """Stories to place whose headline has all the words: newest first, and those to come."""
    asked = words.replace("\x00", "")[:200].split()[:MOST_WORDS]
    found: StoryQuerySet = rights.titled(user, asked).filter(
        status__in=(*Story.MAY_BE_LIVE, Story.Status.READY, Story.Status.IN_REVIEW)
    )
    if not words.strip():
        found = found.filter(status__in=Story.MAY_BE_LIVE)
    found = found.select_related("section", "lead_image").order_by("-first_live_at", "-pk")
    return [
        StoryRow(one, rights.title_for(user, one), thumbnail_of(one.lead_image), _note(one))
        for one in found[:OFFERED]
    ]


def _note(story: Story) -> str:
    section = story.section or story.working_section
    if story.is_live():
        when = moment(story.first_live_at) if story.first_live_at else ""
    elif story.status in Story.MAY_BE_LIVE and story.live_at:
        when = _("from %(when)s") % {"when": moment(story.live_at)}
    else:
        when = story.get_status_display()
    return " · ".join(str(part) for part in (section, when) if part)


class Arranging:
    """One request to the arranging page."""

    def __init__(self, request: HttpRequest, front: Front) -> None:
        self.request, self.front = request, front
        self.user = cast("User", request.user)
        self.chrome = chrome.get()
        self.standing = arranging.layout_of(front)
        self.names = Names(self.user, self.standing.stories())

    # Answering a button --------------------------------------------------------------------------

    def answer(self) -> HttpResponse:
        data = self.request.POST
        for name, verb in (
            ("_discard", self._discard),
            ("_run", self._let_run),
            ("_restore", self._restore),
        ):
            if name in data:
                return self._without_form(verb)
        forms = FrontForms(self.chrome, self.user, self.standing, self.names.hidden, data)
        if not forms.is_valid():
            return self.page(forms, status=422)
        try:
            layout = stepped(forms.layout(), data)
            self._check_may_open(layout.stories() - forms.layout().stories())
        except Refused as refusal:
            messages.error(self.request, refusal.message)
            return self.page(forms, status=409)
        return self._kept(layout)

    def _check_may_open(self, placed: set[int]) -> None:
        """Anybody can type a number: only what the search would offer is placed."""
        if placed and placed - Names(self.user, placed).stories.keys():
            raise Refused(_("There is no such story, or you may not open it."))

    def _kept(self, layout: Layout) -> HttpResponse:
        """Keep the draft, then publish it or lead on."""
        self.front = front = self._begun()
        try:
            arranging.save(front, self.user, layout, self._seen)
            if "_publish" in self.request.POST:
                arranging.publish(front, self.user, front.working_id or 0)
        except arranging.Overtaken as overtaken:
            return self._overtaken(overtaken, layout)
        except Refused as refusal:
            messages.warning(self.request, refusal.message)
            return self._back()
        if "_publish" in self.request.POST:
            messages.success(self.request, _("Published: readers see this arrangement now."))
        elif "_save" in self.request.POST:
            messages.success(self.request, _("Kept as the draft. Readers see nothing of it yet."))
        if "_preview" in self.request.POST:
            return HttpResponseRedirect(address("preview", front))
        return self._back()

    def _begun(self) -> Front:
        """The front's row, made when this is the first step of all."""
        if self.front.pk:
            return self.front
        begun = arranging.begin(self.front.section)
        return Front.objects.for_desk().get(pk=begun.pk)

    @property
    def _seen(self) -> int:
        text = self.request.POST.get("seen", "")
        return int(text) if text.isdecimal() and len(text) < 19 else 0

    def _overtaken(self, overtaken: arranging.Overtaken, mine: Layout) -> HttpResponse:
        """Show what was arranged here again, and what a colleague's has that it has not."""
        self.front = Front.objects.for_desk().get(pk=self.front.pk)
        theirs = arranging.layout_of(self.front)
        self.names = Names(self.user, mine.stories() | theirs.stories())
        forms = FrontForms(self.chrome, self.user, mine, self.names.hidden)
        return self.page(
            forms,
            status=409,
            overtaken=overtaken,
            differs=differences(theirs, mine, self.chrome, forms.tag_names, self.names),
        )

    def _without_form(self, verb: Callable[[], str]) -> HttpResponse:
        """A verb that leaves the form aside: refusals are told, and the page is shown anew."""
        try:
            messages.success(self.request, verb())
        except Refused as refusal:
            messages.error(self.request, refusal.message)
        return HttpResponseRedirect(address("arrange", self.front))

    def _discard(self) -> str:
        self.front = self._begun()
        arranging.discard(self.front, self._seen)
        return _("The draft is discarded. It stays in the history.")

    def _let_run(self) -> str:
        self.front = self._begun()
        arranging.let_run(self.front, self.user, self._seen)
        return _("This front fills itself again. What was arranged stays in the history.")

    def _restore(self) -> str:
        """Also “Undo”: the version of before becomes the draft again."""
        number = self.request.POST["_restore"]
        pk = int(number) if number.isdecimal() and len(number) < 19 else 0
        version = get_object_or_404(FrontVersion, front=self.front.pk, pk=pk)
        made = arranging.restore(self.front, self.user, version, self._seen)
        return _("Version %(old)d is the draft now, as version %(new)d.") % {
            "old": version.number,
            "new": made.number,
        }

    def _back(self) -> HttpResponse:
        """To the page again, where the person was."""
        data = self.request.POST
        anchor = _anchor(data, arranging.layout_of(self.front))
        query = {name: data[name] for name in ("q", "target") if data.get(name)}
        # A script that follows the redirect is not told what stands behind the hash.
        query["focus"] = anchor
        where = address("arrange", self.front)
        return HttpResponseRedirect(f"{where}?{urlencode(query)}#{anchor}")

    # The page ------------------------------------------------------------------------------------

    def page(
        self,
        forms: FrontForms | None = None,
        *,
        status: int = 200,
        overtaken: arranging.Overtaken | None = None,
        differs: list[str] | None = None,
    ) -> HttpResponse:
        forms = forms or FrontForms(self.chrome, self.user, self.standing, self.names.hidden)
        front, asked = self.front, self.request.POST or self.request.GET
        layout = self.standing if forms.containers.is_bound else forms.standing
        words = asked.get("q", "")
        shown = rows(forms, layout, self.chrome, self.user)
        context = {
            **admin.site.each_context(self.request),
            "title": _("Arrange: %(front)s") % {"front": front},
            "opts": Front._meta,
            "front": front,
            "forms": forms,
            "rows": shown,
            "seen": front.working_id or 0,
            "overtaken": overtaken,
            "differs": differs if overtaken else self._draft_differs(forms),
            "before": self._before(),
            "words": words,
            "found": offered(self.user, words),
            "target": _target(asked.get("target", ""), shown),
            "shapes": Shape.choices,
            "pictures": _suggested_pictures(self.user),
            "tags": Tag.objects.order_by("name", "pk").values_list("name", flat=True)[:MOST_TAGS],
            "media": with_nonce(MEDIA, self.request),
            "config": json.dumps(_config()),
            "newsroom_zone": self.chrome.site.time_zone,
            "addresses": {
                name: address(name, front) for name in ("arrange", "found", "preview", "past")
            },
        }
        return render(self.request, "admin/articles/front/arrange.html", context, status=status)

    def _draft_differs(self, forms: FrontForms) -> list[str]:
        """What publishing the draft would change."""
        if not self.front.has_draft:
            return []
        live = live_layout(self.front)
        names = Names(self.user, live.stories() | self.standing.stories())
        return differences(live, self.standing, self.chrome, forms.tag_names, names)

    def _before(self) -> FrontVersion | None:
        """The version that “Undo” goes back to: the one before the draft."""
        if not self.front.has_draft or self.front.working is None:
            return None
        older = self.front.versions.filter(number__lt=self.front.working.number)
        return older.defer("layout").first()


def _anchor(data: Any, layout: Layout) -> str:
    """Which part of the page a button was about; a card where it stands now."""
    name, *words = data.get("act", "").split(":")
    story = {"place": 0, "carry": 1, "up": 1, "down": 1}.get(name)
    if story is not None:
        placed = _story(words, story)
        for one in layout.containers:
            if placed in [card.story for card in one.cards]:
                return f"card-{one.key}-{placed}"
    if name == "part-add" and layout.containers:
        return f"part-{layout.containers[-1].key}"
    if words and words[0] in [one.key for one in layout.containers]:
        return f"part-{words[0]}"
    return "found" if "_search" in data else "front-top"


def _target(asked: str, shown: list[ContainerRow]) -> str:
    keys = [row.key for row in shown]
    return asked if asked in keys else next(iter(keys), "")


def _suggested_pictures(user: Any) -> list[Image]:
    free = Image.objects.licensed(licences.day_of())
    return list(free.exclude(pk__in=image_uses.secret_to(user)).order_by("-pk")[:SUGGESTED])


def _config() -> dict[str, Any]:
    """What the script needs to know: addresses, words."""
    config = library_config()
    config["labels"] |= {
        "choose": _("Choose from the library…"),
        "chooseOne": _("Choose a picture"),
        "unsaved": _("Not kept yet"),
        "failed": _("No connection: nothing has changed. Try again."),
    }
    return config


MEDIA = Media(
    importmap=ImportMap(
        {
            f"newsportal-editor/{name}": f"editor/{name}.js"
            for name in ("dialogs", "elements", "library")
        }
    ),
    css={"all": ["editor/story-editor.css", "css/fronts.css"]},
    js=[Script("admin-js/front.js", type="module")],
)
