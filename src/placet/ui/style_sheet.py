"""The style sheet that goes over Qt's Fusion style; colours come from the tokens alone."""

from __future__ import annotations

from string import Template

from placet.resources import resource_path
from placet.ui.tokens import DARK, Tokens

_SHEET = Template(
    """
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QLineEdit, QDateEdit, QSpinBox { min-height: 20px; padding: 4px 8px; border: 1px solid $line; border-radius: 4px;
    background: $base; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 4px; border: 1px solid $line; border-radius: 4px; background: $base;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QListView:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus,
QSpinBox:focus { border: 1px solid $accent; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border: 1px solid $red; }
QLineEdit:disabled, QPlainTextEdit:disabled, QLineEdit:read-only { background: $raised; color: $muted; }
QComboBox { min-height: 20px; padding: 4px 8px; border: 1px solid $line; border-radius: 4px; background: $base; }
QComboBox:focus, QComboBox:on { border: 1px solid $accent; }
QComboBox:disabled { background: $raised; color: $faint; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { border: 1px solid $line; padding: 2px; outline: 0; background: $base;
    selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QListView::indicator {
    width: 15px; height: 15px; border: 1px solid $faint; border-radius: 3px; background: $base; }
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:disabled { background: $raised; border-color: $line; }
QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $faint; border-radius: 8px; background: $base; }
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:focus { border: 2px solid $accent; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 7px; height: 7px; background: $base; }
QRadioButton::indicator:disabled { background: $raised; border-color: $line; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; border-radius: 3px; background: $line; border: none; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; border-radius: 3px; background: $line; border: none; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QPushButton { min-height: 20px; padding: 4px 14px; border: 1px solid $line; border-radius: 4px; background: $base; }
QPushButton:hover { background: $raised; border-color: $faint; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $raised; border-color: $line; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accent_strong; }
QPushButton[primary="true"]:focus { border: 1px solid $text; }
QPushButton[primary="true"]:disabled { background: $raised; color: $faint; border-color: $line; }
QPushButton[link="true"] { border: none; background: transparent; color: $accent; padding: 4px 2px; text-align: left; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { text-decoration: underline; }
QPushButton[link="true"]:disabled { color: $faint; }
QToolButton { padding: 4px 8px; border: 1px solid transparent; border-radius: 4px; }
QToolButton:hover { background: $raised; border-color: $line; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QTableView, QListView, QTreeView { border: 1px solid $line; border-radius: 4px; background: $base; outline: 0;
    gridline-color: $raised; selection-background-color: $accent_soft; selection-color: $text; }
QTableView::item { padding: 2px 6px; border-bottom: 1px solid $raised; }
QListView::item { padding: 6px 8px; }
QListView::item:focus { background: $raised; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $accent_soft;
    color: $text; }
QTableView::item:focus { border: 1px solid $accent; }
QHeaderView::section { background: $raised; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-weight: 600; }
QTableCornerButton::section { background: $raised; border: none; }
QTabBar::tab { padding: 7px 14px; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QTabBar { qproperty-drawBase: 0; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget#scrolledContent { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QMenu { background: $base; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 28px; border-radius: 3px; }
QMenu::indicator { width: 12px; height: 12px; left: 8px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QProgressBar { border: 1px solid $line; border-radius: 4px; background: $raised; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QStatusBar { background: $navigation; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="error"] { color: $red; }
QLabel[role="warning"] { color: $amber; }
QLabel[role="good"] { color: $green; }
QLabel[role="label"] { color: $text; font-weight: 600; }
QFrame#topBar { background: $navigation; border: none; border-bottom: 1px solid $line; }
QFrame#navigationPanel { background: $navigation; border: none; border-right: 1px solid $line; }
QFrame#pageHeader { background: $window; border: none; }
QFrame[card="true"] { background: $base; border: 1px solid $line; border-radius: 6px; }
QFrame[rule="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame#problemBar { background: $red_soft; border: 1px solid $red; border-radius: 4px; }
QFrame#noticeBar { background: $amber_soft; border: 1px solid $amber; border-radius: 4px; }
QListWidget#navigationList { background: transparent; border: none; }
QListWidget#navigationList::item { padding: 0 10px; border-radius: 4px; color: $text; margin: 1px 8px; }
QListWidget#navigationList::item:hover { background: $raised; }
QListWidget#navigationList::item:selected { background: $accent_soft; color: $accent; }
QListWidget#navigationList::item:focus { border: 1px solid $accent; }
QListWidget#navigationList::item:disabled { color: $faint; }
QLabel#countBadge { background: $accent; color: $on_accent; border-radius: 8px; padding: 0 6px; font-weight: 600; }
"""
)


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet in a set of colours."""
    colours = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__}
    kind = "-dark" if tokens is DARK else ""
    drawn = {name: resource_path("icons", f"{name}{kind}.svg").as_posix() for name in ("chevron", "check")}
    return _SHEET.substitute(colours | drawn)
