"""Stories in the newsroom: the list and its bulk verbs; the form stands in `documents`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy, ngettext

from articles import publishing, rights
from articles.admin import corrections, live, public_versions
from articles.admin.documents import DocumentAdmin
from articles.admin.link_targets import MOST_WORDS, link_targets
from articles.admin.story_form import FIELDSETS
from articles.admin.story_forms import StoryForms
from articles.models import Story


@admin.register(Story)
class StoryAdmin(DocumentAdmin[Story]):
    list_display = ("working_title", "badge", "working_section", "changed_at", "comment_count")
    list_display_links = ("working_title",)
    list_filter = ("status", "working_section")
    search_fields = ("working_title", "headline", "standfirst")
    search_help_text = gettext_lazy("Headline or standfirst")
    ordering = ("-changed_at", "-pk")
    list_per_page = 50
    show_full_result_count = False
    actions = ("publish_selected", "withdraw_selected")
    forms_class = StoryForms
    document_fieldsets = FIELDSETS
    title_of_new = gettext_lazy("New story")
    create = staticmethod(publishing.create_story)
    save = staticmethod(publishing.save_story)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """The newsroom's list; in a picker, live stories of other sections too."""
        match = request.resolver_match
        if match is not None and match.url_name == "autocomplete":
            return rights.visible_stories(request.user).order_by(*self.ordering)
        return rights.newsroom_stories(request.user).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Story], search_term: str
    ) -> tuple[QuerySet[Story], bool]:
        """In a picker, by the title that the person may know a story by."""
        match = request.resolver_match
        if match is None or match.url_name != "autocomplete":
            return super().get_search_results(request, queryset, search_term)
        words = search_term.replace("\x00", "").split()[:MOST_WORDS]
        return rights.titled(request.user, words).order_by(*self.ordering), False

    def get_urls(self) -> list[URLPattern]:
        targets = self.admin_site.admin_view(link_targets)
        return [
            path("link-targets/", targets, name="articles_story_link_targets"),
            *corrections.urls(self),
            *public_versions.urls(self),
            *live.urls(self.admin_site),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with a way to the updates of a live blog."""
        context["live_address"] = live.address_for(request.user, context["document"])
        return super().render_change_form(request, context, *args, **kwargs)

    # Bulk verbs ----------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        self._each(request, queryset, publishing.publish)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        self._each(request, queryset, publishing.withdraw)

    def _each(self, request: HttpRequest, stories: QuerySet[Story], verb: Any) -> None:
        """A loop over the single verb, counting what was done and naming what was not (rule 7)."""
        done = 0
        for story in stories:
            if not rights.may_publish(request.user, story):
                continue
            try:
                verb(story, request.user)
                done += 1
            except publishing.Refused as refusal:
                messages.warning(request, f"{story}: {refusal.message}")
        messages.info(
            request,
            ngettext("%(done)d story done.", "%(done)d stories done.", done) % {"done": done},
        )
