"""A part of the side panel that can be folded away to its heading."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.settings import SettingsStore


class Section(QWidget):
    """The settings remember by its name that it is not as it begins. `corner` stands beside the heading."""

    def __init__(
        self,
        name: str,
        title: str,
        content: QWidget,
        settings: SettingsStore,
        icons: Icons,
        corner: QWidget | None = None,
        *,
        begins_folded: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(f"section_{name}")
        self._name, self._settings, self._icons = name, settings, icons
        self._content, self._corner = content, corner
        self.heading = QToolButton()
        self.heading.setObjectName(f"fold_{name}")
        self.heading.setProperty("role", "section")
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_title(title)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        if corner is not None:
            top.addWidget(corner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(content)
        self._begins_folded = begins_folded
        self.heading.setChecked((name in settings.current.folded) == begins_folded)
        self.heading.toggled.connect(self._on_toggled)
        self._show()

    def set_title(self, title: str) -> None:
        self.heading.setText(title)
        self.heading.setAccessibleName(title)

    @property
    def is_open(self) -> bool:
        return self.heading.isChecked()

    @Slot()
    def _on_toggled(self) -> None:
        others = tuple(name for name in self._settings.current.folded if name != self._name)
        is_as_at_first = self.is_open != self._begins_folded
        self._settings.change(folded=others if is_as_at_first else (*others, self._name))
        self._show()

    def _show(self) -> None:
        self._icons.put(self.heading, "unfolded" if self.is_open else "folded", "dim", 12)
        self.heading.setToolTip(self.tr("Fold away") if self.is_open else self.tr("Unfold"))
        for part in (self._content, self._corner):
            if part is not None:
                part.setVisible(self.is_open)
