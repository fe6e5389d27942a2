"""A date that may be left empty: typed as people write it, or taken from a calendar."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from placet.domain.moments import shown_day
from placet.ui.translate import tr

_BUTTON = 26
_FORMS = ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


def read_day(text: str) -> dt.date | None:
    """Return the day a person typed, or None where it is none."""
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


class DateField(QWidget):
    """Holds an ISO date or nothing; shows it as 22 Nov 2026."""

    changed = Signal()

    def __init__(self, iso: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Date"))
        self.line.setObjectName("dateLineEdit")
        self.line.textChanged.connect(lambda _text: self._on_text())
        row.addWidget(self.line, 1)
        self._open = QToolButton()
        self._open.setObjectName("calendarToolButton")
        self._open.setText("▾")
        self._open.setFixedWidth(_BUTTON)
        self._open.setAccessibleName(tr("Choose in a calendar"))
        self._open.clicked.connect(self._show_calendar)
        row.addWidget(self._open)
        self.setFocusProxy(self.line)
        self.set_iso(iso)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's own name
        """Name the line too: that is where one types."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def iso(self) -> str:
        """Return the date as ISO text; empty for none, and for what is no date (see ``is_valid``)."""
        day = read_day(self.line.text())
        return day.isoformat() if day else ""

    def is_valid(self) -> bool:
        """Tell whether the field is empty or holds a date."""
        return not self.line.text().strip() or bool(self.iso())

    def set_iso(self, iso: str) -> None:
        """Show a date, or nothing."""
        self.line.setText(shown_day(dt.date.fromisoformat(iso[:10])) if iso else "")

    def _on_text(self) -> None:
        self.line.setProperty("invalid", not self.is_valid())
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.changed.emit()

    def _show_calendar(self) -> None:
        menu, calendar = QMenu(self), QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumSize(320, 240)
        plain = calendar.weekdayTextFormat(Qt.DayOfWeek.Monday)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekend, plain)  # red is kept for what blocks
        day = read_day(self.line.text())
        if day:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(lambda chosen: self.set_iso(chosen.toString(Qt.DateFormat.ISODate)))
        calendar.clicked.connect(menu.close)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.popup(self._open.mapToGlobal(self._open.rect().bottomLeft()))
