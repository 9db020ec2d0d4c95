"""Ctrl-C and SIGTERM: the first lets a command finish the batch in hand, the second ends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """While it is entered, the first signal is noted and told; the next ends the process at once.

    `asked` is what a long library call takes as `stop`. Outside the main thread, where Python
    handles no signals, nothing is noted.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told = False
        self._before: dict[int, Any] = {}
        self.signal: signal.Signals | None = None

    def __enter__(self) -> Stopping:
        is_main = threading.current_thread() is threading.main_thread()
        for number in SIGNALS if is_main else ():
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def asked(self) -> bool:
        """Whether somebody asked to stop."""
        if self.signal is not None and not self._told:
            self._told = True  # not in the handler: it may have come in the middle of a write
            self._tell("Stopping after what is in hand; once more ends it at once.")
        return self.signal is not None

    @property
    def exit_status(self) -> int:
        """What a shell expects of a process that a signal ended: 130 for Ctrl-C, 143 for TERM."""
        return 128 + (self.signal or 0)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None:
            _end_at_once(number)
        self.signal = signal.Signals(number)


def _end_at_once(number: int) -> None:
    """As if the signal had not been handled. Written batches are complete, as after a kill."""
    for child in multiprocessing.active_children():
        child.terminate()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
