"""Kills an import at ten random moments, and holds what comes of it against a clean run.

    python benchmarks/crash.py [--stories 20000] [--kills 10] [--seed N] [--twice]

Made dumps (see made_dumps.py; several stories each, some of them duplicates, newer captures and
captures cut short) are imported twice, into two new databases on one server (DATABASE_URL, or the
embedded one): once cleanly, and once with `kill -9` at random moments spread over the import, each
followed by the same command. Then every table is compared row for row; benchmarks/comparing.py says
what that means. With `--twice` two identical imports are started together into a third database and
compared in the same way. Exit status 1 when anything differs.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

COMMAND = (sys.executable, str(ROOT / "manage.py"), "import_dump")


def main() -> int:
    """Runs it all; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--twice", action="store_true", help="two identical imports at once, too")
    options = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from benchmarks.comparing import snapshot

    chance = random.Random(options.seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        count = write_captures(Path(folder), options.stories)
        print(f"{count} dumps, seed {options.seed}")
        with database("clean") as clean, database("killed") as killed:
            seconds = time.monotonic()
            run(clean, folder)
            print(f"clean run: {time.monotonic() - seconds:.1f} s")
            wanted = snapshot(clean)
            kill_and_go_on(killed, folder, chance, options.kills, wanted["articles"].count)
            same = tell("killed and gone on", wanted, snapshot(killed))
        if options.twice:
            with database("twice") as twice:
                together = [start(twice, folder) for _ in range(2)]
                status = [process.wait() for process in together]
                print(f"two at once: exit status {status}")
                same &= tell("two at once", wanted, snapshot(twice)) and status == [0, 0]
    return 0 if same else 1


# --- the dumps


def write_captures(folder: Path, stories: int) -> int:
    """Writes dumps with about so many stories: of every five one comes again, as a duplicate, as a
    newer capture with a paragraph more, or as an older one cut short. How many dumps that were."""
    from benchmarks.made_dumps import made_dumps, stories_a_dump

    count = 0
    for number, (name, text) in enumerate(made_dumps(max(1, round(stories / stories_a_dump())))):
        stem = Path(name).stem.rpartition("-202")[0].rpartition("-201")[0] or Path(name).stem
        captures = [(f"{number:06}-{stem}-2026-03-18.txt", text)]
        match number % 15:
            case 3:
                captures.append((f"{number:06}-{stem}-again-2026-03-18.txt", text + "\n\n"))
            case 7:
                more = f"{text}\n\nThe harbour office added later that pier {number} stays open.\n"
                captures.append((f"z{number:06}-{stem}-2026-03-20.txt", more))
            case 11:
                lines = text.splitlines()
                short = "\n".join(lines[: len(lines) * 2 // 3])
                captures.append((f"a{number:06}-{stem}-2026-03-16.txt", short))
        for path, raw in captures:
            (folder / path).write_text(raw, encoding="utf-8")
        count += len(captures)
    return count


# --- the database


@contextmanager
def database(name: str) -> Iterator[Any]:
    """A connection to a new database with our tables, on the server that the site uses."""
    import psycopg
    from django.db import connection
    from psycopg import sql

    connection.ensure_connection()
    info = connection.connection.info
    login = f"{info.user}:{info.password}@" if info.password else f"{info.user}@"
    called = sql.Identifier(f"newsroom_crash_{name}")
    server = f"postgres://{login}/{{}}?host={info.host}&port={info.port}"
    with psycopg.connect(server.format(info.dbname), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(called))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(called))
        try:
            address = server.format(f"newsroom_crash_{name}")
            environment = os.environ | {"DATABASE_URL": address}
            subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"],
                check=True, env=environment,
            )  # fmt: skip
            with psycopg.connect(address, autocommit=True) as made:
                yield made
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(called))


def address_of(connection: Any) -> str:
    """The address by which a command finds the database of a psycopg connection."""
    info = connection.info
    login = f"{info.user}:{info.password}@" if info.password else f"{info.user}@"
    return f"postgres://{login}/{info.dbname}?host={info.host}&port={info.port}"


# --- the import


def start(connection: Any, folder: str) -> subprocess.Popen[bytes]:
    """The command, begun."""
    return subprocess.Popen(
        [*COMMAND, folder, "--tag", "Harbours", "--publisher", "The Pier"],
        env=os.environ | {"DATABASE_URL": address_of(connection)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def run(connection: Any, folder: str) -> None:
    """The command from beginning to end."""
    status = start(connection, folder).wait()
    if status != 0:
        raise SystemExit(f"import_dump ended with exit status {status}")


def kill_and_go_on(
    connection: Any, folder: str, chance: random.Random, kills: int, articles: int
) -> None:
    """Kills the command so many times, each further on than the last; then lets it finish.

    The k-th kill comes when a random share of the articles between (k - 1)/kills and k/kills is
    there, and up to half a second later: so it may fall anywhere within a batch.
    """
    for kill in range(kills):
        wanted = int(articles * (kill + chance.random()) / (kills + 1))
        process = start(connection, folder)
        while count(connection) < wanted or not is_running(connection):
            if process.poll() is not None:
                raise SystemExit(f"import_dump ended by itself, with status {process.returncode}")
            time.sleep(0.02)
        time.sleep(chance.random() / 2)
        if process.poll() is not None:
            raise SystemExit("import_dump was done before it could be killed")
        process.kill()
        process.wait()
        print(f"kill {kill + 1}: at {count(connection)} of {articles} articles")
        end_workers(process.pid)
    run(connection, folder)


def count(connection: Any) -> int:
    """How many articles are there."""
    found: int = connection.execute("SELECT count(*) FROM articles_article").fetchone()[0]
    return found


def is_running(connection: Any) -> bool:
    """Whether an import is at work: the newest run holds its lock."""
    return bool(
        connection.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()
    )


def end_workers(group: int) -> None:
    """Ends what the killed process left behind in its group, once it had time to end by itself."""
    time.sleep(1)
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
    print("  (its workers were still there a second later, and were killed)")


def tell(name: str, wanted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Prints what was compared, and what differs; whether nothing does."""
    from benchmarks.comparing import differences, fingerprint

    rows = ", ".join(f"{table} {entry.count}" for table, entry in found.items())
    print(f"{name}, against a clean run: compared {rows}")
    print(f"  {fingerprint(wanted)} clean, {fingerprint(found)} here")
    differing = differences(wanted, found)
    for line in differing[:20]:
        print(f"  {line}")
    print(f"  {len(differing)} rows differ" if differing else "  the same, row for row")
    return not differing


if __name__ == "__main__":
    sys.exit(main())
