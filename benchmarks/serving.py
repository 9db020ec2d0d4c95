"""Sites under gunicorn and requests by wrk, for benchmarks/serve.py. All on this machine alone."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
CONNECTIONS = 8  # of wrk, for two workers: enough that none waits for work

# Goes through the addresses in turn.
_SCRIPT = """
local paths = {{ {paths} }}
local next = 0
request = function()
  next = next % #paths + 1
  return wrk.format("GET", paths[next])
end
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that answers."""

    address: str

    def get(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers, the headers' names in small letters."""
        request = Request(self.address + quote(path, safe="/?=&%"), headers=headers)  # noqa: S310
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                status, body, received = answer.status, answer.read(), answer.headers
        except HTTPError as error:
            status, body, received = error.code, error.read(), error.headers
        return status, body, {name.lower(): value for name, value in received.items()}


@contextmanager
def gunicorn(application: str, *, python: str, workers: int, **environment: str) -> Iterator[Site]:
    """A site under gunicorn with its default kind of worker, until the block ends."""
    port = free_port()
    command = [python, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}"]
    command += [f"--workers={workers}", "--log-level=warning", f"--chdir={BENCHMARKS}"]
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(command, env=os.environ | environment, start_new_session=True)
    try:
        yield wait_for(Site(f"http://127.0.0.1:{port}"), process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(site: Site, process: subprocess.Popen[bytes]) -> Site:
    """The site, once it answers."""
    for _ in range(150):
        try:
            site.get("/")
        except (URLError, ConnectionError):
            if process.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return site
    raise SystemExit(f"{' '.join(map(str, process.args))} does not answer")  # type: ignore[arg-type]


def requests_a_second(
    site: Site, paths: Sequence[str], *, seconds: float, headers: dict[str, str] | None = None
) -> float:
    """How many answers wrk gets, asking for these addresses in turn; each must be no error."""
    quoted = [json.dumps(quote(path, safe="/?=&%")) for path in paths]
    command = ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={seconds:.0f}s"]
    for name, value in (headers or {}).items():
        command += ["--header", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT.format(paths=", ".join(quoted)))
        script.flush()
        run = subprocess.run(
            [*command, f"--script={script.name}", site.address],
            check=True,
            capture_output=True,
            text=True,
        )
    failed = re.search(r"(Non-2xx or 3xx responses|Socket errors): .*", run.stdout)
    # A worker without keep-alive ends each connection, which wrk may count as a read error.
    if failed and "Non-2xx" in failed[0]:
        raise SystemExit(f"{site.address}{paths[0]}: {failed[0]}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", run.stdout)
    if rate is None:
        raise SystemExit(run.stdout)
    return float(rate[1])


def run(python: str, *arguments: str, **environment: str) -> str:
    """A program from beginning to end; what it printed."""
    done = subprocess.run(
        [python or sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{BENCHMARKS}"} | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    return done.stdout
