"""Placet: the register, sign-offs and dossiers of AI use cases in financial firms."""
