"""Check packs without the rest of the program: ``python -m placet.packs check [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from placet.domain.errors import UserFacingError
from placet.packs.check_folder import check_folder


def main(arguments: list[str]) -> int:
    """Print every finding and return the exit code: 1 with an error among them."""
    if not arguments or arguments[0] != "check" or len(arguments) > 2:
        sys.stderr.write("Write: python -m placet.packs check [FOLDER]\n")
        return 64
    try:
        findings = check_folder(Path(arguments[1]) if len(arguments) > 1 else None)
    except UserFacingError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    for finding in findings:
        sys.stdout.write(f"{finding.severity}: {finding}\n")
    errors = sum(finding.severity == "error" for finding in findings)
    sys.stdout.write(f"{errors} errors, {len(findings) - errors} warnings\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
