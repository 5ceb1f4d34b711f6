"""What the works become: chosen by what one has, with the paper's name beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from desktop_app.collections.drafting import USUAL_DEPTH, Drafting
from desktop_app.collections.tasks import all_tasks, words_of
from desktop_app.widgets.labels import explanation
from models.style_parts import DEPTHS

INDENT_PX = 25


class TaskChoice(QWidget):
    """Below the tasks stands what the chosen one learns and what it leaves as it is."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.setObjectName("task_choice")
        self._drafting = drafting
        self._buttons: dict[str, QRadioButton] = {}
        self._papers: dict[str, QLabel] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for words in all_tasks():
            button = QRadioButton(words.title)
            button.setObjectName(f"task_{words.task}")
            button.setAccessibleDescription(f"{words.text} {words.paper}")
            button.clicked.connect(partial(self._on_chosen, words.task))
            said, paper = explanation(words.text), explanation(words.paper)
            said.setContentsMargins(INDENT_PX, 0, 0, 0)
            paper.setContentsMargins(INDENT_PX, 0, 0, 6)
            paper.setProperty("role", "caption")
            group.addButton(button)
            for part in (button, said, paper):
                column.addWidget(part)
            self._buttons[words.task], self._papers[words.task] = button, paper
        self.frozen = explanation()
        self.frozen.setObjectName("task_frozen")
        column.addSpacing(4)
        column.addWidget(self.frozen)

    @Slot()
    def _on_chosen(self, task: str) -> None:
        if task != self._drafting.request.task:
            self._drafting.change(task=task)

    def show_draft(self) -> None:
        drafting = self._drafting
        suits = drafting.report.suits if drafting.report else ""
        self._buttons[drafting.request.task].setChecked(True)
        for task, paper in self._papers.items():
            name = words_of(task).paper
            text = self.tr("{paper} · suits this folder").format(paper=name) if task == suits else name
            paper.setText(text)
        parts = drafting.learnt_parts
        is_own = parts is not None and parts != DEPTHS[USUAL_DEPTH]
        own = self.tr("Frozen: the eye that judges, and what you have not ticked among the parts.")
        self.frozen.setText(own if is_own else words_of(drafting.request.task).frozen)
