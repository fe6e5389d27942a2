"""Placet: the register, sign-offs and dossiers of AI use cases in financial firms."""

__version__ = "0.1.0"
