"""The photographs of one's own that the filmstrip shows, instead of some of the folder."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_app.icons import Icons
from desktop_app.train.drafting import MOST_SAMPLES, Drafting


class WatchedPhotos(QWidget):
    """By their names; a button takes all of them away."""

    choose_wanted = Signal()

    def __init__(self, drafting: Drafting, icons: Icons) -> None:
        super().__init__()
        self._drafting = drafting
        choose = QPushButton(self.tr("Watch It On…"))
        choose.setObjectName("choose_watched")
        choose.setToolTip(
            self.tr("Up to {count} photographs that the filmstrip shows").format(count=MOST_SAMPLES)
        )
        self.names = QLabel()
        self.names.setObjectName("watched_names")
        self.names.setProperty("role", "dim")
        self.names.setTextFormat(Qt.TextFormat.PlainText)
        self.names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.clear = QToolButton()
        self.clear.setObjectName("clear_watched")
        self.clear.setToolTip(self.tr("Watch it on photographs of the folder"))
        self.clear.setAccessibleName(self.clear.toolTip())
        icons.put(self.clear, "close", "text", 10)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(choose)
        row.addWidget(self.names, 1)
        row.addWidget(self.clear)
        choose.clicked.connect(self.choose_wanted)
        self.clear.clicked.connect(drafting.watch_on_the_folder)

    def show_draft(self) -> None:
        samples = self._drafting.request.samples
        names = ", ".join(path.name for path in samples)
        self.names.setText(names or self.tr("some photographs of the folder"))
        self.names.setToolTip("\n".join(map(str, samples)))
        self.clear.setVisible(bool(samples))
