"""More to do with the run that is looked at: its files, others that begin from it, where it goes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.runs.controller import RunsController
from desktop_app.runs.places import free_places

MENU_SNAPSHOTS = 12


class RunMenu(QMenu):
    """Filled anew whenever it opens."""

    onnx_wanted = Signal()
    csv_wanted = Signal()
    picture_wanted = Signal()

    def __init__(self, controller: RunsController, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller = controller
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)

    @Slot()
    def _fill(self) -> None:
        controller, record = self._controller, self._controller.shown
        self.clear()
        if record is None:
            return
        forks = self.addMenu(self.tr("Begin Another from Here"))
        newest = forks.addAction(self.tr("From its newest state"))
        newest.triggered.connect(lambda: controller.fork())
        newest.setEnabled((record.run / "checkpoint.pt").exists())
        for step, folder in reversed(record.snapshots[-MENU_SNAPSHOTS:]):
            action = forks.addAction(self.tr("From the snapshot at step {step}").format(step=step))
            action.triggered.connect(partial(controller.fork, folder))
        self.addSeparator()
        has_style = record.style is not None
        if controller.can_be_live:
            live = self.addAction(self.tr("Watch Live"))
            live.setToolTip(self.tr("On a camera or a film, and anew with each style that it writes"))
            live.setEnabled(has_style)
            live.triggered.connect(controller.watch_live)
        if controller.can_be_onnx:
            onnx = self.addAction(self.tr("Export Style as ONNX…"))
            onnx.setEnabled(has_style)
            onnx.triggered.connect(self.onnx_wanted)
        csv, picture = (
            self.addAction(self.tr("Save Curves as CSV…")),
            self.addAction(self.tr("Save Curves as PNG…")),
        )
        for action, wanted in ((csv, self.csv_wanted), (picture, self.picture_wanted)):
            action.setEnabled(len(record.curves) > 0)
            action.triggered.connect(wanted)
        self.addSeparator()
        copy = self.addAction(self.tr("Copy as a Command"))
        copy.setEnabled(record.request is not None)
        copy.triggered.connect(self._on_copy)
        resume = self.addAction(self.tr("Copy as a Command That Goes On"))
        resume.setEnabled(record.request is not None and (record.run / "checkpoint.pt").exists())
        resume.triggered.connect(self._on_copy_to_go_on)
        self.addAction(self.tr("Show in Folder")).triggered.connect(
            partial(controller.show_folder, record.run)
        )
        putting_away = controller.putting_away
        if putting_away.is_from_elsewhere:
            self.addAction(self.tr("Take Off the List")).triggered.connect(putting_away.take_off_the_list)
        trash = self.addAction(self.tr("Move to the Trash"))
        trash.setEnabled(putting_away.is_possible)
        trash.triggered.connect(putting_away.delete)
        self._add_rests()

    def _add_rests(self) -> None:
        """When any training is to rest; as long as nothing else is chosen."""
        rest, settings = self._controller.work.rest, self._controller.settings.current
        self.addSeparator()
        for text, is_wanted, choose_it in (
            (self.tr("Pause on Battery"), settings.pauses_on_battery, rest.pause_on_battery),
            (self.tr("Pause When the Computer Sleeps"), settings.pauses_after_sleep, rest.pause_after_sleep),
        ):
            action = self.addAction(text)
            action.setCheckable(True)
            action.setChecked(is_wanted)
            action.toggled.connect(choose_it)
            if choose_it == rest.pause_on_battery and not rest.has_battery:
                action.setEnabled(False)
                action.setToolTip(self.tr("This computer has no battery"))

    @Slot()
    def _on_copy(self) -> None:
        record = self._controller.shown
        if record is not None and record.request is not None:
            places = free_places(record.name, self._controller.taken_places)
            QGuiApplication.clipboard().setText(record.command_anew(*places))

    @Slot()
    def _on_copy_to_go_on(self) -> None:
        record = self._controller.shown
        if record is not None and record.request is not None:
            QGuiApplication.clipboard().setText(record.command_to_go_on)
