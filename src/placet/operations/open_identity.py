"""Open a signing identity. Pure work on bytes: it touches no register and may run beside the window."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placet.signing.identities import Identity


def open_identity(data: bytes, passphrase: str, label: str, now: dt.datetime) -> Identity:
    """Open a PKCS#12 file; raises UserFacingError with one sentence for anything that could not sign."""
    from placet.signing.identities import load_pkcs12

    return load_pkcs12(data, passphrase, label, now=now)
