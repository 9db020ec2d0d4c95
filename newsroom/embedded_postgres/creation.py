"""Test databases on the embedded server."""

from typing import Any

from django.db.backends.postgresql import creation


class DatabaseCreation(creation.DatabaseCreation):
    def _execute_create_test_db(
        self, cursor: Any, parameters: dict[str, str], keepdb: bool = False
    ) -> None:
        super()._execute_create_test_db(cursor, parameters, keepdb)  # type: ignore[misc]
        # Test data need not outlive a power failure: commits do not wait for the disk.
        cursor.execute(f"ALTER DATABASE {parameters['dbname']} SET synchronous_commit = off")
