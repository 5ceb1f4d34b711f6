"""A field for a number: without arrows, which keys and the wheel make up for, and no wider than its panel."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

LEAST_PX, MARGIN_PX = 64, 6

Box = TypeVar("Box", QSpinBox, QDoubleSpinBox)


def number_field(box: Box, name: str, spoken: str) -> Box:
    """`box`, dressed. Its arrows are taken away by the theme."""
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    box.setMinimumWidth(LEAST_PX)
    box.lineEdit().setTextMargins(MARGIN_PX, 0, 0, 0)  # the theme's padding does not reach it
    return box
