"""The size and the rate that a camera is asked for; each camera has its own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox

from desktop_app.live.cameras import formats_of
from desktop_app.live.controller import LiveController
from desktop_app.live.source_box import SourceBox
from desktop_app.widgets.choice_box import choose
from models.live_requests import camera_format


class FormatBox(QComboBox):
    """Of use where `has_choice`."""

    offer_changed = Signal()

    def __init__(self, controller: LiveController, sources: SourceBox) -> None:
        super().__init__()
        self.setObjectName("live_format")
        self.setAccessibleName(self.tr("Format of the camera"))
        self.setToolTip(
            self.tr("The size and the rate that the camera is asked for. What it gives instead is said.")
        )
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._controller = controller
        self.activated.connect(self._on_activated)
        controller.changed.connect(self.show_choice)
        sources.looked.connect(self.show_choice)
        self.show_choice()

    @property
    def has_choice(self) -> bool:
        return self.count() > 1

    @Slot()
    def show_choice(self) -> None:
        source, asked = self._controller.choice.source, self._controller.camera_format
        offers = [str(one) for one in formats_of(source)] if source.startswith("camera:") else []
        if asked and source.startswith("camera:") and asked not in offers:
            offers.insert(0, asked)  # it was offered once
        entries = {self.tr("As the camera has it"): ""} | {self._words(offer): offer for offer in offers}
        with QSignalBlocker(self):
            if [self.itemData(row) for row in range(self.count())] != list(entries.values()):
                self.clear()
                for text, value in entries.items():
                    self.addItem(text, value)
                self.offer_changed.emit()
            choose(self, asked)

    def _words(self, offer: str) -> str:
        found = camera_format(offer)
        if found is None:
            return offer
        size = f"{found.width_px} × {found.height_px}"
        return self.tr("{size}, {count} a second").format(size=size, count=f"{found.fps:g}")

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self._controller.choose_camera_format(self.itemData(row))
