"""Scans and series of more than 8 bits, as a collection learns from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from models.data.coach import check_collection
from models.data.collections import Collection, find_pairs
from models.data.pictures import PictureFolder, decode
from models.training_news import CollectionReport


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_deep_grey_goes_from_black_to_white_whatever_its_bits(tmp_path: Path, bits: int) -> None:
    ramp = np.linspace(0, 2**bits - 1, 160).astype(np.uint16)
    Image.fromarray(np.tile(ramp, (140, 1))).save(tmp_path / "scan.tif")
    read = decode(tmp_path / "scan.tif")
    assert (int(read.min()), int(read.max())) == (0, 255)
    assert int(read[0, 0, 80]) == pytest.approx(128, abs=2)


def test_numbers_with_signs_are_stretched(tmp_path: Path) -> None:
    values = np.tile(np.linspace(-1000, 3000, 160).astype(np.int32), (140, 1))
    Image.fromarray(values).save(tmp_path / "scan.tif")
    read = decode(tmp_path / "scan.tif")
    assert (int(read.min()), int(read.max())) == (0, 255)


def test_sixteen_bits_are_read_over_their_whole_range_and_told(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 160 * 140).reshape(140, 160).astype(np.uint16)
    for index in range(6):
        noise = np.random.default_rng(index).integers(0, 3000, ramp.shape, np.uint16)
        Image.fromarray(np.roll(ramp // 2 + noise, 23 * index, 1)).save(tmp_path / f"{index}.png")
    Image.fromarray(ramp).save(tmp_path / "ramp.tif")
    levels = decode(tmp_path / "ramp.tif").float()
    assert (int(levels.min()), int(levels.max())) == (0, 255)
    assert float(levels.mean()) == pytest.approx(127.5, abs=1), "and nothing is cut off"
    report = list(check_collection(tmp_path))[-1]
    assert isinstance(report, CollectionReport)
    assert len(report.used) == 7
    assert any("All works are grey" in words for words in report.advice)
    assert any("7 works have 16 bits" in words for words in report.advice)


def test_a_series_keeps_what_its_values_mean(tmp_path: Path) -> None:
    """Of 12 bits: a frame that is a quarter as bright stays that."""
    bright = np.tile(np.linspace(0, 4000, 160).astype(np.uint16), (140, 1))
    _written(tmp_path, {"1.tif": bright // 4, "2.tif": bright, "3.tif": bright // 16})
    for read in (Collection.read(tmp_path), PictureFolder(tmp_path)):
        assert _greatest(read) == [pytest.approx(255 / 4.1, abs=2), 249, pytest.approx(255 / 16.4, abs=2)]


def test_a_series_of_floats_keeps_its_zero(tmp_path: Path) -> None:
    heights = np.tile(np.linspace(-500, 500, 160).astype(np.float32), (140, 1))
    _written(tmp_path, {"1.tif": heights, "2.tif": heights.clip(0, None), "3.tif": heights / 5})
    read = Collection.read(tmp_path)
    assert _greatest(read) == [255, 255, pytest.approx(153, abs=1)]
    assert [int(picture.min()) for picture in read.pictures] == [0, pytest.approx(128, abs=1), 102]


def test_what_cannot_be_read_says_nothing_of_the_others(tmp_path: Path) -> None:
    usual = np.tile(np.linspace(0, 1023, 160).astype(np.uint16), (140, 1))
    _written(tmp_path, {"1.tif": usual, "2.tif": np.full((140, 160), np.nan, np.float32)})
    Image.fromarray(usual).save(tmp_path / "3.png")
    (tmp_path / "3.png").write_bytes((tmp_path / "3.png").read_bytes()[:200])
    read = Collection.read(tmp_path)
    assert _greatest(read) == [255]
    assert [words.split(":")[0] for words in read.unreadable] == ["2.tif", "3.png"]


def test_each_side_of_pairs_has_its_own_white(tmp_path: Path) -> None:
    """Little light and much of it: both of 16 bits, one of which uses 10 of them."""
    much = np.tile(np.linspace(0, 65535, 160).astype(np.uint16), (140, 1))
    _written(tmp_path, {"1_a.tif": much // 64, "1_b.tif": much, "2_a.tif": much // 128, "2_b.tif": much // 2})
    read, wrong = find_pairs(tmp_path).read()
    assert not wrong
    sides = [[int(side.max()) for side in torch.split(stack, 3)] for stack in read.pictures]
    assert sides == [[255, 255], [pytest.approx(127, abs=1), pytest.approx(127, abs=1)]]


def _written(folder: Path, pictures: dict[str, NDArray[np.generic]]) -> None:
    for name, pixels in pictures.items():
        Image.fromarray(pixels).save(folder / name)


def _greatest(read: PictureFolder) -> list[int]:
    return [int(picture.max()) for picture in read.pictures]
