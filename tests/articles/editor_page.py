"""A page with nothing but the editor, under the newsroom's own security policy, for the browser.

The browser asks for http://editor.test/…; its requests are answered here, without a server and
without a database. `open_editor` returns the page, what the console said and the policy's breaches.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from csp.decorators import csp_replace
from csp.middleware import CSPMiddleware
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from articles.editor import StoryEditorField, with_nonce
from articles.markup import clean_story_html

ADDRESS = "http://editor.test"
PICTURES = [
    {
        "id": 7,
        "url": "/media/ferry.jpg",
        "alt": "A ferry in fog",
        "caption": "The morning ferry.",
        "credit": "Photo: Henrik Sol",
        "width": 1200,
        "height": 800,
    },
]
STORIES = [
    {"url": "/world/2026/11/20/ferry/", "title": "The ferry is late", "note": "World · 20/11/2026"},
    {"url": "/world/2026/11/19/quay/", "title": "The quay is closed", "note": "World · 19/11/2026"},
]
UPLOADED = {**PICTURES[0], "id": 8, "url": "/media/new.jpg", "alt": "", "caption": "", "credit": ""}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8"/>'
TEMPLATE = Template(
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Editor</title>{{ media }}</head>"
    "<body><main><form method=post>{{ form.as_div }}<button id=save>Save</button></form></main>"
    "</body></html>"
)
CONTENT_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


class EditorForm(forms.Form):
    body = StoryEditorField(required=False, label="Body")


@csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)
def editor_view(request: HttpRequest) -> HttpResponse:
    form = EditorForm({"body": request.GET.get("html", "")})
    media = with_nonce(form.media, request)
    return HttpResponse(TEMPLATE.render(Context({"form": form, "media": media})))


@dataclass
class Editor:
    page: Page
    console: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def text(self) -> Any:
        return self.page.locator(".ProseMirror")

    def html(self) -> str:
        """What the form would send."""
        return self.page.locator("textarea[name=body]").input_value()

    def stored(self) -> str:
        return clean_story_html(self.html())

    def button(self, name: str) -> Any:
        return self.page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)

    def select(self, words: str) -> None:
        """Selects words of the text, as a person does with the mouse."""
        self.page.evaluate(
            """(words) => {
                const walker = document.createTreeWalker(
                    document.querySelector(".ProseMirror"), NodeFilter.SHOW_TEXT)
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(words)
                    if (at < 0) continue
                    document.querySelector(".ProseMirror").focus()
                    getSelection().setBaseAndExtent(
                        walker.currentNode, at, walker.currentNode, at + words.length)
                    return
                }
                throw new Error("not in the text: " + words)
            }""",
            words,
        )
        # ProseMirror reads the selection when the browser tells it, after this task.
        self.page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 60))")

    def paste(self, html: str) -> None:
        self.page.evaluate(
            """(html) => {
                const data = new DataTransfer()
                data.setData("text/html", html)
                document.querySelector(".ProseMirror").dispatchEvent(
                    new ClipboardEvent("paste", {clipboardData: data, bubbles: true}))
            }""",
            html,
        )


def open_editor(page: Page, html: str = "", *, pictures: Any = PICTURES) -> Editor:
    """Opens the page with `html` in the field and listens to what goes wrong."""
    editor = Editor(page)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        if path == "/":
            request = RequestFactory().get("/", {"html": html})
            response = CSPMiddleware(editor_view)(request)
            route.fulfill(status=200, headers=dict(response.headers), body=response.content)
        elif path == "/admin/articles/image/picker/":
            editor.sent.append(route.request.url)
            if pictures is None:
                route.fulfill(status=500, body="")
            else:
                route.fulfill(
                    status=200, content_type="application/json", body=json.dumps(pictures)
                )
        elif path == "/admin/articles/image/picker/upload/":
            editor.sent.append(route.request.url)
            refused = b"moving.gif" in (route.request.post_data_buffer or b"")
            answered = {"problem": "This picture moves."} if refused else UPLOADED
            route.fulfill(
                status=422 if refused else 200,
                content_type="application/json",
                body=json.dumps(answered),
            )
        elif path == "/admin/articles/story/link-targets/":
            editor.sent.append(route.request.url)
            route.fulfill(status=200, content_type="application/json", body=json.dumps(STORIES))
        elif path.startswith(settings.STATIC_URL):
            found = finders.find(path.removeprefix(settings.STATIC_URL))
            suffix = path[path.rfind(".") :]
            route.fulfill(path=found, content_type=CONTENT_TYPES[suffix])
        elif path.startswith(settings.MEDIA_URL):
            route.fulfill(status=200, content_type="image/svg+xml", body=PICTURE)
        else:
            route.fulfill(status=404, body="")

    page.route(f"{ADDRESS}/**", answer)
    page.on("console", lambda message: editor.console.append(message.text))
    page.on("pageerror", lambda error: editor.console.append(str(error)))
    page.goto(f"{ADDRESS}/")
    return editor
