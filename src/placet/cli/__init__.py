"""The operations, without a window."""
