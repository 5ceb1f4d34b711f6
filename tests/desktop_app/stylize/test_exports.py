"""Exports in the window: a line that is worked off while editing goes on, names, sizes, estimates."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton

from desktop_app.stylize.brush_paper import BrushPaper
from desktop_app.stylize.export_panel import ExportPanel
from desktop_app.stylize.export_size import PRINT
from desktop_app.stylize.print_size import CM_PER_INCH
from desktop_app.widgets.choice_box import choose
from desktop_app.widgets.slider_field import SliderField
from models.news import Exported
from models.picture_file import read_picture
from models.picture_write import write_picture
from models.recipe import recipe_of
from models.requests import Controls, Export, StyleChoice, Stylize
from tests.desktop_app.stylize.conftest import Visitor, make_picture


def panel_of(visitor: Visitor) -> ExportPanel:
    visitor.studio.window.page.side.open_export()
    return visitor.studio.window.page.side.export


def export(visitor: Visitor) -> None:
    panel_of(visitor)
    visitor.find(QPushButton, "export_start").click()


def until_done(visitor: Visitor) -> None:
    visitor.until(lambda: not visitor.controller.exporting.is_running)


def exported_to(visitor: Visitor) -> list[Path]:
    return sorted(visitor.folder.glob("*.jpg"))


@pytest.fixture
def ready(visitor: Visitor) -> Visitor:
    """With a picture, and a line that rests, so that nothing is done before it is looked at."""
    visitor.paint()
    visitor.controller.exporting.pause(True)
    return visitor


# -- the line ----------------------------------------------------------------------------------------------


def test_what_is_exported_is_what_was_when_it_was_asked_for(ready: Visitor) -> None:
    export(ready)
    before = ready.controller.project
    ready.controller.set_control("strength", 0.25, "Strength")
    export(ready)
    first, second = ready.controller.exporting.jobs
    assert (first.project, second.project) == (before, ready.controller.project)
    assert first.export.path != second.export.path
    assert not exported_to(ready), "it rests"
    ready.find(QPushButton, "export_pause").click()
    until_done(ready)
    assert len(exported_to(ready)) == 2
    ready.until_painted()


def test_one_that_runs_is_paused_and_goes_on(visitor: Visitor) -> None:
    visitor.paint()
    panel = panel_of(visitor)
    choose(panel.engine, "refine")  # twenty steps
    panel.start(visitor.folder / "slow.jpg")
    visitor.until(lambda: visitor.controller.exporting.jobs[0].progress)
    pause = visitor.find(QPushButton, "export_pause")
    pause.click()
    assert pause.text() == "Go On"
    visitor.qtbot.wait(900)  # longer than all of its steps
    assert visitor.controller.exporting.is_running
    visitor.controller.set_control("strength", 0.5, "Strength")
    visitor.until_painted()
    pause.click()
    until_done(visitor)
    assert (visitor.folder / "slow.jpg").exists()
    assert not visitor.controller.exporting.is_paused


def test_each_can_be_cancelled_also_while_all_rest(visitor: Visitor) -> None:
    visitor.paint()
    panel = panel_of(visitor)
    choose(panel.engine, "refine")
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        panel.start(visitor.folder / name)
    exporting = visitor.controller.exporting
    exporting.pause(True)
    first, second, third = exporting.jobs
    exporting.cancel(second)
    assert exporting.jobs == (first, third)
    exporting.cancel(first)
    visitor.until(lambda: exporting.jobs == (third,))
    visitor.find(QPushButton, "export_pause").click()
    until_done(visitor)
    assert [path.name for path in exported_to(visitor)] == ["c.jpg"]


def test_one_that_fails_is_named_and_the_next_is_done(ready: Visitor) -> None:
    panel = panel_of(ready)
    panel.start(ready.folder / "nowhere" / "a.jpg")
    panel.start(ready.folder / "b.jpg")
    failures: list[str] = []
    ready.controller.exporting.failed.connect(failures.append)
    ready.find(QPushButton, "export_pause").click()
    until_done(ready)
    assert failures == ["a.jpg: This folder is not there. Choose another."]
    assert [path.name for path in exported_to(ready)] == ["b.jpg"]


def test_a_window_in_another_language_shows_the_same_line(ready: Visitor) -> None:
    export(ready)
    ready.studio.set_language("zh_CN")
    assert ready.find(QPushButton, "export_pause").isVisible()
    ready.find(QPushButton, "export_pause").click()
    until_done(ready)


def test_closing_gives_up_the_line(ready: Visitor) -> None:
    for _ in range(3):
        export(ready)
    ready.controller.exporting.pause(False)
    ready.studio.window.close()
    assert not ready.controller.exporting.is_running


# -- names and conflicts -----------------------------------------------------------------------------------


def test_the_name_is_seen_while_the_template_is_typed(visitor: Visitor) -> None:
    visitor.paint()
    panel_of(visitor)
    name, preview = visitor.find(QLineEdit, "export_name"), visitor.find(QLabel, "export_name_preview")
    name.setText("{photo} {width}x{height} {counter}: {style}?")
    assert preview.text() == f"{visitor.photo.stem} 400x300 1- style-.jpg"
    choose(visitor.find(QComboBox, "export_format"), ".png")
    assert preview.text().endswith(".png")
    name.setText("{place}")
    assert "There is no field {place}" in preview.text()
    assert not visitor.find(QPushButton, "export_start").isEnabled()


@pytest.mark.parametrize("policy", ["unique", "overwrite", "skip", "ask"])
def test_a_file_of_that_name_is_treated_as_asked(visitor: Visitor, policy: str) -> None:
    visitor.paint()
    taken = visitor.folder / "name.jpg"
    taken.write_text("mine")
    panel = panel_of(visitor)
    visitor.find(QLineEdit, "export_name").setText("name")
    choose(visitor.find(QComboBox, "export_conflict"), policy)
    visitor.find(QPushButton, "export_start").click()
    if policy == "ask":
        assert not visitor.controller.exporting.is_running
        assert visitor.find(QLabel, "export_question").isVisible()
        visitor.find(QPushButton, "export_keep_both").click()
    until_done(visitor)
    names = [path.name for path in exported_to(visitor)]
    assert names == (["name-2.jpg", "name.jpg"] if policy in ("unique", "ask") else ["name.jpg"])
    assert (taken.read_bytes() == b"mine") == (policy != "overwrite")
    assert visitor.studio.window.page.side.is_exporting == (policy == "skip")
    if policy == "skip":
        assert visitor.says("was kept")
    else:
        assert visitor.studio.settings.current.export.conflict == policy
    assert panel.place.folder == visitor.folder


def test_a_question_is_taken_back_when_something_else_is_chosen(visitor: Visitor) -> None:
    visitor.paint()
    (visitor.folder / "name.jpg").write_text("mine")
    panel_of(visitor)
    visitor.find(QLineEdit, "export_name").setText("name")
    choose(visitor.find(QComboBox, "export_conflict"), "ask")
    visitor.find(QPushButton, "export_start").click()
    visitor.find(QLineEdit, "export_name").setText("another")
    assert not visitor.find(QLabel, "export_question").isVisible()
    assert visitor.find(QPushButton, "export_start").isVisible()


def test_a_style_picture_is_never_written_over(visitor: Visitor) -> None:
    visitor.paint()
    before = visitor.style.read_bytes()
    panel = panel_of(visitor)
    choose(panel.suffix, ".png")
    panel.start(visitor.style)
    visitor.until(lambda: visitor.says("Originals are never written over"))
    assert visitor.style.read_bytes() == before


def test_the_folder_is_chosen_in_a_dialog_and_remembered(visitor: Visitor) -> None:
    visitor.paint()
    other = visitor.folder / "elsewhere"
    other.mkdir()
    panel_of(visitor)
    visitor.find(QPushButton, "export_folder").click()
    dialog = visitor.find(QFileDialog, "folder_dialog")
    dialog.fileSelected.emit(str(other))
    dialog.close()
    visitor.find(QPushButton, "export_start").click()
    until_done(visitor)
    assert len(list(other.iterdir())) == 1
    assert visitor.studio.settings.current.export_folder == str(other)


# -- sizes and estimates -----------------------------------------------------------------------------------


def test_a_print_has_its_pixels_and_its_density(ready: Visitor) -> None:
    panel = panel_of(ready)
    choose(panel.size_fields.box, PRINT)
    fields = panel.size_fields.print
    choose(fields.unit, "in")
    fields.unit.activated.emit(fields.unit.currentIndex())
    fields.width_box.setValue(2.0)
    fields.dpi.setValue(100)
    assert "2.0 × 1.5 inches, 200 pixels wide" in fields.sum.text()
    ready.find(QPushButton, "export_start").click()
    (job,) = ready.controller.exporting.jobs
    assert (job.long_side_px, job.export.dpi) == (200, 100)
    settings = ready.studio.settings.current
    assert settings.print_width_cm == pytest.approx(2 * CM_PER_INCH)
    assert settings.export.for_print
    ready.find(QPushButton, "export_pause").click()
    until_done(ready)
    with Image.open(exported_to(ready)[0]) as picture:
        assert picture.size == (200, 150)
    assert panel_of(ready).size_fields.is_for_print, "and is so the next time"


def test_another_size_is_typed(ready: Visitor) -> None:
    panel = panel_of(ready)
    choose(panel.size_fields.box, -1)
    panel.size_fields.side.setValue(123)
    assert panel.size_fields.pixels() == (123, 92)
    ready.find(QPushButton, "export_start").click()
    (job,) = ready.controller.exporting.jobs
    assert (job.long_side_px, job.export.dpi) == (123, None)
    ready.controller.exporting.cancel_all()


def test_what_it_will_take_is_told_and_learned(visitor: Visitor) -> None:
    visitor.paint()
    panel_of(visitor)
    estimate = visitor.find(QLabel, "export_estimate")
    visitor.until(lambda: "a file of about" in estimate.text())
    assert "A few seconds" in estimate.text()
    assert "memory" in estimate.text()
    done: list[Exported] = []
    visitor.controller.exporting.finished.connect(done.append)
    visitor.find(QPushButton, "export_start").click()
    visitor.until(lambda: done)
    ((engine, kind, *_),) = visitor.studio.settings.current.past_exports
    assert (engine, kind) == ("universal", ".jpg 8")
    choose(visitor.find(QComboBox, "export_engine"), "refine")
    assert estimate.text().startswith("The time is told once it runs")


# -- the brush in print ------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen has no popups
def test_the_brush_is_shown_and_typed_in_millimetres_of_the_print(visitor: Visitor) -> None:
    visitor.paint()
    visitor.find(QToolButton, "brush_print").click()
    paper = visitor.find(BrushPaper, "brush_paper")
    paper.fields.width_box.setValue(40.0)
    paper.in_mm.setChecked(True)
    paper.close()
    brush = visitor.find(SliderField, "brush")
    # The photograph of 400 pixels is painted as it is; a 64th of a style of 512 is 8 of them.
    assert brush.field.text() == "8.0 mm"
    brush.field.setText("16 mm")
    brush.field.editingFinished.emit()
    assert visitor.controller.project.controls.brush == pytest.approx(2.0)
    visitor.studio.window.commands.undo.trigger()
    assert brush.field.text() == "8.0 mm"
    visitor.find(QToolButton, "brush_print").click()
    visitor.find(BrushPaper, "brush_paper").findChild(QCheckBox, "brush_in_mm").setChecked(False)  # type: ignore[union-attr]
    assert brush.field.text() == "1.00 ×"
    visitor.find(BrushPaper, "brush_paper").close()


# -- recipes -----------------------------------------------------------------------------------------------


def painted(visitor: Visitor, *, mask: Path | None = None) -> Path:
    """An exported picture with a recipe, as the engine writes it."""
    picture = read_picture(visitor.photo)
    styles = (StyleChoice(str(visitor.style), 0.5, mask),)
    request = Stylize(visitor.photo, styles, Controls(strength=0.4, brush=2.0), seed=3)
    facts = {"width_px": 400, "height_px": 300, "bits": 8, "has_alpha": False, "file_format": "PNG"}
    path = visitor.folder / "painted.png"
    write_picture(path, 255 - picture.rgb_hwc, export=Export(path), recipe=recipe_of(request, facts))
    return path


def open_painted(visitor: Visitor, path: Path) -> None:
    visitor.controller.open_photo(path)
    visitor.until(lambda: visitor.message and visitor.message.action_label == "Restore Recipe")
    assert visitor.controller.project.photo is not None
    assert visitor.controller.project.photo.path == path, "it is opened as any photograph"


def test_an_exported_picture_brings_its_recipe_back_and_undo_takes_it_away(visitor: Visitor) -> None:
    open_painted(visitor, painted(visitor))
    before = visitor.controller.project
    visitor.find(QPushButton, "notice_action").click()
    visitor.until(lambda: visitor.says("The recipe is restored"))
    project = visitor.controller.project
    assert project.photo is not None
    assert project.photo.path == visitor.photo
    assert [(style.source, style.weight) for style in project.styles] == [(str(visitor.style), 0.5)]
    assert (project.controls, project.seed) == (Controls(strength=0.4, brush=2.0), 3)
    visitor.until_painted()
    visitor.until(lambda: visitor.controller.shelf.find(str(visitor.style)))
    visitor.studio.window.commands.undo.trigger()
    assert visitor.controller.project == before


def test_what_a_recipe_names_and_is_gone_is_said(visitor: Visitor) -> None:
    mask = make_picture(visitor.folder / "mask.png")
    path = painted(visitor, mask=mask)
    visitor.photo.unlink()
    visitor.style.unlink()
    open_painted(visitor, path)
    visitor.find(QPushButton, "notice_action").click()
    visitor.until(lambda: visitor.says("is no longer in"))
    assert visitor.says(visitor.photo.name)
    assert visitor.says("style.png is no longer in")
    assert visitor.says("open the photograph itself")
    assert visitor.says("Masks do not travel")
    project = visitor.controller.project
    assert project.photo is not None
    assert project.photo.path == path, "the picture that is open stays"
    assert project.controls.strength == 0.4


def test_a_recipe_that_is_damaged_is_said_and_changes_nothing(visitor: Visitor) -> None:
    path = visitor.folder / "painted.png"
    pixels = read_picture(visitor.photo).rgb_hwc
    write_picture(path, pixels, export=Export(path), recipe='{"schema_version": 1, "styles": "many"}')
    open_painted(visitor, path)
    before = visitor.controller.project
    visitor.find(QPushButton, "notice_action").click()
    visitor.until(lambda: visitor.says("is damaged"))
    assert visitor.controller.project == before


def test_a_photograph_without_a_recipe_offers_nothing(visitor: Visitor) -> None:
    visitor.open_photo()
    assert visitor.message is None


def test_the_recipe_is_written_only_where_it_was_agreed_to(ready: Visitor) -> None:
    panel_of(ready)
    agree = ready.find(QCheckBox, "export_recipe")
    assert not agree.isChecked()
    agree.click()
    ready.find(QPushButton, "export_start").click()
    (job,) = ready.controller.exporting.jobs
    assert job.export.with_recipe
    assert ready.studio.settings.current.export.with_recipe
    ready.controller.exporting.cancel_all()
