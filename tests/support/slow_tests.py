"""Chooses the tests that `make test-fast` leaves out, by what a whole run measured.

`tests/slow.txt` lists these test functions. `make test RECORD=1` writes it, unless the run is
interrupted or limited to some tests: functions that start a program, and functions whose cases
together take more than `LIMIT`. Browser tests have a marker of their own. A new test counts as fast
until the next record.
"""

import sys
from collections import Counter
from collections.abc import Generator, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pytest

LIST: Final = Path(__file__).parents[1] / "slow.txt"

LIMIT: Final = 0.3
"""Seconds of all cases of a function, without fixtures of the session."""

_MEASURED: Final = "seconds and programs"
_STARTED_AT: Final = pytest.StashKey[float]()


def mark(items: Iterable[pytest.Item]) -> None:
    """Gives the functions on the list the marker `slow`."""
    listed = set(LIST.read_text().splitlines())
    for item in items:
        if _function_of(item.nodeid) in listed:
            item.add_marker(pytest.mark.slow)


class Recorder:
    """Measures each test in the process that runs it; the process that collects the reports
    writes the list."""

    def __init__(self) -> None:
        self._seconds = Counter[str]()
        self._programs = Counter[str]()
        self._program_count = 0
        self._shared_seconds = 0.0
        self._depth = 0
        sys.addaudithook(self._count_program)

    def _count_program(self, event: str, args: tuple[Any, ...]) -> None:
        # A fork is no program: an import forks the process that reads each batch, in milliseconds.
        self._program_count += event in {"subprocess.Popen", "os.posix_spawn"}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        if fixturedef.scope != "session" or self._depth:
            return (yield)
        started_at, programs = perf_counter(), self._program_count
        self._depth += 1
        try:
            return (yield)
        finally:
            self._depth -= 1
            self._shared_seconds += perf_counter() - started_at
            self._program_count = programs

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self._program_count, self._shared_seconds = 0, 0.0
        item.stash[_STARTED_AT] = perf_counter()
        return (yield)

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        seconds = perf_counter() - item.stash[_STARTED_AT] - self._shared_seconds
        item.user_properties.append((_MEASURED, (seconds, self._program_count)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            seconds, programs = dict(report.user_properties)[_MEASURED]
            self._seconds[_function_of(report.nodeid)] += seconds
            self._programs[_function_of(report.nodeid)] += programs

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        config = session.config
        is_whole = (
            exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
            and config.args_source is pytest.Config.ArgsSource.TESTPATHS
            and not config.option.keyword
            and not config.option.markexpr
            and not config.option.collectonly
        )
        if is_whole and not hasattr(config, "workerinput"):  # not in pytest-xdist's processes
            slow = {name for name, seconds in self._seconds.items() if seconds > LIMIT}
            slow |= {name for name, count in self._programs.items() if count}
            LIST.write_text("".join(f"{name}\n" for name in sorted(slow)))


def _function_of(node_id: str) -> str:
    return node_id.partition("[")[0]
