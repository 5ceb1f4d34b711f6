"""Projects in the window: saved, opened, found again, brought back; nobody is ever asked a question."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QToolButton

from desktop_app.document import project_file, sessions
from desktop_app.document.document import Document
from desktop_app.document.project_file import read, read_thumbnail
from desktop_app.document.references import HashMemory
from desktop_app.document.state import Photo, Project
from desktop_app.document.versions import Versions
from desktop_app.projects import RECENT_LIMIT, png_of
from desktop_app.recent_menu import RecentMenu
from models.requests import Controls, StyleChoice
from tests.desktop_app.stylize.conftest import PATIENCE_MS, MakeVisitor, Visitor, make_picture

ROOT = Path(__file__).resolve().parents[3]
CRASHING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_app.app import Studio
from desktop_app.settings import SettingsStore

def main():
    application = QApplication([])
    folder = Path(sys.argv[1])
    studio = Studio(SettingsStore(folder / "other settings.json"), engine="tests.fakes:FakeEngine")
    studio.open([Path(sys.argv[2])])

    def look():
        if studio.controller.photo_image and studio.controller.project.controls.strength == 1:
            studio.controller.set_control("strength", 0.5, "strength")
            QTimer.singleShot(900, lambda: print("now", flush=True))

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    application.exec()

if __name__ == "__main__":
    main()
"""


def document(visitor: Visitor) -> Document:
    return visitor.studio.document


def do(visitor: Visitor, name: str) -> None:
    action = visitor.find(QAction, f"action_{name}")
    assert action.isEnabled()
    action.trigger()


def is_offered(visitor: Visitor, name: str) -> bool:
    return visitor.find(QAction, f"action_{name}").isEnabled()


def title(visitor: Visitor) -> str:
    window = visitor.studio.window
    return window.windowTitle().replace("[*]", "*" if window.isWindowModified() else "")


def save(visitor: Visitor, path: Path) -> Path:
    visitor.studio.projects.save_as(path)
    visitor.until(lambda: not document(visitor).is_modified)
    return path


def file_of(folder: Path, project: Project, name: str = "made before.impasto") -> Path:
    project_file.write(folder / name, Versions.of(project), HashMemory())
    return folder / name


def photo_of(path: Path) -> Photo:
    with Image.open(path) as image:
        return Photo(path, *image.size, 8, False, "PNG")


def choose_in(dialog: QFileDialog, path: Path) -> None:
    dialog.fileSelected.emit(str(path))
    dialog.close()


def recent_menu(visitor: Visitor) -> RecentMenu:
    return visitor.find(RecentMenu, "recent_menu")


# -- save and open -------------------------------------------------------------------------------------------


def test_a_first_save_asks_where_and_the_next_does_not(visitor: Visitor) -> None:
    assert title(visitor) == "Impasto"
    assert not is_offered(visitor, "save")
    visitor.paint()
    assert title(visitor) == f"{visitor.photo.name}* — Impasto"
    do(visitor, "save")
    dialog = visitor.find(QFileDialog, "save_project_dialog")
    assert Path(dialog.selectedFiles()[0]).name == f"{visitor.photo.stem}.impasto"
    path = visitor.folder / "моё.impasto"
    choose_in(dialog, path)
    visitor.until(lambda: not document(visitor).is_modified)
    assert title(visitor) == "моё — Impasto"
    assert visitor.says("Saved as моё.impasto")
    visitor.controller.set_control("strength", 0.25, "Strength")
    assert title(visitor) == "моё* — Impasto"
    do(visitor, "save")
    visitor.until(lambda: not document(visitor).is_modified)
    assert read(path, visitor.folder / "m", HashMemory()).project == document(visitor).project
    thumbnail = QImage.fromData(read_thumbnail(path))
    assert max(thumbnail.width(), thumbnail.height()) == 256
    shown = visitor.controller.shown_image
    assert shown
    assert thumbnail.pixelColor(100, 100) == shown.pixelColor(100, 100)


def test_what_is_changed_while_it_is_saved_is_unsaved_still(visitor: Visitor) -> None:
    visitor.open_photo()
    path = visitor.folder / "a.impasto"
    visitor.studio.projects.save_as(path)
    visitor.controller.set_control("strength", 0.25, "Strength")
    visitor.until(lambda: document(visitor).file)
    assert document(visitor).is_modified
    assert read(path, visitor.folder / "m", HashMemory()).project.controls == Controls()


