"""Stories in the newsroom: the list; its verbs stand in `bulk`, the form in `documents`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import finding, planning, publishing, rights
from articles.admin import (
    corrections,
    error_reports,
    issues,
    list_filters,
    live,
    public_versions,
)
from articles.admin import planning as planning_pages
from articles.admin.documents import DocumentAdmin
from articles.admin.link_targets import MOST_WORDS, link_targets
from articles.admin.story_form import FIELDSETS
from articles.admin.story_forms import StoryForms
from articles.models import Story


@admin.register(Story)
class StoryAdmin(DocumentAdmin[Story]):
    list_display = ("title_shown", "badge", "section_shown", "planned", "changed", "comments_shown")
    list_display_links = ("title_shown",)
    list_filter = (
        "status",
        list_filters.SectionFilter,
        list_filters.KindFilter,
        list_filters.WhoseFilter,
        list_filters.ChangedFilter,
        list_filters.TagFilter,
    )
    search_fields = ("working_title",)
    search_help_text = gettext_lazy("Words of the headline, a writer’s name, or a pasted address")
    sortable_by = ("planned", "changed")
    ordering = ("-changed_at", "-pk")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they would count every choice among all stories
    forms_class = StoryForms
    document_fieldsets = FIELDSETS
    title_of_new = gettext_lazy("New story")
    create = staticmethod(publishing.create_story)
    save = staticmethod(publishing.save_story)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """The newsroom's list; in a picker, live stories of other sections too."""
        match = request.resolver_match
        page = match.url_name if match is not None else ""
        if page == "autocomplete":
            return rights.visible_stories(request.user).order_by(*self.ordering)
        stories = rights.newsroom_stories(request.user).order_by(*self.ordering)
        return stories.for_form() if page == "articles_story_change" else stories

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """In a picker, by the title that the person may know a story by."""
        match = request.resolver_match
        if match is None or match.url_name != "autocomplete":
            return finding.matching(queryset, search_term), False
        words = search_term.replace("\x00", "").split()[:MOST_WORDS]
        return rights.titled(request.user, words).order_by(*self.ordering), False

    def get_urls(self) -> list[URLPattern]:
        targets = self.admin_site.admin_view(link_targets)
        return [
            path("link-targets/", targets, name="articles_story_link_targets"),
            *corrections.urls(self),
            *error_reports.urls(self),
            *issues.urls(self),
            *public_versions.urls(self),
            *live.urls(self.admin_site),
            *planning_pages.urls(self.admin_site),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the ways to the updates of a live blog and to what readers report."""
        story = context["document"]
        context["live_address"] = live.address_for(request.user, story)
        context["open_errors"] = story.error_reports.open().count() if story else 0
        return super().render_change_form(request, context, *args, **kwargs)

    # What a line says ----------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("headline"))
    def title_shown(self, story: Story) -> SafeString:
        return format_html('<bdi dir="auto">{}</bdi>', story)

    @admin.display(description=gettext_lazy("section"), empty_value="")
    def section_shown(self, story: Story) -> str | None:
        return str(story.working_section) if story.working_section else None

    @admin.display(description=gettext_lazy("assigned, due"), ordering="deadline", empty_value="")
    def planned(self, story: Story) -> str | None:
        who: str = format_html("<bdi>{}</bdi>", story.assignee) if story.assignee else ""
        if story.deadline is None or story.status not in planning.UNPUBLISHED:
            return who or None
        at = timezone.localtime(story.deadline)
        words = _("due %(time)s") % {"time": date_format(at, "SHORT_DATETIME_FORMAT")}
        late = "is-late" if story.deadline < timezone.now() else ""
        return format_html(
            '{} <time class="list-due {}" datetime="{}">{}</time>', who, late, at.isoformat(), words
        )

    @admin.display(description=gettext_lazy("last change"), ordering="changed_at")
    def changed(self, story: Story) -> SafeString:
        return self.changed_line(story)

    @admin.display(description=gettext_lazy("comments"), empty_value="")
    def comments_shown(self, story: Story) -> SafeString | None:
        if not story.comment_count:
            return None
        return format_html(
            '<span class="list-number">{}</span><span class="list-word">{}</span>',
            story.comment_count,
            ngettext("%(number)s comment", "%(number)s comments", story.comment_count)
            % {"number": story.comment_count},
        )
