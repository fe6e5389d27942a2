"""A judgement: what Placet proposes and why, and what a named person determines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from placet.ui.presenters.determination_forms import DeterminationForm
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import body_label, card, muted_label, section_label

_FEW_FACTS = 6


class DeterminationPanel(QWidget):
    """Shows a proposal with its reasons and takes the determination."""

    edited = Signal()

    def __init__(
        self,
        form: DeterminationForm,
        actor_name: str,
        people: Sequence[tuple[str, str]] = (),
        *,
        is_editable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GROUP)
        layout.addWidget(self._proposal())
        if form.determined:
            layout.addWidget(self._standing())
        if is_editable:
            layout.addWidget(self._entry(actor_name, people))
        layout.addStretch(1)

    def _proposal(self) -> QWidget:
        form, frame = self.form, card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        column.setSpacing(TIGHT)
        column.addWidget(muted_label(tr("Placet proposes")))
        column.addWidget(section_label(form.proposed_words))
        if form.source:
            column.addWidget(muted_label(form.source))
        for reason in form.reasons:
            column.addWidget(body_label(f"•  {reason}"))
        if form.undecided:
            shown = ", ".join(form.undecided[:_FEW_FACTS])
            more = len(form.undecided) - _FEW_FACTS
            text = tr("Still open: {facts}", facts=shown)
            column.addWidget(muted_label(text + (tr(" and {count} more", count=more) if more > 0 else "")))
        if form.consequence:
            column.addWidget(body_label(form.consequence))
        if form.note:
            column.addWidget(muted_label(form.note))
        return frame

    def _standing(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        said = body_label(tr("Determined: {outcome}", outcome=self.form.determined_words))
        said.setProperty("role", "label")
        column.addWidget(said)
        column.addWidget(muted_label(self.form.determined_by))
        if self.form.determined_reasons:
            column.addWidget(body_label(self.form.determined_reasons))
        return box

    def _entry(self, actor_name: str, people: Sequence[tuple[str, str]]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        self.outcome = QComboBox()
        self.outcome.addItem(tr("Choose…"), "")
        for key, label in self.form.options:
            self.outcome.addItem(label, key)
        preset = self.form.determined or self.form.proposed
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(str(preset))))
        self.outcome.currentIndexChanged.connect(lambda _index: self.edited.emit())
        column.addWidget(LabelledField(tr("&Determined as"), self.outcome, name="determinedComboBox"))
        self.reasons = QPlainTextEdit()
        self.reasons.setTabChangesFocus(True)
        self.reasons.setFixedHeight(self.reasons.fontMetrics().lineSpacing() * 4 + 16)
        self.reasons.textChanged.connect(self.edited)
        help_text = tr("Needed when you depart from the proposal; printed in the dossier.")
        column.addWidget(LabelledField(tr("&Reasons"), self.reasons, help_text, name="reasonsPlainTextEdit"))
        self.second = QComboBox()
        self.second.addItem(tr("Choose…"), "")
        for key, name in people:
            self.second.addItem(name, key)
        agreed = LabelledField(tr("Second &person who agreed"), self.second, name="secondPersonComboBox")
        agreed.setVisible(self.form.needs_second)
        column.addWidget(agreed)
        by = tr("Determined by {name}", name=actor_name) if actor_name else tr("Choose who you are, at the top right.")
        column.addWidget(muted_label(by))
        return box

    def unsaved(self) -> dict[str, object]:
        """Return what was entered and differs from what the form began with."""
        outcome, reasons = self.entered()
        preset = str(self.form.determined or self.form.proposed)
        return {"outcome": outcome, "reasons": reasons} if reasons or outcome != preset else {}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Show again what was entered before."""
        if kept and hasattr(self, "outcome"):
            self.outcome.setCurrentIndex(max(0, self.outcome.findData(kept.get("outcome", ""))))
            self.reasons.setPlainText(str(kept.get("reasons", "")))

    def second_person(self) -> str:
        """Return who agreed; empty for nobody."""
        return str(self.second.currentData() or "") if hasattr(self, "second") else ""

    def entered(self) -> tuple[str, str]:
        """Return what is determined and the reasons."""
        if not hasattr(self, "outcome"):
            return str(self.form.determined), ""
        return str(self.outcome.currentData() or ""), self.reasons.toPlainText().strip()
