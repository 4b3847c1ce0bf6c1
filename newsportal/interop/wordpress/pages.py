"""One page of the old site on its way to a page here. Pages have no discussion and no folders."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Page
from articles.working_copy import PageContent, content_of
from newsportal.core import addresses
from newsportal.core.models import Address
from newsportal.interop.reporting import Outcome
from newsportal.interop.wordpress import addresses as old
from newsportal.interop.wordpress.bodies import Body, one_line
from newsportal.interop.wordpress.context import Context
from newsportal.interop.wordpress.discussions import report_others
from newsportal.interop.wordpress.nouns import slug_of
from newsportal.interop.wordpress.reading import WXRItem
from newsportal.interop.wordpress.sorting import Fate

TITLE_LENGTH = 160
SLUG_LENGTH = 80
#: Of the part that is the page's own name, so that a folder's name or a number fits as well.
NAME_LENGTH = 60


class PageImport:
    def __init__(self, context: Context, item: WXRItem, fate: Fate, body: Body) -> None:
        self._context = context
        self._item = item
        self._fate = fate
        self._body = body
        self._identity = context.identity(item.post_id)

    def bring_in(self) -> Outcome:
        """Bring the page, or to one that is here already the pictures that it lacks."""
        report_others(self._item, self._context, _("pages have no discussion here"))
        known = Page.objects.filter(**self._identity).first()
        is_dry_run = self._context.report.is_dry_run
        if known is None and not is_dry_run:
            self._make()
        elif known is not None and not is_dry_run and self._context.pictures.is_wanted:
            self._bring_pictures(known)
        return Outcome.KNOWN if known else Outcome.MADE

    @transaction.atomic
    def _make(self) -> None:
        content = PageContent(
            title=self._context.title(self._item, self._body, TITLE_LENGTH),
            standfirst=one_line(self._item.excerpt),
            body_html=self._body.html,
            slug=self._free_slug(),
        )
        page = publishing.create_page(None, content, self._context.note(self._fate))
        Page.objects.filter(pk=page.pk).update(**self._identity)
        if self._fate.public:
            publishing.publish(page, None)
        info = self._context.site.info
        places = old.of_item(self._item, info, pages=self._body.pages, has_feed=False)
        addresses.remember_all(page, {place.path: place.ending for place in places})

    def _free_slug(self) -> str:
        """The old name where it is free. Pages lay in folders there, so names may repeat: then
        with the folder's name before it, or the old number behind it."""
        name = slug_of(self._item.post_name, NAME_LENGTH)
        name = name or slug_of(one_line(self._item.title), NAME_LENGTH)
        above = old.path_of(self._item.link).strip("/").split("/")[:-1]
        folder = slug_of(above[-1] if above else "page", SLUG_LENGTH - NAME_LENGTH - 1)
        number = self._item.post_id
        for candidate in (name, f"{folder}-{name}".strip("-"), f"{name}-{number}".strip("-")):
            if candidate and _is_free(candidate):
                return candidate
        return f"page-{number}"

    @transaction.atomic
    def _bring_pictures(self, page: Page) -> None:
        content = content_of(page)
        revision = page.working_revision
        if revision is None or revision.number != 1:
            return
        if content.body_html == self._body.html:
            return
        content.body_html = self._body.html
        publishing.save_page(page, None, content, note=_("Pictures were added."))
        if page.is_live():
            publishing.publish(page, None)
        self._context.report.remark(_("pages of an earlier run got their pictures"), str(page))


def _is_free(slug: str) -> bool:
    """Whether a page may take an address: not the portal's own, and nothing stands there now."""
    try:
        addresses.check_segment(slug, is_first=True)
    except addresses.AddressTaken:
        return False
    path = addresses.normalise(f"/{slug}/")
    return not Address.objects.filter(path=path, state=Address.State.CURRENT).exists()
