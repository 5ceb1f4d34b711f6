"""Everything the menus and the bar above the picture offer, with their keys."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from desktop_app.icons import Icons
from desktop_app.keys import Keys, show_in_tip
from desktop_app.languages import LANGUAGES

KeysMeant = QKeySequence.StandardKey | str | None


class Actions(QObject):
    """One `QAction` for each thing that can be done; whoever does it connects to it."""

    def __init__(self, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons
        standard = QKeySequence.StandardKey
        self.open = self._make("open", self.tr("&Open Photograph…"), standard.Open, "open")
        self.open.setIconText(self.tr("Open"))
        self.paste = self._make("paste", self.tr("&Paste Photograph"), standard.Paste)
        self.add_styles = self._make("add_styles", self.tr("Add &Styles…"), "Ctrl+Shift+O")
        self.sample = self._make("sample", self.tr("Try a Sa&mple"))
        self.new_project = self._make("new_project", self.tr("&New Project"), standard.New)
        self.open_project = self._make("open_project", self.tr("Open P&roject…"), "Ctrl+Alt+O")
        self.save = self._make("save", self.tr("Sa&ve Project"), standard.Save)
        self.save_as = self._make("save_as", self.tr("Save Project &As…"), "Ctrl+Shift+S")
        self.bring_back = self._make("bring_back", self.tr("&Bring Back Unsaved Project"))
        self.export = self._make("export", self.tr("&Export…"), "Ctrl+E", "export")
        self.new_window = self._make("new_window", self.tr("New &Window"), "Ctrl+Shift+N")
        self.close_window = self._make("close_window", self.tr("&Close Window"), "Ctrl+W")
        self.quit = self._make("quit", self.tr("&Quit"), standard.Quit)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.undo = self._make("undo", self.tr("&Undo"), standard.Undo, "undo")
        self.redo = self._make("redo", self.tr("&Redo"), standard.Redo, "redo")
        self.undo.setIconText(self.tr("Undo"))  # what is undone is in the text alone
        self.redo.setIconText(self.tr("Redo"))
        self.find_style = self._make("find_style", self.tr("Fi&nd Style"), standard.Find)
        self.reset = self._make("reset", self.tr("Rese&t Controls"), "Ctrl+Shift+R")
        self.refine = self._make("refine", self.tr("Re&fine"), "Ctrl+R")
        self.pause = self._make("pause", self.tr("Pa&use Refining"), "Ctrl+P", is_checkable=True)
        self.refine_larger = self._make("refine_larger", self.tr("Refine at a &Higher Resolution"))
        self.stop = self._make("stop", self.tr("&Stop"), "Esc")
        self.judge = self._make("judge", self.tr("&Judge by Figures"), "Ctrl+J")
        self.new_version = self._make("new_version", self.tr("&New Version"), "K")
        self.next_version = self._make("next_version", self.tr("Ne&xt Version"), "Ctrl+PgDown")
        self.previous_version = self._make("previous_version", self.tr("&Previous Version"), "Ctrl+PgUp")
        self.history = self._make("history", self.tr("&History"), "H", is_checkable=True)
        self.compare = self._make("compare", self.tr("&Compare"), "C", "compare", is_checkable=True)
        self.compare.setIconText(self.tr("Compare"))
        self.beside = self._make("beside", self.tr("Side &by Side"), "Shift+C", is_checkable=True)
        self.turn_line = self._make("turn_line", self.tr("Turn the &Dividing Line"), "T")
        self.loupe = self._make("loupe", self.tr("Lou&pe"), "Z", "zoom_in", is_checkable=True)
        self.loupe.setIconText(self.tr("Loupe"))
        self.tools = self._make_tools()
        self.smaller = self._make("brush_smaller", self.tr("Brush S&maller"), "[")
        self.larger = self._make("brush_larger", self.tr("Brush &Larger"), "]")
        # The second is what Shift makes of the key on many keyboards.
        self.softer = self._make("brush_softer", self.tr("Brush S&ofter"), "Shift+[")
        self.softer.setShortcuts([QKeySequence("Shift+["), QKeySequence("{")])
        self.harder = self._make("brush_harder", self.tr("Brush &Harder"), "Shift+]")
        self.harder.setShortcuts([QKeySequence("Shift+]"), QKeySequence("}")])
        self.invert_mask = self._make("invert_mask", self.tr("&Invert Mask"), "Ctrl+Shift+I")
        self.clear_mask = self._make("clear_mask", self.tr("&Clear Mask"))
        self.import_mask = self._make("import_mask", self.tr("Im&port Mask…"))
        self.export_mask = self._make("export_mask", self.tr("&Export Mask…"))
        text = self.tr("&Leave Out Parts of the Style Picture")
        self.exclude = self._make("exclude", text, "X", is_checkable=True)
        self.zoom_in = self._make("zoom_in", self.tr("Zoom &In"), standard.ZoomIn)
        self.zoom_out = self._make("zoom_out", self.tr("Zoom &Out"), standard.ZoomOut)
        self.fit = self._make("fit", self.tr("&Fit in Window"), "Ctrl+0", "fit")
        self.actual = self._make("actual", self.tr("&Actual Pixels"), "Ctrl+1", "actual")
        self.turn_right = self._make("turn_right", self.tr("Rotate &Right"), "R")
        self.turn_left = self._make("turn_left", self.tr("Rotate L&eft"), "Shift+R")
        self.show_strip = self._make("show_strip", self.tr("St&yle Strip"), "F7", is_checkable=True)
        self.show_side = self._make("show_side", self.tr("Side &Panel"), "F8", is_checkable=True)
        self.side_left = self._make("side_left", self.tr("Side Panel on the &Left"), is_checkable=True)
        self.hide_panels = self._make("hide_panels", self.tr("&Hide All Panels"), "Tab", is_checkable=True)
        # In the picture alone: elsewhere Tab goes on to the next thing, as everywhere.
        self.hide_panels.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.next_area = self._make("next_area", self.tr("&Next Area of the Window"), "F6")
        self.area_before = self._make("area_before", self.tr("Area &Before"), "Shift+F6")
        self.full_screen = self._make(
            "full_screen", self.tr("F&ull Screen"), standard.FullScreen, is_checkable=True
        )
        self.reduce_motion = self._make("reduce_motion", self.tr("Reduce &Motion"), is_checkable=True)
        self.live_start = self._make("live_start", self.tr("&Begin or End the Live Picture"), "Ctrl+Return")
        self.live_record = self._make("live_record", self.tr("&Record a Film, or End It"), "R")
        self.live_still = self._make("live_still", self.tr("Take a &Still"), "S")
        self.live_compare = self._make("live_compare", self.tr("&Compare with the Camera's Picture"), "C")
        self.live_mirror = self._make("live_mirror", self.tr("&Mirror the Camera's Picture"), "M")
        text = self.tr("&Window without a Frame")
        self.live_borderless = self._make("live_borderless", text, "B")
        text = self.tr("Live Picture over the Whole &Display")
        self.live_full_screen = self._make("live_full_screen", text, "F")
        for action in self.of_live:
            action.setAutoRepeat(False)  # a key that is held begins one film, not ten
        self._rooms: dict[QAction, str] = {}
        self.show_log = self._make("show_log", self.tr("Show &Log"))
        self.restart_engine = self._make("restart_engine", self.tr("&Start the Engine Again"))
        self.shortcuts = self._make("shortcuts", self.tr("&Keyboard Shortcuts"), "F1")
        self.about = self._make("about", self.tr("&About Impasto"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.themes = self._make_group(
            "theme",
            {"system": self.tr("As the System"), "light": self.tr("Light"), "dark": self.tr("Dark")},
        )
        self.languages = self._make_group("language", {"system": self.tr("As the System"), **LANGUAGES})

    def _make(
        self, name: str, text: str, keys: KeysMeant = None, icon: str = "", *, is_checkable: bool = False
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"action_{name}")
        action.setCheckable(is_checkable)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
            show_in_tip(action)
        if icon:
            self._icons.put(action, icon)
        return action

    def _make_tools(self) -> QActionGroup:
        """One of them is always checked."""
        group = QActionGroup(self)
        for name, text, key in (
            ("move", self.tr("&Move the Picture"), "V"),
            ("brush", self.tr("&Brush"), "B"),
            ("eraser", self.tr("&Eraser"), "E"),
            ("lasso", self.tr("&Lasso"), "L"),
            ("polygon", self.tr("&Polygon"), "P"),
            ("gradient", self.tr("&Gradient"), "G"),
            ("select", self.tr("&Select by a Click"), "W"),
        ):
            action = self._make(f"tool_{name}", text, key, f"tool_{name}", is_checkable=True)
            action.setData(name)
            group.addAction(action)
        return group

    def _make_group(self, name: str, choices: dict[str, str]) -> QActionGroup:
        group = QActionGroup(self)
        for value, text in choices.items():
            action = self._make(f"{name}_{value}", text, is_checkable=True)
            action.setData(value)
            group.addAction(action)
        return group

    @property
    def of_live(self) -> list[QAction]:
        """What is done with the moving picture, also in its own window."""
        return [
            self.live_start,
            self.live_record,
            self.live_still,
            self.live_compare,
            self.live_mirror,
            self.live_borderless,
            self.live_full_screen,
        ]

    @staticmethod
    def check(group: QActionGroup, value: str) -> None:
        for action in group.actions():
            action.setChecked(action.data() == value)

    @cached_property
    def keys(self) -> Keys:
        """Of all but the choices of a theme and a language, which need none."""
        actions = self.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)
        choices = {*self.themes.actions(), *self.languages.actions()}
        rooms = {action.objectName(): room for action, room in self._rooms.items()}
        return Keys((action for action in actions if action not in choices), rooms)

    def belong_to(self, room: str, actions: Iterable[QAction]) -> None:
        """Only there: in another room their keys may mean something else."""
        self._rooms |= dict.fromkeys(actions, room)

    def by_hand(self) -> list[tuple[str, str]]:
        """What the hand does beside the commands, and how."""
        return [
            (self.tr("Enter a room by its place on the rail"), "Alt+1 – 5"),
            (self.tr("See the photograph alone"), self.tr("hold Space or \\")),
            (self.tr("Move the dividing line"), self.tr("← →, or ↑ ↓ where it is level")),
            (self.tr("Finer steps on a slider"), "Shift"),
            (self.tr("Slider back to its default"), self.tr("double click, or Backspace")),
            (self.tr("Mix styles on their field"), "← → ↑ ↓"),
            (self.tr("Brush of a mask takes away"), self.tr("hold Alt")),
            (self.tr("Add a style to the mix"), self.tr("Ctrl + click, or Ctrl + Enter")),
            (self.tr("Make a style a favourite"), "F"),
            (self.tr("Put a style elsewhere on the strip"), self.tr("drag, or Alt + ← →")),
            (self.tr("Rename a style of your own"), "F2"),
            (self.tr("Take a style of your own off the strip"), self.tr("Del")),
            (self.tr("Live: choose a style by its number"), "1 – 9"),
            (self.tr("Live: next style, or the one before"), self.tr("wheel over the picture")),
            (self.tr("Live: close the picture's own window"), "Esc"),
            (self.tr("Live: the picture's own window larger, smaller"), "+, −"),
        ]
