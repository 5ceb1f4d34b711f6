"""The runs of a room beside its page, and the button for a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from desktop_app.icons import Icons
from desktop_app.runs.controller import RunsController
from desktop_app.runs.facts import clock
from desktop_app.runs.places import run_of
from desktop_app.runs.run_list import RunList
from desktop_app.widgets.labels import explanation

WIDTH_PX = 196


class RunsSide(QFrame):
    """Follows its controller by itself."""

    open_wanted = Signal()

    def __init__(self, controller: RunsController, icons: Icons, new: QPushButton) -> None:
        super().__init__()
        self.setObjectName("runs_side")
        self.setFixedWidth(WIDTH_PX)
        self._controller = controller
        self.list, self.new = RunList(), new
        icons.put(new, "add", "text", 16)
        self.open = QPushButton(self.tr("Open a Run…"))
        self.open.setObjectName("open_run")
        self.open.setToolTip(self.tr("The folder of a training that was begun elsewhere, as in a terminal"))
        icons.put(self.open, "open", "text", 16)
        self.none_yet = explanation(
            self.tr("Your trainings will be listed here, each below the one that it began from.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(new)
        column.addWidget(self.open)
        column.addWidget(self.none_yet)
        column.addWidget(self.list, 1)
        controller.runs_changed.connect(self.show_runs)
        controller.shown_changed.connect(self.show_chosen)
        self.new.clicked.connect(controller.show_draft)
        self.open.clicked.connect(self.open_wanted)
        self.list.run_chosen.connect(controller.show_run)
        self.list.overlay_wanted.connect(controller.overlay)
        self.show_runs()

    @Slot()
    def show_chosen(self) -> None:
        shown = self._controller.shown
        self.list.choose(shown.run if shown else None)

    @Slot()
    def show_runs(self) -> None:
        controller = self._controller
        rows: list[tuple[Path, str, str, Path | None]] = []
        known = {summary.run for summary in controller.summaries}
        record = controller.running
        if record is not None and record.run not in known:
            parent = record.request.parent if record.request else None
            rows.append((record.run, record.name, self._phase_words("running"), parent and run_of(parent)))
        for summary in controller.summaries:
            said = self._phase_words(controller.phase_of(summary.run))
            took = clock(summary.elapsed_s)
            rows.append((summary.run, summary.name, f"{said} · {took}", summary.parent))
        rows += [
            (
                request.run,
                request.name,
                self._phase_words("waiting"),
                request.parent and run_of(request.parent),
            )
            for request in controller.waiting
            if request.run not in known
        ]
        self.none_yet.setVisible(not rows)
        self.list.show_runs(rows, controller.overlays)
        if controller.shown is not None:
            self.list.choose(controller.shown.run)

    def _phase_words(self, phase: str) -> str:
        return {
            "running": self.tr("learning"),
            "waiting": self.tr("waits"),
            "paused": self.tr("paused"),
            "stopped": self.tr("stopped"),
            "finished": self.tr("finished"),
            "given up": self.tr("given up"),
            "interrupted": self.tr("interrupted"),
        }.get(phase, phase)
