"""The bar over everything: whose register this is, the way to anything, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from placet.ui.icons import icon
from placet.ui.theme import Appearance, appearance, tokens_of
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button

if TYPE_CHECKING:
    from placet.domain.parties import Person
    from placet.operations.workspace import Actor


class TopBar(QFrame):
    """Shows the firm on the left and the person on the right."""

    go_to_pressed = Signal()
    person_chosen = Signal(object)
    """A Person, or None for nobody in particular."""
    people_wanted = Signal()
    """The person wants to enter people first."""
    close_wanted = Signal()
    appearance_chosen = Signal(object)
    """An Appearance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(48)
        row = QHBoxLayout(self)
        row.setContentsMargins(GROUP, TIGHT, GROUP, TIGHT)
        row.setSpacing(NEAR)
        self.firm = QLabel()
        self.firm.setObjectName("firmLabel")
        self.firm.setTextFormat(Qt.TextFormat.RichText)
        row.addWidget(self.firm)
        row.addStretch(1)
        self.go_to: QPushButton = plain_button(tr("Go to…  Ctrl+K"), "goToPushButton", self.go_to_pressed.emit)
        row.addWidget(self.go_to)
        self.person = QToolButton()
        self.person.setObjectName("personToolButton")
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setAccessibleName(tr("Who is at the keyboard"))
        self.person.setToolTip(tr("Who is at the keyboard"))
        row.addWidget(self.person)

    def ink(self) -> None:
        """Draw the icons in the colours of the present theme."""
        tokens = tokens_of(self)
        self.person.setIcon(icon("person", tokens.muted))
        self.go_to.setIcon(icon("search", tokens.muted))

    def show_register(self, firm: str, *, note: str = "") -> None:
        """Say whose register is open."""
        self.ink()
        name = firm.replace("&", "&amp;").replace("<", "&lt;")
        said = f"  ({note})" if note else ""
        self.firm.setText(f"<b>Placet</b>&nbsp;&nbsp;—&nbsp;&nbsp;{name}{said}" if firm else "<b>Placet</b>")
        self.person.setVisible(bool(firm))

    def show_people(self, people: Sequence[Person], actor: Actor) -> None:
        """Fill the chooser of persons."""
        self.person.setText(actor.name or tr("Who are you?"))
        menu = QMenu(self.person)
        menu.setObjectName("personMenu")
        group = QActionGroup(menu)
        for person in people:
            title = f"{person.name}, {person.job_title}" if person.job_title else person.name
            self._add(menu, group, title, person, person.id == actor.person_id)
        if not people:
            menu.addAction(tr("Enter people first…"), self.people_wanted.emit)
        menu.addSeparator()
        self._add(menu, group, tr("Only the computer’s user, {user}", user=actor.os_user), None, not actor.person_id)
        menu.addSeparator()
        self._add_appearances(menu)
        menu.addAction(tr("Close the register"), self.close_wanted.emit)
        self.person.setMenu(menu)

    def _add_appearances(self, menu: QMenu) -> None:
        choices = menu.addMenu(tr("Appearance"))
        words = {
            Appearance.SYSTEM: tr("As the system"),
            Appearance.LIGHT: tr("Light"),
            Appearance.DARK: tr("Dark"),
        }
        for kind, word in words.items():
            action = choices.addAction(word, partial(self.appearance_chosen.emit, kind))
            action.setCheckable(True)
            action.setChecked(appearance() is kind)

    def _add(self, menu: QMenu, group: QActionGroup, title: str, person: Person | None, chosen: bool) -> None:
        action = QAction(title.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda: self.person_chosen.emit(person))
        group.addAction(action)
        menu.addAction(action)
