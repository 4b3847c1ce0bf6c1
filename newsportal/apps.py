"""Wiring that Django asks for by the name of a configuration."""

from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AdminConfig):
    """Django's admin with our site in place of its own, and the checks of the whole house."""

    default_site = "newsportal.admin_site.Newsroom"

    def ready(self) -> None:
        super().ready()
        from newsportal import checks  # noqa: F401 -- importing registers them
