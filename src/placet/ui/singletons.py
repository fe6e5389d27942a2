"""Keep None, True and False alive on Python 3.11 under a Qt binding that takes them for immortal."""

from __future__ import annotations

import ctypes
import sys

_FAR_FROM_ZERO = 1 << 40


def keep_singletons() -> None:
    """Raise the reference counts of the singletons so far that lost references never reach zero.

    PySide6 6.12 is built against the stable ABI in a way that leaves out the reference to None, True and False when
    a call returns one: they are immortal from Python 3.12 on (PEP 683). On 3.11 each ``setEnabled()`` then takes one
    away from None, and after some tens of thousands of calls the interpreter aborts with “none_dealloc”. Measured on
    2026-11-22 with 6.12.0; 6.11.3 counts right. May go when Python 3.11 is no longer supported.
    """
    if sys.version_info >= (3, 12):
        return
    for singleton in (None, True, False, NotImplemented, Ellipsis):
        ctypes.c_ssize_t.from_address(id(singleton)).value += _FAR_FROM_ZERO
