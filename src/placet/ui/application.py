"""Start the window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer, QTranslator
from PySide6.QtGui import QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from placet.domain.errors import UserFacingError
from placet.resources import resource_path
from placet.ui.session import Session
from placet.ui.theme import apply_theme
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.ui.window import MainWindow

_SHIPPED_FONTS = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")
_CHINESE_FONT = "NotoSansHK-Regular.ttf"


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, and the register named after the program if there is one; return the exit code."""
    arguments = list(sys.argv if argv is None else argv)[1:]
    application = make_application()
    from placet.ui.window import MainWindow

    session = Session()
    window = MainWindow(session)
    sys.excepthook = reporter(window)
    window.show()
    if arguments:
        path = Path(arguments[0])
        QTimer.singleShot(0, lambda: window.ask_to_open(path))
    code = application.exec()
    session.close()
    return code


def make_application() -> QApplication:
    """Return the application, dressed and speaking the user's language."""
    present = QApplication.instance()
    application = present if isinstance(present, QApplication) else QApplication(["placet"])
    application.setApplicationName("Placet")
    application.setApplicationDisplayName("Placet")
    application.setOrganizationName("Placet")
    application.setDesktopFileName("placet")
    application.setWindowIcon(QIcon(str(resource_path("icons", "placet.svg"))))
    load_fonts(application)
    apply_theme(application)
    install_translation(application, QLocale.system().name())
    return application


def load_fonts(application: QApplication) -> None:
    """Take the platform's own font where there is one for certain; Chinese is always there."""
    if sys.platform not in ("win32", "darwin"):
        for name in _SHIPPED_FONTS:
            QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        font = application.font()
        font.setFamilies(["Noto Sans", "Noto Sans HK"])
        application.setFont(font)
    if not QFontDatabase.families(QFontDatabase.WritingSystem.TraditionalChinese):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", _CHINESE_FONT)))


def install_translation(application: QApplication, locale: str) -> bool:
    """Load the texts for a locale such as ``zh_HK``; tell whether there are any."""
    if not locale.startswith(("zh_HK", "zh_TW", "zh_MO", "zh_Hant")):
        return False
    translator = QTranslator(application)
    found = translator.load(str(resource_path("i18n", "placet_zh_Hant.qm")))
    return found and application.installTranslator(translator)


def reporter(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return the excepthook: log what kind of bug it is, apologise, keep the register safe."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from placet.ui import dialogs

        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, UserFacingError):
            window.show_problem(error)
            return
        import logging

        logging.getLogger("placet").error("%s at %s", kind.__name__, ", ".join(_frames(trace)))
        dialogs.warn(
            window,
            tr("Something went wrong in Placet"),
            tr(
                "The register is safe: what was acknowledged is on the disk, and what was not is not in it. "
                "You can go on; if it happens again, restart Placet. ({kind})",
                kind=kind.__name__,
            ),
        )

    return report


def _frames(trace: TracebackType | None) -> list[str]:
    """Return the lines of our own code that a bug went through; no values, no paths."""
    found = []
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("placet"):
            found.append(f"{name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found
