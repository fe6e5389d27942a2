"""Run long work off the screen's thread: one way to start, follow and cancel it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from placet.domain.errors import UserFacingError

T = TypeVar("T")


class Cancelled(Exception):  # noqa: N818 - cancelling is no error
    """Raised inside the work when the person asked to stop it."""


class _Bridge(QObject):
    """Carries results from the worker's thread to the screen's."""

    finished = Signal(object)
    failed = Signal(object)
    moved = Signal(str, int, int)


class Progress:
    """What long work calls to say what it is doing, and to learn that it is no longer wanted."""

    def __init__(self, bridge: _Bridge, cancelled: threading.Event) -> None:
        self._bridge, self._cancelled = bridge, cancelled

    def say(self, doing: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is; raises Cancelled when it is no longer wanted."""
        if self._cancelled.is_set():
            raise Cancelled
        self._bridge.moved.emit(doing, done, total)


class Job(QObject, Generic[T]):
    """One piece of work under way; keep it while it runs."""

    ended = Signal()
    """It is over, whichever way."""

    def __init__(
        self,
        op: Callable[[Progress], T],
        on_done: Callable[[T], object],
        on_error: Callable[[UserFacingError], object],
        on_progress: Callable[[str, int, int], object] | None,
    ) -> None:
        super().__init__()
        self._op, self._on_done, self._on_error = op, on_done, on_error
        self._cancelled = threading.Event()
        self._bridge = _Bridge()
        self._bridge.finished.connect(self._finish)
        self._bridge.failed.connect(self._fail)
        if on_progress is not None:
            self._bridge.moved.connect(on_progress)
        self.is_running = True

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next step, and nothing is reported."""
        self._cancelled.set()

    def work(self) -> None:
        """Do the work; called on the worker's thread."""
        try:
            result = self._op(Progress(self._bridge, self._cancelled))
        except BaseException as error:
            self._bridge.failed.emit(error)
            return
        self._bridge.finished.emit(result)

    @Slot(object)
    def _finish(self, result: T) -> None:
        self.is_running = False
        _let_go(self)
        if not self._cancelled.is_set():
            self._on_done(result)
        self.ended.emit()

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        self.is_running = False
        _let_go(self)
        if isinstance(error, UserFacingError):
            self._on_error(error)
        elif not isinstance(error, Cancelled):
            sys.excepthook(type(error), error, error.__traceback__)
        self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job[T]) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        """Do the job's work."""
        self._job.work()


_running: set[QObject] = set()
"""Jobs under way: Qt holds no reference to them, so we do."""


def _hold(job: QObject) -> None:
    """Keep a job, and let nothing be collected meanwhile.

    Python collects on whichever thread allocates. On a worker's thread it would destroy widgets that are waiting to
    be collected, which only the screen's thread may do: the program then dies in native code.
    """
    _running.add(job)
    gc.disable()


def _let_go(job: QObject) -> None:
    """Forget a job that is over; after the last one, collecting goes on where it is safe."""
    _running.discard(job)
    if not _running:
        gc.enable()


def run_in_background(
    op: Callable[[Progress], T],
    on_done: Callable[[T], object],
    on_error: Callable[[UserFacingError], object],
    on_progress: Callable[[str, int, int], object] | None = None,
) -> Job[T]:
    """Run ``op`` off the screen's thread; the callbacks run on the screen's thread.

    ``op`` gets plain values: it touches no widget and not the register, whose connection belongs to one thread.
    A bug in it reaches the excepthook.
    """
    job = Job(op, on_done, on_error, on_progress)
    _hold(job)
    QThreadPool.globalInstance().start(_Runner(job))
    return job
