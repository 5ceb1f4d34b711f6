"""One frame as a picture of its own, at the full size of the source, by the network of the moving picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from models.arrays import planes, to_bytes
from models.live.network import Size
from models.live.painter import Manner, finished, recoloured, resized
from models.live.sources import ReadWhole, Rgb8
from models.merging import merge
from models.networks.narrow import NarrowStylist
from models.news import Exported, FileError, News, Progress
from models.picture_write import check_writable, write_picture
from models.requests import Export
from models.runtime import FloatArray
from models.tiling import windows
from models.universal import Palette

if TYPE_CHECKING:
    from models.live.looks import Look

WHOLE_PX = 2048  # long side above which a frame goes in tiles: 8K as a whole takes 6 GB
TILE_PX, HALO_PX, GRID_PX = 1536, 64, 8  # of the halo the network sees 60


@dataclass(frozen=True, eq=False)
class Scene:
    """A frame as it came, and how it was painted."""

    rgb_hwc: Rgb8
    working: Size
    manner: Manner
    read_whole: ReadWhole | None = None  # at its full size, where it came smaller

    @property
    def look(self) -> Look:
        return self.manner.look

    @cached_property
    def inputs(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Matrix, shift and row."""
        return self.manner.inputs_for(self.rgb_hwc)


def take_snapshot(scene: Scene, path: Path) -> Generator[News, None, Exported]:
    """Paints at the size that was seen, adds fine texture at the full one as Stylize does, and writes it."""
    begun = time.perf_counter()
    check_writable(path)
    photo, controls = _whole(scene), scene.look.controls
    height, width = photo.shape[:2]
    if controls.colors_only:
        painted = recoloured(photo, *scene.inputs[:2])
    else:
        small = resized(photo, scene.working)
        out = yield from _paint(scene, small)
        if scene.working != (height, width):
            out = merge(out, (yield from _paint(scene, photo)))
        painted = to_bytes(out)
    yield Progress(1, 1, "writing")
    painted = finished(photo, painted, controls) if controls.strength else photo
    remarks = write_picture(path, painted, export=Export(path))
    return Exported(path, width, height, time.perf_counter() - begun, remarks)


def _whole(scene: Scene) -> Rgb8:
    """As it came where its file is gone meanwhile."""
    try:
        return scene.rgb_hwc if scene.read_whole is None else scene.read_whole()
    except FileError:
        return scene.rgb_hwc


def _paint(scene: Scene, rgb_hwc: Rgb8) -> Generator[News, None, FloatArray]:
    matrix, shift, row = scene.inputs
    if not isinstance(scene.look.network.stylist, NarrowStylist):
        return (yield from scene.look.universal.paint_fine(rgb_hwc, Palette(row, matrix, shift), 1.0))
    network = scene.look.network.apart()  # the moving picture goes on with its own
    before, share = network.blank(), 1.0

    def paint(part: Rgb8) -> tuple[Rgb8, FloatArray]:
        return network.paint(part, matrix, shift, row, before, share)

    height, width = rgb_hwc.shape[:2]
    factor = WHOLE_PX / max(height, width)
    if factor >= 1:
        yield Progress(0, 1, "painting")
        return planes(paint(rgb_hwc)[0])
    # The statistics of the whole hold for each tile.
    before, share = paint(resized(rgb_hwc, (round(height * factor), round(width * factor))))[1], 0.0
    return planes((yield from _in_tiles(rgb_hwc, lambda part: paint(part)[0])))


def _in_tiles(rgb_hwc: Rgb8, paint: Callable[[Rgb8], Rgb8]) -> Generator[News, None, Rgb8]:
    height, width = rgb_hwc.shape[:2]
    below, beside = -height % GRID_PX, -width % GRID_PX
    whole = np.asarray(cv2.copyMakeBorder(rgb_hwc, 0, below, 0, beside, cv2.BORDER_REFLECT), np.uint8)
    painted = np.empty_like(whole)
    high, wide = whole.shape[:2]
    tiles = list(windows(high, wide, TILE_PX - 2 * HALO_PX, HALO_PX, GRID_PX))
    for done, tile in enumerate(tiles):
        yield Progress(done, len(tiles), "painting")
        part = np.ascontiguousarray(tile.cut(whole.transpose(2, 0, 1)).transpose(1, 2, 0))
        tile.put(painted.transpose(2, 0, 1), paint(part).transpose(2, 0, 1))
    return painted[:height, :width]
