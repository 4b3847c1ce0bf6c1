"""When each thing that is done again and again was last begun."""

from django.db import models


class Beat(models.Model):
    """One row a function of settings.BEATS; `newsportal.core.beat` alone writes it."""

    name = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
