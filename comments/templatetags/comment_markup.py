"""``{% load comment_markup %}``: shows what a CommentHTMLField holds."""

from django import template
from django.utils.safestring import SafeString

from comments.markup import trusted

register = template.Library()


@register.filter
def comment_html(html: str) -> SafeString:
    """``{{ comment.body_html|comment_html }}``: the comment as HTML."""
    return trusted(html)
