"""What opening a register found that a person should read, above the page, with the way to where it is mended."""

from __future__ import annotations

from PySide6.QtCore import Signal

from placet.ui.presenters.rules import RULES_PART, newer_rules
from placet.ui.session import Session
from placet.ui.translate import tr
from placet.ui.widgets.findings_list import FindingsList


class OpeningNotices(FindingsList):
    """Shows the notices of the register that was opened last; newer rules only until they are brought in."""

    part_wanted = Signal(str, str)
    """A page, and the part of it."""

    def __init__(self, session: Session) -> None:
        super().__init__(name="noticeBar")
        self._session = session
        self._serious: tuple[str, ...] = ()
        self._newer = ""
        self.dismissed.connect(self._forget)
        session.record_changed.connect(self._look_again)

    def read(self) -> None:
        """Show what opening found; routine notices go to the status bar."""
        self._forget()
        if self._session.is_open:
            from placet.operations.keep_register import opening_notices

            self._serious, routine = opening_notices(self._session.workspace)
            self._newer = newer_rules(self._session)
            if routine:
                self._session.said.emit(" ".join(routine))
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._serious or self._newer))
        self.show_lines("\n".join(filter(None, (*self._serious, self._newer))))
        if self._newer:
            self.add_link(tr("See the rules"), "seeRulesPushButton", self._want_rules)

    def _want_rules(self) -> None:
        """Lead to where the same is said with its button."""
        self._newer = ""
        self._show()
        self.part_wanted.emit("journal", RULES_PART)

    def _look_again(self) -> None:
        if self._newer and newer_rules(self._session) != self._newer:
            self._newer = newer_rules(self._session)
            self._show()

    def _forget(self) -> None:
        self._serious, self._newer = (), ""
