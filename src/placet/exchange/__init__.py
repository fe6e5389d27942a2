"""Office files and packages, in and out."""
