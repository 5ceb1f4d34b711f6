"""Strokes on masks, kept as what they changed: every one can be read again, and none grows without limit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.mask_boxes import MOST_AREA, SUFFIX, Grey, pack, png
from models.news import FileError
from models.picture_file import read_mask

HEIGHT, WIDTH = 60, 90


class Painting:
    """Masks of one folder, each painted on the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rng = folder, np.random.default_rng(3)
        self.masks: list[tuple[Path, Grey]] = []
        self.keep(self.rng.integers(0, 256, (HEIGHT, WIDTH)).astype(np.uint8))

    @property
    def last(self) -> tuple[Path, Grey]:
        return self.masks[-1]

    def keep(self, pixels: Grey) -> None:
        box = pack(*self.last, pixels) if self.masks else None
        path = self.folder / f"{len(self.masks)}{'.png' if box is None else SUFFIX}"
        path.write_bytes(png(pixels) if box is None else box)
        self.masks.append((path, pixels))

    def stroke(self, side_px: int = 9) -> None:
        pixels = self.last[1].copy()
        top, left = (int(self.rng.integers(0, most - side_px + 1)) for most in (HEIGHT, WIDTH))
        pixels[top : top + side_px, left : left + side_px] = self.rng.integers(0, 256, (side_px, side_px))
        self.keep(pixels)


@pytest.fixture
def painting(tmp_path: Path) -> Painting:
    return Painting(tmp_path)


def grey_of(path: Path) -> Grey:
    grey: Grey = np.rint(255 * read_mask(path)).astype(np.uint8)
    return grey


def test_a_whole_mask_is_a_picture_that_others_read(painting: Painting) -> None:
    path, pixels = painting.last
    with Image.open(path) as picture:
        assert picture.mode == "L"
        assert (np.asarray(picture) == pixels).all()


def test_every_stroke_reads_as_it_was_and_a_whole_mask_comes_now_and_then(painting: Painting) -> None:
    for _ in range(150):
        painting.stroke()
    for path, pixels in painting.masks:
        assert (grey_of(path) == pixels).all()
    suffixes = [path.suffix for path, _ in painting.masks]
    assert 2 <= suffixes.count(".png") < 10


def test_large_strokes_begin_anew_sooner(painting: Painting) -> None:
    for _ in range(5 * MOST_AREA):
        painting.stroke(HEIGHT)
    assert [path.suffix for path, _ in painting.masks].count(".png") >= 3


def test_no_change_and_another_size_are_no_boxes(painting: Painting) -> None:
    path, pixels = painting.last
    assert pack(path, pixels, pixels) is None
    assert pack(path, pixels, pixels[:-1]) is None


def test_a_mask_that_is_gone_is_not_painted_on(painting: Painting) -> None:
    painting.stroke()
    painting.stroke()
    painting.masks[1][0].unlink()
    painting.stroke()
    assert painting.last[0].suffix == ".png"
    assert (grey_of(painting.last[0]) == painting.last[1]).all()


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_gone_is_said_and_all_else_stays(painting: Painting, place: int) -> None:
    painting.stroke()
    painting.stroke()
    others = [*painting.masks]
    painting.keep(255 - painting.last[1])
    painting.masks[place][0].unlink()
    with pytest.raises(FileError, match=r"gone or damaged\. Undo to a step before it, or clear the mask"):
        read_mask(painting.last[0])
    for path, pixels in others[:place]:
        assert (grey_of(path) == pixels).all()


@pytest.mark.parametrize(
    "damage",
    [
        lambda held: held[:-5],
        lambda held: held[: held.index(b"\n")],
        lambda held: b"[1]\n" + held,
        lambda held: b"",
        lambda held: held.replace(b'"on": "0.png"', b'"on": "../0.png"'),
        lambda held: held.replace(b'"on": "0.png"', b'"on": "1.box"'),
        lambda held: held.replace(b"[90, 60]", b"[91, 60]"),
        lambda held: held.replace(b"[90, 60]", b"[9000000, 60]"),
        lambda held: held.replace(b'"box": [', b'"box": [-'),
    ],
)
def test_a_damaged_stroke_is_refused_in_words(painting: Painting, damage) -> None:  # type: ignore[no-untyped-def]
    painting.stroke()
    path, _ = painting.last
    held = path.read_bytes()
    assert damage(held) != held
    path.write_bytes(damage(held))
    with pytest.raises(FileError, match=r"1\.box is gone or damaged"):
        read_mask(path)
