"""Clocks of several places run side by side, each from its own start on its own calendar."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from placet.domain.errors import UserFacingError
from placet.operations.compare_places import in_places
from placet.operations.run_clocks import run_clocks
from unit.operations.nine import Nine, nine

EVE = dt.datetime(2026, 12, 24, 18, 0, tzinfo=ZoneInfo("Asia/Singapore"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nine]:
    found = nine(tmp_path_factory.mktemp("clocks"), ("SG", "VN", "JP"))
    with found.ws.register:
        yield found


def test_only_the_clock_that_started_is_dated(made: Nine) -> None:
    columns = in_places(made.ws, made.use_case, made.version)
    found = {item.clock_id: item for item in run_clocks(made.ws, columns, {"sg-pdpc-breach": EVE})}
    assert {item.place for item in found.values()} == {"SG", "VN"}
    started = found["sg-pdpc-breach"].deadline
    assert started is not None
    assert started.due == dt.datetime(2026, 12, 27, 23, 59, 59, tzinfo=ZoneInfo("Asia/Singapore"))
    assert started.on_day_off
    assert [key for key, item in found.items() if item.deadline] == ["sg-pdpc-breach"]


def test_a_start_without_a_zone_or_of_no_clock_is_refused(made: Nine) -> None:
    columns = in_places(made.ws, made.use_case, made.version)
    with pytest.raises(UserFacingError, match="no time zone"):
        run_clocks(made.ws, columns, {"sg-pdpc-breach": EVE.replace(tzinfo=None)})
    with pytest.raises(UserFacingError, match="no such time limit applies here: nonsense"):
        run_clocks(made.ws, columns, {"nonsense": EVE})
