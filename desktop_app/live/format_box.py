"""The size and the rate that a camera is asked for; each camera has its own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox

from desktop_app.cameras import formats_of
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
        self._read, self._offers = "", list[str]()  # of which source, and what it offers
        self.activated.connect(self._on_activated)
        controller.changed.connect(self.show_choice)
        sources.cameras_changed.connect(self._read_again)
        sources.looked.connect(self._on_looked)
        self.show_choice()

    @property
    def has_choice(self) -> bool:
        return self.count() > 1

    @Slot()
    def show_choice(self) -> None:
        source, asked = self._controller.choice.source, self._controller.camera_format
        offers = self._offers_of(source)
        if asked and source.startswith("camera:") and asked not in offers:
            offers.insert(0, asked)  # it was offered once
        entries = {self.tr("Automatic"): ""} | {self._words(offer): offer for offer in offers}
        with QSignalBlocker(self):
            if [self.itemData(row) for row in range(self.count())] != list(entries.values()):
                self.clear()
                for text, value in entries.items():
                    self.addItem(text, value)
                nearest = self.tr("As near to 1280 × 720 as the camera can, at the rate that is painted.")
                self.setItemData(0, nearest, Qt.ItemDataRole.ToolTipRole)
                self.offer_changed.emit()
            choose(self, asked)

    def _offers_of(self, source: str) -> list[str]:
        """Qt is asked once for each camera: that takes longer than a slider may."""
        if source != self._read:
            is_camera = source.startswith("camera:")
            self._read, self._offers = source, [str(one) for one in formats_of(source)] if is_camera else []
        return list(self._offers)

    @Slot()
    def _read_again(self) -> None:
        self._read = ""
        self.show_choice()

    @Slot()
    def _on_looked(self) -> None:
        """Qt may hear of a camera later than the system."""
        if not self._offers and self._read.startswith("camera:"):
            self._read_again()

    def _words(self, offer: str) -> str:
        found = camera_format(offer)
        if found is None:
            return offer
        size = f"{found.width_px} × {found.height_px}"
        return self.tr("{size}, {count} a second").format(size=size, count=f"{found.fps:g}")

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self._controller.choose_camera_format(self.itemData(row))
