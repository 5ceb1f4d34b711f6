"""The folder of photographs, and what a look into it has shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from desktop_app import words
from desktop_app.icons import Icons
from desktop_app.runs.folder_box import FileList, FolderBox
from desktop_app.train.drafting import Drafting

LIST_PX = 92


class PhotosBox(FolderBox):
    """What is left out is listed with the reason; nothing of it is fatal."""

    crops_wanted = Signal()

    def __init__(self, drafting: Drafting, icons: Icons) -> None:
        crops = QPushButton()
        super().__init__("photos", icons, crops)
        self._drafting, self.crops = drafting, crops
        self.crops.setText(self.tr("What It Will See"))
        self.crops.setObjectName("show_crops")
        self.crops.setToolTip(self.tr("How the photographs are cut and turned while it learns"))
        self.left_out = FileList("photos_left_out", self.tr("Files that are left out"), LIST_PX)
        self.add(self.left_out)
        self.crops.clicked.connect(self.crops_wanted)
        drafting.photos_changed.connect(self.show_report)
        self.show_report()

    def show_report(self) -> None:
        drafting, report = self._drafting, self._drafting.report
        self.show_folder(drafting.request.photos if drafting.has_photos else None)
        self.crops.setVisible(bool(report and report.used))
        self.left_out.show_lines([one.reason for one in report.left_out] if report else [])
        if drafting.checking is not None:
            share = words.percent_done(drafting.checking)
            self.said.setText(self.tr("Looking at the photographs… {share} %").format(share=share))
        elif report is None:
            self.said.setText(
                self.tr("Any photographs of yours, the more varied the better: 20 are enough to begin with.")
            )
        else:
            used, out = len(report.used), len(report.left_out)
            text = self.tr("One photograph will be used.")
            if used != 1:
                text = self.tr("{count} photographs will be used.").format(count=used)
            if out == 1:
                text += " " + self.tr("One file is left out:")
            elif out:
                text += " " + self.tr("{count} files are left out:").format(count=out)
            self.said.setText("\n".join(part for part in (report.advice, text) if part))
