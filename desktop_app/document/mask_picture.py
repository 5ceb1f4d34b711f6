"""What a file of a mask shows, whether it holds all of it or a stroke. For any thread; needs numpy."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QImage

from desktop_app.canvas.mask import Mask
from models import mask_boxes


def image_of(path: Path) -> QImage:
    """Grey. FileError where it is no picture, or a stroke on a mask that is gone."""
    return Mask.of_pixels(mask_boxes.read(path, _whole)).image


def picture_of(path: Path) -> bytes:
    """A file that every program reads. FileError, or OSError, where there is none any more."""
    return path.read_bytes() if path.suffix != mask_boxes.SUFFIX else _whole_stroke(path)


def packed(image: QImage, on: tuple[Path, QImage] | None) -> tuple[bytes, str]:
    """What a file of it holds, and its suffix: a stroke `on` that mask, else all of it."""
    mask = Mask(image)
    if on is not None:
        before = Mask(on[1])
        box = mask_boxes.pack(on[0], before.pixels, mask.pixels)
        if box is not None:
            return box, mask_boxes.SUFFIX
    return mask_boxes.png(mask.pixels), ".png"


@lru_cache(maxsize=16)  # each a quarter of a megabyte: a draft is written anew after every stroke
def _whole_stroke(path: Path) -> bytes:
    return mask_boxes.png(mask_boxes.read(path, _whole))


def _whole(path: Path) -> mask_boxes.Grey:
    image = QImage(str(path))
    if image.isNull():
        raise ValueError(path.name)
    mask = Mask(image)
    return mask.pixels.copy()  # the mask's own go with it
