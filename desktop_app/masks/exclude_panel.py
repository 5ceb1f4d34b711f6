"""What is left out of one style's picture: the tools of masks, in other words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.masks.excluding import Excluding
from desktop_app.masks.mask_panel import MaskPanel


class ExcludePanel(MaskPanel):
    """Seen while the picture of a style is painted on."""

    def __init__(
        self, excluding: Excluding, name_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(excluding, name_of, parent)
        self.setObjectName("exclude_panel")
        self.feather_field.setToolTip(self.tr("Makes the edges of what is left out soft"))
        self.clear_button.setToolTip(self.tr("The whole picture counts again"))
        self.import_button.setToolTip(self.tr("White, or what is opaque, is left out"))

    def _title(self, name: str) -> str:
        return self.tr("Leave out of {name}").format(name=name)

    def _advice(self) -> str:
        painting = self.tr("Paint over what shall take no part: a frame, a signature. Hold Alt to take back.")
        return {
            "move": self.tr("Choose a tool, or go on with what is left out as it is."),
            "brush": painting,
            "eraser": self.tr("Paint over what shall count again."),
            "lasso": self.tr("Draw round a part to leave it out. Hold Alt to take it back."),
            "polygon": self.tr("Click the corners; a double click closes. Hold Alt to take back."),
            "gradient": self.tr("Drag from where nothing counts to where all does."),
            "select": self.tr("Click something to leave it out. Hold Alt to take it back."),
        }[self._masking.tool]
