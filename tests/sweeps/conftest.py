"""Sweeps break the same files that the unit tests of a room use."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_spec = spec_from_file_location("signed_files", Path(__file__).parents[1] / "unit" / "signing" / "conftest.py")
assert _spec is not None
assert _spec.loader is not None
_files = module_from_spec(_spec)
sys.modules[_spec.name] = _files
_spec.loader.exec_module(_files)

firm = _files.firm
plain = _files.plain
sealed = _files.sealed
signed_once = _files.signed_once
signed_twice = _files.signed_twice
