"""The editor of stories: a form field and its widget, set up from the allow-list of ``markup``.

The library is Tiptap as django-prose-editor bundles it. Its own widget writes a style element,
which our policy forbids, and its buttons speak English only; so the widget here loads the bundle
and our modules of ``static/editor/``: nodes, toolbar, dialogs, pasting. Without JavaScript the
widget is a textarea of HTML, cleaned like everything else.

In an admin page the import map is an inline script and needs the nonce of the policy: pass the
page's media through ``with_nonce``.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from js_asset import ImportMap, Media, Script

from articles.markup import (
    LINK_SCHEMES,
    STORY_HTML_MAX_LENGTH,
    STORY_TAGS,
    check_length,
    clean_story_html,
    own_image_prefixes,
)

#: Where the dialog for pictures asks: GET with ?q=, answered by a JSON list of objects
#: {id, url, thumbnail, alt, caption, credit, width, height}.
PICKER_URL = "/admin/articles/image/picker/"
#: Takes one upload by POST, and answers with such an object or with {problem: sentence}.
UPLOAD_URL = "/admin/articles/image/picker/upload/"
#: Where the dialog for links finds stories: GET with ?q=, answered by [{url, title, note}].
LINKS_URL = "/admin/articles/story/link-targets/"

#: The extensions of the editor that write a tag of the allow-list. A tag that is taken from the
#: list takes its extensions with it; a test keeps every tag of the list in this table.
EXTENSIONS_OF_TAG: dict[str, tuple[str, ...]] = {
    "p": ("Paragraph",),
    "h2": ("Heading",),
    "h3": ("Heading",),
    "h4": ("Heading",),
    "ul": ("BulletList",),
    "ol": ("NumberedList",),
    "li": ("ListItem",),
    "blockquote": ("Quote",),
    "pre": ("Preformatted",),
    "hr": ("HorizontalRule",),
    "figure": ("Figure", "Embed"),
    "figcaption": ("Caption",),
    "img": ("Picture",),
    "table": ("StoryTable",),
    "thead": ("StoryTable",),
    "tbody": ("StoryTable",),
    "tr": ("TableRow",),
    "th": ("TableHeader",),
    "td": ("TableCell",),
    "a": ("StoryLink",),
    "strong": ("Bold",),
    "em": ("Italic",),
    "s": ("Strike",),
    "sub": ("Subscript",),
    "sup": ("Superscript",),
    "code": ("InlineCode",),
    "br": ("HardBreak",),
}
#: The editor's names of blocks that may have a direction and a language.
_NODE_OF_TAG = {
    "p": "paragraph",
    "h2": "heading",
    "ul": "bulletList",
    "ol": "orderedList",
    "li": "listItem",
    "blockquote": "blockquote",
    "pre": "codeBlock",
    "figcaption": "caption",
    "table": "table",
    "th": "tableHeader",
    "td": "tableCell",
}
_LABELS: dict[str, Promise] = {
    "toolbar": _("Formatting"),
    "body": _("Text of the story"),
    "style": _("Paragraph style"),
    "text": _("Text"),
    "bold": _("Strong"),
    "italic": _("Emphasis"),
    "strike": _("Struck out"),
    "subscript": _("Subscript"),
    "superscript": _("Superscript"),
    "code": pgettext_lazy("form of text", "Code"),
    "link": _("Link"),
    "unlink": _("Remove link"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "quote": _("Quote"),
    "pullQuote": _("Pull quote"),
    "picture": _("Picture"),
    "table": _("Table"),
    "embed": _("Embed"),
    "rule": _("Rule"),
    "addRow": _("Add row"),
    "deleteRow": _("Delete row"),
    "addColumn": _("Add column"),
    "deleteColumn": _("Delete column"),
    "headerRow": _("Heading row"),
    "mergeCells": _("Merge or split cells"),
    "deleteTable": _("Delete table"),
    "undo": pgettext_lazy("editor", "Undo"),
    "redo": _("Redo"),
    "source": _("Edit the HTML"),
    "apply": _("Apply"),
    "insert": _("Insert"),
    "cancel": _("Cancel"),
    "address": _("Address"),
    "addressRefused": _("This is no address that a story may link to."),
    "paid": _("Somebody pays for this link"),
    "embedHelp": _("Readers see a link until they ask for more. Addresses of:"),
    "embedLabel": _("What it shows"),
    "embedRefused": _("This provider is not on the list. Use a link instead."),
    "searchPictures": _("Search the picture library"),
    "noPictures": _("No picture was found."),
    "pickerFailed": _("The picture library did not answer. Try again."),
    "choosePicture": _("Choose a picture first."),
    "upload": _("Or upload a picture"),
    "uploading": _("Uploading…"),
    "creditAdded": _("Readers also see the credit:"),
    "searchStories": _("Or find a story of ours"),
    "noStories": _("No story was found."),
    "searchFailed": _("The search did not answer. Try again."),
    "untitled": _("Picture without a caption"),
    "alt": _("Alternative text: what it shows, for readers who cannot see it"),
    "caption": _("Caption"),
}
#: Those that the picture library needs by itself.
_LIBRARY_LABELS = (
    "apply",
    "cancel",
    "searchPictures",
    "noPictures",
    "pickerFailed",
    "choosePicture",
    "upload",
    "uploading",
    "untitled",
)
_HEADING_LABELS = {2: _("Heading"), 3: _("Smaller heading"), 4: _("Smallest heading")}
#: Keys of the library's own, and of ours for links; every button can also be reached by Tab and
#: arrow keys.
_SHORTCUTS = {
    "bold": "Ctrl+B",
    "italic": "Ctrl+I",
    "strike": "Ctrl+Shift+S",
    "code": "Ctrl+E",
    "link": "Ctrl+K",
    "bulletList": "Ctrl+Shift+8",
    "orderedList": "Ctrl+Shift+7",
    "quote": "Ctrl+Shift+9",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Shift+Z",
}


def editor_config() -> dict[str, Any]:
    """What the script needs to know, as plain data: extensions, limits, addresses, words."""
    extensions = [name for tag in STORY_TAGS for name in EXTENSIONS_OF_TAG[tag]]
    levels = [int(tag[1]) for tag in STORY_TAGS if tag in {"h2", "h3", "h4"}]
    labels: dict[str, Any] = {name: str(label) for name, label in _LABELS.items()}
    labels["headings"] = [str(_HEADING_LABELS[level]) for level in levels]
    return {
        "extensions": [*dict.fromkeys(extensions), "Kept"],
        "headings": levels,
        "directed": [node for tag, node in _NODE_OF_TAG.items() if "dir" in STORY_TAGS[tag]],
        "schemes": sorted(LINK_SCHEMES),
        "imagePrefixes": list(dict.fromkeys(own_image_prefixes())),
        "embedHosts": sorted(settings.EMBED_PROVIDERS),
        "pickerUrl": PICKER_URL,
        "uploadUrl": UPLOAD_URL,
        "linksUrl": LINKS_URL,
        "labels": labels,
        "shortcuts": _SHORTCUTS,
    }


def library_config() -> dict[str, Any]:
    """What a script needs to show the picture library outside of an editor: addresses, words."""
    return {
        "pickerUrl": PICKER_URL,
        "uploadUrl": UPLOAD_URL,
        "labels": {name: str(_LABELS[name]) for name in _LIBRARY_LABELS},
    }


class StoryEditorWidget(forms.Textarea):
    """A textarea of HTML that the script turns into an editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vLargeTextField", "rows": 24, "dir": "auto"} | (attrs or {}))

    @property
    def media(self) -> Media:
        names = ("dialogs", "elements", "library", "nodes", "pasting", "toolbar")
        return Media(
            importmap=ImportMap(
                {"django-prose-editor/editor": "django_prose_editor/editor.js"}
                | {f"newsportal-editor/{name}": f"editor/{name}.js" for name in names}
            ),
            css={"all": ["editor/story-editor.css"]},
            js=[Script("editor/story-editor.js", type="module")],
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-story-editor"] = json.dumps(editor_config())
        return context

    def use_required_attribute(self, _initial: Any) -> bool:
        """Never: browsers refuse to send a form for a required field that the editor hides."""
        return False


class StoryEditorField(forms.CharField):
    """A form field of story HTML: too long a text is refused, any other comes out clean."""

    widget = StoryEditorWidget

    def __init__(self, **kwargs: Any) -> None:
        widget = kwargs.get("widget")
        is_plain = isinstance(widget, AdminTextareaWidget) or widget is AdminTextareaWidget
        if is_plain:  # what the admin proposes for every text column
            kwargs["widget"] = StoryEditorWidget
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = self.to_python(value) or ""
        check_length(text, STORY_HTML_MAX_LENGTH)
        cleaned: str = super().clean(clean_story_html(text))
        return cleaned


def with_nonce(media: forms.Media, request: HttpRequest) -> Media:
    """A page's media whose tags carry the nonce of the page's content security policy.

    Args:
        media: all media of the page, as Django's admin puts them into the context.
        request: one that went through django-csp's middleware.
    """
    return Media.from_media(media, nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
