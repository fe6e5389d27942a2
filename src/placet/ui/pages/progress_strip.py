"""What long work is doing, how far it is, and Cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from placet.domain.errors import UserFacingError
from placet.ui.background import Job, Progress, run_in_background
from placet.ui.tokens import NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.labels import muted_label

T = TypeVar("T")


class ProgressStrip(QWidget):
    """Hidden until work runs; one piece of work at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressStrip")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        self._doing = muted_label("", wraps=False)
        row.addWidget(self._doing)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(plain_button(tr("Cancel"), "cancelWorkPushButton", self.cancel))
        self._job: Job[object] | None = None
        self.hide()

    @property
    def is_running(self) -> bool:
        """Tell whether work is under way."""
        return self._job is not None and self._job.is_running

    def run(
        self,
        doing: str,
        op: Callable[[Progress], T],
        on_done: Callable[[T], object],
        on_error: Callable[[UserFacingError], object],
    ) -> None:
        """Run ``op`` off the screen's thread and show that it runs; a second call while one runs is ignored."""
        if self.is_running:
            return
        self._doing.setText(doing)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(doing)
        self.show()

        def work(progress: Progress) -> T:
            result = op(progress)
            progress.say(doing)  # raises when it was cancelled meanwhile, so that nothing is kept
            return result

        job = run_in_background(work, on_done, on_error, self._on_moved)
        job.ended.connect(self.hide)
        self._job = job  # type: ignore[assignment]

    def when_ended(self, tell: Callable[[], object]) -> None:
        """Call ``tell`` once the present work is over, whichever way."""
        if self._job is not None:
            self._job.ended.connect(tell)

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._job is not None:
            self._job.cancel()
            self._doing.setText(tr("Stopping…"))

    def _on_moved(self, doing: str, done: int, total: int) -> None:
        self._doing.setText(doing)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
