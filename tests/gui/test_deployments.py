"""The section of a use case that says where it runs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from placet.domain.parties import Deployment
from placet.ui.pages.register import RegisterPage
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import Bank, answer_everything, run_the_route

pytestmark = pytest.mark.gui


def part(within: QWidget, kind: type[QWidget], name: str) -> QWidget:
    found = within.findChild(kind, name)
    assert found is not None, name
    return found


def choose(within: QWidget, name: str, key: str) -> None:
    combo = part(within, QComboBox, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(key))


def press(within: QWidget, name: str) -> None:
    button = part(within, QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled()
    button.click()


@pytest.fixture
def page(window: MainWindow, session: Session, bank: Bank) -> RegisterPage:
    assert isinstance(window.page, RegisterPage)
    return window.page


def test_a_draft_says_that_nothing_may_run(page: RegisterPage, session: Session, bank: Bank) -> None:
    session.choose_use_case(bank.use_case_id)
    panel = page.view.deployments
    label = part(panel, QLabel, "whyNotDeployedLabel")
    assert isinstance(label, QLabel)
    assert not label.isHidden()
    assert "nothing may run" in label.text()
    assert part(panel, QPushButton, "addDeploymentPushButton").isHidden()


def test_an_approved_version_is_put_to_use_and_half_a_form_is_not_lost(
    window: MainWindow, page: RegisterPage, session: Session, bank: Bank
) -> None:
    answer_everything(bank)
    run_the_route(bank)
    session.choose_use_case(bank.use_case_id)
    panel, register = page.view.deployments, session.workspace.register
    press(panel, "addDeploymentPushButton")
    press(panel, "saveDeploymentPushButton")
    shown = [label.text() for label in panel.findChildren(QLabel)
             if label.property("role") == "error" and not label.isHidden()]  # fmt: skip
    assert shown == ["Environment is needed.", "From is needed."]
    assert panel._form is not None
    choose(panel, "environmentComboBox", "live")
    line = part(panel, QLineEdit, "fromLineEdit")
    assert isinstance(line, QLineEdit)
    line.setText("1 Dec 2026")
    line.returnPressed.emit()
    made = register.one(Deployment)
    assert (made.environment, made.from_date, made.entity_id) == ("live", "2026-12-01", bank.entity.id)
    press(panel, "changeDeploymentPushButton")
    choose(panel._form, "environmentComboBox", "shadow")
    window.show_page("journal")
    assert register.one(Deployment, id=made.id).environment == "shadow"
    window.show_page("register")
    press(panel, "changeDeploymentPushButton")
    press(panel, "cancelDeploymentPushButton")
    assert panel.findChild(QPushButton, "addDeploymentPushButton").isHidden() is False  # type: ignore[union-attr]
