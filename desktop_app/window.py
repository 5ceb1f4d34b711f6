"""The main window: menus, the rooms, the line below them."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import Actions
from desktop_app.engine_state import EngineState
from desktop_app.file_commands import FileCommands
from desktop_app.icons import Icons
from desktop_app.mask_commands import MaskCommands
from desktop_app.panel_commands import PanelCommands
from desktop_app.projects import Projects
from desktop_app.recent_menu import RecentMenu
from desktop_app.rooms import Rooms
from desktop_app.settings import PROGRAM, SettingsStore
from desktop_app.status import StatusLine
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.page import StylizePage
from desktop_app.theme import Theme
from desktop_app.top_bar import make_top_bar
from desktop_app.view_commands import ViewCommands
from desktop_app.widgets.notice_bar import Message

if TYPE_CHECKING:
    from desktop_app.history_dock import HistoryDock

SIZE = (1280, 820)
SMALLEST = (900, 600)


class MainWindow(QMainWindow):
    """Shows the rooms; what happens in them is their controllers' business."""

    painted_first = Signal()
    closed = Signal()
    new_window_wanted = Signal()
    judge_wanted = Signal()
    quit_wanted = Signal()
    keys_chosen = Signal(object)  # what is changed of them, by the name of the command
    theme_wanted = Signal(str)
    language_wanted = Signal(str)
    motion_wanted = Signal(bool)  # False: as the system has it
    engine_restart_wanted = Signal()

    def __init__(
        self,
        controller: StylizeController,
        projects: Projects,
        settings: SettingsStore,
        theme: Theme,
        log_file: Path | None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._controller, self._projects = controller, projects
        self._settings, self._log_file = settings, log_file
        self._icons = Icons(theme, self)
        self.commands = Actions(self._icons, self)
        self.page = StylizePage(controller, theme, self._icons)
        self.rooms = Rooms(self._icons)
        self.status = StatusLine(self._icons)
        self._has_painted = False
        self._lay_out()
        self._fill_menus()
        self.rooms.add("stylize", self.tr("Stylize"), "room_stylize", lambda: self.page, self._of_stylize)
        self._connect()
        self.setMinimumSize(*SMALLEST)
        self._restore_geometry()
        self.rooms.entered.connect(self._show_history)
        self._on_document_changed()

    # -- building -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.photo_name = QLabel()
        self.photo_name.setObjectName("photo_name")
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._top_bar = make_top_bar(self.commands, self.photo_name)
        self.page.put_above(self._top_bar)
        self._of_stylize: list[QWidget | QAction] = [self.status.facts, self.status.zoom]
        layout.addWidget(self.rooms, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(center)

    def _fill_menus(self) -> None:
        bar, do = self.menuBar(), self.commands
        file = bar.addMenu(self.tr("&File"))
        _fill(file, do.open, do.paste, do.sample, None, do.add_styles, None, do.new_project, do.open_project)
        file.addMenu(RecentMenu(self._projects, file))
        _fill(file, do.bring_back, None, do.save, do.save_as, None, do.export, None)
        _fill(file, do.new_window, do.close_window, do.quit)
        edit, picture = bar.addMenu(self.tr("&Edit")), bar.addMenu(self.tr("&Picture"))
        _fill(edit, do.undo, do.redo, None, do.find_style, None, do.reset)
        _fill(picture, do.refine, do.refine_larger, do.pause, do.stop, None)
        _fill(picture, do.new_version, do.next_version, do.previous_version, None, do.judge)
        mask = bar.addMenu(self.tr("&Mask"))
        _fill(mask, *do.tools.actions(), None, do.smaller, do.larger, do.softer, do.harder, None)
        _fill(mask, do.invert_mask, do.clear_mask, None, do.import_mask, do.export_mask, None, do.exclude)
        view = bar.addMenu(self.tr("&View"))
        looking = [do.compare, do.beside, do.turn_line, do.loupe, do.zoom_in, do.zoom_out, do.fit, do.actual]
        looking += [do.turn_right, do.turn_left, do.history]
        _fill(view, *looking[:4], None, *looking[4:-1], None)
        panels = view.addMenu(self.tr("&Panels"))
        _fill(panels, do.show_strip, do.show_side, do.side_left, None, do.hide_panels)
        self._rooms_menu = view.addMenu(self.tr("&Rooms"))
        _fill(view, do.next_area, do.area_before, None)
        of_stylize = (edit, picture, mask, panels)
        self._of_stylize += [menu.menuAction() for menu in of_stylize] + looking
        do.belong_to("stylize", [*looking, *(action for menu in of_stylize for action in menu.actions())])
        live = bar.addMenu(self.tr("&Live"))
        _fill(live, do.live_start, do.live_record, do.live_still, None, do.live_compare, do.live_mirror, None)
        _fill(live, do.live_borderless, do.live_full_screen)
        self.of_live: list[QWidget | QAction] = [live.menuAction()]
        do.belong_to("live", live.actions())
        _fill(view.addMenu(self.tr("&Theme")), *do.themes.actions())
        _fill(view.addMenu(self.tr("&Language")), *do.languages.actions())
        _fill(view, do.reduce_motion, None, do.history, do.full_screen)
        helps = bar.addMenu(self.tr("&Help"))
        _fill(helps, do.shortcuts, None, do.restart_engine, do.show_log, None, do.about)

    def _connect(self) -> None:
        do, page, controller = self.commands, self.page, self._controller
        do.sample.triggered.connect(controller.try_sample)
        do.paste.triggered.connect(self._on_paste)
        do.new_project.triggered.connect(self._projects.start_new)
        do.bring_back.triggered.connect(self._projects.bring_back)
        do.export.triggered.connect(lambda: page.side.open_export())
        do.new_window.triggered.connect(self.new_window_wanted)
        do.close_window.triggered.connect(self.close)
        do.quit.triggered.connect(self.quit_wanted)
        do.undo.triggered.connect(controller.undo)
        do.redo.triggered.connect(controller.redo)
        do.find_style.triggered.connect(page.find_style)
        do.reset.triggered.connect(controller.reset_controls)
        do.refine.triggered.connect(controller.refine)
        do.refine_larger.triggered.connect(controller.refine_larger)
        do.pause.triggered.connect(controller.refining.pause)
        do.stop.triggered.connect(self._on_stop)
        do.judge.triggered.connect(self.judge_wanted)
        do.new_version.triggered.connect(controller.add_version)
        do.next_version.triggered.connect(lambda: controller.choose_version_beside(1))
        do.previous_version.triggered.connect(lambda: controller.choose_version_beside(-1))
        do.history.toggled.connect(self._on_history)
        self._looking = ViewCommands(do, page.view, self)
        page.view.zoomed.connect(self.status.show_zoom)
        do.full_screen.toggled.connect(self._on_full_screen)
        do.themes.triggered.connect(self._on_theme_chosen)
        do.languages.triggered.connect(self._on_language_chosen)
        do.reduce_motion.setChecked(self._settings.current.reduces_motion)
        do.reduce_motion.triggered.connect(self.motion_wanted)
        do.restart_engine.triggered.connect(self.engine_restart_wanted)
        do.show_log.triggered.connect(self._on_show_log)
        do.shortcuts.triggered.connect(self._on_shortcuts)
        do.about.triggered.connect(self._on_about)
        Actions.check(do.themes, self._settings.current.theme)
        Actions.check(do.languages, self._settings.current.language)
        if self._settings.current.shortcuts:
            do.keys.use(self._settings.current.shortcuts)
        do.restart_engine.setEnabled(False)
        do.sample.setEnabled(bool(controller.samples.photos))
        page.project_dropped.connect(self._projects.open)
        controller.activity.changed.connect(self.status.show_activity)
        controller.document.changed.connect(self._on_document_changed)
        controller.document.kept_changed.connect(self._on_kept_changed)
        self._projects.said.connect(page.show_message)
        self._projects.offer_changed.connect(self._on_offer_changed)
        self._on_offer_changed()
        controller.picture_changed.connect(self._on_picture_changed)
        projects = (do.open_project, do.new_project, do.bring_back)
        for begins in (*projects, do.open, do.paste, do.sample, do.export):
            begins.triggered.connect(partial(self.rooms.enter, "stylize"))
        self._of_files = FileCommands(do, page, self._projects, self)
        self._of_masks = MaskCommands(do, controller, self)
        page.when_side_is_made(self._of_masks.add_side)
        self._of_panels = PanelCommands(do, page, self.rooms, self._top_bar, self._rooms_menu)
        for painted_on in (controller.masking.changed, controller.mask_work.excluding_changed):
            painted_on.connect(self._on_picture_changed)

    # -- what is shown --------------------------------------------------------------------------------------

    @Slot()
    def _on_document_changed(self) -> None:
        do, document = self.commands, self._controller.document
        photo = document.project.photo
        do.undo.setEnabled(bool(document.undo_label))
        do.redo.setEnabled(bool(document.redo_label))
        do.undo.setText(self.tr("&Undo {change}").format(change=document.undo_label).rstrip())
        do.redo.setText(self.tr("&Redo {change}").format(change=document.redo_label).rstrip())
        do.export.setEnabled(document.project.is_paintable)
        do.tools.setEnabled(document.project.is_paintable)
        do.new_version.setEnabled(document.project.is_paintable)
        for action in (do.next_version, do.previous_version):
            action.setEnabled(len(document.versions.each) > 1)
        do.exclude.setEnabled(document.project.is_paintable)
        self.status.show_photo(photo)
        self.photo_name.setText(photo.path.name if photo else "")
        self._on_kept_changed()
        self._on_picture_changed()

    @Slot()
    def _on_kept_changed(self) -> None:
        """The title: the project's name, else the photograph's, and whether something is unsaved."""
        do, document = self.commands, self._controller.document
        photo = document.project.photo
        name = document.file.stem if document.file else photo.path.name if photo else ""
        name = name.replace("[*]", "[*][*]") + "[*]"  # Qt's sign for the place of the mark
        self.setWindowTitle(f"{name} — {PROGRAM}" if name != "[*]" else f"{PROGRAM}[*]")
        self.setWindowModified(document.is_modified)
        do.save.setEnabled(document.is_modified)
        do.save_as.setEnabled(document.file is not None or document.is_modified)

    @Slot()
    def _on_offer_changed(self) -> None:
        self.commands.bring_back.setEnabled(self._projects.has_offer)

    @Slot()
    def _on_picture_changed(self) -> None:
        controller, do = self._controller, self.commands
        has_photo, has_picture = controller.project.photo is not None, controller.shown_image is not None
        is_masking, is_seen = controller.masking.is_painting, controller.mask_work.excluding is None
        self._looking.enable(
            has_photo=has_photo and is_seen, has_picture=has_picture and is_seen, is_masking=is_masking
        )
        do.refine.setEnabled(controller.project.is_paintable and not controller.refining.is_running)
        refining = controller.refining
        next_px = None if refining.is_running else refining.next_size_px(controller.project)
        do.refine_larger.setEnabled(next_px is not None)
        do.pause.setEnabled(refining.is_running)
        do.pause.setChecked(refining.is_paused)
        do.stop.setEnabled(controller.refining.is_running or self.page.is_exporting)

    @Slot(object)
    def show_engine(self, state: EngineState) -> None:
        self.status.show_engine(state)
        self.commands.restart_engine.setEnabled(state.phase == "failed")
        shown = self.page.notices.message
        if state.phase == "failed":
            again = self.tr("Start the Engine Again")
            self.page.show_message(Message(state.words, "error", again, self.engine_restart_wanted.emit))
        elif state.phase == "lost" and not (shown and shown.level == "error"):
            self.page.show_message(Message(state.words, "warning"))

    @Slot(object)
    def use_style(self, style: Path) -> None:
        self.rooms.enter("stylize")
        self._controller.use_style(style)

    # -- what is done here ----------------------------------------------------------------------------------

    @Slot()
    def _on_paste(self) -> None:
        self._controller.paste(QGuiApplication.clipboard().mimeData())

    @Slot()
    def _on_stop(self) -> None:
        if self._controller.refining.is_running:
            self._controller.refining.stop()
        elif self.page.is_exporting:
            self.page.side.close_export()

    @Slot(bool)
    def _on_full_screen(self, is_wanted: bool) -> None:
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if is_wanted
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    @Slot(bool)
    def _on_history(self, is_wanted: bool) -> None:
        self._settings.change(shows_history=is_wanted)
        self._show_history()

    @Slot()
    def _show_history(self) -> None:
        is_wanted = self.commands.history.isChecked() and self.rooms.current == "stylize"
        if is_wanted or "_history" in self.__dict__:
            self._history.setVisible(is_wanted)

    @cached_property
    def _history(self) -> HistoryDock:
        from desktop_app.history_dock import HistoryDock  # later: the first paint does not wait for it

        return HistoryDock(self._controller, self.commands.history, self)

    @Slot(QAction)
    def _on_theme_chosen(self, action: QAction) -> None:
        self.theme_wanted.emit(action.data())

    @Slot(QAction)
    def _on_language_chosen(self, action: QAction) -> None:
        self.language_wanted.emit(action.data())

    @Slot()
    def _on_show_log(self) -> None:
        if self._log_file is None:
            self.page.show_message(Message(self.tr("The log folder cannot be written, so there is no log.")))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_file.parent)))

    @Slot()
    def _on_shortcuts(self) -> None:
        from desktop_app.shortcuts_dialog import ShortcutsDialog  # later: the first paint does not wait

        do, menus = self.commands, self.menuBar().actions()
        ShortcutsDialog(do.keys, do.by_hand(), menus, self.keys_chosen.emit, self._icons, self).show()

    @Slot()
    def _on_about(self) -> None:
        from desktop_app import dialogs

        dialogs.open_about(self)

    # -- the window itself ----------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        kept = self._settings.current.window_geometry
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(*SIZE)

    def keep_geometry(self) -> None:
        kept = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.change(window_geometry=kept)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page.focus_picture()  # and not the first button, which would look pressed

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self._on_painted_first)
        elif event.type() == QEvent.Type.StyleChange and self._has_painted:
            self._follow_motion()
        return super().event(event)

    @Slot()
    def _on_painted_first(self) -> None:
        self.painted_first.emit()
        self._follow_motion()
        self.commands.history.setChecked(self._settings.current.shows_history)

    def _follow_motion(self) -> None:
        """Docks glide, or they do not."""
        from PySide6.QtWidgets import QStyle  # later: its class takes as long as ten of ours

        duration = QStyle.StyleHint.SH_Widget_Animation_Duration
        self.setAnimated(self.style().styleHint(duration, None, self) > 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_geometry()
        event.accept()
        self.hide()  # what is still to be ended takes a moment nobody needs to watch
        self.closed.emit()


def _fill(menu: QMenu, *actions: QAction | None) -> None:
    """None is a separator."""
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
