"""Versions of what pages show: one row a key, bumped in the transaction of the verb."""

from django.db import models


class PageVersion(models.Model):
    """How often the thing named by `key` (for example ``story:12``) has changed for its readers."""

    key = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
