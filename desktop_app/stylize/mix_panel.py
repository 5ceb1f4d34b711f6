"""Which styles are in the picture, and how much of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.document.state import Project
from desktop_app.icons import Icons
from desktop_app.stylize.shelf import StyleShelf
from desktop_app.widgets.scale import percent
from desktop_app.widgets.slider_field import SliderField

WEIGHT = percent(0.01, 1, 1)
THUMBNAIL = QSize(40, 40)


class MixPanel(QWidget):
    """One row for each style of the mix; nothing to set where there is only one."""

    weight_moved = Signal(str, float)
    removal_wanted = Signal(str)
    settled = Signal()

    def __init__(self, shelf: StyleShelf, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mix_panel")
        self._shelf, self._icons = shelf, icons
        self._rows: dict[str, _Row] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    def show_project(self, project: Project) -> None:
        sources = [style.source for style in project.styles]
        if sources != list(self._rows) or len(sources) < 2:
            self._rebuild(sources)
        for style in project.styles:
            if style.source in self._rows:
                self._rows[style.source].weight.show_value(style.weight)
        self.setVisible(len(sources) > 1)

    def _rebuild(self, sources: list[str]) -> None:
        for row in self._rows.values():
            self._layout.removeWidget(row)
            row.deleteLater()
        self._rows.clear()
        if len(sources) < 2:
            return
        for number, source in enumerate(sources):
            row = _Row(number, source, self._shelf, self._icons)
            row.weight.moved.connect(partial(self.weight_moved.emit, source))
            row.weight.settled.connect(self.settled)
            row.remove_button.clicked.connect(partial(self.removal_wanted.emit, source))
            self._rows[source] = row
            self._layout.addWidget(row)


class _Row(QWidget):
    def __init__(self, number: int, source: str, shelf: StyleShelf, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(f"mix_row_{number}")
        known = shelf.find(source)
        name = known.name if known else source
        picture = QLabel()
        picture.setFixedSize(THUMBNAIL)
        picture.setScaledContents(True)
        if known:
            side = min(known.image.width(), known.image.height())
            left, top = (known.image.width() - side) // 2, (known.image.height() - side) // 2
            picture.setPixmap(QPixmap.fromImage(known.image.copy(left, top, side, side)))
        self.weight = SliderField(f"weight_{number}", name, WEIGHT)
        self.weight.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.weight.label.setToolTip(name)
        self.remove_button = QToolButton()
        self.remove_button.setObjectName(f"remove_{number}")
        self.remove_button.setToolTip(self.tr("Take out of the mix"))
        self.remove_button.setAccessibleName(self.tr("Take {name} out of the mix").format(name=name))
        icons.put(self.remove_button, "close", "dim", 14)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(picture)
        layout.addWidget(self.weight, 1)
        layout.addWidget(self.remove_button)
