"""A run, while it is trained and afterwards: figures, pictures, curves, words, and what can be done."""

from __future__ import annotations

import time
from abc import abstractmethod
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons
from desktop_app.runs.controller import RunsController
from desktop_app.runs.curve_panel import CurvePanel
from desktop_app.runs.facts import Facts
from desktop_app.runs.filmstrip import Filmstrip
from desktop_app.runs.log_view import LogView
from desktop_app.runs.record import Record
from desktop_app.runs.run_menu import RunMenu
from desktop_app.theme import Theme
from desktop_app.widgets.busy_line import HEIGHT_PX, BusyLine
from desktop_app.widgets.choice_box import choice_box, choose
from models.training_requests import Priority

FOLLOW_MS = 3000  # a run of another program is read from the disk again
REDRAW_MS = 400  # news may come a hundred times a second; looking needs two or three
DRAWING_SHARE = 0.015  # of a core, for what is computed; Qt's painting of it takes about as long again
QUIET_MS = 2500  # without a step for so long, a patient training waits for somebody who is at work


class Figures(QWidget):
    """What a room adds of its own to the dashboard, between the facts and the pictures."""

    @abstractmethod
    def show_record(self, record: Record) -> None:
        """As it is now."""


def pause_ms(drawn_s: float) -> int:
    """How long the training has the machine to itself after a drawing of so many processor seconds."""
    return max(REDRAW_MS, round(1000 * drawn_s / DRAWING_SHARE))


