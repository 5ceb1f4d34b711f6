"""Masks as somebody paints them in the room: strokes become steps of the history and part of the request."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QToolButton, QWidget

from desktop_app.canvas.touch import Touch
from desktop_app.canvas.view import PictureView
from desktop_app.masks.masking import KEPT
from desktop_app.widgets.slider_field import SliderField
from models.mask_boxes import SUFFIX
from models.picture_file import read_mask
from tests.desktop_app.stylize.conftest import PHOTO_COLOR, MakeVisitor, Visitor, make_picture
from tests.desktop_app.stylize.test_room import INVERTED, choose

PHOTO = QColor(*PHOTO_COLOR)


@pytest.fixture
def painter(visitor: Visitor) -> Visitor:
    """In front of a first picture, 400×300, of one style."""
    visitor.paint()
    return visitor


def view_of(visitor: Visitor) -> PictureView:
    return visitor.studio.window.page.view


def has_tool(visitor: Visitor) -> bool:
    return view_of(visitor).has_tool


def press(visitor: Visitor, key: Qt.Key, shift: bool = False) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(view_of(visitor), key, keys)


def stroke(visitor: Visitor, *points: tuple[float, float]) -> None:
    """On the canvas, in pixels of the photograph; as far as the document has it."""
    view, before = view_of(visitor), visitor.controller.project

    def at(point: tuple[float, float]) -> QPoint:
        return QPointF(*view.viewport.view_point(*point)).toPoint()

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(points[0]))
    for point in points[1:]:
        QTest.mouseMove(view, at(point))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(points[-1]))
    visitor.until(lambda: visitor.controller.project != before)


def mask_of(visitor: Visitor, number: int = 0) -> Path:
    path = visitor.controller.project.request().styles[number].mask
    assert path is not None
    return path


def tone(path: Path, x: float, y: float) -> int:
    grey = read_mask(path)
    return round(255 * float(grey[int(y * grey.shape[0]), int(x * grey.shape[1])]))


def shown(visitor: Visitor, x: float, y: float) -> QColor:
    image = visitor.shown
    assert image is not None
    return image.pixelColor(int(x * image.width()), int(y * image.height()))


def test_a_stroke_gives_the_style_a_mask_and_undo_takes_it_away(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150), (300, 150))
    mask = mask_of(painter)
    assert tone(mask, 0.5, 0.5) == 255
    assert tone(mask, 0.5, 0.1) == 0
    painter.until_painted()
    assert shown(painter, 0.5, 0.5) == INVERTED
    assert shown(painter, 0.5, 0.1) == PHOTO
    commands = painter.studio.window.commands
    assert commands.undo.text() == "&Undo Paint Mask"
    commands.undo.trigger()
    assert painter.controller.project.styles[0].mask is None
    commands.redo.trigger()
    assert mask_of(painter) == mask


def test_the_tools_follow_undo(painter: Visitor) -> None:
    """A stroke after undo goes on from what is seen, not from what was undone."""
    press(painter, Qt.Key.Key_B)
    stroke(painter, (80, 100))
    stroke(painter, (300, 100))
    painter.studio.window.commands.undo.trigger()
    stroke(painter, (200, 250))
    mask = mask_of(painter)
    assert tone(mask, 0.2, 1 / 3) == tone(mask, 0.5, 0.83) == 255
    assert tone(mask, 0.75, 1 / 3) == 0


def test_undo_at_once_after_a_stroke_undoes_that_stroke(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (80, 100))
    one = mask_of(painter)
    view = view_of(painter)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    painter.studio.window.commands.undo.trigger()
    assert mask_of(painter) == one


def test_the_mask_button_opens_the_tools_for_its_style_and_done_closes_them(painter: Visitor) -> None:
    panel = painter.find(QWidget, "mask_panel")
    button = painter.find(QToolButton, "mask_0")
    assert not panel.isVisible()
    button.click()
    assert panel.isVisible()
    assert painter.find(QLabel, "mask_title").text() == f"Mask of {painter.style.stem}"
    assert has_tool(painter)
    assert not painter.find(QPushButton, "mask_invert").isEnabled(), "there is no mask yet"
    painter.find(QPushButton, "mask_done").click()
    assert not panel.isVisible()
    assert not button.isChecked()
    assert not has_tool(painter)


def test_every_style_of_a_mix_has_a_mask_of_its_own(painter: Visitor) -> None:
    other = make_picture(painter.folder / "other.png")
    painter.controller.toggle_style(str(other))
    painter.find(QToolButton, "mask_1").click()
    stroke(painter, (100, 100))
    assert painter.controller.project.styles[0].mask is None
    first = mask_of(painter, 1)
    painter.find(QToolButton, "mask_0").click()
    assert not painter.find(QToolButton, "mask_1").isChecked(), "one at a time"
    stroke(painter, (300, 200))
    assert mask_of(painter, 1) == first
    assert tone(mask_of(painter, 0), 0.25, 1 / 3) == 0
    assert tone(mask_of(painter, 0), 0.75, 2 / 3) == 255


def test_a_style_that_leaves_takes_its_mask_and_the_tools_with_it(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 100))
    painter.controller.choose_style("preset:ink")
    assert painter.controller.project.styles[0].mask is None
    assert not has_tool(painter)
    painter.studio.window.commands.undo.trigger()
    assert mask_of(painter)


@pytest.mark.parametrize(
    ("key", "tool"),
    [
        (Qt.Key.Key_B, "brush"),
        (Qt.Key.Key_E, "eraser"),
        (Qt.Key.Key_L, "lasso"),
        (Qt.Key.Key_P, "polygon"),
        (Qt.Key.Key_G, "gradient"),
        (Qt.Key.Key_W, "select"),
    ],
)
def test_every_tool_has_a_key_and_a_button_and_v_and_esc_leave_it(
    painter: Visitor, key: Qt.Key, tool: str
) -> None:
    for leaving in (Qt.Key.Key_V, Qt.Key.Key_Escape):
        press(painter, key)
        assert painter.controller.masking.tool == tool
        assert painter.find(QToolButton, f"button_tool_{tool}").isChecked()
        assert has_tool(painter)
        press(painter, leaving)
        assert not has_tool(painter)
        assert painter.find(QToolButton, "button_tool_move").isChecked()


def test_brackets_change_the_brush_and_the_sliders_follow(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    size, hardness = (painter.find(SliderField, f"mask_{name}") for name in ("size", "hardness"))
    before = (size.value, hardness.value)
    press(painter, Qt.Key.Key_BracketRight)
    press(painter, Qt.Key.Key_BracketRight, shift=True)
    assert size.value > before[0]
    assert hardness.value == pytest.approx(before[1] + 0.1)
    press(painter, Qt.Key.Key_BracketLeft)
    press(painter, Qt.Key.Key_BracketLeft, shift=True)
    assert (size.value, hardness.value) == pytest.approx(before)
    size.slider.setValue(1000)
    assert painter.controller.masking.tools.size == pytest.approx(0.6)


def test_without_a_photo_or_style_there_is_nothing_to_mask(visitor: Visitor) -> None:
    visitor.open_photo()
    press(visitor, Qt.Key.Key_B)
    assert not has_tool(visitor)
    assert not visitor.studio.window.commands.tools.actions()[0].isEnabled()


def test_invert_and_clear_are_steps(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (200, 150))
    painter.find(QPushButton, "mask_invert").click()
    painter.until(lambda: tone(mask_of(painter), 0.5, 0.5) == 0)
    assert tone(mask_of(painter), 0.1, 0.1) == 255
    painter.find(QPushButton, "mask_clear").click()
    assert painter.controller.project.styles[0].mask is None
    undo = painter.studio.window.commands.undo
    assert undo.text() == "&Undo Clear Mask"
    undo.trigger()
    assert undo.text() == "&Undo Invert Mask"
    undo.trigger()
    assert tone(mask_of(painter), 0.5, 0.5) == 255


def test_feathering_is_one_step_and_less_of_it_brings_the_edge_back(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    painter.controller.masking.tools.set_brush(size=0.3, hardness=1.0)
    stroke(painter, (200, 150))
    sharp = mask_of(painter)
    field = painter.find(SliderField, "mask_feather")
    for position in (200, 400, 600):
        field.slider.setValue(position)
    field.settled.emit()
    painter.until(lambda: painter.controller.masking.feather == pytest.approx(0.06))
    edge = (0.5 + 0.15, 0.5)
    assert 90 < tone(mask_of(painter), *edge) < 150
    field.slider.setValue(100)
    field.settled.emit()
    painter.until(lambda: painter.controller.masking.feather == pytest.approx(0.01))
    assert tone(mask_of(painter), 0.5, 0.5) == 255, "not feathered once more, but less"
    undo = painter.studio.window.commands.undo
    undo.trigger()
    assert field.value == pytest.approx(0.06)
    undo.trigger()
    assert mask_of(painter) == sharp
    assert field.value == 0


def test_a_mask_is_exported_and_imported(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150))
    painted = mask_of(painter)
    painter.find(QPushButton, "mask_export").click()
    dialog = painter.find(QFileDialog, "mask_save_dialog")
    dialog.fileSelected.emit(str(painter.folder / "mine.png"))
    dialog.close()
    painter.until(lambda: painter.says("saved as mine.png"))
    assert (painter.folder / "mine.png").read_bytes() == painted.read_bytes()
    painter.find(QPushButton, "mask_clear").click()
    painter.find(QPushButton, "mask_import").click()
    dialog = painter.find(QFileDialog, "mask_dialog")
    dialog.fileSelected.emit(str(painter.folder / "mine.png"))
    dialog.close()
    painter.until(lambda: painter.controller.project.styles[0].mask == painted)
    assert painter.studio.window.commands.undo.text() == "&Undo Import Mask"


def test_a_mask_that_cannot_be_read_or_written_says_so(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150))
    before = painter.controller.project
    (painter.folder / "wrong.png").write_text("no picture")
    painter.controller.masking.import_mask(painter.folder / "wrong.png")
    painter.until(lambda: painter.says("wrong.png"))
    painter.controller.masking.export_mask(painter.folder / "nowhere" / "mask.png")
    painter.until(lambda: painter.says("nowhere"))
    assert painter.controller.project == before


def test_a_click_selects_a_region(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_W)
    stroke(painter, (100, 100))
    assert tone(mask_of(painter), 0.25, 0.9) == 255
    assert tone(mask_of(painter), 0.75, 0.9) == 0
    assert painter.studio.window.commands.undo.text() == "&Undo Select Region"


def test_a_disk_that_takes_no_mask_is_said_and_nothing_changes(painter: Visitor, fresh_home: Path) -> None:
    from desktop_app.document.mask_files import masks_folder

    masks_folder().parent.mkdir(parents=True, exist_ok=True)
    masks_folder().write_text("a file where the folder should be")
    press(painter, Qt.Key.Key_B)
    view = view_of(painter)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    painter.until(lambda: painter.says("cannot be kept"))
    assert painter.controller.project.styles[0].mask is None
    assert painter.controller.masking.tools.mask is None, "what is shown is what there is"


def test_masks_are_gone_when_the_program_ends(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150))
    mask = mask_of(painter)
    assert mask.exists()
    painter.studio.window.close()
    assert not mask.parent.exists()


def test_a_window_in_another_language_goes_on_with_the_mask(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150))
    choose(painter.studio.window.commands, "languages", "zh_CN")
    assert has_tool(painter)
    assert painter.find(QToolButton, "mask_0").isChecked()
    stroke(painter, (300, 150))
    assert tone(mask_of(painter), 0.75, 0.5) == 255
    choose(painter.studio.window.commands, "languages", "en")


def test_another_photograph_is_masked_in_its_own_shape(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150))
    upright = make_picture(painter.folder / "upright.png", size=(200, 500))
    painter.controller.open_photo(upright)
    painter.until(lambda: painter.controller.project.photo and painter.controller.photo_image)
    painter.until(lambda: view_of(painter).viewport.picture == (200, 500))
    stroke(painter, (100, 450))
    with Image.open(mask_of(painter)) as picture:
        assert picture.size == (200, 500)
    assert tone(mask_of(painter), 0.25, 0.5) == 255, "what was masked before is stretched"


def test_pointing_at_the_same_style_again_keeps_its_mask(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    stroke(painter, (100, 150))
    mask = mask_of(painter)
    painter.controller.choose_style(str(painter.style))
    assert mask_of(painter) == mask


def test_the_engine_is_asked_once_for_each_stroke_not_for_each_movement(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor()
    visitor.paint()
    steps: list[object] = []
    visitor.controller.document.changed.connect(lambda before, after: steps.append(after))
    press(visitor, Qt.Key.Key_B)
    stroke(visitor, *[(50 + x, 100) for x in range(0, 200, 10)])
    assert len(steps) == 1


def strokes(visitor: Visitor, count: int) -> None:
    """Quicker than by the mouse; each is a step of its own."""
    masking, steps = visitor.controller.masking, visitor.controller.document.steps
    for _ in range(count):
        before = len(steps)
        erases = before % 3 == 2  # where the last stroke was
        place = Touch(20 + (before - erases) * 37 % 360, 20 + (before - erases) * 53 % 260)
        masking.use("eraser" if erases else "brush")
        masking.tools.press(place)
        masking.tools.move(Touch(place.x + 15, place.y + 9), is_down=True)
        masking.tools.release(place)
        masking.settle()
        assert len(steps) == before + 1


def test_two_hundred_strokes_are_undone_and_done_again_and_take_little_of_the_disk(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    controller, tools = painter.controller, painter.controller.masking.tools
    tools.set_brush(size=0.04)
    start, seen = controller.project, []
    for _ in range(200):
        strokes(painter, 1)
        assert tools.mask is not None
        seen.append(tools.mask.copied())
    end = controller.project
    assert {round(255 * tone) for tone in read_mask(mask_of(painter)).ravel().tolist()} > {0, 255}
    files = [*mask_of(painter).parent.iterdir()]
    assert sum(file.stat().st_size for file in files) < 200 * 1500, "whole pictures are 6 kB each"
    for image in reversed(seen):
        assert tools.mask is not None
        assert tools.mask.image == image
        controller.undo()
    assert controller.project == start
    for image in seen:
        controller.redo()
        assert tools.mask is not None
        assert tools.mask.image == image
    assert controller.project == end


def test_a_stroke_whose_file_is_gone_is_said_and_the_others_stay(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    strokes(painter, 1)
    good, good_at = read_mask(mask_of(painter)), painter.controller.document.position
    strokes(painter, 1)
    mask_of(painter).unlink()
    gone_at = painter.controller.document.position
    strokes(painter, KEPT + 1)
    end = painter.controller.masking.tools.mask
    assert end is not None
    last = end.copied()
    painter.controller.go_to_step(gone_at)
    assert painter.says("is gone or damaged. Undo to a step before it, or clear the mask.")
    painter.controller.undo()
    assert painter.controller.document.position == good_at
    assert (read_mask(mask_of(painter)) == good).all()
    painter.controller.go_to_step(len(painter.controller.document.steps) - 1)
    assert painter.controller.masking.tools.mask is not None
    assert painter.controller.masking.tools.mask.image == last, "what came after it does not need it"


def test_an_exported_stroke_is_a_whole_picture(painter: Visitor) -> None:
    press(painter, Qt.Key.Key_B)
    strokes(painter, 2)
    assert mask_of(painter).suffix == SUFFIX
    painter.controller.masking.export_mask(painter.folder / "mine.png")
    painter.until(lambda: painter.says("saved as mine.png"))
    with Image.open(painter.folder / "mine.png") as picture:
        assert (np.asarray(picture) == np.rint(255 * read_mask(mask_of(painter)))).all()
