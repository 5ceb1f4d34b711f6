"""The Stylize room as somebody uses it, with real events and a real engine process that is scripted."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from desktop_app.actions import Actions
from desktop_app.resources import Samples
from desktop_app.stylize.strip import StyleStrip
from desktop_app.stylize.strip_model import StripRole
from desktop_app.widgets.slider_field import SliderField
from models.news import Exported
from tests.desktop_app.stylize.conftest import PHOTO_COLOR, MakeVisitor, Visitor, make_picture

INVERTED = QColor(*(255 - channel for channel in PHOTO_COLOR))


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(visitor: Visitor, mime: QMimeData, at: QPoint) -> None:
    page = visitor.studio.window.page
    entered = QDragEnterEvent(
        at, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(
        QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, dropped)


# -- bringing pictures in ----------------------------------------------------------------------------------


def test_an_empty_room_says_what_to_do(visitor: Visitor) -> None:
    labels = [label.text() for label in visitor.studio.window.page.welcome.findChildren(QLabel)]
    assert "Drop a photograph here" in labels
    assert visitor.find(QLabel, "engine_text").text().startswith("Starting engine")
    visitor.until_ready()
    assert visitor.find(QLabel, "engine_text").text().startswith("Ready · CPU")
    assert not visitor.find(QPushButton, "export").isEnabled()


def test_a_photograph_dropped_on_the_left_is_the_photo(visitor: Visitor) -> None:
    drop(visitor, files(visitor.photo), QPoint(60, 200))
    visitor.until(lambda: visitor.controller.photo_image)
    assert visitor.find(QLabel, "photo_name").text() == visitor.photo.name
    assert "400 × 300" in visitor.find(QLabel, "photo_facts").text()
    assert visitor.studio.window.page.view.photo is not None


def test_a_picture_dropped_on_the_right_or_on_the_strip_is_a_style(visitor: Visitor) -> None:
    page = visitor.studio.window.page
    drop(visitor, files(visitor.style), QPoint(page.canvas.width() - 60, 200))
    visitor.until(lambda: visitor.controller.project.uses(str(visitor.style)))
    other = make_picture(visitor.folder / "other.png")
    drop(visitor, files(other), QPoint(200, page.height() - 30))
    visitor.until(lambda: visitor.controller.project.uses(str(other)))
    assert visitor.controller.project.photo is None


def test_a_style_file_is_a_style_wherever_it_falls(visitor: Visitor) -> None:
    network = visitor.folder / "candy.pth"
    network.write_bytes(b"no network at all")
    drop(visitor, files(network), QPoint(60, 200))
    visitor.until(lambda: visitor.says("candy.pth"))
    assert visitor.message is not None
    assert visitor.message.level == "error"
    assert visitor.controller.project.photo is None


def test_a_folder_that_is_dropped_is_answered(visitor: Visitor) -> None:
    drop(visitor, files(visitor.folder), QPoint(60, 200))
    assert visitor.says("folders cannot be opened")


def test_a_photograph_is_opened_by_the_file_dialog(visitor: Visitor) -> None:
    visitor.find(QPushButton, "welcome_open").click()
    visitor.find(QFileDialog, "photo_dialog").fileSelected.emit(str(visitor.photo))
    visitor.find(QFileDialog, "photo_dialog").close()
    visitor.until(lambda: visitor.controller.photo_image)
    assert visitor.studio.settings.current.photo_folder == str(visitor.folder)


def test_several_styles_are_added_by_the_file_dialog_and_the_first_is_used(visitor: Visitor) -> None:
    others = [str(make_picture(visitor.folder / f"{name}.png")) for name in ("one", "two")]
    visitor.find(QToolButton, "add_styles").click()
    visitor.find(QFileDialog, "style_dialog").filesSelected.emit(others)
    visitor.find(QFileDialog, "style_dialog").close()
    visitor.until(lambda: len(visitor.studio.settings.current.own_styles) == 2)
    assert [style.source for style in visitor.controller.project.styles] == [others[0]]


def test_a_copied_picture_is_pasted(visitor: Visitor) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    QApplication.clipboard().setImage(image)
    visitor.studio.window.commands.paste.trigger()
    visitor.until(lambda: visitor.controller.photo_image)
    photo = visitor.controller.project.photo
    assert photo is not None
    assert (photo.width_px, photo.height_px) == (40, 30)
    visitor.studio.window.close()
    assert not photo.path.exists(), "what was pasted is removed at the end"


def test_a_copied_file_is_pasted(visitor: Visitor) -> None:
    QApplication.clipboard().setMimeData(files(visitor.photo))
    visitor.studio.window.commands.paste.trigger()
    visitor.until(lambda: visitor.controller.photo_image)


def test_an_empty_clipboard_is_answered(visitor: Visitor) -> None:
    QApplication.clipboard().setText("just words")
    visitor.studio.window.commands.paste.trigger()
    assert visitor.says("no picture on the clipboard")


def test_a_file_that_is_no_picture_says_so_and_changes_nothing(visitor: Visitor) -> None:
    wrong = visitor.folder / "wrong.jpg"
    wrong.write_text("not a picture")
    visitor.controller.open_photo(wrong)
    visitor.until(lambda: visitor.says("wrong.jpg"))
    assert visitor.controller.project.photo is None
    assert visitor.controller.activity.text == ""


def test_the_newest_of_two_photographs_wins(visitor: Visitor) -> None:
    other = make_picture(visitor.folder / "other.png", size=(50, 40))
    visitor.controller.open_photo(visitor.photo)
    visitor.controller.open_photo(other)
    visitor.until(lambda: visitor.controller.project.photo)
    visitor.qtbot.wait(200)
    photo = visitor.controller.project.photo
    assert photo is not None
    assert photo.path == other


def test_a_sample_makes_a_picture_in_one_click(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples = Samples(
        (make_picture(tmp_path / "photo_1.jpg"),),
        (make_picture(tmp_path / "style_great_wave.jpg"), make_picture(tmp_path / "style_2.jpg")),
    )
    visitor = make_visitor(samples=samples)
    visitor.find(QPushButton, "welcome_sample").click()
    visitor.until(lambda: visitor.shown)
    assert visitor.controller.project.uses(str(samples.styles[0]))
    known = visitor.controller.shelf.find(str(samples.styles[0]))
    assert known is not None
    assert known.name == "Great wave"
    assert not visitor.studio.settings.current.own_styles, "samples are not the artist's own"
    visitor.studio.window.page.side.open_export()
    assert visitor.studio.window.page.side.export.place.folder == Path.home(), "and not among the samples"


def test_without_samples_none_are_offered(visitor: Visitor) -> None:
    assert not visitor.find(QPushButton, "welcome_sample").isVisible()
    assert not visitor.studio.window.commands.sample.isEnabled()


# -- painting ----------------------------------------------------------------------------------------------


def test_a_photo_and_a_style_make_a_picture(visitor: Visitor) -> None:
    visitor.paint()
    assert visitor.shown is not None
    assert visitor.shown.pixelColor(10, 10) == INVERTED
    assert visitor.find(QPushButton, "export").isEnabled()


def test_a_hint_asks_for_a_style_until_there_is_one(visitor: Visitor) -> None:
    visitor.open_photo()
    hint = visitor.find(QLabel, "canvas_hint")
    assert hint.isVisible()
    visitor.controller.add_styles([visitor.style])
    visitor.until(lambda: not hint.isVisible())


def test_a_slider_asks_for_what_it_says(visitor: Visitor) -> None:
    visitor.paint()
    field = visitor.find(SliderField, "strength")
    for _ in range(3):
        QTest.keyClick(field.slider, Qt.Key.Key_Left)
    assert visitor.controller.project.controls.strength == pytest.approx(0.97)
    visitor.until_painted()
    assert visitor.controller.easel.image is not None


def test_every_control_reaches_the_request(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(SliderField, "brush").slider.setValue(1000)
    visitor.find(SliderField, "keep_colors").slider.setValue(500)
    box = visitor.find(QComboBox, "color_method")
    assert box.isVisible()
    box.setCurrentIndex(1)
    box.activated.emit(1)
    visitor.find(QCheckBox, "colors_only").click()
    controls = visitor.controller.project.request().controls
    assert (controls.brush, controls.keep_colors, controls.color_method, controls.colors_only) == (
        4,
        0.5,
        "luminance",
        True,
    )
    assert not visitor.find(SliderField, "brush").isEnabled(), "only the colours count now"


def test_undo_and_redo_go_through_everything(visitor: Visitor) -> None:
    visitor.paint()
    commands = visitor.studio.window.commands
    slider = visitor.find(SliderField, "strength").slider
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, 11))
    half = visitor.controller.project.controls.strength
    assert 0.5 < half < 0.7, "the slider goes on beyond the full style"
    assert "Strength" in commands.undo.text()
    commands.undo.trigger()
    assert visitor.controller.project.controls.strength == 1
    assert visitor.find(SliderField, "strength").value == 1
    commands.undo.trigger()
    assert not visitor.controller.project.styles
    commands.undo.trigger()
    assert visitor.controller.project.photo is None
    assert visitor.studio.window.page.welcome.isVisible()
    assert not commands.undo.isEnabled()
    for _ in range(3):
        commands.redo.trigger()
    assert visitor.controller.project.controls.strength == half
    visitor.until(lambda: visitor.shown)
    assert visitor.studio.window.page.view.photo is not None


def test_a_style_in_the_mix_shows_its_share_and_can_be_weighed(visitor: Visitor) -> None:
    visitor.paint()
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    strip = visitor.find(StyleStrip, "style_strip")
    index = strip.model().index(2, 0)
    QTest.mouseClick(
        strip.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        strip.visualRect(index).center(),
    )
    assert len(visitor.controller.project.styles) == 2
    assert index.data(StripRole.share) == pytest.approx(0.5)
    assert "in use, 50 %" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    visitor.find(SliderField, "weight_1").slider.setValue(0)
    assert visitor.controller.project.styles[1].weight == 0
    visitor.find(QToolButton, "remove_0").click()
    assert [style.source for style in visitor.controller.project.styles] == [index.data(StripRole.source)]


def test_a_click_on_the_strip_takes_a_style_alone_and_keys_do_the_same(visitor: Visitor) -> None:
    visitor.paint()
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    strip = visitor.find(StyleStrip, "style_strip")
    QTest.mouseClick(
        strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.visualRect(strip.model().index(1, 0)).center()
    )
    assert [style.source for style in visitor.controller.project.styles] == ["preset:ink"]
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert [style.source for style in visitor.controller.project.styles] == ["preset:meadow"]


def test_a_style_of_ones_own_is_forgotten_by_delete_and_kept_by_the_settings(visitor: Visitor) -> None:
    visitor.paint()
    strip = visitor.find(StyleStrip, "style_strip")
    assert list(visitor.studio.settings.current.own_styles) == [str(visitor.style)]
    strip.reveal(str(visitor.style))
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert not visitor.studio.settings.current.own_styles
    assert str(visitor.style) not in [style.source for style in visitor.controller.shelf.styles]


# -- refining ----------------------------------------------------------------------------------------------


def test_refining_shows_previews_and_ends_with_a_choice(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(QPushButton, "refine").click()
    visitor.until(lambda: visitor.controller.is_showing_refined and visitor.controller.refining.is_running)
    assert visitor.find(QPushButton, "refine_stop").isVisible()
    visitor.until(lambda: "left" in visitor.find(QLabel, "refine_time_left").text())
    assert "Refining" in visitor.find(QLabel, "activity_text").text()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    assert visitor.find(QPushButton, "show_refined").isChecked()
    visitor.find(QPushButton, "show_instant").click()
    assert not visitor.controller.is_showing_refined
    assert visitor.find(QLabel, "activity_text").text() == ""


def test_a_stopped_refinement_keeps_the_best_so_far(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(QPushButton, "refine").click()
    visitor.until(lambda: visitor.controller.refined_image)
    so_far = visitor.controller.refined_image
    visitor.find(QPushButton, "refine_stop").click()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    assert visitor.controller.is_showing_refined
    assert so_far is not None


def test_what_is_exported_is_the_refined_picture_that_was_seen(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(QPushButton, "refine").click()
    visitor.until(lambda: visitor.controller.refined_image)
    visitor.find(QPushButton, "refine_stop").click()
    visitor.until(lambda: not visitor.controller.refining.is_running)
    seen = visitor.controller.refined_image
    target = open_export(visitor)
    target.parent.mkdir()
    panel = visitor.studio.window.page.side.export
    assert panel.engine_name == "refine"
    panel.suffix.setCurrentIndex(panel.suffix.findData(".png"))
    panel.start(target)
    visitor.until(lambda: visitor.says("Saved as"))
    assert seen is not None
    assert QImage(str(target)).pixelColor(5, 5) == seen.pixelColor(5, 5)


def test_an_export_is_cancelled_while_the_picture_is_handed_over(visitor: Visitor) -> None:
    visitor.paint()
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refined_image and not visitor.controller.refining.is_running)
    target = open_export(visitor)
    target.parent.mkdir()
    panel = visitor.studio.window.page.side.export
    panel.start(target)
    visitor.controller.exporting.cancel_all()
    visitor.until(lambda: visitor.says("cancelled"))
    assert list(target.parent.iterdir()) == []


def test_another_setting_ends_refining_and_undo_brings_its_picture_back(visitor: Visitor) -> None:
    visitor.paint()
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refined_image)
    visitor.controller.set_control("strength", 0.5, "Strength")
    visitor.until(lambda: not visitor.controller.refining.is_running)
    assert visitor.controller.refined_image is None
    visitor.studio.window.commands.undo.trigger()
    assert visitor.controller.is_showing_refined


# -- export ------------------------------------------------------------------------------------------------


def open_export(visitor: Visitor) -> Path:
    visitor.find(QPushButton, "export").click()
    assert visitor.find(QPushButton, "export_save").isVisible()
    return visitor.folder / "out" / "result.png"


def test_an_export_is_written_and_said(visitor: Visitor) -> None:
    visitor.paint()
    target = open_export(visitor)
    target.parent.mkdir()
    formats = visitor.find(QComboBox, "export_format")
    formats.setCurrentIndex(formats.findData(".png"))
    assert not visitor.find(SliderField, "export_quality").isVisible(), "PNG has no quality"
    assert visitor.find(QComboBox, "export_bits").isVisible()
    visitor.find(QPushButton, "export_save").click()
    dialog = visitor.find(QFileDialog, "export_dialog")
    assert dialog.selectedFiles()[0].endswith("-style.png")
    dialog.fileSelected.emit(str(target))
    dialog.close()
    visitor.until(lambda: visitor.says("Saved as result.png"))
    with Image.open(target) as picture:
        assert picture.size == (400, 300)
    assert not visitor.studio.window.page.side.is_exporting
    assert visitor.studio.settings.current.export.suffix == ".png"
    assert visitor.studio.settings.current.export_folder == str(target.parent)


def test_an_export_that_fails_says_why_and_can_be_tried_again(visitor: Visitor) -> None:
    visitor.paint()
    target = open_export(visitor)  # its folder does not exist
    visitor.studio.window.page.side.export.start(target)
    visitor.until(lambda: visitor.message and visitor.message.level == "error")
    target.parent.mkdir()
    open_export(visitor)
    visitor.studio.window.page.side.export.start(target)
    visitor.until(lambda: visitor.says("Saved as"))


def test_an_export_is_cancelled(visitor: Visitor) -> None:
    visitor.paint()
    target = open_export(visitor)
    target.parent.mkdir()
    panel = visitor.studio.window.page.side.export
    panel.engine.setCurrentIndex(panel.engine.findData("refine"))
    panel.start(target)
    visitor.until(lambda: visitor.find(QToolButton, "export_cancel").isVisible())
    visitor.find(QToolButton, "export_cancel").click()
    visitor.until(lambda: visitor.says("cancelled"))
    assert not target.exists()
    assert not visitor.controller.exporting.is_running


def test_the_photograph_itself_is_never_written_over(visitor: Visitor) -> None:
    visitor.paint()
    before = visitor.photo.read_bytes()
    open_export(visitor)
    panel = visitor.studio.window.page.side.export
    panel.suffix.setCurrentIndex(panel.suffix.findData(".png"))
    panel.start(visitor.photo)
    visitor.until(lambda: visitor.says("Originals are never written over"))
    assert visitor.photo.read_bytes() == before


def test_the_proposed_name_is_free_and_the_suffix_is_the_formats(visitor: Visitor) -> None:
    visitor.paint()
    (visitor.folder / f"{visitor.photo.stem}-style.jpg").write_text("taken")
    open_export(visitor)
    proposed: list[Path] = []
    panel = visitor.studio.window.page.side.export
    panel.path_wanted.disconnect()
    panel.path_wanted.connect(proposed.append)
    visitor.find(QPushButton, "export_save").click()
    assert proposed == [visitor.folder / f"{visitor.photo.stem}-style-2.jpg"]
    done: list[Exported] = []
    visitor.controller.exporting.finished.connect(done.append)
    panel.start(visitor.folder / "no suffix")
    visitor.until(lambda: done)
    assert done[0].path == visitor.folder / "no suffix.jpg"


# -- the engine goes, the window stays ---------------------------------------------------------------------


@pytest.mark.logs_expected
def test_a_lost_engine_is_said_and_comes_back_and_the_picture_stays(visitor: Visitor) -> None:
    visitor.paint()
    pid = visitor.studio.worker.engine_pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    begun = time.monotonic()
    visitor.until(lambda: visitor.says("starting again"))
    assert time.monotonic() - begun < 3
    assert visitor.find(QLabel, "engine_text").text() != "Ready"
    assert visitor.shown is not None
    visitor.until_ready()
    visitor.controller.set_control("strength", 0.5, "Strength")
    visitor.until_painted()


@pytest.mark.logs_expected
def test_a_picture_that_crashes_the_engine_can_be_tried_again(visitor: Visitor) -> None:
    visitor.photo = make_picture(visitor.folder / "photo.png")
    visitor.paint()
    crash = make_picture(visitor.folder / "segv.png").rename(visitor.folder / "segv")
    visitor.controller.open_photo(crash)
    visitor.until(lambda: visitor.message and visitor.message.action_label == "Try Again")
    assert visitor.says("crashed")
    visitor.until_ready()
    assert visitor.controller.activity.text == ""


@pytest.mark.logs_expected
def test_an_engine_that_cannot_start_leaves_words_and_a_button(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor("tests.odd_engines:MissingEngine")
    visitor.until(lambda: visitor.studio.engine_state.phase == "failed")
    assert visitor.says("impasto doctor")
    assert visitor.message is not None
    assert visitor.message.action_label == "Start the Engine Again"
    assert visitor.studio.window.commands.restart_engine.isEnabled()
    visitor.studio.set_language("zh_CN")
    assert visitor.says("请运行 `impasto doctor`")


def test_closing_while_refining_is_quick_and_leaves_no_process(visitor: Visitor) -> None:
    visitor.paint()
    visitor.controller.refine()
    visitor.until(lambda: visitor.controller.refining.is_running)
    pid = visitor.studio.worker.engine_pid
    assert pid
    begun = time.monotonic()
    visitor.studio.window.close()
    assert time.monotonic() - begun < 2.5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# -- theme, language, keyboard -----------------------------------------------------------------------------


def choose(actions: Actions, group: str, value: str) -> None:
    for action in getattr(actions, group).actions():
        if action.data() == value:
            action.trigger()


def test_the_theme_changes_at_once_and_is_remembered(visitor: Visitor) -> None:
    visitor.open_photo()
    window = visitor.studio.window
    choose(window.commands, "themes", "dark")
    dark = window.page.view.grab().toImage().pixelColor(2, 100).lightness()
    choose(window.commands, "themes", "light")
    light = window.page.view.grab().toImage().pixelColor(2, 100).lightness()
    assert dark < 60 < 190 < light
    assert visitor.studio.settings.current.theme == "light"


def test_the_language_changes_at_once_and_the_work_stays(visitor: Visitor) -> None:
    visitor.paint()
    choose(visitor.studio.window.commands, "languages", "zh_CN")
    assert visitor.find(QPushButton, "export").text() == "导出…"
    assert visitor.shown is not None
    assert visitor.find(QLabel, "engine_text").text().startswith("就绪")
    assert visitor.studio.settings.current.language == "zh_CN"
    visitor.controller.set_control("strength", 0.5, "")
    visitor.until_painted()
    choose(visitor.studio.window.commands, "languages", "en")
    assert visitor.find(QPushButton, "export").text() == "Export…"


def test_everything_can_be_reached_by_tab(visitor: Visitor) -> None:
    visitor.paint()
    window = visitor.studio.window
    window.activateWindow()
    reached = set()
    window.page.view.setFocus()
    QTest.keyClick(window.page.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.objectName())
    wanted = {"bar_open", "bar_compare", "add_styles", "style_strip", "strength_slider", "strength_field"}
    wanted |= {"brush_slider", "keep_colors_slider", "colors_only", "refine", "export"}
    assert wanted <= reached, wanted - reached
    assert "picture_view" not in reached  # its Tab hides the panels


def test_what_can_be_focused_has_a_name_to_be_read(visitor: Visitor) -> None:
    visitor.paint()
    from PySide6.QtWidgets import QAbstractButton

    nameless = [
        widget.objectName() or repr(widget)
        for widget in visitor.studio.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.objectName() not in ("", "stylize_page")
        and not widget.objectName().startswith("qt_")
    ]
    assert not nameless


def test_the_tree_that_screen_readers_see_has_names_and_roles(visitor: Visitor) -> None:
    """All that can be worked with, in every state of the side panel; decoration needs none."""
    visitor.paint()
    visitor.until(lambda: len(visitor.controller.shelf.styles) == 4)
    for source in ("preset:ink", "preset:ember"):
        visitor.controller.toggle_style(source)
    visitor.controller.masking.choose(str(visitor.style))
    visitor.controller.add_version()
    window = visitor.studio.window
    window.rooms.add("train", "Train", "refine", QLabel)
    visitor.until(lambda: visitor.find(QWidget, "weight_2").isVisible())  # once it is laid out
    worked_with = {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.ComboBox,
        QAccessible.Role.EditableText,
        QAccessible.Role.List,
        QAccessible.Role.ListItem,
        QAccessible.Role.MenuItem,
        QAccessible.Role.ProgressBar,
        QAccessible.Role.RadioButton,
        QAccessible.Role.Slider,
    }
    found: dict[QAccessible.Role, list[str]] = {}
    nameless: list[str] = []

    def walk(node: QAccessibleInterface) -> None:
        if node.state().invisible:
            return
        if node.role() in worked_with:
            name = node.text(QAccessible.Text.Name)
            found.setdefault(node.role(), []).append(name)
            if not name.strip():
                nameless.append(f"{node.role()} {node.object()} in {node.parent().object()}")
        for number in range(node.childCount()):
            child = node.child(number)
            if child is not None:
                walk(child)

    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    walk(root)
    assert len(found[QAccessible.Role.Slider]) >= 9
    assert "Train" in found[QAccessible.Role.CheckBox]  # as every button that stays pressed
    assert not nameless
    pad = QAccessible.queryAccessibleInterface(visitor.find(QWidget, "mix_pad"))
    assert pad is not None
    assert pad.text(QAccessible.Text.Name) == "Mix of the styles"
    assert "%" in pad.text(QAccessible.Text.Description)


def test_keys_do_what_the_menus_say(visitor: Visitor) -> None:
    visitor.paint()
    commands = visitor.studio.window.commands
    keys = [
        action.shortcut().toString()
        for action in commands.findChildren(type(commands.open))
        if action.shortcut() and not action.objectName().startswith("action_live_")
    ]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys)), "no key has two meanings in this room"
    view = visitor.studio.window.page.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C)
    assert view.is_comparing
    QTest.keyClick(view, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.viewport.percent == pytest.approx(100)


def test_looking_is_done_by_keys_and_the_menu_shows_how_it_is(visitor: Visitor) -> None:
    visitor.paint()
    commands, view = visitor.studio.window.commands, visitor.studio.window.page.view
    view.setFocus()
    assert not commands.turn_line.isEnabled()
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_C, shift)
    assert view.comparison.is_beside
    assert commands.compare.isChecked()
    assert commands.beside.isChecked()
    QTest.keyClick(view, Qt.Key.Key_T)
    assert view.comparison.is_level
    QTest.keyClick(view, Qt.Key.Key_C)
    assert not commands.beside.isChecked()
    QTest.keyClick(view, Qt.Key.Key_C)
    assert view.comparison.is_beside, "as it was compared before"
    QTest.keyClick(view, Qt.Key.Key_R)
    assert view.viewport.turns == 1
    QTest.keyClick(view, Qt.Key.Key_R, shift)
    assert view.viewport.turns == 0
    assert not visitor.controller.document.redo_label
    assert "Add" in commands.undo.text() or "Choose" in commands.undo.text(), "looking is no change"


def test_another_photograph_is_seen_upright(visitor: Visitor) -> None:
    visitor.paint()
    view = visitor.studio.window.page.view
    visitor.studio.window.commands.turn_right.trigger()
    assert view.viewport.turns == 1
    other = make_picture(visitor.folder / "other.png")
    visitor.controller.open_photo(other)
    visitor.until(lambda: visitor.controller.project.photo and visitor.controller.project.photo.path == other)
    assert view.viewport.turns == 0


def test_help_and_about_open_beside_the_work(visitor: Visitor) -> None:
    window = visitor.studio.window
    window.commands.shortcuts.trigger()
    window.commands.about.trigger()
    from PySide6.QtWidgets import QDialog

    for name in ("shortcuts_dialog", "about_dialog"):
        dialog = visitor.find(QDialog, name)
        assert dialog.isVisible()
        assert not dialog.isModal()
        dialog.close()


def test_the_window_remembers_its_size(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.studio.window.resize(900, 650)
    first.studio.window.close()
    second = make_visitor()
    assert (second.studio.window.width(), second.studio.window.height()) == (900, 650)
