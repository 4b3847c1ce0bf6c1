"""What the parts of a difference are called."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from articles.differences import blocks

register = template.Library()

KINDS = {
    blocks.PARAGRAPH: _("Paragraph"),
    blocks.HEADING: _("Heading"),
    blocks.QUOTE: _("Quotation"),
    blocks.ITEM: _("List item"),
    blocks.FIGURE: _("Figure"),
    blocks.TABLE: _("Table"),
    blocks.PREFORMATTED: _("Preformatted text"),
    blocks.RULE: _("Rule"),
}


@register.filter
def block_kind(kind: str) -> str:
    """The name of a kind of block."""
    return str(KINDS[kind])
