"""Pages of long lists: the rows of one page are found first and read whole afterwards."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from articles.models import Document


class LateRows(Paginator[Any]):
    """Sorts and skips narrow rows: with what a line shows, a deep page of a list reads and joins
    everything before it."""

    def page(self, number: int | str) -> Page[Any]:
        chosen: Any = self.object_list
        if not issubclass(chosen.model, Document):
            return super().page(number)  # the admin's page of what was done pages by it too
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = list(chosen.values_list("pk", flat=True)[start : start + self.per_page])
        rows = chosen.model._default_manager.newsroom_list().in_bulk(ids)
        return self._get_page([rows[pk] for pk in ids if pk in rows], number, self)
