"""The folder of works, and what the coach says of it: what it can become, and what to look at first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from shiboken6 import isValid

from desktop_app import words
from desktop_app.collections.doubt_list import DoubtList, DoubtView
from desktop_app.collections.drafting import Drafting
from desktop_app.collections.picture_box import PictureBox
from desktop_app.icons import Icons
from desktop_app.runs.folder_box import FolderBox
from desktop_app.widgets.labels import breakable, explanation
from models.training_news import Doubt

CROPS_PX = 168


class CoachBox(FolderBox):
    """Nothing that it says is fatal."""

    def __init__(self, drafting: Drafting, icons: Icons) -> None:
        super().__init__("works", icons)
        self._drafting = drafting
        self._view: DoubtView | None = None
        self.labels = explanation()
        self.labels.setObjectName("coach_labels")
        self.crops = PictureBox()
        self.crops.setObjectName("coach_crops")
        self.crops.setAccessibleName(self.tr("Parts of the works, as the network will see them"))
        self.crops.setFixedHeight(CROPS_PX)
        self.doubts = DoubtList()
        self.doubts.opened.connect(self._on_opened)
        self.add(self.labels, self.crops, self.doubts)
        drafting.looked.connect(self.show_report)
        self.show_report()

    @Slot()
    def show_report(self) -> None:
        drafting, report = self._drafting, self._drafting.report
        self.show_folder(drafting.request.works if drafting.has_works else None)
        self.crops.setVisible(drafting.crops is not None)
        self.crops.show_image(drafting.crops)
        self.labels.setVisible(report is not None and len(report.labels) > 1)
        doubts = report.doubts_for(drafting.request.task) if report else ()
        self.doubts.show_doubts(doubts, drafting.thumbnails, drafting.in_the_windows_words)
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
            time = () if drafting.time is None else (drafting.time.words,)
            pairs = () if drafting.pairs is None else drafting.pairs.advice
            is_paired = drafting.request.task == "paired"
            used = pairs if is_paired or not report.left_out else (report.left_out,)
            said = (*report.advice[:1], *time, *used, *report.advice[1:])
            self.said.setText(breakable("\n".join(map(drafting.in_the_windows_words, said))))
            named = ", ".join(
                f"{name or self.tr('without a folder')} {count}" for name, count in report.labels
            )
            self.labels.setText(self.tr("Folders: {named}").format(named=named))

    @Slot(object)
    def _on_opened(self, doubt: Doubt) -> None:
        if self._view is not None and isValid(self._view):
            self._view.close()
        self._view = DoubtView(self._drafting, doubt, self.window())
        self._view.show()
