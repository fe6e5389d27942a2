"""What holds for every test: no network, no screen, no unexpected warning in a log."""

import logging
import os
import socket
from collections.abc import Callable, Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

_LOCAL_FAMILIES = {getattr(socket, name) for name in ("AF_UNIX",) if hasattr(socket, name)}


class _LocalSocket(socket.socket):
    """A socket that refuses to be anything but local: asyncio needs a pair of those, nothing needs more."""

    def __init__(self, family: int = -1, *rest: int, **named: int | None) -> None:
        if named.get("fileno") is None and len(rest) < 3 and family not in _LOCAL_FAMILIES:
            raise PermissionError(f"a test opened a network socket (family {family})")
        super().__init__(family, *rest, **named)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", _LocalSocket)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def allowed_logs() -> list[str]:
    """Names of loggers that may warn in this test."""
    return []


@pytest.fixture
def allow_logs(allowed_logs: list[str]) -> Callable[..., None]:
    """Let a test name the loggers whose warnings belong to what it shows: `allow_logs("pyhanko")`."""
    return lambda *names: allowed_logs.extend(names)


@pytest.fixture(autouse=True)
def no_unexpected_logs(allowed_logs: list[str]) -> Iterator[None]:
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    unexpected = [
        record
        for record in collector.records
        if not any(record.name == name or record.name.startswith(f"{name}.") for name in allowed_logs)
    ]
    if unexpected:
        pytest.fail("unexpected log: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in unexpected))
