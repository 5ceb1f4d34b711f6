"""Texts that carry no control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel


def heading(text: str) -> QLabel:
    """The name of a group of controls."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def explanation(text: str = "") -> QLabel:
    """A sentence in the background, broken into lines; never read as rich text."""
    label = QLabel(text)
    label.setProperty("role", "dim")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def rule() -> QFrame:
    """A thin line between two groups."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def breakable(text: str) -> str:
    """Long names of files may go on in the next line: without that they make a column as wide as they are."""
    return text.replace("_", "_\u200b")
