"""Ctrl-C and SIGTERM: the first lets a command finish the current batch, and ends it if that takes
too long; the second ends it at once."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Final

from django.conf import settings

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class GracefulStop:
    """Inside, the first signal is noted and reported; the next ends the process at once.

    Pass `asked` to a long library call as `stop`. If the call does not return within
    `settings.STOP_TIMEOUT` seconds, whatever it waits for, the process ends as if killed: written
    batches are complete. Outside the main thread, where Python handles no signals, nothing is
    noted.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._is_reported = False
        self._before: dict[int, Any] = {}
        self._watch: _Watch | None = None
        self.signal: signal.Signals | None = None

    def __enter__(self) -> GracefulStop:
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                self._before[number] = signal.signal(number, self._note)
            self._watch = _Watch(settings.STOP_TIMEOUT)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._watch is not None:
            self._watch.end()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def asked(self) -> bool:
        """Whether somebody asked to stop."""
        if self.signal is not None and not self._is_reported:
            self._is_reported = True  # not in the handler: the signal may arrive during a write
            self._tell("Stopping after what is in hand; once more ends it at once.")
        return self.signal is not None

    @property
    def exit_status(self) -> int:
        """The usual exit status after a signal: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + (self.signal or 0)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None:
            _end_at_once(number)
        self.signal = signal.Signals(number)


class _Watch:
    """A thread that ends the process so many seconds after the first signal.

    Python hands a signal to the main thread when that next runs a line of Python. In the middle of
    a library's call, or of a wait for somebody else, it does not; the number of the signal, which
    is written to a pipe at once, is read here.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stopping", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Watches no more."""
        self._is_over.set()
        signal.set_wakeup_fd(self._before)
        os.write(self._write, b"\0")
        self._thread.join()
        os.close(self._read)
        os.close(self._write)

    def _run(self) -> None:
        while (number := os.read(self._read, 1)[0]) not in SIGNALS:
            if self._is_over.is_set():
                return
        if not self._is_over.wait(self._patience):
            message = f"What is in hand takes longer than {self._patience} seconds: ended.\n"
            with suppress(OSError):
                if select.select([], [2], [], 0)[1]:
                    os.write(2, message.encode())
            _end_children()
            os._exit(128 + number)


def _end_children() -> None:
    for child in multiprocessing.active_children():
        child.kill()


def _end_at_once(number: int) -> None:
    """As if the signal had not been handled. Written batches are complete, as after a kill."""
    _end_children()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
