"""The backend itself: Django's PostgreSQL backend, pointed at the embedded server."""

import atexit
import os
from typing import Any

from django.db.backends.postgresql import base

from newsroom.embedded_postgres.client import DatabaseClient
from newsroom.embedded_postgres.creation import DatabaseCreation
from newsroom.embedded_postgres.preparing import USER
from newsroom.embedded_postgres.server import PORT, EmbeddedServer, get_server


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the server at the first connection, and again if it has stopped since."""

    client_class = DatabaseClient
    creation_class = DatabaseCreation

    @property
    def server(self) -> EmbeddedServer:
        return get_server(self.settings_dict["DATA_FOLDER"])

    def get_connection_params(self) -> dict[str, Any]:
        # Everything is set, so that variables such as PGPORT have no effect.
        address = {"HOST": str(self.server.socket), "PORT": PORT, "USER": USER}
        self.settings_dict.update(address)
        params: dict[str, Any] = super().get_connection_params()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.server.ensure()
        return super().get_new_connection(conn_params)


def pools() -> dict[str, Any]:
    """The pools of this process by database alias, as Django keeps them."""
    found: dict[str, Any] = base.DatabaseWrapper._connection_pools  # type: ignore[attr-defined]
    return found


def close_pools() -> None:
    """Close idle connections before the server may stop at the end of this process."""
    for pool in list(pools().values()):
        pool.close(timeout=1)


def forget_pools() -> None:
    """In a forked child: its parent's pool has no working threads here, and sockets not its own."""
    pools().clear()


atexit.register(close_pools)
os.register_at_fork(after_in_child=forget_pools)
