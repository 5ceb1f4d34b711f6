"""Edits a document with autosave until somebody kills it. Run by test_autosave: ROOT JOURNAL MASK."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from desktop_app.document.autosave import Autosave
from desktop_app.document.background import Background
from desktop_app.document.document import Document
from desktop_app.document.state import Project
from models.requests import StyleChoice


def main(root: Path, journal: int, mask: Path) -> None:
    application = QCoreApplication([])
    document, background = Document(), Background()
    autosave = Autosave(document, background, root)
    autosave.begin()
    document.change(Project(styles=(StyleChoice("preset:ink", mask=mask),)), "style")

    def edit() -> None:
        seed = document.project.seed + 1
        gesture = "slide" if seed // 50 % 2 else ""  # long gestures and single steps in turn
        document.change(replace(document.project, seed=seed), "edit", gesture)
        os.write(journal, f"{seed} {time.monotonic()}\n".encode())

    timer = QTimer()
    timer.timeout.connect(edit)
    timer.start(7)
    application.exec()


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
        Path(sys.argv[3]),
    )
