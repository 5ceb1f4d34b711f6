"""Before a training: a sheet of what its sliders will do, and one of what the network will see.

A tile of the rehearsal is a short refine under the balance of style and likeness that the training would
have; refine paints nearer to a style than a network of a few minutes does, in the same direction.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from models.data.levels import UNREADABLE
from models.data.pictures import SUFFIXES, PictureFolder, decode, picture_files
from models.image import to_rgb8
from models.news import FileError, News, Preview, Progress, Stylized, UserError
from models.requests import Controls, RefineSettings, StyleChoice, Stylize
from models.training.personal import PHOTO_CROPS
from models.training.personal_recipe import PersonalRecipe, with_sliders
from models.training.style_sources import chances
from models.training_news import Sheet
from models.training_requests import Rehearse, ShowCrops

if TYPE_CHECKING:
    from models.engine import Engine

GAP_PX = 4
PAPER = 245
MOST_LOOKED_AT = 60


def rehearse(engine: Engine, request: Rehearse) -> Generator[News, None, Sheet]:
    """Strengths by row, brushes by column; a preview of the sheet after each tile."""
    if not request.pictures:
        raise UserError("Choose at least one picture to learn the style from.")
    shares = chances(request.pictures).tolist()
    styles = tuple(
        StyleChoice(str(picture.path), share, exclude=picture.exclude)
        for picture, share in zip(request.pictures, shares, strict=True)
    )
    rows, columns = request.strengths, request.brushes
    sheet: NDArray[np.uint8] | None = None
    for number, (strength, brush) in enumerate((s, b) for s in rows for b in columns):
        usual = PersonalRecipe()
        wanted = with_sliders(usual, replace(request.sliders, strength=strength, brush=brush))
        balance = (wanted.content / usual.content) / (wanted.style / usual.style)
        tile = Stylize(
            request.photo,
            styles,
            Controls(brush=brush, keep_colors=request.sliders.colour),
            "refine",
            RefineSettings(steps=request.steps, content_weight=balance),
            request.tile_px,
        )
        yield Progress(number, len(rows) * len(columns), "rehearsing")
        painted: Stylized = yield from _without_previews(engine.answer(tile))
        if sheet is None:
            sheet = _empty(len(rows), len(columns), *painted.rgb_hwc.shape[:2])
        _put(sheet, painted.rgb_hwc, number // len(columns), number % len(columns))
        yield Preview(sheet.copy(), number + 1)
    if sheet is None:
        raise UserError("A rehearsal needs at least one strength and one brush.")
    return Sheet(sheet, rows, columns)


def _without_previews(steps: Generator[News, None, Stylized]) -> Generator[News, None, Stylized]:
    """Those of a single tile would take the place of the sheet's."""
    while True:
        try:
            news = next(steps)
        except StopIteration as end:
            painted: Stylized = end.value
            return painted
        if not isinstance(news, Preview | Progress):
            yield news


def show_crops(request: ShowCrops) -> Generator[News, None, Sheet]:
    """Photographs as the network will see them: cut, scaled and turned by chance."""
    files: Sequence[Path] = request.files
    if not files and request.photos.is_dir():
        files = picture_files(request.photos)
    some, pictures = files[:: max(1, len(files) // MOST_LOOKED_AT)], []
    for done, path in enumerate(some, 1):
        with contextlib.suppress(*UNREADABLE):
            pictures.append(decode(path))
        yield Progress(done, len(some), "looking at the photographs")
    if not pictures:
        kinds = ", ".join(sorted(suffix.lstrip(".") for suffix in SUFFIXES))
        raise FileError(f"There is no readable photograph in {request.photos}. These are read: {kinds}.")
    count = request.rows * request.columns
    rng = torch.Generator().manual_seed(0)
    crops = PictureFolder.of(pictures).batch(rng, count, request.tile_px, PHOTO_CROPS)
    sheet = _empty(request.rows, request.columns, request.tile_px, request.tile_px)
    for number in range(count):
        _put(sheet, to_rgb8(crops[number : number + 1]), number // request.columns, number % request.columns)
    return Sheet(sheet, tuple(map(float, range(request.rows))), tuple(map(float, range(request.columns))))


def _empty(rows: int, columns: int, height: int, width: int) -> NDArray[np.uint8]:
    shape = rows * (height + GAP_PX) - GAP_PX, columns * (width + GAP_PX) - GAP_PX, 3
    return np.full(shape, PAPER, np.uint8)


def _put(sheet: NDArray[np.uint8], tile: NDArray[np.uint8], row: int, column: int) -> None:
    height, width = tile.shape[:2]
    top, left = row * (height + GAP_PX), column * (width + GAP_PX)
    sheet[top : top + height, left : left + width] = tile
