"""The encrypted register file and its journal."""
