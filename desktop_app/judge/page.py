"""The Judge room as it is seen: what is judged on the left, the figures beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons, paint_icon
from desktop_app.judge.controller import JudgeController
from desktop_app.judge.results import FoldersView, PairsTable
from desktop_app.judge.tray import Tray
from desktop_app.widgets.drop_area import DropArea, Zone
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.notice_bar import NoticeBar
from desktop_app.widgets.scroll import scrolling
from models.judgement import NAME, Comparison, Report
from models.news import Progress

SIDE_PX = 300
DROP_ICON_PX, EMPTY_ICON_PX = 48, 56
TRAYS = 3


class JudgePage(QWidget):
    """Shows what the controller has and passes on what somebody wants."""

    def __init__(self, controller: JudgeController, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("judge_page")
        self.setAcceptDrops(True)
        self._controller, self._icons = controller, icons
        self.notices = NoticeBar(icons.put)
        self.trays = [Tray(str(number), icons) for number in range(TRAYS)]
        self._make_buttons()
        self._make_results()
        self._lay_out()
        self.drop_area = DropArea(self)
        self._connect()
        self._show()

    # -- building -------------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.of_pairs = QPushButton(self.tr("Pictures"))
        self.of_pairs.setToolTip(self.tr("Painted pictures against their photos and styles"))
        self.of_folders = QPushButton(self.tr("Folders"))
        self.of_folders.setToolTip(self.tr("Two folders against each other, as sets"))
        self._kinds = QButtonGroup(self)
        for name, side, button in (
            ("pairs", "left", self.of_pairs),
            ("folders", "right", self.of_folders),
        ):
            button.setObjectName(f"judge_{name}")
            button.setCheckable(True)
            button.setProperty("half", side)
            self._kinds.addButton(button)
        self.measure = QPushButton(self.tr("Measure"))
        self.measure.setObjectName("judge_measure")
        self.measure.setProperty("role", "primary")
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setObjectName("judge_stop")
        self.progress = QProgressBar()
        self.progress.setObjectName("judge_progress")
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("How much is measured"))
        self.save_sheet = QPushButton(self.tr("Save Sheet…"))
        self.save_sheet.setObjectName("judge_save_sheet")
        self.save_sheet.setToolTip(self.tr("Photo, style and painting side by side, as a picture or a page"))
        self.save_figures = QPushButton(self.tr("Save Figures…"))
        self.save_figures.setObjectName("judge_save_figures")
        self.save_figures.setToolTip(self.tr("For other programs: CSV or JSON"))

    def _make_results(self) -> None:
        self.table, self.folders = PairsTable(), FoldersView()
        self.empty = self._make_empty()
        self.results = QStackedWidget()
        for page in (self.empty, self.table, self.folders):
            self.results.addWidget(page)
        self.note = explanation(
            self.tr(
                "Gap, style, content, perceptual, KID and FID are taken on the features of the {network} and "
                "compare with no published figures on others."
            ).format(network=NAME)
        )

    def _make_empty(self) -> QWidget:
        """What is seen before anything was measured."""
        picture, self.question, self.invitation = QLabel(), QLabel(), explanation()
        self._icons.put(picture, "room_judge", "dim", EMPTY_ICON_PX)
        self.question.setObjectName("judge_question")
        self.question.setProperty("role", "title")
        self.invitation.setObjectName("judge_invitation")
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(40, 32, 40, 32)
        column.setSpacing(10)
        column.addStretch(1)
        for label in (picture, self.question, self.invitation):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)
        return empty

    def _lay_out(self) -> None:
        side = QWidget()
        side.setObjectName("judge_side")
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(16)
        kinds = QHBoxLayout()
        kinds.setSpacing(0)
        kinds.addWidget(self.of_pairs)
        kinds.addWidget(self.of_folders)
        column.addLayout(kinds)
        for tray in self.trays:
            column.addWidget(tray)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 14)
        foot.setSpacing(8)
        foot.addWidget(self.progress)
        foot.addWidget(self.measure)
        foot.addWidget(self.stop)
        frame = QFrame()
        frame.setObjectName("runs_side")
        frame.setFixedWidth(SIDE_PX)
        left = QVBoxLayout(frame)
        left.setContentsMargins(0, 0, 1, 0)  # the line at its edge
        left.setSpacing(0)
        left.addWidget(scrolling("judge_scroll", side), 1)
        left.addLayout(foot)
        saving = QHBoxLayout()
        saving.setSpacing(8)
        saving.addWidget(self.note, 1)
        saving.addStretch()
        saving.addWidget(self.save_figures)
        saving.addWidget(self.save_sheet)
        right = QVBoxLayout()
        right.setContentsMargins(16, 14, 16, 14)
        right.setSpacing(10)
        right.addWidget(self.results, 1)
        right.addLayout(saving)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.notices)
        beside.addLayout(right, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(frame)
        layout.addLayout(beside, 1)
        self.setFocusProxy(self.trays[0].pictures)

    def _connect(self) -> None:
        controller = self._controller
        controller.changed.connect(self._show)
        controller.said.connect(self.notices.show_message)
        controller.progressed.connect(self._on_progress)
        self.of_pairs.clicked.connect(lambda: controller.show_kind("pairs"))
        self.of_folders.clicked.connect(lambda: controller.show_kind("folders"))
        self.measure.clicked.connect(controller.measure)
        self.stop.clicked.connect(controller.stop)
        self.save_sheet.clicked.connect(lambda: self._on_save("judged.html", "HTML (*.html);;PNG (*.png)"))
        self.save_figures.clicked.connect(lambda: self._on_save("judged.csv", "CSV (*.csv);;JSON (*.json)"))
        for number, tray in enumerate(self.trays):
            tray.pictures_wanted.connect(partial(self._on_pictures_wanted, number))
            tray.folder_wanted.connect(partial(self._on_folder_wanted, number))
            tray.cleared.connect(partial(controller.put, number, ()))

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def _words(self) -> list[tuple[str, str]]:
        """The title of each tray, and what is said while it is empty."""
        if self._controller.kind == "folders":
            return [
                (
                    self.tr("First folder"),
                    self.tr("Pictures of one kind: what a network painted, say."),
                ),
                (self.tr("Second folder"), self.tr("Pictures of the other kind: the works it learnt from.")),
            ]
        return [
            (self.tr("Painted"), self.tr("What is judged. Drop pictures here, or a folder of them.")),
            (self.tr("Photos"), self.tr("One for all, or one for each in the same order.")),
            (
                self.tr("Styles"),
                self.tr("The style that was wanted. Without it the photo alone counts."),
            ),
        ]

    @Slot()
    def _show(self) -> None:
        controller, words = self._controller, self._words
        (self.of_pairs if controller.kind == "pairs" else self.of_folders).setChecked(True)
        for number, tray in enumerate(self.trays):
            tray.setVisible(number < len(words))
            if number < len(words):
                tray.say(*words[number], takes_pictures=controller.kind == "pairs")
                tray.show_paths(controller.wish.trays[number])
        self.measure.setEnabled(controller.wish.request is not None)
        self.measure.setVisible(not controller.is_measuring)
        self.stop.setVisible(controller.is_measuring)
        self.progress.setVisible(controller.is_measuring)
        if not controller.is_measuring:
            self.progress.setRange(0, 0)
        self._show_found()

    def _show_found(self) -> None:
        found = self._controller.found
        if isinstance(found, Report):
            self.table.show_report(found)
            self.results.setCurrentWidget(self.table)
        elif isinstance(found, Comparison):
            self.folders.show_comparison(found)
            self.results.setCurrentWidget(self.folders)
        else:
            self._invite()
            self.results.setCurrentWidget(self.empty)
        for page in (self.table, self.folders):
            page.setEnabled(not self._controller.is_stale)
        self.note.setVisible(found is not None)
        self.save_sheet.setVisible(isinstance(found, Report))
        self.save_figures.setVisible(found is not None)

    def _invite(self) -> None:
        if self._controller.kind == "folders":
            self.question.setText(self.tr("How alike are two sets of pictures?"))
            text = self.tr("Choose two folders and measure: KID says it with an interval, FID as one number.")
        else:
            self.question.setText(self.tr("How good is a painting, in figures?"))
            text = self.tr(
                "Drop painted pictures, their photos and their styles here, and measure. In a folder, name "
                "pictures PHOTO__STYLE and they find their own."
            )
        self.invitation.setText(text)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, round(progress.total))
        self.progress.setValue(round(progress.done))

    # -- choosing files -------------------------------------------------------------------------------------

    def _on_pictures_wanted(self, tray: int) -> None:
        from desktop_app import file_dialogs  # later: when it is asked

        file_dialogs.ask_for_pictures(self, self._near, partial(self._controller.put, tray, adds=True))

    def _on_folder_wanted(self, tray: int) -> None:
        from desktop_app import file_dialogs

        title = self._words[tray][0]
        file_dialogs.ask_for_folder(
            self, Path(self._near), lambda folder: self._controller.put(tray, [folder]), title
        )

    def _on_save(self, name: str, kinds: str) -> None:
        from desktop_app import file_dialogs

        file_dialogs.ask_where_to_save_file(self, Path(self._near) / name, kinds, self._controller.write)

    @property
    def _near(self) -> str:
        """Where the last picture lay that was chosen here."""
        known = [path for tray in self._controller.wish.trays for path in tray if path.is_absolute()]
        return str(known[-1].parent if known else Path.home())

    # -- drag and drop --------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event.mimeData()):
            color = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
            icon = paint_icon("photo_drop", color, DROP_ICON_PX, self.devicePixelRatioF())
            self.drop_area.show_zones(
                *(Zone(str(number), title, icon) for number, (title, _) in enumerate(self._words))
            )
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.drop_area.zone_at(event.position().toPoint()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_area.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        zone = self.drop_area.zone_at(event.position().toPoint())
        self.drop_area.hide()
        if zone:
            self._controller.put(int(zone), _paths(event.mimeData()), adds=True)
            event.acceptProposedAction()


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
