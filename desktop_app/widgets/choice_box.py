"""A box to choose one of a few values in."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


def choice_box(name: str, spoken: str, entries: dict[str, object]) -> QComboBox:
    """`entries`: what is read → the value, which is the item's data."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)  # a long text is shortened, and does not widen the panel
    for text, value in entries.items():
        box.addItem(text, value)
    return box


def choose(box: QComboBox, value: object) -> None:
    """The first where there is no such value."""
    box.setCurrentIndex(max(0, box.findData(value)))
