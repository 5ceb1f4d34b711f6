"""Exports at another size than the photo's, and names that no disk takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.news import FileError
from models.picture_file import read_picture
from models.picture_write import check_writable, write_picture
from models.requests import Export


@pytest.mark.parametrize("suffix", ["png", "tif", "webp"])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(48, 64), (12, 16), (30, 31)])
def test_alpha_of_another_size_follows_the_picture(
    tmp_path: Path, suffix: str, kind: type[Any], size: tuple[int, int]
) -> None:
    most = int(np.iinfo(kind).max)
    alpha = np.zeros((24, 32), kind)
    alpha[:, 16:] = most
    path = tmp_path / f"out.{suffix}"
    write_picture(
        path, np.full((*size, 3), most // 2, kind), alpha_hw=alpha, source=None, export=Export(path)
    )
    written = read_picture(path).alpha_hw
    assert written is not None
    assert written.shape == size
    assert (written[:, : size[1] // 4] < 4).all()
    assert (written[:, -(size[1] // 4) :] > 251).all()


def test_a_resized_alpha_keeps_16_bits(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 64).astype(np.uint16)[None].repeat(16, 0)
    path = tmp_path / "out.png"
    rgb = np.zeros((32, 128, 3), np.uint16)
    write_picture(path, rgb, alpha_hw=ramp, source=None, export=Export(path, bits=16))
    written = read_picture(path).alpha_hw
    assert written is not None
    assert written.dtype == np.uint16
    assert len(np.unique(written[16] % 257)) > 10  # not 8 bits stretched


def test_a_name_that_is_too_long_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is too long"):
        check_writable(tmp_path / ("a" * 300 + ".png"))
    assert not list(tmp_path.iterdir())
