"""The files of masks: one for each content, none left behind."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from desktop_app.document.mask_files import MaskFiles, masks_folder
from desktop_app.document.mask_picture import image_of, picture_of
from desktop_app.runs.places import keep_mask
from models.mask_boxes import SUFFIX


def grey(tone: int, of: QImage | None = None) -> QImage:
    """A spot of this tone, on a mask or on a black one."""
    image = QImage(300, 200, QImage.Format.Format_Grayscale8) if of is None else of.copy()
    if of is None:
        image.fill(0)
    for x in range(50 + tone % 100, 80 + tone % 100):
        for y in range(60, 80):
            image.setPixelColor(x, y, QColor(tone, tone, tone))
    return image


def test_equal_masks_are_one_file_and_others_are_others(tmp_path: Path) -> None:
    files = MaskFiles(tmp_path)
    first = files.keep(b"one")
    assert first.read_bytes() == b"one"
    assert first.name == f"{hashlib.sha256(b'one').hexdigest()}.png"
    assert files.keep(b"one") == first
    assert files.keep(b"two") != first
    assert len(list(first.parent.iterdir())) == 2, "nothing half written lies beside them"


def test_masks_lie_in_the_cache_and_go_at_the_end(fresh_home: Path) -> None:
    files = MaskFiles()
    assert not masks_folder().exists(), "nothing is made before there is a mask"
    path = files.keep(b"one")
    assert fresh_home in path.parents
    files.forget()
    assert not path.parent.exists()
    files.forget()


def test_what_a_crash_left_is_removed_after_weeks_and_what_is_younger_stays(tmp_path: Path) -> None:
    old, young = MaskFiles(tmp_path), MaskFiles(tmp_path)
    for files in (old, young):
        files.keep(b"one")
    os.utime(old.folder, (time.time() - 90 * 24 * 3600,) * 2)
    MaskFiles(tmp_path).keep(b"two")
    assert not old.folder.exists()
    assert young.folder.exists()


def test_a_disk_that_refuses_is_an_error_and_not_a_path(tmp_path: Path) -> None:
    (tmp_path / "full").write_text("a file where a folder is needed")
    with pytest.raises(OSError, match="full"):
        MaskFiles(tmp_path / "full").keep(b"one")


def test_a_stroke_is_less_than_its_mask_and_shows_all_of_it(tmp_path: Path) -> None:
    files, first = MaskFiles(tmp_path), grey(100)
    whole = files.keep_image(first)
    second = grey(200, first)
    stroke = files.keep_image(second, (whole, first))
    assert stroke.suffix == SUFFIX
    assert stroke.stat().st_size < whole.stat().st_size
    assert (image_of(whole), image_of(stroke)) == (first, second)
    assert QImage.fromData(picture_of(stroke)) == second
    assert files.keep_image(second, (stroke, second)) == stroke, "nothing was painted"


def test_a_mask_that_lies_elsewhere_is_not_painted_on(tmp_path: Path) -> None:
    """That of an opened project goes when another program closes it."""
    other, first = MaskFiles(tmp_path), grey(100)
    whole = other.keep_image(first)
    assert MaskFiles(tmp_path).keep_image(grey(200, first), (whole, first)).suffix == ".png"


def test_a_training_keeps_a_whole_picture_of_a_stroke(tmp_path: Path, fresh_home: Path) -> None:
    files, first = MaskFiles(tmp_path), grey(100)
    second = grey(200, first)
    stroke = files.keep_image(second, (files.keep_image(first), first))
    kept = keep_mask(stroke)
    files.forget()
    assert kept is not None
    assert kept.suffix == ".png"
    assert QImage(str(kept)) == second
    assert keep_mask(kept) == kept
