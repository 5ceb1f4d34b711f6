"""Pictures of more than 8 bits as 8 bits, those of one folder by the same black and white.

A series of scans or frames means something by its values: each stretched by itself, an empty one would become
as bright as a full one, and a threshold or a dose would be lost.
"""

from __future__ import annotations

import struct
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import numpy as np
from PIL import Image

UNREADABLE = (  # as Pillow says it of files that are damaged in ever other ways
    *(OSError, ValueError, SyntaxError, LookupError, EOFError, struct.error),
    Image.DecompressionBombError,
)
Levels: TypeAlias = Mapping[str, tuple[float, float]]  # least and greatest, by kind of number: "I" or "F"
DEEP = ("I", "F")  # Pillow's modes of such pictures begin so: whole numbers, floats


def in_rgb(image: Image.Image) -> Image.Image:
    """RGB of 8 bits; deeper grey over its whole range, which Pillow would cut off at 255."""
    return of_8_bits(image).convert("RGB")


def levels_of(files: Sequence[Path]) -> Generator[tuple[int, int], None, Levels]:
    """Of all deep pictures among the files; says after each of those how many files are read: none yet."""
    found: dict[str, tuple[float, float]] = {}
    for path in dict.fromkeys(files):
        with suppress(*UNREADABLE), Image.open(path) as image:
            if not image.mode.startswith(DEEP):
                continue
            low, high = _extremes(image)
            known = found.get(image.mode[0], (low, high))
            found[image.mode[0]] = min(low, known[0]), max(high, known[1])
            yield 0, len(files)
    return found


def of_8_bits(image: Image.Image, levels: Levels | None = None) -> Image.Image:
    """Of 8 bits a channel, in any mode that they have; without `levels` by the picture's own.

    As `models/deep_pixels.py` takes them: numbers with signs, of more than 16 bits or as floats beyond 0 to 1
    are stretched from the least to the greatest. ValueError where values are no numbers.
    """
    if not image.mode.startswith(DEEP):
        return image
    values = np.asarray(image, np.float64)
    low, high = _extremes(image)
    if levels is not None:
        low, high = levels.get(image.mode[0], (low, high))
    is_float = image.mode == "F"
    if is_float and low >= 0 and high <= 1:
        values = values * 255
    elif low < 0 or high > 65535 or is_float:
        values = (values - low) * (255 / max(high - low, 1e-30))
    elif high > 255:
        values = values * (255 / _white_of(high))
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))


def _extremes(image: Image.Image) -> tuple[float, float]:
    values = np.asarray(image)
    if not np.isfinite(values).all():
        raise ValueError("it has values that are no numbers")
    return float(values.min()), float(values.max())


def _white_of(highest: float) -> int:
    """The white of 16-bit files: cameras and scanners of 10, 12 and 14 bits leave the bits above empty.

    A folder of which none uses more than a quarter of the range is taken to be of fewer bits, and is
    brightened: better than to learn from pictures that are nearly black.
    """
    return next((1 << bits) - 1 for bits in (10, 12, 14, 16) if highest < 1 << bits)
