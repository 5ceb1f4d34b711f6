"""The Judge room: what is laid on the table is measured for real, in the engine's process."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop_app.judge.page import JudgePage
from tests.desktop_app.stylize.conftest import Visitor, make_visitor, visitor

__all__ = ["make_visitor", "visitor"]


def picture(path: Path, seed: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    small = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    Image.fromarray(small).resize((64, 48)).save(path)
    return path


@pytest.fixture
def page(visitor: Visitor) -> JudgePage:
    visitor.until_ready()
    return visitor.enter(JudgePage, "judge")


def measured(visitor: Visitor, page: JudgePage) -> None:
    page.measure.click()
    visitor.until(lambda: not page._controller.is_measuring)


def column(page: JudgePage, title: str) -> list[str]:
    headings = [page.table.horizontalHeaderItem(n) for n in range(page.table.columnCount())]
    place = [item.text().split("\n")[0] if item else "" for item in headings].index(title)
    cells = [page.table.item(row, place) for row in range(page.table.rowCount())]
    return [cell.text() if cell else "" for cell in cells]


def test_pictures_are_measured_against_photo_and_style(
    visitor: Visitor, page: JudgePage, tmp_path: Path
) -> None:
    photo, style = picture(tmp_path / "photo.png", 1), picture(tmp_path / "style.png", 2)
    assert not page.measure.isEnabled()
    assert page.results.currentWidget() is page.empty
    page._controller.put(0, [photo, style])
    page._controller.put(1, [photo])
    page._controller.put(2, [style])
    measured(visitor, page)
    assert page.results.currentWidget() is page.table
    assert column(page, "Picture") == ["Median", "Worst tenth", "photo.png", "style.png"]
    assert column(page, "Gap closed")[2:] == ["0.000", "1.000"]
    assert column(page, "PSNR (dB)")[2] == "inf"
    headings = [page.table.horizontalHeaderItem(number) for number in range(page.table.columnCount())]
    named = {item.text().split("\n")[0] for item in headings if item and "loss network" in item.text()}
    assert named == {"Gap closed", "Style", "Content", "Perceptual"}
    page._controller.put(2, [])
    assert not page.table.isEnabled(), "these are the figures of something else"


def test_what_was_found_is_saved_as_a_sheet_and_as_figures(
    visitor: Visitor, page: JudgePage, tmp_path: Path
) -> None:
    photo = picture(tmp_path / "photo.png", 1)
    page._controller.put(0, [photo])
    page._controller.put(1, [photo])
    measured(visitor, page)
    for button, name in (("judge_save_sheet", "sheet.html"), ("judge_save_figures", "figures.json")):
        visitor.find(QPushButton, button).click()
        dialog = visitor.find(QFileDialog, "save_file_dialog")
        visitor.until(dialog.isVisible)
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.close()
        visitor.until((tmp_path / name).is_file)
        visitor.until(lambda: visitor.studio.window.findChild(QFileDialog, "save_file_dialog") is None)
    assert "photo.png" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "figures.json").read_text())["pairs"][0]["scores"]["ssim"] == 1


def test_two_folders_are_compared_and_a_picture_is_no_folder(
    visitor: Visitor, page: JudgePage, tmp_path: Path
) -> None:
    for name, seed in (("a", 0), ("b", 50)):
        for index in range(4):
            picture(tmp_path / name / f"{index}.png", seed + index)
    visitor.find(QPushButton, "judge_folders").click()
    page._controller.put(0, [tmp_path / "a" / "0.png"])
    assert page.notices.message is not None
    assert "folder" in page.notices.message.text
    page._controller.put(0, [tmp_path / "a"])
    page._controller.put(1, [tmp_path / "b"])
    measured(visitor, page)
    assert page.results.currentWidget() is page.folders
    assert page.folders._kid.text().startswith("KID (Impasto loss network)")
    assert page.folders._fid.text().startswith("FID (Impasto loss network)")
    assert not page.save_sheet.isVisible()
    visitor.find(QPushButton, "judge_pairs").click()
    assert page.results.currentWidget() is page.empty, "the other table is as it was left"


def test_what_cannot_be_measured_is_said(visitor: Visitor, page: JudgePage, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"nothing")
    page._controller.put(0, [broken])
    page._controller.put(1, [picture(tmp_path / "photo.png", 1)])
    measured(visitor, page)
    assert page.notices.message is not None
    assert "broken.png" in page.notices.message.text
    assert page.measure.isVisible()


def test_pictures_are_dropped_on_their_place(page: JudgePage, tmp_path: Path) -> None:
    photo = picture(tmp_path / "photo.png", 1)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = QPoint(page.width() // 2, page.height() // 2)
    page.dragEnterEvent(QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, buttons, keys))
    page.dropEvent(QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, data, buttons, keys))
    assert page._controller.wish.trays == ((), (photo,), ())


def test_the_painting_in_stylize_is_judged_as_it_is_seen(visitor: Visitor) -> None:
    visitor.paint()
    visitor.studio.window.commands.judge.trigger()
    page = visitor.enter(JudgePage, "judge")
    visitor.until(lambda: page.table.rowCount() == 1)
    assert page._controller.wish.trays[1:] == ((visitor.photo,), (visitor.style,))
    assert visitor.studio.window.rooms.current == "judge"


def test_without_a_painting_nothing_is_judged_and_that_is_said(visitor: Visitor) -> None:
    visitor.until_ready()
    visitor.studio.window.commands.judge.trigger()
    assert visitor.says("no painting")
    assert visitor.studio.window.rooms.current == "stylize"
