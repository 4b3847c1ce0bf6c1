"""``{% load story_markup %}``: shows what a StoryHTMLField holds."""

from django import template
from django.utils.safestring import SafeString

from articles.markup import trusted

register = template.Library()


@register.filter
def story_html(html: str) -> SafeString:
    """``{{ story.body_html|story_html }}``: the body as HTML."""
    return trusted(html)
