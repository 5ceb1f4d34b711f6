"""The files of masks: one for each content, none left behind."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from desktop_app.document.mask_files import MaskFiles, masks_folder


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
