"""The folder of photographs, and what a look into it has shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app import words
from desktop_app.icons import Icons
from desktop_app.train.drafting import Drafting
from desktop_app.widgets.labels import explanation

LIST_PX = 92


class PhotosBox(QWidget):
    """What is left out is listed with the reason; nothing of it is fatal."""

    choose_wanted = Signal()
    crops_wanted = Signal()

    def __init__(self, drafting: Drafting, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photos_box")
        self._drafting = drafting
        self.folder = QLabel()
        self.folder.setObjectName("photos_folder")
        self.folder.setTextFormat(Qt.TextFormat.PlainText)
        self.folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.choose = QPushButton(self.tr("Choose Folder…"))
        self.choose.setObjectName("choose_photos")
        icons.put(self.choose, "open", "text", 16)
        self.crops = QPushButton(self.tr("What It Will See"))
        self.crops.setObjectName("show_crops")
        self.crops.setToolTip(self.tr("How the photographs are cut and turned while it learns"))
        self.report = explanation()
        self.report.setObjectName("photos_report")
        self.left_out = QPlainTextEdit()
        self.left_out.setObjectName("photos_left_out")
        self.left_out.setAccessibleName(self.tr("Files that are left out"))
        self.left_out.setReadOnly(True)
        self.left_out.setTabChangesFocus(True)
        self.left_out.setFixedHeight(LIST_PX)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.crops)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.folder)
        layout.addLayout(row)
        layout.addWidget(self.report)
        layout.addWidget(self.left_out)
        self.choose.clicked.connect(self.choose_wanted)
        self.crops.clicked.connect(self.crops_wanted)
        drafting.photos_changed.connect(self.show_report)
        self.show_report()

    def show_report(self) -> None:
        drafting, report = self._drafting, self._drafting.report
        has_photos = drafting.has_photos
        self.folder.setVisible(has_photos)
        self.folder.setText(str(drafting.request.photos))
        self.folder.setToolTip(self.folder.text())
        self.crops.setVisible(bool(report and report.used))
        self.left_out.setVisible(bool(report and report.left_out))
        if drafting.checking is not None:
            share = words.percent_done(drafting.checking)
            self.report.setText(self.tr("Looking at the photographs… {share} %").format(share=share))
        elif report is None:
            self.report.setText(
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
            self.report.setText("\n".join(part for part in (report.advice, text) if part))
            self.left_out.setPlainText("\n".join(one.reason for one in report.left_out))
