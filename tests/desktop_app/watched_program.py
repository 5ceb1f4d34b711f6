"""The program as it is started by a user, and an eye in it: for each line on stdin a line of JSON on stdout.

That line is what a screen reader would find in the windows, so who walks through them goes by what is to be
read there and not by the names of widgets. The engine process imports this file too: nothing but plain Python
at its top.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any


def seen() -> Iterator[dict[str, Any]]:
    """Everything that is visible, by its words and its place on the screen."""
    from PySide6.QtGui import QAccessible, QAccessibleInterface
    from PySide6.QtWidgets import QApplication

    def walk(node: QAccessibleInterface, title: str) -> Iterator[dict[str, Any]]:
        state, rect = node.state(), node.rect()
        if state.invisible:
            return
        yield {
            "window": title,
            "role": node.role().name,
            "name": node.text(QAccessible.Text.Name),
            "value": node.text(QAccessible.Text.Value),
            "is_enabled": not state.disabled,
            "is_checked": bool(state.checked),
            "place": (rect.x(), rect.y(), rect.width(), rect.height()),
        }
        for number in range(node.childCount()):
            child = node.child(number)
            if child is not None:
                yield from walk(child, title)

    for window in QApplication.topLevelWidgets():
        root = QAccessible.queryAccessibleInterface(window) if window.isVisible() else None
        if root is not None:
            yield from walk(root, root.text(QAccessible.Text.Name))


def main() -> int:
    from unittest import mock

    from desktop_app import app
    from desktop_app.__main__ import main as start

    begin = app.Studio.start_engine
    eyes: list[object] = []

    def open_eyes(studio: app.Studio) -> None:
        from PySide6.QtCore import QSocketNotifier

        begin(studio)
        if eyes:
            return
        eye = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, studio)
        eye.activated.connect(look)
        eyes.append(eye)

    def look() -> None:
        sys.stdin.readline()
        sys.stdout.write(json.dumps(list(seen())) + "\n")
        sys.stdout.flush()

    with mock.patch.object(app.Studio, "start_engine", open_eyes):
        return start([])


if __name__ == "__main__":
    sys.exit(main())
