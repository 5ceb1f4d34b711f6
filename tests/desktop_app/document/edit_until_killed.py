"""Edits a document with autosave until somebody kills it. Run by test_autosave: ROOT JOURNAL MASKS.

Sliders, single steps, undo and redo, strokes (each another mask), versions that come and go. Which edit the
chosen version is as far as stands in its seed; its mask is as grey as `tone_of` says.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QColor, QImage

from desktop_app.document.autosave import Autosave
from desktop_app.document.background import Background
from desktop_app.document.document import Document
from desktop_app.document.mask_files import MaskFiles
from desktop_app.document.mask_picture import image_of
from desktop_app.document.state import Project
from models.requests import StyleChoice

STYLE = "preset:ink"
MOST_VERSIONS = 4


def tone_of(edit: int) -> int:
    return edit // 10 % 256


def mask_of(edit: int) -> QImage:
    image = QImage(900, 600, QImage.Format.Format_Grayscale8)
    image.fill(QColor(*[tone_of(edit)] * 3))
    return image


def main(root: Path, journal: int, masks: Path) -> None:
    application = QCoreApplication([])
    document, background, files = Document(), Background(), MaskFiles(masks)
    autosave = Autosave(document, background, root)
    autosave.begin()
    document.change(Project(styles=(StyleChoice(STYLE, mask=files.keep_image(mask_of(0))),)), "style")

    def edit() -> None:
        seed = document.project.seed + 1
        gesture = "slide" if seed // 50 % 2 else ""  # long gestures and single steps in turn
        project = replace(document.project, seed=seed)
        if seed % 10 == 0:
            on = project.mask_of(STYLE)
            stroke = (on, image_of(on)) if on is not None else None
            project = project.with_mask(STYLE, files.keep_image(mask_of(seed), stroke))
        document.change(project, "edit", gesture)
        if seed % 15 == 0:
            document.undo()
            document.redo()
        if seed % 20 == 0:
            versions = document.versions.with_copy()
            if len(versions.each) > MOST_VERSIONS:
                versions = versions.without(versions.each[0].number)
            document.change_versions(versions, "version")
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
