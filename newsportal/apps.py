"""Wiring that Django asks for by the name of a configuration."""

from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AdminConfig):
    """Django’s admin with our site in place of its own, the checks of the house, and its roles."""

    default_site = "newsportal.admin_site.Newsroom"

    def ready(self) -> None:
        super().ready()
        from newsportal import (
            checks,  # noqa: F401 -- importing registers them
            roles,
        )

        roles.follow_migrations()
