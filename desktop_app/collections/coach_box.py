"""The folder of works, and what the coach says of it: what it can become, and what to look at first."""

from __future__ import annotations

from PySide6.QtCore import Slot

from desktop_app import words
from desktop_app.collections.drafting import Drafting
from desktop_app.collections.picture_box import PictureBox
from desktop_app.icons import Icons
from desktop_app.runs.folder_box import FileList, FolderBox
from desktop_app.widgets.labels import explanation

LIST_PX, CROPS_PX = 76, 168


class CoachBox(FolderBox):
    """Nothing that it says is fatal."""

    def __init__(self, drafting: Drafting, icons: Icons) -> None:
        super().__init__("works", icons)
        self._drafting = drafting
        self.labels = explanation()
        self.labels.setObjectName("coach_labels")
        self.crops = PictureBox()
        self.crops.setObjectName("coach_crops")
        self.crops.setAccessibleName(self.tr("Parts of the works, as the network will see them"))
        self.crops.setFixedHeight(CROPS_PX)
        self.flagged = FileList("coach_flagged", self.tr("Works to look at first"), LIST_PX)
        self.add(self.labels, self.crops, self.flagged)
        drafting.looked.connect(self.show_report)
        self.show_report()

    @Slot()
    def show_report(self) -> None:
        drafting, report = self._drafting, self._drafting.report
        self.show_folder(drafting.request.works if drafting.has_works else None)
        self.crops.setVisible(drafting.crops is not None)
        self.crops.show_image(drafting.crops)
        self.labels.setVisible(report is not None and len(report.labels) > 1)
        self.flagged.show_lines(self._flagged_words())
        if drafting.checking is not None:
            share = words.percent_done(drafting.checking)
            self.said.setText(self.tr("Looking at the works… {share} %").format(share=share))
        elif report is None:
            self.said.setText(
                self.tr(
                    "Paintings, prints, textures, plates: thirty are a good beginning. Drop their folder "
                    "anywhere here; folders in it are taken as different manners."
                )
            )
        else:
            self.said.setText("\n".join(map(drafting.in_the_windows_words, report.advice)))
            named = ", ".join(
                f"{name or self.tr('without a folder')} {count}" for name, count in report.labels
            )
            self.labels.setText(self.tr("Folders: {named}").format(named=named))

    def _flagged_words(self) -> list[str]:
        report = self._drafting.report
        if report is None:
            return []
        return [self._drafting.in_the_windows_words(doubt.words) for doubt in report.doubts]
