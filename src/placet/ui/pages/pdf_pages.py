"""Exact pages on screen: a PDF shown from memory, never from a file and never rendered again."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.labels import muted_label

_STEP = 1.2


class PdfPages(QWidget):
    """Shows the pages of one PDF with zoom and page number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = b""
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setObjectName("pagesPdfView")
        self.view.setAccessibleName(tr("Pages"))
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self._at: QLabel = muted_label("", wraps=False)
        self._at.setObjectName("pageNumberLabel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(self._bar())
        layout.addWidget(self.view, 1)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._show_number())

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(self._at)
        row.addStretch(1)
        for text, name, words, slot in (
            ("−", "zoomOutToolButton", tr("Smaller"), lambda: self._zoom(1 / _STEP)),
            ("+", "zoomInToolButton", tr("Larger"), lambda: self._zoom(_STEP)),
            (tr("Fit"), "fitToolButton", tr("Fit to width"), self._fit),
        ):
            button = QToolButton()
            button.setText(text)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(lambda _checked=False, act=slot: act())
            row.addWidget(button)
        return row

    def show_pdf(self, data: bytes) -> None:
        """Show a PDF; the same bytes again change nothing."""
        if data == self._data:
            return
        self._data = data
        self.document.close()
        self._buffer.close()
        if not data:
            self._at.setText("")
            return
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._show_number()

    def _show_number(self) -> None:
        total = self.document.pageCount()
        page = self.view.pageNavigator().currentPage() + 1
        self._at.setText(tr("Page {page} of {total}", page=page, total=total) if total else "")

    def _zoom(self, by: float) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(0.25, min(4.0, self.view.zoomFactor() * by)))

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def focus(self) -> None:
        """Put the keyboard on the pages."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
