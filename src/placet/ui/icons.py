"""Our own icons, drawn as outlines and inked in the colour asked for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from placet.resources import resource_path

_SIZES = (16, 20, 32, 40)


@cache
def icon(name: str, colour: str, chosen: str = "") -> QIcon:
    """Return the icon ``resources/icons/NAME.svg`` in a colour, and in another where it is chosen."""
    source = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(_drawn(source, colour, size), QIcon.Mode.Normal)
        result.addPixmap(_drawn(source, chosen or colour, size), QIcon.Mode.Selected)
    return result


def _drawn(source: str, colour: str, size: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
