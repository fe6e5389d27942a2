"""The ground: resources are found, the network is shut, the domain stands on the standard library."""

import ast
import logging
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import placet
from placet.resources import resource_path

SOURCE = Path(placet.__file__).parent


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return names


def test_domain_imports_only_the_standard_library_and_canonical_json() -> None:
    foreign = {
        f"{path.name}: {name}"
        for path in (SOURCE / "domain").rglob("*.py")
        for name in _imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names | {"rfc8785"} and not name.startswith("placet.domain")
    }
    assert not foreign


def test_resources_are_found() -> None:
    assert resource_path().is_dir()
    assert resource_path("fonts").parent == resource_path()


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_network_socket_is_refused(family: socket.AddressFamily) -> None:
    with pytest.raises(PermissionError):
        socket.socket(family, socket.SOCK_STREAM)


def test_a_local_pair_is_allowed() -> None:
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"x")
        assert right.recv(1) == b"x"


def test_a_named_logger_may_warn(allow_logs: Callable[..., None]) -> None:
    allow_logs("placet.test")
    logging.getLogger("placet.test").warning("expected")