def test_undo_after_a_save_stays_in_the_file_and_is_unsaved(visitor: Visitor) -> None:
    visitor.paint()
    save(visitor, visitor.folder / "a.impasto")
    document(visitor).undo()
    assert title(visitor) == "a* — Impasto"
    document(visitor).redo()
    assert title(visitor) == "a — Impasto"


def test_opening_shows_everything_and_undo_leads_back(visitor: Visitor) -> None:
    style = make_picture(visitor.folder / "another style.png", (1, 2, 3), (32, 32))
    project = Project(photo_of(visitor.photo), (StyleChoice(str(style), 0.5),), Controls(strength=0.5), 3)
    path = file_of(visitor.folder, project)
    other = make_picture(visitor.folder / "other.png", (0, 0, 9))
    visitor.controller.open_photo(other)
    visitor.until(lambda: visitor.controller.photo_image)
    before = document(visitor).project
    do(visitor, "open_project")
    choose_in(visitor.find(QFileDialog, "project_dialog"), path)
    visitor.until(lambda: document(visitor).project == project)
    assert title(visitor) == "made before — Impasto"
    visitor.until_painted()
    visitor.until(lambda: visitor.controller.shelf.find(str(style)))
    assert document(visitor).project == project
    document(visitor).undo()
    assert document(visitor).project == before
    assert title(visitor) == "other.png* — Impasto"
    document(visitor).redo()
    assert title(visitor) == "made before — Impasto"


def test_new_is_empty_at_once_and_undo_brings_all_back(visitor: Visitor) -> None:
    visitor.paint()
    before = document(visitor).project
    do(visitor, "new_project")
    assert document(visitor).project == Project()
    assert title(visitor) == "Impasto"
    assert visitor.studio.window.page.welcome.isVisible()
    do(visitor, "new_project")
    document(visitor).undo()
    assert document(visitor).project == before
    assert visitor.controller.photo_image


def test_until_the_photograph_of_a_project_is_read_no_other_is_shown(visitor: Visitor) -> None:
    visitor.open_photo()
    other = make_picture(visitor.folder / "other.png", (0, 0, 9))
    broken = visitor.folder / "broken.png"
    path = file_of(visitor.folder, Project(replace(photo_of(other), path=broken)))
    broken.write_text("no picture")
    visitor.studio.projects.open(path)
    visitor.until(lambda: visitor.says("broken.png"))
    assert visitor.studio.window.page.view.photo is None


def test_a_file_that_is_no_project_is_said_and_changes_nothing(visitor: Visitor) -> None:
    visitor.open_photo()
    before = document(visitor).project
    bad = visitor.folder / "bad.impasto"
    bad.write_text("no project")
    visitor.studio.projects.open(bad)
    visitor.until(lambda: visitor.says("bad.impasto is no Impasto project"))
    assert visitor.message
    assert visitor.message.level == "error"
    assert document(visitor).project == before


def test_a_disk_that_refuses_is_said_and_it_stays_unsaved(visitor: Visitor) -> None:
    visitor.open_photo()
    visitor.studio.projects.save_as(visitor.folder / "no such folder" / "a.impasto")
    visitor.until(lambda: visitor.says("does not exist"))
    assert document(visitor).is_modified
    assert document(visitor).file is None


def test_a_lost_photograph_is_named_with_a_way_to_choose_another(visitor: Visitor) -> None:
    lost = make_picture(visitor.folder / "lost.png")
    path = file_of(visitor.folder, Project(photo_of(lost), (StyleChoice("preset:ink"),)))
    lost.unlink()
    visitor.studio.projects.open(path)
    visitor.until(lambda: visitor.says(f"lost.png is no longer in {visitor.folder}."))
    assert document(visitor).project.styles == (StyleChoice("preset:ink"),)
    visitor.find(QPushButton, "notice_action").click()
    choose_in(visitor.find(QFileDialog, "photo_dialog"), visitor.photo)
    visitor.until(lambda: document(visitor).project.is_paintable)


