"""Small pieces that templates of every app use."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsportal.core import feeds, notices, sentences
from newsportal.core import my_pages as pages_of_a_person
from newsportal.core.models import User

register = template.Library()


@register.simple_tag
def icon(name: str, extra_class: str = "", sprite: str = "ui") -> SafeString:
    """A symbol of static/icons/, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        extra_class,
        static(f"icons/{sprite}.svg"),
        name,
    )


@register.inclusion_tag("core/_feed_links.html")
def feed_links(page: str, title: str) -> dict[str, Any]:
    """For the head of a page: where the feeds below an address are, in every format."""
    return {"forms": feeds.forms_of(page), "title": title}


register.simple_tag(sentences.comma)
register.filter(sentences.listed)
register.filter(sentences.joined)
register.filter(sentences.quoted)


@register.filter
def before_words(label: str) -> str:
    """A label with the colon before what is said of it: none follows a question or a sentence."""
    label = str(label)
    return label if label.endswith((".", "?", "!", "…", ":", "？", "؟")) else f"{label}:"


@register.simple_tag(takes_context=True)
def is_current(context: template.Context, line: Any) -> str:
    """The aria-current of a menu's line on this page: "page", "true" for pages below, or ""."""
    request = context.get("request")
    if request is None:
        return ""
    if request.path == line.url:
        return "page"
    return "true" if line.leads_to(request.path) else ""


@register.simple_tag
def unread_notices(person: User) -> str:
    """How many notices a person has not read, for the masthead: "", "3" or "99+"."""
    count = notices.unread_count(person)
    if not count:
        return ""
    return f"{notices.MANY}+" if count > notices.MANY else str(count)


@register.simple_tag
def my_pages() -> list[pages_of_a_person.MyPage]:
    """The pages of a signed-in person, for menus."""
    return pages_of_a_person.my_pages()
