"""What a stroke changed of a mask, as a file of its own: so small that undo can keep every stroke.

    {"on": NAME, "mask": [WIDTH, HEIGHT], "box": [LEFT, TOP, WIDTH, HEIGHT]}
    the box's new values minus the old ones (modulo 256), each row minus the one above it, by zlib

NAME is the mask that was painted on, in the same folder: another such file, or a whole picture. A file never
changes, so undo only goes to another one.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.news import FileError

SUFFIX = ".box"
MOST_AREA = 2  # of the mask, in all boxes to the whole one: undo reads them while somebody waits
MOST_BOXES = 32
MOST_SIDE_PX = 1 << 15

Grey = NDArray[np.uint8]  # h×w


class _Box(NamedTuple):
    on: Path
    mask: tuple[int, int]  # width, height
    left: int
    top: int
    width: int
    height: int
    packed: bytes


def pack(on: Path, before: Grey, after: Grey) -> bytes | None:
    """The file of `after`, painted on the mask `on`, which `before` shows.

    None where a whole picture is the better file: nothing or too much lies between, or the mask `on` is gone.
    """
    if before.shape != after.shape:
        return None
    difference = after - before
    rows, columns = (np.flatnonzero(difference.any(axis)) for axis in (1, 0))
    if not len(rows):
        return None
    top, left = int(rows[0]), int(columns[0])
    change = np.ascontiguousarray(difference[top : rows[-1] + 1, left : columns[-1] + 1])
    try:
        boxes, _ = _chain(on)
    except (OSError, ValueError):
        return None
    area = change.size + sum(box.width * box.height for box in boxes)
    if area > MOST_AREA * after.size or len(boxes) >= MOST_BOXES:
        return None
    change[1:] -= change[:-1].copy()
    head = {
        "on": on.name,
        "mask": [after.shape[1], after.shape[0]],
        "box": [left, top, change.shape[1], change.shape[0]],
    }
    return json.dumps(head).encode() + b"\n" + zlib.compress(change.data, 1)


def read(path: Path, read_whole: Callable[[Path], Grey]) -> Grey:
    """The mask as it was after the stroke. `read_whole` reads the picture at the beginning.

    FileError where that or a stroke between is gone or damaged.
    """
    try:
        boxes, whole = _chain(path)
        pixels = read_whole(whole).copy()
        for box in boxes:
            _add(box, pixels)
    except (OSError, ValueError, FileError) as error:
        raise FileError(
            f"A part of the mask {path.name} is gone or damaged. Undo to a step before it, or clear the mask."
        ) from error
    return pixels


def png(grey: Grey) -> bytes:
    """A whole mask, each row minus the one above it: a third of the time of Qt, which tries five ways."""
    height, width = grey.shape
    rows = np.full((height, width + 1), 2, np.uint8)  # the number of that way, before each row
    rows[0, 1:] = grey[0]
    np.subtract(grey[1:], grey[:-1], out=rows[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.data, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _chain(path: Path) -> tuple[list[_Box], Path]:
    """The boxes from `path` back, and the whole picture under them. OSError, ValueError."""
    boxes: list[_Box] = []
    while path.suffix == SUFFIX:
        if len(boxes) > MOST_BOXES:
            raise ValueError("boxes without a beginning")
        boxes.append(_parse(path))
        path = boxes[-1].on
    if not path.is_file():
        raise FileNotFoundError(path)
    return boxes, path


def _parse(path: Path) -> _Box:
    head, _, packed = path.read_bytes().partition(b"\n")
    try:
        data = json.loads(head)
        name, mask, box = str(data["on"]), tuple(map(int, data["mask"])), tuple(map(int, data["box"]))
        (mask_width, mask_height), (left, top, width, height) = mask, box
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(path.name) from error
    is_within = 0 <= left < left + width <= mask_width and 0 <= top < top + height <= mask_height
    if Path(name).name != name or not is_within or max(mask) > MOST_SIDE_PX:
        raise ValueError(path.name)
    return _Box(path.with_name(name), (mask_width, mask_height), left, top, width, height, packed)


def _add(box: _Box, pixels: Grey) -> None:
    """Additions do not mind their order."""
    size = box.width * box.height
    try:
        values = zlib.decompressobj().decompress(box.packed, size + 1)
    except zlib.error as error:
        raise ValueError("damaged") from error
    if len(values) != size or pixels.shape != (box.mask[1], box.mask[0]):
        raise ValueError("damaged")
    change = np.frombuffer(values, np.uint8).reshape(box.height, box.width)
    there = pixels[box.top : box.top + box.height, box.left : box.left + box.width]
    there += np.add.accumulate(change, axis=0, dtype=np.uint8)
