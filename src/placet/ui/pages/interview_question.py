"""The centre of the interview: the question and the fields that go with its kind."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from placet.ui.pages.interview_answer import AnswerPanel
from placet.ui.pages.interview_determination import DeterminationPanel
from placet.ui.pages.interview_fact import FactPanel
from placet.ui.pages.interview_flows import FlowsPanel
from placet.ui.pages.interview_gaps import GapsPanel
from placet.ui.presenters.determination_forms import DeterminationForm
from placet.ui.presenters.fact_forms import FactForm
from placet.ui.presenters.flow_forms import FlowsForm
from placet.ui.presenters.interview import ControlForm, GapsForm, InterviewState, Prompt
from placet.ui.tokens import GROUP, MARGIN, NEAR, READING_WIDTH
from placet.ui.translate import tr
from placet.ui.widgets.labels import body_label, muted_label, section_label
from placet.ui.widgets.scrolled import show_content

Panel = FactPanel | FlowsPanel | AnswerPanel | DeterminationPanel | GapsPanel


class QuestionView(QScrollArea):
    """Shows one prompt; ``panel`` holds what was entered."""

    edited = Signal()
    question_chosen = Signal(str)
    files_wanted = Signal(str)
    files_dropped = Signal(str, list)
    flow_entered = Signal(object)
    removal_wanted = Signal(object)
    completeness_said = Signal(bool)
    approvals_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionScrollArea")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panel: Panel | None = None

    def show_prompt(self, state: InterviewState, actor_name: str) -> None:
        """Show another prompt, with empty or known values."""
        content = QWidget()
        content.setObjectName("scrolledContent")
        if not isinstance(state.prompt, GapsForm):
            content.setMaximumWidth(READING_WIDTH + MARGIN)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GROUP, GROUP)
        column.setSpacing(NEAR)
        prompt = state.prompt
        text, help_text = words_of(prompt)
        question = section_label(text)
        question.setObjectName("questionLabel")
        question.setWordWrap(True)
        column.addWidget(question)
        if help_text:
            column.addWidget(muted_label(help_text))
        if not state.is_editable:
            column.addWidget(body_label(tr("This version is fixed. Start a new draft beside it to change answers.")))
        column.addSpacing(NEAR)
        self.panel = self._panel_for(state, actor_name)
        column.addWidget(self.panel, 1)
        show_content(self, content)
        self.verticalScrollBar().setValue(0)

    def _panel_for(self, state: InterviewState, actor_name: str) -> Panel:
        prompt, is_editable = state.prompt, state.is_editable
        if isinstance(prompt, FactForm):
            fact = FactPanel(prompt, is_editable=is_editable)
            fact.edited.connect(self._tell_edited)
            return fact
        if isinstance(prompt, FlowsForm):
            return self._flows_panel(prompt, is_editable)
        if isinstance(prompt, DeterminationForm):
            judged = DeterminationPanel(prompt, actor_name, state.people, is_editable=is_editable)
            judged.edited.connect(self._tell_edited)
            return judged
        if isinstance(prompt, ControlForm):
            answers = AnswerPanel(prompt, state.exhibits, state.people, is_editable=is_editable)
            answers.edited.connect(self._tell_edited)
            answers.files_wanted.connect(self.files_wanted)
            answers.files_dropped.connect(self.files_dropped)
            return answers
        gaps = GapsPanel(prompt or GapsForm("", ()))
        gaps.question_chosen.connect(self.question_chosen)
        gaps.approvals_wanted.connect(self.approvals_wanted)
        return gaps

    def _flows_panel(self, prompt: FlowsForm, is_editable: bool) -> FlowsPanel:
        flows = FlowsPanel(prompt, is_editable=is_editable)
        flows.edited.connect(self._tell_edited)
        flows.flow_entered.connect(self.flow_entered)
        flows.removal_wanted.connect(self.removal_wanted)
        flows.completeness_said.connect(self.completeness_said)
        return flows

    def _tell_edited(self, _question_id: str = "") -> None:
        self.edited.emit()


def words_of(prompt: Prompt | None) -> tuple[str, str]:
    """Return a prompt's question and its help."""
    if isinstance(prompt, ControlForm):
        return prompt.main.text, prompt.main.help
    if isinstance(prompt, FactForm | FlowsForm):
        return prompt.text, prompt.help
    if isinstance(prompt, DeterminationForm):
        return prompt.title, ""
    return tr("What is left"), ""
