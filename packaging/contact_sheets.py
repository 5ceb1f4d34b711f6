"""Contact sheets for the eye: photographs in many styles, beside what MicroAST's published weights paint.

    python packaging/contact_sheets.py --photos DIR --styles DIR --microast DIR -o SHEETS
        [--universal FILE] [--count 24] [--long-side 512] [--full PHOTO]

One sheet for each style: the style, then for each photograph the photograph, ours and MicroAST's. With --full
this photograph is also painted 3840 px long in each style, and its busiest part shown pixel for pixel. What
to look for: mud, rainbow noise, halos, grids, lost faces, skies filled with texture, styles that look alike.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps

from models.arrays import planes, to_bytes
from models.commands.console import put
from models.data.pictures import picture_files
from models.engine import Engine
from models.networks.microast import MicroAst, load_microast
from models.universal import Universal

Rgb8 = NDArray[np.uint8]

COLUMNS = 3
CELL_PX = 300
STYLE_PX = 512
FULL_PX, CROP_PX = 3840, 640


def main() -> None:
    """Writes the sheets, and says which is done."""
    parser = argparse.ArgumentParser(description="Makes contact sheets beside MicroAST.")
    for name in ("photos", "styles", "microast"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--universal", type=Path, help="weights (default: those that ship)")
    parser.add_argument("--count", type=int, default=24, help="of photographs (default: 24)")
    parser.add_argument("--long-side", type=int, default=512)
    parser.add_argument("--full", type=Path, metavar="PHOTO")
    arguments = parser.parse_args()
    universal = Engine(universal=arguments.universal).universal()
    microast = load_microast(arguments.microast)
    arguments.out.mkdir(parents=True, exist_ok=True)
    photos = [
        fitted(path, arguments.long_side) for path in picture_files(arguments.photos)[: arguments.count]
    ]
    for path in picture_files(arguments.styles):
        style = fitted(path, STYLE_PX)
        rows = ([photo, *painted(universal, microast, photo, style)] for photo in photos)
        sheet(style, rows, len(photos)).save(arguments.out / f"{path.stem}.png")
        if arguments.full is not None:
            full = fitted(arguments.full, FULL_PX, enlarge=True)
            part = busiest(full)
            crops = [picture[part] for picture in painted(universal, microast, full, style)]
            Image.fromarray(np.concatenate(crops, 1)).save(arguments.out / f"{path.stem}_full.png")
        put(path.stem)


def fitted(path: Path, long_side_px: int, enlarge: bool = False) -> Rgb8:
    """A picture whose sides are multiples of eight."""
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    factor = long_side_px / max(image.size)
    if enlarge or factor < 1:
        image = image.resize([round(side * factor) for side in image.size], Image.Resampling.LANCZOS)
    width, height = (side // 8 * 8 for side in image.size)
    return np.asarray(image.crop((0, 0, width, height)))


@torch.inference_mode()
def painted(universal: Universal, microast: MicroAst, photo: Rgb8, style: Rgb8) -> tuple[Rgb8, Rgb8]:
    """By ours and by MicroAST, at the full style."""
    ours = universal.stylize_array(photo, universal.asked_for(photo, universal.code(style)))
    image, of_style = (torch.from_numpy(planes(rgb)) for rgb in (photo, style))
    theirs = microast(image, microast.signals(of_style))
    return ours, to_bytes(theirs.clamp(0, 1).numpy())


def sheet(style: Rgb8, rows: Iterator[list[Rgb8]], count: int) -> Image.Image:
    """The style above; below it the rows, several beside each other."""
    lines = -(-count // COLUMNS)
    made = Image.new("RGB", (COLUMNS * 3 * CELL_PX, (lines + 1) * CELL_PX), "white")
    paste(made, style, 0, 0)
    for number, row in enumerate(rows):
        for place, picture in enumerate(row):
            paste(made, picture, number % COLUMNS * 3 + place, number // COLUMNS + 1)
    return made


def paste(onto: Image.Image, picture: Rgb8, column: int, line: int) -> None:
    """Small, into a cell."""
    image = Image.fromarray(picture)
    image.thumbnail((CELL_PX - 6, CELL_PX - 6), Image.Resampling.LANCZOS)
    onto.paste(image, (column * CELL_PX, line * CELL_PX))


def busiest(photo: Rgb8) -> tuple[slice, slice]:
    """Where the square of `CROP_PX` with the greatest contrast lies."""
    height, width = photo.shape[:2]
    squares = [
        (slice(top, top + CROP_PX), slice(left, left + CROP_PX))
        for top in range(0, height - CROP_PX + 1, CROP_PX // 2)
        for left in range(0, width - CROP_PX + 1, CROP_PX // 2)
    ]
    return max(squares, key=lambda square: float(photo[square].std()))


if __name__ == "__main__":
    main()
