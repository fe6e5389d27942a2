"""Compile the built-in packs: ``python -m placet.packs.build [FOLDER]``, before a wheel or an installer is made."""

from __future__ import annotations

import sys
from pathlib import Path

from placet.domain.errors import FindingsError, UserFacingError
from placet.packs.built_in import compile_all
from placet.resources import resource_path


def main(arguments: list[str]) -> int:
    """Write ``compiled/*.json`` beside the packs' YAML and return the exit code."""
    try:
        written = compile_all(Path(arguments[0]) if arguments else resource_path("packs"))
    except FindingsError as error:
        sys.stderr.writelines(f"{finding}\n" for finding in error.findings)
        return 1
    except UserFacingError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    sys.stdout.writelines(f"{path}\n" for path in written)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
