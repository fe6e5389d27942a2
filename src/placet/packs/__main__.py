"""Check and build packs without the rest of the program: ``python -m placet.packs check [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from placet.packs.pack_reader import read_common, read_pack
from placet.packs.sources import read_sources
from placet.resources import resource_path


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or arguments[0] != "check":
        sys.stderr.write("Write: python -m placet.packs check [FOLDER]\n")
        return 64
    root = Path(arguments[1]) if len(arguments) > 1 else resource_path("packs")
    common = read_common(read_sources(root / "common"))
    findings = list(common.findings)
    if common.value is not None:
        for folder in sorted(root.iterdir()):
            if (folder / "pack.yaml").exists():
                findings += read_pack(read_sources(folder), common.value, folder.name).findings
    for finding in findings:
        sys.stdout.write(f"{finding.severity}: {finding}\n")
    sys.stdout.write(f"{len(findings)} findings\n")
    return 1 if any(finding.severity == "error" for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
