"""What the works become: chosen by what one has, with the paper's name beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from desktop_app.collections.drafting import USUAL_DEPTH, Drafting
from desktop_app.collections.tasks import all_tasks, words_of
from desktop_app.runs.places import run_of
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
        self.frozen.setText(self._frozen_words())

    def _frozen_words(self) -> str:
        """Of this draft, and not of its task alone."""
        drafting = self._drafting
        parts, parent, blocks = drafting.learnt_parts, drafting.request.parent, drafting.frozen_blocks
        said = words_of(drafting.request.task).frozen
        if parts is not None and parts != DEPTHS[USUAL_DEPTH]:
            said = self.tr("Frozen: the eye that judges, and what you have not ticked among the parts.")
        elif blocks:
            said = self.tr("Frozen: the lowest blocks of the discriminator ({count}). All else is learnt.")
            said = said.format(count=blocks)
        elif parent is not None and parts is None:
            said = self.tr("Frozen: nothing.")
        if parent is not None:
            goes_on = self.tr("It goes on from what “{name}” has learnt.")
            said = f"{said} {goes_on.format(name=run_of(parent).name)}"
        return said
