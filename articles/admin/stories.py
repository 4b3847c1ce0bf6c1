"""Stories in the newsroom: the list, the form on the working copy, preview, publish, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_protect

from articles import images, publishing
from articles.admin.story_form import FIELDSETS, BylineFormSet, StoryForm
from articles.editor import with_nonce
from articles.models import Image, Story
from articles.views.stories import story_page
from articles.working_copy import StoryContent, as_readers_will_see, content_of
from newsportal.core.images import ImageRefused

#: Buttons of the form that call a verb after saving.
VERBS = ("_publish", "_submit", "_send_back", "_unschedule")


def status_badge(status: str, label: str) -> SafeString:
    """A state with its sign, as the theme draws it."""
    return format_html(
        '<span class="status-badge status-{}">{}</span>', status.replace("_", "-"), label
    )


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin[Story]):
    list_display = ("working_title", "badge", "working_section", "changed_at", "comment_count")
    list_display_links = ("working_title",)
    list_filter = ("status", "working_section")
    search_fields = ("working_title", "headline", "standfirst")
    search_help_text = gettext_lazy("Headline or standfirst")
    ordering = ("-changed_at", "-pk")
    list_per_page = 50
    show_full_result_count = False
    actions = ("publish_selected", "withdraw_selected")
    change_form_template = "admin/articles/story/change_form.html"

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def badge(self, story: Story) -> SafeString:
        label = story.get_status_display()
        if story.status == Story.Status.PUBLISHED and self._has_changes(story):
            label = _("%(status)s, with changes") % {"status": label}
        return status_badge(story.status, label)

    @staticmethod
    def _has_changes(story: Story) -> bool:
        return story.working_revision_id != story.live_revision_id

    # Who may do what -----------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """Everybody's stories for those who may change them, else one's own."""
        stories = Story.objects.newsroom_list().order_by(*self.ordering)
        if request.user.has_perm("articles.change_any_story"):
            return stories
        return stories.filter(created_by=request.user.pk)

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm("articles.change_any_story"):
            return True
        return obj.created_by_id == request.user.pk and obj.status == Story.Status.DRAFT

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Nobody deletes what readers have seen: it is withdrawn, and its address says so."""
        if obj is None or obj.first_live_at is not None:
            return False
        return super().has_delete_permission(request, obj) and self.has_change_permission(
            request, obj
        )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_story")

    # The form ------------------------------------------------------------------------------------

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        story = self._story(request, object_id)
        if story is None and not self.has_add_permission(request):
            raise PermissionDenied
        may_change = story is None or self.has_change_permission(request, story)
        content = content_of(story) if story else StoryContent(language=_site_language(request))
        assert isinstance(content, StoryContent)
        number = story.working_revision.number if story and story.working_revision else None
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            form = StoryForm(request.POST, request.FILES)
            bylines = BylineFormSet(request.POST, prefix="bylines")
            if form.is_valid() & bylines.is_valid():
                return self._save(request, story, form, bylines)
            return self._form_page(request, story, form, bylines, status=422)
        form = StoryForm(initial=StoryForm.initial_of(content, number))
        names = [
            {"author": byline.author, "role": byline.role, "ORDER": order}
            for order, byline in enumerate(content.bylines, start=1)
        ]
        bylines = BylineFormSet(initial=names, prefix="bylines")
        if not may_change:
            for field in form.fields.values():
                field.disabled = True
        return self._form_page(request, story, form, bylines)

    def _story(self, request: HttpRequest, object_id: str | None) -> Story | None:
        if object_id is None:
            return None
        story = self.get_object(request, unquote(object_id))
        if story is None:
            raise Http404
        if not self.has_view_or_change_permission(request, story):
            raise PermissionDenied
        return story

    def _save(
        self, request: HttpRequest, story: Story | None, form: StoryForm, bylines: Any
    ) -> HttpResponse:
        """Keep the working copy, then do what the pressed button says. What was typed is safe."""
        try:
            image = self._lead_image(request, form)
            content = form.content(bylines.bylines(), image)
            if story is None:
                story = publishing.create_story(request.user, content)
                self.log_addition(request, story, [{"added": {}}])
            else:
                based_on = form.cleaned_data["based_on"]
                publishing.save_story(story, request.user, content, based_on=based_on)
                self.log_change(request, story, [{"changed": {}}])
        except ImageRefused as refusal:
            form.add_error("upload", refusal)
            return self._form_page(request, story, form, bylines, status=422)
        except publishing.Conflict as conflict:
            form.add_error(None, conflict.message)
            form.choose(image)
            return self._form_page(request, story, form, bylines, status=409)
        try:
            self._call_verb(request, story)
        except publishing.Refused as refusal:
            form.add_error(refusal.field, refusal.message)
            messages.warning(request, _("Saved, but nothing else has changed: see below."))
            form.choose(image)
            form.go_on_from(story)
            return self._form_page(request, story, form, bylines, status=422)
        return self._next_page(request, story)

    def _lead_image(self, request: HttpRequest, form: StoryForm) -> Image | None:
        upload = form.cleaned_data["upload"]
        if upload is None:
            chosen: Image | None = form.cleaned_data["lead_image"]
            return chosen
        if not request.user.has_perm("articles.add_image"):
            raise PermissionDenied
        return images.take(
            upload,
            request.user,  # type: ignore[arg-type]
            alt=form.cleaned_data["upload_alt"],
            credit=form.cleaned_data["upload_credit"],
        )

    def _call_verb(self, request: HttpRequest, story: Story) -> None:
        pressed = next((name for name in VERBS if name in request.POST), None)
        if pressed is None:
            return
        if pressed == "_submit":
            publishing.submit(story, request.user)
            return
        if not self.has_publish_permission(request):
            raise PermissionDenied
        verb = {
            "_publish": publishing.publish,
            "_send_back": publishing.send_back,
            "_unschedule": publishing.unschedule,
        }[pressed]
        verb(story, request.user)

    def _next_page(self, request: HttpRequest, story: Story) -> HttpResponse:
        """Say what has happened and lead on."""
        change = reverse("admin:articles_story_change", args=[story.pk])
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_story_preview", args=[story.pk]))
        if "_publish" in request.POST:
            messages.success(
                request,
                format_html(
                    _('Published. <a href="{}">See it as readers do</a>.'),
                    story.get_absolute_url(),
                ),
            )
        elif "_submit" in request.POST:
            messages.success(request, _("Sent to the editors for review."))
        elif story.status == Story.Status.PUBLISHED and self._has_changes(story):
            messages.success(
                request, _("Saved. Readers see the version of before until you publish changes.")
            )
        else:
            messages.success(request, _("Saved."))
        if not self.has_view_or_change_permission(request, story):
            change = reverse("admin:articles_story_changelist")
        return HttpResponseRedirect(change)

    def _form_page(
        self,
        request: HttpRequest,
        story: Story | None,
        form: StoryForm,
        bylines: Any,
        *,
        status: int = 200,
    ) -> HttpResponse:
        admin_form = helpers.AdminForm(form, FIELDSETS, {}, (), self)
        errors = [error for name in form.errors for error in form.errors[name]]
        may_change = story is None or self.has_change_permission(request, story)
        action = reverse("admin:articles_story_change", args=[story.pk]) if story else ""
        form.show_picture(self._shown_picture(form))
        context = {
            **self.admin_site.each_context(request),
            "title": str(story) if story else _("New story"),
            "subtitle": None,
            "adminform": admin_form,
            "bylines": bylines,
            "story": story,
            "original": story,
            "object_id": story.pk if story else None,
            "media": with_nonce(self.media + form.media + bylines.media, request),
            "errors": errors,
            "inline_admin_formsets": [],
            "may_change": may_change,
            "may_publish": self.has_publish_permission(request),
            "may_submit": story is None or story.status == Story.Status.DRAFT,
            "may_withdraw": story is not None and story.status in publishing.MAY_WITHDRAW,
            "has_changes": story is not None and self._has_changes(story),
            "badge": self.badge(story) if story else "",
        }
        response = self.render_change_form(
            request,
            context,
            add=story is None,
            change=story is not None,
            obj=story,
            form_url=action,
        )
        response.status_code = status
        return response

    @staticmethod
    def _shown_picture(form: StoryForm) -> Image | None:
        value = form["lead_image"].value()
        if not str(value or "").isdigit():
            return None
        return Image.objects.filter(pk=value).first()

    # Further pages -------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview), name="articles_story_preview"),
            path("<int:pk>/withdraw/", view(self.withdraw), name="articles_story_withdraw"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest revision as readers will see it (feature F6)."""
        story = self._story(request, str(pk))
        assert story is not None
        seen = as_readers_will_see(story)
        response = story_page(request, seen, is_preview=True)
        response["Cache-Control"] = "private, no-store"
        return response

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the note that readers will find at the address, then take the story away."""
        story = self._story(request, str(pk))
        assert story is not None
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            note = request.POST.get("note", "").replace("\x00", "").strip()[:300]
            try:
                publishing.withdraw(story, request.user, note)
            except publishing.Refused as refusal:
                messages.error(request, refusal.message)
            else:
                messages.success(
                    request, _("Withdrawn. Its address now says so; publish it again to undo this.")
                )
            return HttpResponseRedirect(reverse("admin:articles_story_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw this story?"),
            "story": story,
            "opts": self.opts,
        }
        return render(request, "admin/articles/story/withdraw.html", context)

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
            try:
                verb(story, request.user)
                done += 1
            except publishing.Refused as refusal:
                messages.warning(request, f"{story}: {refusal.message}")
        messages.info(
            request,
            ngettext("%(done)d story done.", "%(done)d stories done.", done) % {"done": done},
        )


def _site_language(request: HttpRequest) -> str:
    language: str = request.chrome.site.language  # type: ignore[attr-defined]
    return language
