"""The words and the rules: frozen types and pure functions."""
