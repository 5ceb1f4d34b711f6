"""One frame as a picture of its own, at the full size of the source.

Painted by the universal network whatever painted the moving picture: a still has time for its strokes.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.arrays import planes, resize_rgb, to_bytes
from models.live.network import Size
from models.live.sources import Rgb8
from models.news import Exported, News
from models.picture_write import check_writable, write_picture
from models.requests import Export
from models.stylize import keep_colours
from models.universal import Palette, merge

if TYPE_CHECKING:
    from models.live.looks import Look


@dataclass(frozen=True, eq=False)
class Scene:
    """The newest frame as it came, and how it was painted."""

    rgb_hwc: Rgb8
    working: Size
    look: Look
    palette: Palette


def take_snapshot(scene: Scene, path: Path) -> Generator[News, None, Exported]:
    """Paints at the size that was seen, adds fine texture at the full one as Stylize does, and writes it."""
    begun = time.perf_counter()
    check_writable(path)
    photo, controls, universal = scene.rgb_hwc, scene.look.controls, scene.look.universal
    height, width = photo.shape[:2]
    if controls.strength == 0:
        out = planes(photo)
    else:
        small = resize_rgb(photo, *scene.working)
        out = yield from universal.paint(small, scene.palette, controls.strength)
        if scene.working != (height, width):
            fine = yield from universal.paint(photo, scene.palette, controls.strength)
            out = merge(out, fine)
    if controls.color_method == "luminance":
        out = keep_colours(out, photo, (), controls)
    remarks = write_picture(path, to_bytes(out), export=Export(path))
    return Exported(path, width, height, time.perf_counter() - begun, remarks)
