"""The curves of a training, with what chooses among them and tells their values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.document.background import Background
from desktop_app.icons import Icons
from desktop_app.runs.curve_looks import SWATCH, Look
from desktop_app.runs.record import GAME, MEASURES, PACE, RATE, Record
from desktop_app.theme import DARK, Theme
from desktop_app.widgets.choice_box import choice_box

if TYPE_CHECKING:
    from desktop_app.runs.plot import Plot

LOSSES, OF_GAME, MEASURED = "losses", "game", "measures"
SMOOTH, VERY_SMOOTH = 10, 50  # rows
MARKED_EVENTS = ("memory", "rate", "disk", "resumed", "alarm")
MOST_MARKS = 60
CHIP_COLUMNS = 4
RUN_COLUMNS = 2
LONGEST_NAME = 24  # of a run on its chip; its tip has all of it
ZOOM = 1.25  # of a key


def _load_plot() -> None:
    """For another thread: what takes long about it is the import."""
    from desktop_app.runs import plot

    del plot


class CurvePanel(QWidget):
    """Raw and smoothed, linear and logarithmic, of one run and of others behind it."""

    step_chosen = Signal(float)

    def __init__(
        self, theme: Theme, icons: Icons, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("curve_panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Curves"))
        self.setAccessibleDescription(self.tr("+ and − zoom, the arrows move, 0 shows all"))
        self._theme, self._icons = theme, icons
        self.plot: Plot | None = None
        self._record: Record | None = None
        self._others: tuple[Record, ...] = ()
        self._cursor: float | None = None
        self._hover: float | None = None
        self._hidden: set[str] = set()
        self._chips: dict[str, QToolButton] = {}
        self._hidden_runs: set[Path] = set()
        self._run_chips: dict[Path, QToolButton] = {}
        self._make_controls()
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        background.run(_load_plot, self._on_loaded)

    def _make_controls(self) -> None:
        kinds: dict[str, object] = {
            self.tr("Losses"): LOSSES,
            self.tr("Discriminator"): OF_GAME,
            self.tr("Measures"): MEASURED,
            self.tr("Learning rate"): RATE,
            self.tr("Time per step"): PACE,
        }
        self.kind = choice_box("curve_kind", self.tr("What is drawn"), kinds)
        smooth: dict[str, object] = {
            self.tr("Raw"): 1,
            self.tr("Smoothed"): SMOOTH,
            self.tr("Very smooth"): VERY_SMOOTH,
        }
        self.smooth = choice_box("curve_smooth", self.tr("How smooth the curves are"), smooth)
        self.smooth.setCurrentIndex(1)
        self.log = QCheckBox(self.tr("Log scale"))
        self.log.setObjectName("curve_log")
        self.log.setChecked(True)
        self.all = QToolButton()
        self.all.setObjectName("curve_all")
        self.all.setToolTip(self.tr("See the whole run"))
        self.all.setAccessibleName(self.all.toolTip())
        self._icons.put(self.all, "fit", "dim", 16)
        for changed in (self.kind.currentIndexChanged, self.smooth.currentIndexChanged, self.log.toggled):
            changed.connect(self.redraw)
        self.all.clicked.connect(self._on_see_all)

    def _lay_out(self) -> None:
        self.values = QLabel()
        self.values.setObjectName("curve_values")
        self.values.setProperty("role", "dim")
        self.values.setTextFormat(Qt.TextFormat.PlainText)
        self.values.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.setSpacing(8)
        for part in (self.kind, self.smooth, self.log):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.all)
        self._chip_grid = QGridLayout()
        self._chip_grid.setSpacing(1)
        self._chip_grid.setColumnStretch(CHIP_COLUMNS, 1)
        self._run_grid = QGridLayout()
        self._run_grid.setSpacing(1)
        self._run_grid.setColumnStretch(RUN_COLUMNS, 1)
        self._place = QVBoxLayout()
        self.waiting = QLabel(self.tr("The curves begin with the first steps."))
        self.waiting.setProperty("role", "dim")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setWordWrap(True)
        self._place.addWidget(self.waiting, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(self._place, 1)
        layout.addWidget(self.values)
        layout.addLayout(self._chip_grid)
        layout.addLayout(self._run_grid)

    def _on_loaded(self, _result: object) -> None:
        from desktop_app.runs.plot import Plot  # known by now: the other thread has imported it

        if not isValid(self):  # the window was closed, or made anew, meanwhile
            return
        self.plot = Plot(self._theme.colors, self)
        self.plot.widget.hide()
        self._place.addWidget(self.plot.widget, 1)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.chosen.connect(self.step_chosen)
        self.redraw()

    # -- what is shown --------------------------------------------------------------------------------------

    def show_runs(self, record: Record | None, others: Iterable[Record]) -> None:
        if record is not self._record and self.plot is not None:
            self.plot.see_all()
        self._record, self._others = record, tuple(other for other in others if other is not record)
        self.redraw()

    def show_cursor(self, step: float | None) -> None:
        """The moment that the filmstrip shows; None is the newest."""
        self._cursor = step
        if self.plot is not None:
            self.plot.show_cursor(step)
        self._show_values()

    @property
    def _names(self) -> list[str]:
        if self._record is None:
            return []
        kind, curves = self.kind.currentData(), self._record.curves
        groups = {OF_GAME: GAME, MEASURED: MEASURES}
        if kind in groups:
            return curves.known(groups[kind])
        return curves.losses if kind == LOSSES else [str(kind)]

    @Slot()
    def redraw(self) -> None:
        curves = self._record.curves if self._record else None
        self._show_chips()
        self._show_run_chips()
        has_curves = curves is not None and len(curves) > 1
        self.waiting.setVisible(not (has_curves and self.plot))
        if self.plot is None:
            return
        self.plot.widget.setVisible(has_curves)
        self.log.setEnabled(self.kind.currentData() == LOSSES)
        if curves is None or not has_curves:
            return
        from desktop_app.runs.plot import Line, Mark

        lines = [
            Line(
                name,
                self._look(name, number),
                record.curves.steps,
                record.curves.values(name),
                number > 0,
            )
            for number, record in reversed(list(enumerate((self._record, *self._others))))
            if record is not None and (number == 0 or record.run not in self._hidden_runs)
            for name in self._names
            if name not in self._hidden
        ]
        assert self._record is not None
        marks = [Mark(step, True) for step, _ in self._record.snapshots]
        marks += [Mark(event.step, False) for event in self._record.events if event.kind in MARKED_EVENTS]
        is_log = self.log.isChecked() and self.log.isEnabled()
        self.plot.show_lines(lines, marks[-MOST_MARKS:], self.smooth.currentData(), is_log)
        self._show_values()

    def _look(self, name: str, run: int = 0) -> Look:
        number = self._names.index(name) if name in self._names else 0
        return Look(number, self._theme.colors is DARK, run)

    def _show_chips(self) -> None:
        if list(self._chips) == self._names:
            return
        for chip in self._chips.values():
            chip.deleteLater()
        self._chips = {}
        for place, name in enumerate(self._names):
            chip = self._chip(f"curve_chip_{name}", self.name_of(name), is_on=name not in self._hidden)
            chip.setToolTip(self.tr("Draw this curve or leave it out"))
            chip.toggled.connect(partial(self._on_chip, name))
            self._chips[name] = chip
            self._chip_grid.addWidget(chip, place // CHIP_COLUMNS, place % CHIP_COLUMNS)
        self._paint_chips()

    def _chip(self, name: str, text: str, *, is_on: bool) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(name)
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setChecked(is_on)
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIconSize(SWATCH)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip

    def _show_run_chips(self) -> None:
        """One for each run behind the one that is looked at, with its kind of line."""
        if list(self._run_chips) == [other.run for other in self._others]:
            return
        for chip in self._run_chips.values():
            chip.deleteLater()
        self._run_chips = {}
        for place, other in enumerate(self._others):
            is_on = other.run not in self._hidden_runs
            chip = self._chip(f"run_chip_{other.run.name}", other.name, is_on=is_on)
            chip.toggled.connect(partial(self._on_run_chip, other.run))
            self._run_chips[other.run] = chip
            self._run_grid.addWidget(chip, place // RUN_COLUMNS, place % RUN_COLUMNS)
        self._paint_chips()

    def _paint_chips(self) -> None:
        ratio = self.devicePixelRatioF()
        for name, chip in self._chips.items():
            chip.setIcon(self._look(name).swatch(ratio))
        for number, chip in enumerate(self._run_chips.values(), 1):
            chip.setIcon(self._look("", number).swatch(ratio))

    def name_of(self, name: str) -> str:
        """A curve in the words of the window; what others have named stays as it is."""
        known = {
            "loss": self.tr("all"),
            "style": self.tr("style"),
            "content": self.tr("likeness"),
            "identity": self.tr("identity"),
            "shift": self.tr("stability"),
            "clip": self.tr("clipping"),
            "smooth": self.tr("smoothness"),
            "calm": self.tr("calm"),
            "opponent": self.tr("discriminator"),
            "fooling": self.tr("fooling it"),
            "r1": self.tr("R1"),
            "r2": self.tr("R2"),
            "gradient_penalty": self.tr("gradient penalty"),
            "penalty": self.tr("penalty"),  # of runs of before: all of them together
            "contrast": self.tr("places"),
            "cycle": self.tr("there and back"),
            "distance": self.tr("distance"),
            "distance_held_out": self.tr("distance, unseen pairs"),
            "ahead": self.tr("tells apart"),
            "right_real": self.tr("right about works"),
            "right_fake": self.tr("right about made ones"),
            "right_held_out": self.tr("right about unseen works"),
            "logit_real": self.tr("works"),
            "logit_fake": self.tr("made ones"),
            "logit_held_out": self.tr("unseen works"),
            "by_heart": self.tr("learnt by heart"),
            "gradient": self.tr("gradient"),
            "opponent_gradient": self.tr("gradient, discriminator"),
            "diversity": self.tr("diversity"),
            "nearness": self.tr("nearness"),
            "kid": self.tr("KID (Impasto loss network)"),
            "kid_spread": self.tr("KID ±"),
            "kid_before": self.tr("KID of the photographs"),
            "light": self.tr("light kept"),
            "colour": self.tr("colours kept"),
            RATE: self.tr("learning rate"),
            PACE: self.tr("seconds per step"),
        }
        return known.get(name, name)

    def _show_values(self) -> None:
        record = self._record
        step = self._hover if self._hover is not None else self._cursor
        row = None if record is None else record.curves.row_at(np.inf if step is None else step)
        if record is None or row is None:
            self.values.clear()
            return
        at = int(record.curves.steps[row])
        for name, chip in self._chips.items():
            value = float(record.curves.values(name)[row])
            chip.setText(f"{self.name_of(name)} {value:.2g}" if np.isfinite(value) else self.name_of(name))
        for other in self._others:
            self._show_values_of(other, step)
        near = [event.text for event in record.events if event.kind in MARKED_EVENTS and event.step == at]
        self.values.setText("   ".join([self.tr("step {step}").format(step=at), *near[-1:]]))

    def _show_values_of(self, other: Record, step: float | None) -> None:
        """On the chip of another run its first curve, in its tip all of them; where it was not, none."""
        chip = self._run_chips.get(other.run)
        if chip is None:
            return
        drawn = [name for name in self._names if name not in self._hidden]
        row = other.curves.row_at(np.inf if step is None else step)
        if row is None or (step is not None and int(step) > other.curves.steps[-1]):
            drawn = []
        values = {name: float(other.curves.values(name)[row]) for name in drawn}
        told = [f"{self.name_of(name)} {n:.2g}" for name, n in values.items() if np.isfinite(n)]
        is_long = len(other.name) > LONGEST_NAME
        name = f"{other.name[:LONGEST_NAME]}…" if is_long else other.name
        chip.setText(" · ".join([name, *told[:1]]))
        leave_out = self.tr("Draw the curves of this run or leave them out")
        chip.setToolTip("\n".join([" · ".join([other.name, *told]), leave_out]))

    # -- what somebody does ---------------------------------------------------------------------------------

    @Slot(object)
    def _on_hovered(self, step: float | None) -> None:
        self._hover = step
        self._show_values()

    def _on_chip(self, name: str, is_wanted: bool) -> None:
        self._hidden ^= {name} if is_wanted == (name in self._hidden) else set()
        self.redraw()

    def _on_run_chip(self, run: Path, is_wanted: bool) -> None:
        self._hidden_runs ^= {run} if is_wanted == (run in self._hidden_runs) else set()
        self.redraw()

    @Slot()
    def _on_see_all(self) -> None:
        if self.plot is not None:
            self.plot.see_all()
            self.redraw()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._paint_chips()
        if self.plot is not None:
            self.plot.use(self._theme.colors)
            self.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.plot is None:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.plot.zoom(ZOOM)
            case Qt.Key.Key_Minus:
                self.plot.zoom(1 / ZOOM)
            case Qt.Key.Key_Left:
                self.plot.move(-0.1)
            case Qt.Key.Key_Right:
                self.plot.move(0.1)
            case Qt.Key.Key_0:
                self._on_see_all()
            case _:
                super().keyPressEvent(event)

    # -- taking them elsewhere ------------------------------------------------------------------------------

    def save_picture(self, path: Path) -> bool:
        """What is seen, with its names."""
        return self.grab().save(str(path))
