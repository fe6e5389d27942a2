"""Long work: its result, its problems, its progress and its end come back to the screen's thread."""

from __future__ import annotations

import gc
import threading

import pytest
from pytestqt.qtbot import QtBot

from placet.domain.errors import UserFacingError
from placet.ui.background import Progress, run_in_background

pytestmark = pytest.mark.gui


def test_the_result_comes_back_on_the_screens_thread(qtbot: QtBot) -> None:
    got: list[tuple[int, str]] = []
    here = threading.current_thread().name

    def work(progress: Progress) -> int:
        progress.say("counting", 1, 2)
        assert threading.current_thread().name != here
        return 42

    told: list[tuple[str, int, int]] = []
    run_in_background(
        work,
        lambda result: got.append((result, threading.current_thread().name)),
        lambda error: pytest.fail(str(error)),
        lambda doing, done, total: told.append((doing, done, total)),
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, here)]
    assert told == [("counting", 1, 2)]


def test_what_a_person_can_mend_reaches_on_error(qtbot: QtBot) -> None:
    found: list[UserFacingError] = []

    def work(_progress: Progress) -> None:
        raise UserFacingError("the file is damaged", "a.p12")

    run_in_background(work, lambda _result: pytest.fail("done"), found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found[0].what == "the file is damaged"


def test_cancelled_work_reports_nothing(qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        go_on.wait(10)
        progress.say("next step")

    job = run_in_background(work, lambda _result: pytest.fail("done"), lambda error: pytest.fail(str(error)))
    job.cancel()
    with qtbot.waitSignal(job.ended):
        go_on.set()
    assert not job.is_running


def test_nothing_is_collected_while_work_runs_on_another_thread(qtbot: QtBot) -> None:
    seen: list[bool] = []
    job = run_in_background(lambda _: seen.append(gc.isenabled()), lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: not job.is_running)
    assert seen == [False]
    assert gc.isenabled()
