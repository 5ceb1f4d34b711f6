"""Parts of an export as they will be, without painting all of it."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.arrays import resize_rgb, to_bytes
from models.frame import Part
from models.image import RgbArray, fit_long_side
from models.merging import SHARPENINGS
from models.news import Crop, News, UserError
from models.picture_file import read_picture, to_rgb8
from models.requests import RenderCrop, Stylize
from models.runtime import FloatArray
from models.style_library import ResolvedStyle, resolve
from models.style_memory import Edition, edition
from models.stylize import Mix, keep_colours, read_mix, render
from models.universal import Composition, Palette

if TYPE_CHECKING:
    from models.engine import Engine

Stamp = tuple[Edition, ...]


@dataclass(frozen=True, eq=False)
class _Large:
    """A picture with a second pass, of which each part is painted when it is wanted."""

    mix: Mix
    photo: RgbArray  # at the size of the export
    palette: Palette
    coarse: FloatArray
    composition: Composition

    def paint(self, request: Stylize, part: Part) -> FloatArray:
        """The steps of `render`, at a part alone."""
        rows = _merging(*part[:2], self.photo.shape[0], self.coarse.shape[2])
        columns = _merging(*part[2:], self.photo.shape[1], self.coarse.shape[3])
        wider = (*rows.fine, *columns.fine)
        strength = request.controls.strength
        fine = self.mix.painter.paint_part(self.photo, self.palette, strength, self.composition, wider)[0]
        small = rows.reducing @ fine @ columns.reducing.T
        change = self.coarse[0, :, slice(*rows.coarse), slice(*columns.coarse)] - small
        inner = fine[:, slice(*_within(part[:2], rows.fine)), slice(*_within(part[2:], columns.fine))]
        out = (inner + rows.enlarging @ change @ columns.enlarging.T)[None]
        here = self.photo[slice(*part[:2]), slice(*part[2:])]
        return keep_colours(out, here, self.mix.styles, request.controls)


@dataclass(frozen=True, eq=False)
class Closeup:
    """One picture at the size of its export, ready for parts of it to be asked for."""

    request: Stylize
    stamp: Stamp
    picture: RgbArray | _Large

    def is_of(self, request: Stylize) -> bool:
        """Whether this is what is asked for, and no file has changed since."""
        return self.request == request and self.stamp == _stamp(request)

    def crop(self, request: RenderCrop) -> Crop:
        """Answers for the picture that this is of."""
        whole = self.picture.photo if isinstance(self.picture, _Large) else self.picture
        height, width = whole.shape[:2]
        top, bottom = max(0, request.top_px), min(height, request.top_px + request.height_px)
        left, right = max(0, request.left_px), min(width, request.left_px + request.width_px)
        if top >= bottom or left >= right:
            raise UserError("This part lies outside of the picture. Choose another.")
        if isinstance(self.picture, _Large):
            pixels = to_bytes(self.picture.paint(self.request, (top, bottom, left, right)))
        else:
            pixels = np.ascontiguousarray(self.picture[top:bottom, left:right])
        return Crop(pixels, left, top, width, height)


def look_close(engine: Engine, request: Stylize) -> Generator[News, None, Closeup]:
    """Does what all parts have in common; `UserError` as `Stylize` has it."""
    if request.engine != "universal" or request.export is not None:
        raise UserError("Only the universal engine paints parts of a picture. Choose it, and no file.")
    stamp = _stamp(request)
    picture = read_picture(request.photo)
    width, height = fit_long_side(picture.width_px, picture.height_px, request.long_side_px)
    if request.controls.strength == 0:  # the photo itself, without a detour over floats
        return Closeup(request, stamp, to_rgb8(resize_rgb(picture.rgb_hwc, height, width)))
    found = [resolve(choice.source) for choice in request.styles]
    if _has_parts(found, request):
        mix = yield from read_mix(engine, picture.rgb_hwc, found, request)
        if _is_larger((height, width), mix):
            large = yield from _compose(mix, picture.rgb_hwc, request, (height, width))
            return Closeup(request, stamp, large)
    painted, _ = yield from render(engine, picture, request)
    return Closeup(request, stamp, to_bytes(painted))


def _has_parts(found: list[ResolvedStyle], request: Stylize) -> bool:
    """Whether the universal network paints; everything else is quick as a whole."""
    is_foreign = any(style.kind == "foreign" for style in found)
    return (
        bool(found) and not is_foreign and request.controls.strength > 0 and not request.controls.colors_only
    )


def _is_larger(size: tuple[int, int], mix: Mix) -> bool:
    """Whether there is a second pass, and one that is worth dividing."""
    is_finer = all(side > working for side, working in zip(size, mix.working, strict=True))
    return is_finer and size[0] * size[1] > mix.painter.whole_limit_px


def _compose(
    mix: Mix, photo: RgbArray, request: Stylize, size: tuple[int, int]
) -> Generator[News, None, _Large]:
    strength = request.controls.strength
    palette = mix.palette(photo, strength)
    coarse = yield from mix.painter.paint(resize_rgb(photo, *mix.working), palette, strength)
    there = resize_rgb(photo, *size)
    composition = yield from mix.painter.compose(there, palette)
    return _Large(mix, there, palette, coarse, composition)


@dataclass(frozen=True, eq=False)
class _Merging:
    """What `merge` does along one side, for a part of it.

    `coarse` are the coarse pixels that are looked at, `fine` those of the large picture under them;
    `reducing` (coarse × fine) averages areas, `enlarging` (part × coarse) sharpens and interpolates between
    middles.
    """

    coarse: tuple[int, int]
    fine: tuple[int, int]
    reducing: FloatArray
    enlarging: FloatArray


def _merging(start: int, stop: int, fine_px: int, coarse_px: int) -> _Merging:
    step = fine_px / coarse_px
    middles = (np.array([start, stop - 1]) + 0.5) / step - 0.5
    first = max(0, math.floor(middles[0]) - SHARPENINGS)
    last = min(coarse_px, math.floor(middles[1]) + 2 + SHARPENINGS)
    low, high = math.floor(first * step + 1e-9), min(fine_px, math.ceil(last * step - 1e-9))
    low, high = min(low, start), max(high, stop)
    edges = np.arange(first, last + 1) * step
    pixels = np.arange(low, high)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    reducing = (overlap.clip(0) / step).astype(np.float32)
    enlarging = _enlarging(pixels, step, coarse_px, first, last)
    sharpening = _sharpening(reducing @ enlarging)
    return _Merging((first, last), (low, high), reducing, enlarging[start - low : stop - low] @ sharpening)


def _enlarging(pixels: NDArray[Any], step: float, coarse_px: int, first: int, last: int) -> FloatArray:
    middles = ((pixels + 0.5) / step - 0.5).clip(0, coarse_px - 1)
    before = np.floor(middles).astype(int)
    share = (middles - before).astype(np.float32)
    matrix = np.zeros((len(pixels), last - first), np.float32)
    for place, part in ((before, 1 - share), (before + 1, share)):
        known = (place - first).clip(0, last - first - 1)  # beyond lies what `SHARPENINGS` keeps away
        np.add.at(matrix, (np.arange(len(pixels)), known), part)
    return matrix


def _sharpening(softening: FloatArray) -> FloatArray:
    """The steps of `merge` that undo what enlarging and averaging soften, as one matrix."""
    unit = np.eye(len(softening), dtype=np.float32)
    matrix = unit
    for _ in range(SHARPENINGS):
        matrix = matrix + unit - softening @ matrix
    return matrix


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> tuple[int, int]:
    return inner[0] - outer[0], inner[1] - outer[0]


def _stamp(request: Stylize) -> Stamp:
    """The files that a picture is made of, and when they were last written."""
    styles = [resolve(choice.source).path for choice in request.styles]
    masks = [choice.mask for choice in request.styles if choice.mask is not None]
    return tuple(edition(path) for path in [request.photo, *styles, *masks])
