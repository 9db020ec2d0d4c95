"""Processor time of a database's server, for those that measure where the time goes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def server_seconds(connection: Any) -> float:
    """What a Django connection's server process has used so far; 0.0 where it is on another machine
    or no Linux."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
