"""The window: pages over presenters."""