class Dashboard(QWidget):
    """Reads the controller's `shown` run; draws every 0.4 s at most, and not while it is hidden."""

    onnx_wanted = Signal()
    csv_wanted = Signal()
    picture_wanted = Signal()

    def __init__(
        self, controller: RunsController, theme: Theme, icons: Icons, figures: Figures | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("dashboard")
        self._controller, self._icons, self._figures = controller, icons, figures
        self._rows_drawn = (-1, -1)
        self.facts, self.film, self.log = Facts(), Filmstrip(), LogView()
        self.curves = CurvePanel(theme, icons, controller.background)
        self._since_step = QElapsedTimer()
        self._since_step.start()
        self._make_head()
        self._lay_out()
        self._drawing = QTimer(self)
        self._drawing.setObjectName("dashboard_drawing")
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(REDRAW_MS)
        self._drawing.timeout.connect(self._draw)
        self._following = QTimer(self)
        self._following.setObjectName("dashboard_following")
        self._following.setSingleShot(True)
        self._following.setInterval(FOLLOW_MS)
        self._following.timeout.connect(controller.look_again)
        self._connect()
        self._on_shown_changed()

    # -- building -------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.title, self.doing = QLabel(), QLabel()
        self.title.setObjectName("run_title")
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.doing.setObjectName("run_doing")
        self.doing.setProperty("role", "dim")
        self.doing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.use = self._button("train_use", "", "")
        self.pause = self._button("train_pause", self.tr("Pause"), "pause")
        self.pause.setToolTip(self.tr("Keeps everything and frees the memory"))
        self.go_on = self._button("train_go_on", self.tr("Go On"), "go_on")
        self.stop = self._button("train_stop", self.tr("Stop"), "stop")
        self.snapshot = self._button("train_snapshot", self.tr("Snapshot"), "snapshot")
        self.snapshot.setToolTip(self.tr("Keeps a style of this moment, and goes on"))
        priorities: dict[str, object] = {
            self.tr("When idle"): "idle",
            self.tr("Balanced"): "balanced",
            self.tr("Full speed"): "full",
        }
        self.priority = choice_box("train_priority", self.tr("How patient the training is"), priorities)
        self.priority.setToolTip(
            self.tr("How long the machine must be left alone before the next step is taken")
        )
        self.priority.setMinimumContentsLength(6)
        self.more = QToolButton()
        self.more.setObjectName("train_more")
        self.more.setText("⋯")
        self.more.setToolTip(self.tr("More to do with this training"))
        self.more.setAccessibleName(self.more.toolTip())
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = RunMenu(self._controller, self.more)
        menu.onnx_wanted.connect(self.onnx_wanted)
        menu.csv_wanted.connect(self.csv_wanted)
        menu.picture_wanted.connect(self.picture_wanted)
        self.more.setMenu(menu)

    def _button(self, name: str, text: str, icon: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        if icon:
            self._icons.put(button, icon, "text", 16)
        return button

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.doing)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addLayout(names, 1)
        for part in (self.priority, self.snapshot, self.pause, self.go_on, self.stop, self.use, self.more):
            head.addWidget(part)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("dashboard_split")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.film)
        self.split.addWidget(self.curves)
        self.split.setSizes([420, 480])
        self.split.setHandleWidth(14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        if self._figures is not None:
            layout.addWidget(self._figures)
        layout.addWidget(self.split, 5)
        layout.addWidget(self.log, 1)
        self.busy_line = BusyLine(self)

    def _connect(self) -> None:
        controller, work = self._controller, self._controller.work
        controller.shown_changed.connect(self._on_shown_changed)
        controller.shown_went_on.connect(self._show_buttons)
        controller.overlays_changed.connect(self._on_overlays_changed)
        work.changed.connect(self._show_buttons)
        work.told.connect(self._on_told)
        self.film.moved.connect(self.curves.show_cursor)
        self.curves.step_chosen.connect(self.film.go_to)
        self.pause.clicked.connect(partial(work.steer, "pause"))
        self.stop.clicked.connect(self._on_stop)
        self.snapshot.clicked.connect(partial(work.steer, "snapshot"))
        self.go_on.clicked.connect(controller.resume)
        self.use.clicked.connect(controller.use_style)
        self.priority.activated.connect(self._on_priority)

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def _is_live(self) -> bool:
        shown = self._controller.shown
        return shown is not None and self._controller.work.runs(shown.run)

    @Slot()
    def _on_told(self) -> None:
        self._since_step.restart()
        if self._is_live and not self._drawing.isActive():
            self._drawing.start()

    @Slot()
    def _on_shown_changed(self) -> None:
        record = self._controller.shown
        self._rows_drawn = (-1, -1)
        if record is not None:
            self.title.setText(record.name)
            self.title.setToolTip(record.name)
            self.curves.show_cursor(None)
            self._show_buttons()
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """While it was hidden nothing was drawn."""
        super().showEvent(event)
        self._rows_drawn = (-1, -1)
        self._show_buttons()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._following.stop()

    @Slot()
    def _on_overlays_changed(self) -> None:
        self._rows_drawn = (-1, -1)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        record, work = self._controller.shown, self._controller.work
        if record is None or not self.isVisible():
            return
        begun_s = time.thread_time()
        status = work.status if self._is_live else None
        self.facts.show_record(record, status)
        if self._figures is not None:
            self._figures.show_record(record)
        self.film.show_record(record)
        self.film.show_others(self._controller.overlays.values())
        self.log.show_record(record, is_running=self._is_live)
        rows = (len(record.curves), len(record.events))
        if rows != self._rows_drawn:
            self._rows_drawn = rows
            self.curves.show_runs(record, self._controller.overlays.values())
        self._show_doing(record)
        if self._is_live:  # also while nothing is told: that is what somebody wants to know
            pause = pause_ms(time.thread_time() - begun_s)
            self._drawing.start(pause if self._since_step.elapsed() < QUIET_MS else 4 * pause)

    def _show_doing(self, record: Record) -> None:
        work = self._controller.work
        status = work.status if self._is_live else None
        self.busy_line.set_busy(self._is_live and status is None)
        self.doing.setText(self._doing_words(record))
        self.doing.setToolTip(self.doing.text())

    def _doing_words(self, record: Record) -> str:
        work = self._controller.work
        if not self._is_live and record.phase == "waiting" and record.needs_more_time:
            return self.tr("Its time of day is past: begun now, it learns for 10 minutes")
        if not self._is_live:
            return {
                "waiting": self.tr("Waits for its turn"),
                "paused": self.tr("Paused"),
                "stopped": self.tr("Stopped: the result is ready"),
                "finished": self.tr("Finished: the result is ready"),
                "given up": self.tr("Given up: what it had reached is kept"),
                "interrupted": self.tr("Interrupted: it can go on exactly where it was"),
                "running": self.tr("Runs in another program"),
            }.get(record.phase, "")
        if work.wish == "pause":
            return self.tr("Pausing…")
        if work.wish == "stop":
            return self.tr("Cancelling…") if work.is_preparing else self.tr("Writing the style…")
        if work.stage:
            return work.stage[:1].upper() + work.stage[1:]
        if work.status is None:
            return self.tr("Getting ready…")
        if work.status.patience_s and self._since_step.elapsed() > QUIET_MS:
            return self.tr("Waits while you work")
        return self.tr("Learning")

    @Slot()
    def _show_buttons(self) -> None:
        record, work = self._controller.shown, self._controller.work
        if record is None:
            return
        is_live, is_waiting = self._is_live, record.phase == "waiting"
        is_learning = is_live and work.status is not None
        for button in (self.pause, self.stop, self.snapshot):
            button.setVisible(is_live or (is_waiting and button is self.stop))
            is_asked_for = button is self.snapshot and work.awaits_snapshot
            button.setEnabled(is_learning and work.wish is None and not is_asked_for)
        self._show_stop(is_waiting=is_waiting, is_preparing=is_live and work.status is None)
        self.priority.setVisible(is_live)
        choose(self.priority, work.priority)
        rests = not is_live and record.phase != "running"
        self.go_on.setVisible(rests and not (is_waiting and work.is_running))
        has_ended = record.phase in ("finished", "stopped")
        going_on = self.tr("10 Minutes More") if record.needs_more_time else self.tr("Go On")
        self.go_on.setText(self.tr("Begin Now") if is_waiting else going_on)
        self.use.setEnabled(not is_waiting)
        for show, words in zip(
            (self.use.setText, self.use.setToolTip), self._controller.use_words(), strict=True
        ):
            show(words)
        self.use.setProperty("role", "primary" if has_ended and not is_live else "")
        self.use.style().unpolish(self.use)
        self.use.style().polish(self.use)
        self._show_doing(record)
        self._draw()
        if self._controller.is_followed and self.isVisible():
            self._following.start()
        else:
            self._following.stop()

    def _show_stop(self, *, is_waiting: bool, is_preparing: bool) -> None:
        """What has not learnt anything yet is given back instead of ended."""
        if is_waiting or is_preparing:
            self.stop.setEnabled(is_waiting or self._controller.work.wish is None)
            self.stop.setText(self.tr("Take Out of the Line") if is_waiting else self.tr("Cancel"))
            self.stop.setToolTip(self.tr("Nothing that was chosen for it is lost: it can be begun again"))
        else:
            self.stop.setText(self.tr("Stop"))
            self.stop.setToolTip(self.tr("Ends the training with the style that it has reached"))

    # -- what somebody does ---------------------------------------------------------------------------------

    @Slot()
    def _on_stop(self) -> None:
        record, work = self._controller.shown, self._controller.work
        if record is not None and record.phase == "waiting":
            self._controller.take_out()
        elif work.is_preparing:
            work.cancel()
        else:
            work.steer("stop")

    @Slot()
    def _on_priority(self) -> None:
        priority: Priority = self.priority.currentData()
        self._controller.work.set_priority(priority)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.busy_line.setGeometry(0, 0, self.width(), HEIGHT_PX)

    @property
    def proposed_name(self) -> str:
        """For files that are made of this run."""
        record = self._controller.shown
        return Path(record.run).name if record else ""
