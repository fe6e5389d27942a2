"""The window: pages over presenters."""

from placet.ui.singletons import keep_singletons

keep_singletons()
