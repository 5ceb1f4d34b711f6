"""What is wanted of any training: for how long, and under which name."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QSignalBlocker, QTime
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QStackedWidget,
    QTimeEdit,
    QWidget,
)

from desktop_app.runs.record import AnyTraining
from desktop_app.widgets.choice_box import choice_box
from desktop_app.widgets.form import form_of
from desktop_app.widgets.number_field import number_field
from models.training_requests import StopWhen


class Draft(Protocol):
    """A training that is still to be begun."""

    @property
    def request(self) -> AnyTraining: ...

    def change(self, **values: Any) -> None: ...


class StopChoice(QWidget):
    """After minutes, after steps, or at a time of the day."""

    def __init__(self, drafting: Draft) -> None:
        super().__init__()
        self._drafting = drafting
        kinds: dict[str, object] = {
            self.tr("After minutes"): "minutes",
            self.tr("After steps"): "steps",
            self.tr("At a time of day"): "until",
        }
        self.kind = choice_box("stop_kind", self.tr("When the training ends"), kinds)
        self.minutes = number_field(QDoubleSpinBox(), "stop_minutes", self.tr("Minutes"))
        self.minutes.setRange(0.1, 10_000)
        self.minutes.setDecimals(1)
        self.minutes.setValue(10)
        self.minutes.setSuffix(self.tr(" min"))
        self.steps = number_field(QSpinBox(), "stop_steps", self.tr("Steps"))
        self.steps.setRange(1, 10_000_000)
        self.steps.setValue(2000)
        self.until = QTimeEdit(QTime(7, 30))
        self.until.setObjectName("stop_until")
        self.until.setDisplayFormat("HH:mm")
        self.until.setAccessibleName(self.tr("Time of day"))
        self.fields = QStackedWidget()
        for field in (self.minutes, self.steps, self.until):
            self.fields.addWidget(field)
        self.fields.setFixedHeight(self.minutes.sizeHint().height() + 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.kind, 1)
        row.addWidget(self.fields, 1)
        for changed in (
            *(self.kind.currentIndexChanged, self.minutes.valueChanged, self.steps.valueChanged),
            self.until.timeChanged,
        ):
            changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.fields.setCurrentIndex(self.kind.currentIndex())
        match self.kind.currentData():
            case "minutes":
                stop = StopWhen(minutes=self.minutes.value())
            case "steps":
                stop = StopWhen(steps=self.steps.value())
            case _:
                stop = StopWhen(until=self.until.time().toString("HH:mm"))
        if stop != self._drafting.request.stop:
            self._drafting.change(stop=stop)

    def show_draft(self) -> None:
        stop = self._drafting.request.stop
        with ExitStack() as quiet:
            for field in (self.kind, self.minutes, self.steps, self.until):
                quiet.enter_context(QSignalBlocker(field))
            kind = "until" if stop.until else "steps" if stop.steps else "minutes"
            self.kind.setCurrentIndex(self.kind.findData(kind))
            self.fields.setCurrentIndex(self.kind.currentIndex())
            if stop.minutes:
                self.minutes.setValue(stop.minutes)
            if stop.steps:
                self.steps.setValue(stop.steps)
            if stop.until:
                self.until.setTime(QTime.fromString(stop.asked_anew().until, "HH:mm"))


class CardFields(QWidget):
    """What the file of the result will say of itself; `name_hint` is what it is called without a name."""

    def __init__(self, drafting: Draft, name_hint: str) -> None:
        super().__init__()
        self._drafting = drafting
        form = form_of(self)
        self.fields: dict[str, QLineEdit] = {}
        for name, title, hint in (
            ("name", self.tr("Name"), name_hint),
            ("author", self.tr("Author"), self.tr("you")),
            ("licence", self.tr("Licence"), self.tr("whose picture is it?")),
        ):
            field = QLineEdit()
            field.setObjectName(f"train_{name}")
            field.setAccessibleName(title)
            field.setPlaceholderText(hint)
            field.setMaxLength(120)
            field.textEdited.connect(partial(self._on_edited, name))
            form.addRow(title, field)
            self.fields[name] = field

    def _on_edited(self, name: str, text: str) -> None:
        self._drafting.change(**{name: text.strip()})

    def show_draft(self) -> None:
        for name, field in self.fields.items():
            text = getattr(self._drafting.request, name)
            if text != field.text().strip():
                field.setText(text)
