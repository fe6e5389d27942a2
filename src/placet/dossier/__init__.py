"""Sealed content to pages to PDF/A-3 bytes."""
