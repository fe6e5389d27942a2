"""The left column: the pages with the work that waits on each, and the chosen use case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from placet.ui.icons import icon
from placet.ui.page_registry import PageEntry
from placet.ui.theme import tokens_of
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.labels import muted_label

if TYPE_CHECKING:
    from placet.domain.parties import UseCase

WIDTH = 208
_ROW_HEIGHT = 34
_COUNT_ROLE = Qt.ItemDataRole.UserRole + 1


class _CountDelegate(QStyledItemDelegate):
    """Draws the work that waits at the right of a page's name."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        count = index.data(_COUNT_ROLE)
        if not count:
            return
        tokens, text = tokens_of(option.widget), str(count)
        width = max(18, option.fontMetrics.horizontalAdvance(text) + 10)
        box = QRectF(option.rect.right() - width - 16, option.rect.center().y() - 8, width, 18)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class Navigation(QFrame):
    """Lists the pages and holds the chooser of use cases."""

    page_chosen = Signal(str)
    use_case_chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigationPanel")
        self.setFixedWidth(WIDTH)
        self._entries = tuple(entries)
        self._use_cases_shown: tuple[tuple[UseCase, ...], str] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, NEAR, 0, NEAR + TIGHT)
        layout.setSpacing(TIGHT)
        self.pages = QListWidget()
        self.pages.setObjectName("navigationList")
        self.pages.setAccessibleName(tr("Pages"))
        self.pages.setIconSize(QSize(20, 20))
        self.pages.setItemDelegate(_CountDelegate(self.pages))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in self._entries:
            item = QListWidgetItem(tr(entry.name))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            item.setSizeHint(QSize(WIDTH - NEAR, _ROW_HEIGHT))
            self.pages.addItem(item)
        self.pages.currentItemChanged.connect(self._on_page_changed)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self._chooser())
        self.ink()

    def _chooser(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(NEAR + TIGHT, 0, NEAR + TIGHT, 0)
        column.setSpacing(TIGHT)
        label: QLabel = muted_label(tr("&Use case"))
        label.setTextFormat(Qt.TextFormat.AutoText)
        self.use_cases = QComboBox()
        self.use_cases.setObjectName("useCaseComboBox")
        self.use_cases.setAccessibleName(tr("Use case"))
        self.use_cases.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.use_cases.setMinimumContentsLength(12)
        self.use_cases.activated.connect(self._on_use_case_activated)
        label.setBuddy(self.use_cases)
        column.addWidget(label)
        column.addWidget(self.use_cases)
        return box

    def ink(self) -> None:
        """Draw the icons in the colours of the present theme."""
        tokens = tokens_of(self)
        for row, entry in enumerate(self._entries):
            self.pages.item(row).setIcon(icon(entry.icon, tokens.muted, tokens.accent))

    def show_page(self, page_id: str) -> None:
        """Mark a page as the one in view."""
        for row, entry in enumerate(self._entries):
            if entry.id == page_id:
                self.pages.blockSignals(True)
                self.pages.setCurrentRow(row)
                self.pages.blockSignals(False)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show beside each page how much waits there."""
        for row, entry in enumerate(self._entries):
            count = counts.get(entry.id, 0)
            item = self.pages.item(row)
            item.setData(_COUNT_ROLE, count)
            name = tr(entry.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {count}" if count else name)

    def allow_pages(self, *, with_register: bool) -> None:
        """Let only those pages be chosen that make sense now."""
        for row, entry in enumerate(self._entries):
            item, usable = self.pages.item(row), with_register or not entry.needs_register
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if usable else Qt.ItemFlag.NoItemFlags)

    def show_use_cases(self, use_cases: Sequence[UseCase], chosen: str) -> None:
        """Fill the chooser; one of thousands is filled only when something changed."""
        shown = (tuple(use_cases), chosen)
        if shown == self._use_cases_shown:
            return
        self._use_cases_shown = shown
        self.use_cases.clear()
        self.use_cases.addItem(tr("None chosen"), "")
        for use_case in use_cases:
            self.use_cases.addItem(f"{use_case.reference}  {use_case.name}", use_case.id)
            last = self.use_cases.count() - 1
            self.use_cases.setItemData(last, use_case.name, Qt.ItemDataRole.ToolTipRole)
        self.use_cases.setCurrentIndex(max(0, self.use_cases.findData(chosen)))
        self.use_cases.setEnabled(bool(use_cases))
        self.use_cases.view().setMinimumWidth(320)

    def _on_page_changed(self, current: QListWidgetItem | None, _former: QListWidgetItem | None) -> None:
        if current is not None:
            self.page_chosen.emit(current.data(Qt.ItemDataRole.UserRole))

    def _on_use_case_activated(self, row: int) -> None:
        self.use_case_chosen.emit(self.use_cases.itemData(row) or "")
