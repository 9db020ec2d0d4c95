"""`manage.py dbshell` with the psql that comes in the wheel."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import client

from newsroom.embedded_postgres.preparing import find_binaries


class DatabaseClient(client.DatabaseClient):
    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        arguments, environment = super().settings_to_cmd_args_env(settings_dict, list(parameters))
        return [str(find_binaries() / "psql"), *arguments[1:]], environment

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()  # fills in where the server listens
        self.connection.server.ensure()  # type: ignore[attr-defined]
        super().runshell(parameters)
