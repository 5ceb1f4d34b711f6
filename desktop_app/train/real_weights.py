"""The numbers under the sliders, for those who want them; an empty field follows the sliders and the plan."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.train.drafting import Drafting
from desktop_app.widgets.labels import explanation
from models.style_weights import weights_at

MOST = 1e6
COUNTS = {"size_px": (64, 512), "batch": (1, 64)}


class RealWeights(QWidget):
    """A field for each; what stands in an empty one is what the training will take."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.setObjectName("real_weights")
        self._drafting = drafting
        self.fields: dict[str, QLineEdit] = {}
        said = explanation(
            self.tr(
                "Weights of the losses. Empty fields follow the sliders; style is then balanced, so that the"
                " same sliders mean the same for every style, and the size is planned from the first steps."
            )
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(10)
        titles = {
            "style": self.tr("Style"),
            "content": self.tr("Likeness"),
            "identity": self.tr("Identity"),
            "shift": self.tr("Stability"),
            "clip": self.tr("Clipping"),
            "smooth": self.tr("Smoothness"),
            "calm": self.tr("Calm"),
            "size_px": self.tr("Crop in pixels"),
            "batch": self.tr("Crops a step"),
        }
        for place, (name, title) in enumerate(titles.items()):
            field = QLineEdit()
            field.setObjectName(f"real_{name}")
            field.setAccessibleName(title)
            low, high = COUNTS.get(name, (0, MOST))
            check = QDoubleValidator(low, high, 0 if name in COUNTS else 4, field)
            check.setLocale(QLocale.c())  # as it stands in commands and files
            check.setNotation(QDoubleValidator.Notation.StandardNotation)
            field.setValidator(check)
            field.editingFinished.connect(partial(self._on_edited, name))
            field.textEdited.connect(partial(self._on_typed, name))
            label = QLabel(title)
            label.setBuddy(field)
            row, column = divmod(place, 2)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(field, row, 2 * column + 1)
            self.fields[name] = field
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(said)
        layout.addLayout(grid)

    def _on_typed(self, name: str, text: str) -> None:
        """An empty field is no number that could be finished."""
        if not text:
            self._drafting.override(name, None)

    def _on_edited(self, name: str) -> None:
        text = self.fields[name].text()
        value = (int(float(text)) if name in COUNTS else float(text)) if text else None
        if value != self._drafting.overrides.get(name):
            self._drafting.override(name, value)

    def show_draft(self) -> None:
        usual, own = weights_at(self._drafting.request.sliders), self._drafting.overrides
        for name, field in self.fields.items():
            hint = self.tr("as planned") if name in COUNTS else f"{usual[name]:.3g}"
            if name == "style":
                hint = self.tr("{number}, balanced").format(number=hint)
            field.setPlaceholderText(hint)
            number = own.get(name)
            text = f"{number:g}" if isinstance(number, int | float) else ""
            if not field.hasFocus() and field.text() != text:
                field.setText(text)
