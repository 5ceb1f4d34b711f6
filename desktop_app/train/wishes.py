"""What is wanted of a style: how deep it is learnt, and how strong."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.runs.learnt_parts import LearntParts
from desktop_app.train.drafting import Drafting
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.scale import Scale, percent
from desktop_app.widgets.slider_field import SliderField
from models.style_parts import OWN
from models.training_requests import Sliders

DEFAULTS = Sliders()
INDENT_PX = 25  # of what stands below a radio button


class DepthChoice(QWidget):
    """How much of the network is learnt, in plain words; below it the parts, one by one."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self._drafting = drafting
        self._buttons: dict[str, QRadioButton] = {}
        self.fresh = QCheckBox(self.tr("From nothing, not from the network that ships"))
        self.fresh.setObjectName("depth_fresh")
        tip = self.tr("Owes nothing to other styles, and takes hours where the other takes minutes")
        self.fresh.setToolTip(tip)
        self.fresh.toggled.connect(self._on_fresh)
        self.parts = LearntParts()
        self.parts.chosen.connect(self._on_parts)
        below = {"full": self.fresh, OWN: self.parts}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for depth, title, text in (
            (
                "code",
                self.tr("Palette and mood"),
                self.tr("Seconds. Sharpens what the program sees in the picture."),
            ),
            (
                "style",
                self.tr("Brushwork as well"),
                self.tr("Minutes. Learns how the strokes are made; right for nearly every picture."),
            ),
            (
                "full",
                self.tr("Everything"),
                self.tr("An hour and more. Also learns anew how photographs are read; needs many of them."),
            ),
            (
                OWN,
                self.tr("Own choice"),
                self.tr("For those who know what to freeze: tick below what is learnt."),
            ),
        ):
            button = QRadioButton(title)
            button.setObjectName(f"depth_{depth}")
            button.setAccessibleDescription(text)
            button.toggled.connect(partial(self._on_toggled, depth))
            said = explanation(text)
            said.setContentsMargins(INDENT_PX, 0, 0, 4)
            group.addButton(button)
            column.addWidget(button)
            column.addWidget(said)
            self._buttons[depth] = button
            if depth in below:
                row = QHBoxLayout()
                row.setContentsMargins(INDENT_PX, 0, 0, 0)
                row.addWidget(below[depth])
                column.addLayout(row)

    def _on_fresh(self, is_wanted: bool) -> None:
        if is_wanted != self._drafting.request.fresh:
            self._drafting.change(fresh=is_wanted)

    def _on_toggled(self, depth: str, is_chosen: bool) -> None:
        if is_chosen and depth != self._drafting.request.depth:
            learn = self._drafting.learnt_parts if depth == OWN else ()
            self._drafting.change(depth=depth, fresh=False, learn=learn)

    def _on_parts(self, parts: tuple[str, ...]) -> None:
        self._drafting.change(depth=OWN, fresh=False, learn=parts)

    def show_draft(self) -> None:
        request = self._drafting.request
        self._buttons[request.depth].setChecked(True)
        self.fresh.setVisible(request.depth == "full" and request.parent is None)
        self.fresh.setChecked(request.fresh)
        self.parts.show_parts(self._drafting.learnt_parts)


class SliderPanel(QWidget):
    """The five sliders."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self._drafting = drafting
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.fields: dict[str, SliderField] = {}
        for name, title, tip in (
            ("strength", self.tr("Strength"), self.tr("How far from the photograph towards the style")),
            ("brush", self.tr("Brush size"), self.tr("1 is as in the style picture")),
            ("likeness", self.tr("Likeness"), self.tr("How much of the photograph must stay recognisable")),
            (
                "stability",
                self.tr("Stability"),
                self.tr("How steady moving pictures are: for live use and video"),
            ),
            (
                "colour",
                self.tr("Photo colours"),
                self.tr("From the colours of the style to those of the photographs"),
            ),
        ):
            default = getattr(DEFAULTS, name)
            scale = Scale(0.5, 2, default, is_log=True, decimals=2, unit=" ×") if name == "brush" else None
            field = SliderField(f"train_{name}", title, scale or percent(0, 1, default))
            field.setToolTip(tip)
            field.moved.connect(partial(drafting.set_slider, name))
            column.addWidget(field)
            self.fields[name] = field

    def show_draft(self) -> None:
        for name, field in self.fields.items():
            field.show_value(getattr(self._drafting.request.sliders, name))
