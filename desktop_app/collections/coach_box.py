"""The folder of works, and what the coach says of it: what it can become, and what to look at first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
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
from desktop_app.collections.drafting import Drafting
from desktop_app.collections.picture_box import PictureBox
from desktop_app.icons import Icons
from desktop_app.widgets.labels import explanation

LIST_PX, CROPS_PX = 76, 168


class CoachBox(QWidget):
    """Nothing that it says is fatal."""

    choose_wanted = Signal()

    def __init__(self, drafting: Drafting, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("coach_box")
        self._drafting = drafting
        self.folder = QLabel()
        self.folder.setObjectName("works_folder")
        self.folder.setTextFormat(Qt.TextFormat.PlainText)
        self.folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.choose = QPushButton(self.tr("Choose Folder…"))
        self.choose.setObjectName("choose_works")
        icons.put(self.choose, "open", "text", 16)
        self.advice = explanation()
        self.advice.setObjectName("coach_advice")
        self.labels = explanation()
        self.labels.setObjectName("coach_labels")
        self.crops = PictureBox()
        self.crops.setObjectName("coach_crops")
        self.crops.setAccessibleName(self.tr("Parts of the works, as the network will see them"))
        self.crops.setFixedHeight(CROPS_PX)
        self.flagged = QPlainTextEdit()
        self.flagged.setObjectName("coach_flagged")
        self.flagged.setAccessibleName(self.tr("Works to look at first"))
        self.flagged.setReadOnly(True)
        self.flagged.setTabChangesFocus(True)
        self.flagged.setFixedHeight(LIST_PX)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.folder)
        layout.addLayout(row)
        for part in (self.advice, self.labels, self.crops, self.flagged):
            layout.addWidget(part)
        self.choose.clicked.connect(self.choose_wanted)
        drafting.looked.connect(self.show_report)
        self.show_report()

    @Slot()
    def show_report(self) -> None:
        drafting, report = self._drafting, self._drafting.report
        self.folder.setVisible(drafting.has_works)
        self.folder.setText(str(drafting.request.works))
        self.folder.setToolTip(self.folder.text())
        self.crops.setVisible(drafting.crops is not None)
        self.crops.show_image(drafting.crops)
        self.labels.setVisible(report is not None and len(report.labels) > 1)
        flagged = self._flagged_words()
        self.flagged.setVisible(bool(flagged))
        self.flagged.setPlainText("\n".join(flagged))
        if drafting.checking is not None:
            share = words.percent_done(drafting.checking)
            self.advice.setText(self.tr("Looking at the works… {share} %").format(share=share))
        elif report is None:
            self.advice.setText(
                self.tr(
                    "Paintings, prints, textures, plates: thirty are a good beginning. Drop their folder "
                    "anywhere here; folders in it are taken as different manners."
                )
            )
        else:
            self.advice.setText("\n".join(map(drafting.in_the_windows_words, report.advice)))
            named = ", ".join(
                f"{name or self.tr('without a folder')} {count}" for name, count in report.labels
            )
            self.labels.setText(self.tr("Folders: {named}").format(named=named))

    def _flagged_words(self) -> list[str]:
        report = self._drafting.report
        if report is None:
            return []
        said = [self.tr("{name}: a frame or an even border").format(name=path.name) for path in report.framed]
        said += [self.tr("{name}: other colours than the rest").format(name=path.name) for path in report.odd]
        return said + [self._drafting.in_the_windows_words(one.reason) for one in report.left_out]
