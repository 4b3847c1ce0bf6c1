"""The database engine that Django loads: PostgreSQL, with the server ensured."""

from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base

from newsportal.core.embedded.home import PORT
from newsportal.core.embedded.server import ROLE, EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose server stands in the folder that the setting DATA names.

    A connection that cannot be had starts the server if it is not there, so a server that was
    killed is back with the next connection. A connection that can be had costs one look into a
    small file.
    """

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        if not settings_dict.get("DATA"):
            raise ImproperlyConfigured(
                "The engine newsportal.core.embedded needs DATA, the folder of its files."
            )
        self.server = EmbeddedServer(Path(settings_dict["DATA"]))

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"user": ROLE, "port": PORT}

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg2.extensions.connection:
        socket_folder = self.server.ready()
        if socket_folder is not None:
            try:
                return super().get_new_connection({**conn_params, "host": str(socket_folder)})
            except psycopg2.OperationalError:
                # It died a moment ago or the database is still being made: both are mended
                # below, and anything else fails there again with the same words.
                self.connection = None
        socket_folder = self.server.ensure(self._database_to_make())
        return super().get_new_connection({**conn_params, "host": str(socket_folder)})

    def _database_to_make(self) -> str | None:
        """The portal's database; that of a test run is made, and dropped, by the test run."""
        name = self.settings_dict["NAME"]
        test_name = self.settings_dict["TEST"]["NAME"] or f"test_{name}"
        return None if not name or name.startswith(test_name) else name