def test_a_name_without_the_suffix_gets_it(visitor: Visitor) -> None:
    visitor.open_photo()
    visitor.studio.projects.save_as(visitor.folder / "holiday.2026")
    visitor.until(lambda: (visitor.folder / "holiday.2026.impasto").exists())


def test_a_star_in_a_name_is_no_mark(visitor: Visitor) -> None:
    visitor.controller.open_photo(make_picture(visitor.folder / "a[x].png"))
    visitor.until(lambda: visitor.controller.photo_image)
    assert title(visitor) == "a[x].png* — Impasto"


def test_large_pictures_do_not_hold_up_the_window(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(*_: object) -> tuple[int, str]:
        time.sleep(0.5)
        return 0, ""

    monkeypatch.setattr(HashMemory, "facts_of", slowly)
    visitor.open_photo()
    begun = time.monotonic()
    visitor.studio.projects.save_as(visitor.folder / "a.impasto")
    visitor.studio.projects.open(visitor.folder / "a.impasto")
    assert time.monotonic() - begun < 0.05
    visitor.until(lambda: visitor.studio.projects.recent)


def test_a_picture_becomes_a_thumbnail_or_nothing() -> None:
    assert png_of(None) == png_of(QImage()) == b""
    wide = QImage(1000, 100, QImage.Format.Format_RGB32)
    wide.fill(Qt.GlobalColor.red)
    assert QImage.fromData(png_of(wide)).width() == 256


# -- recent, dropped, given on the command line --------------------------------------------------------------


def test_recent_projects_open_again_and_one_that_is_gone_is_grey(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.open_photo()
    one, two = save(first, first.folder / "one & only.impasto"), save(first, first.folder / "two.impasto")
    first.studio.window.close()
    two.unlink()
    second = make_visitor()
    menu = recent_menu(second)
    second.until(lambda: any(not action.isEnabled() for action in menu.actions() if action.text()))
    texts = {action.text(): action for action in menu.actions()}
    assert list(texts)[:2] == ["two (missing)", "one && only"]
    assert texts["two (missing)"].toolTip() == str(two)
    texts["one && only"].trigger()
    second.until(lambda: document(second).file == one)
    assert menu.actions()[0].text() == "one && only"
    menu.actions()[-1].trigger()
    assert not menu.menuAction().isEnabled()
    assert second.studio.settings.current.recent_projects == ()


def test_only_so_many_are_remembered(visitor: Visitor) -> None:
    visitor.open_photo()
    for number in range(RECENT_LIMIT + 2):
        visitor.controller.set_control("strength", 1 / (number + 2), "Strength")
        save(visitor, visitor.folder / f"{number}.impasto")
    assert len(visitor.studio.projects.recent) == RECENT_LIMIT
    assert visitor.studio.projects.recent[0].path.stem == str(RECENT_LIMIT + 1)


def test_a_dropped_project_is_opened(visitor: Visitor) -> None:
    path = file_of(visitor.folder, Project(photo_of(visitor.photo)))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    page = visitor.studio.window.page
    assert [zone.name for zone in page._zones_for(mime)] == ["project"]
    assert page._zone_at(QPoint(5, page.height() - 5), mime) == "project", "over the strip, too"
    page.take_drop(mime, "project")
    visitor.until(lambda: document(visitor).file == path)


def test_a_project_given_on_the_command_line_is_opened(visitor: Visitor) -> None:
    path = file_of(visitor.folder, Project(photo_of(visitor.photo)))
    visitor.studio.open([path])
    visitor.until(lambda: visitor.controller.photo_image)
    assert document(visitor).file == path


# -- brought back --------------------------------------------------------------------------------------------


def test_a_window_that_was_killed_is_offered_and_everything_comes_back(
    make_visitor: MakeVisitor, tmp_path: Path
) -> None:
    script, photo = tmp_path / "crashing.py", make_picture(tmp_path / "photo.png")
    script.write_text(CRASHING)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST"))}
    environment = {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""}
    command = [sys.executable, str(script), str(tmp_path), str(photo)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "now\n"
        finally:
            process.kill()
    visitor = make_visitor()
    visitor.until(lambda: visitor.says("Impasto ended unexpectedly. Bring back the project?"))
    assert document(visitor).project == Project(), "nothing comes by itself"
    assert is_offered(visitor, "bring_back")
    visitor.find(QPushButton, "notice_action").click()
    visitor.until(lambda: visitor.controller.photo_image)
    assert document(visitor).project.controls.strength == 0.5
    assert document(visitor).project.photo == photo_of(photo)
    assert not is_offered(visitor, "bring_back")


def test_closing_asks_nothing_and_the_next_start_offers_what_was_unsaved(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.paint()
    project = document(first).project
    first.studio.window.close()
    assert not first.studio.window.findChildren(QMessageBox)
    second = make_visitor()
    second.until(lambda: second.says("The last project was not saved. Bring it back?"))
    assert second.message
    assert second.message.stays
    do(second, "bring_back")
    second.until(lambda: document(second).project == project)
    assert document(second).is_modified
    second.until_painted()


def test_after_saving_and_closing_nothing_is_offered(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.open_photo()
    first.studio.projects.save_as(first.folder / "a.impasto")
    first.studio.window.close()  # while it is being saved
    assert (first.folder / "a.impasto").exists()
    second = make_visitor()
    second.until_ready()
    second.qtbot.wait(200)
    assert second.message is None
    assert not is_offered(second, "bring_back")


def test_a_declined_offer_is_gone_after_the_next_end(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.open_photo()
    first.studio.window.close()
    second = make_visitor()
    second.until(lambda: second.says("not saved"))
    second.find(QToolButton, "notice_close").click()
    assert second.message is None
    assert is_offered(second, "bring_back"), "as long as this window is open"
    second.studio.window.close()
    assert not sessions.left_behind(sessions.sessions_folder())


def test_a_window_made_anew_in_another_language_keeps_title_and_offer(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    first.open_photo()
    first.studio.window.close()
    second = make_visitor()
    second.until(lambda: second.says("not saved"))
    second.open_photo()
    save(second, second.folder / "a.impasto")
    second.studio.set_language("zh_CN")
    assert title(second) == "a — Impasto"
    assert is_offered(second, "bring_back")
    second.qtbot.waitExposed(second.studio.window, timeout=PATIENCE_MS)
    second.studio.set_language("en")


# -- pasted photographs, which lie nowhere else --------------------------------------------------------------


def paste(visitor: Visitor) -> Path:
    visitor.until(lambda: visitor.studio.projects.autosave.folder)
    mime = QMimeData()
    mime.setData("image/png", QByteArray(visitor.photo.read_bytes()))
    visitor.controller.paste(mime)
    visitor.until(lambda: visitor.controller.photo_image)
    photo = document(visitor).project.photo
    assert photo
    return photo.path


def test_a_pasted_photograph_is_in_the_saved_project(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    pasted = paste(first)
    assert not first.studio.projects.proposed_path.is_relative_to(sessions.sessions_folder())
    path = save(first, first.folder / "a.impasto")
    first.studio.window.close()
    assert not pasted.exists(), "the session is over and everything saved"
    second = make_visitor()
    second.studio.projects.open(path)
    second.until(lambda: second.controller.photo_image)
    photo = document(second).project.photo
    assert photo
    assert photo.path.name == pasted.name
    assert photo.path.read_bytes() == first.photo.read_bytes()
    assert not document(second).is_modified
    again = save_again(second, second.folder / "b.impasto")
    assert read(again, second.folder / "m", HashMemory()).lost_photo == ""


def save_again(visitor: Visitor, path: Path) -> Path:
    visitor.studio.projects.save_as(path)
    visitor.until(lambda: document(visitor).file == path)
    return path


def test_a_pasted_photograph_that_was_never_saved_comes_back(make_visitor: MakeVisitor) -> None:
    first = make_visitor()
    paste(first)
    first.studio.window.close()
    second = make_visitor()
    second.until(lambda: second.says("not saved"))
    do(second, "bring_back")
    second.until(lambda: second.controller.photo_image)
    assert not second.studio.projects.proposed_path.is_relative_to(sessions.sessions_folder())
    second.studio.window.close()
    third = make_visitor()
    third.until(lambda: third.says("not saved"))
    do(third, "bring_back")
    third.until(lambda: third.controller.photo_image)
