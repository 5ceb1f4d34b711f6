"""Makes docs/gallery.md and its pictures: six photographs in four styles, by both engines, as they come.

python packaging/make_gallery.py [--long-side 480] [--engine universal]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from models.engine import Engine
from models.news import News, Stylized
from models.requests import EngineName, StyleChoice, Stylize

ROOT = Path(__file__).parent.parent
SAMPLES, IMAGES = ROOT / "resources" / "samples", ROOT / "docs" / "images"
PHOTOGRAPHS = ("coffee", "chelsea", "astronaut", "rocket", "camera", "hubble_deep_field")
STYLES = ("swirls", "mosaic", "woodcut", "glass")
CELL_PX = 240


def result(steps: Generator[News, None, Any]) -> Any:
    """Runs a request to its end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def cell(rgb_hwc: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The middle square of a picture at the size of the sheet."""
    image = Image.fromarray(rgb_hwc)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    return np.asarray(square.resize((CELL_PX, CELL_PX), Image.Resampling.LANCZOS))


def sheet(engine: Engine, photographs: list[Path], name: EngineName, long_side_px: int) -> NDArray[np.uint8]:
    """Photographs across, styles down; the first row and column are the originals."""
    blank = np.full((CELL_PX, CELL_PX, 3), 255, np.uint8)
    rows = [
        np.concatenate([blank, *(cell(np.asarray(Image.open(p).convert("RGB"))) for p in photographs)], 1)
    ]
    for style in STYLES:
        source = SAMPLES / f"style_{style}.jpg"
        row = [cell(np.asarray(Image.open(source)))]
        for photograph in photographs:
            request = Stylize(photograph, (StyleChoice(str(source)),), engine=name, long_side_px=long_side_px)
            painted = result(engine.answer(request))
            assert isinstance(painted, Stylized)
            row.append(cell(painted.rgb_hwc))
        rows.append(np.concatenate(row, 1))
    return np.concatenate(rows)


def main() -> None:
    """Writes one sheet for each engine, and the page that shows them."""
    parser = argparse.ArgumentParser(description="Makes the gallery of the documentation.")
    parser.add_argument("--long-side", type=int, default=480)
    both: tuple[EngineName, ...] = ("universal", "refine")
    parser.add_argument("--engine", choices=both, help="whose sheet to make (default: both)")
    arguments = parser.parse_args()
    long_side_px, only = arguments.long_side, arguments.engine
    IMAGES.mkdir(parents=True, exist_ok=True)
    engine = Engine()
    with tempfile.TemporaryDirectory() as folder:
        photographs = []
        for name in PHOTOGRAPHS:
            path = Path(folder) / f"{name}.png"
            image = Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
            image.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS)
            image.save(path)
            photographs.append(path)
        for kind in both if only is None else (only,):
            picture = Image.fromarray(sheet(engine, photographs, kind, long_side_px))
            picture.save(IMAGES / f"gallery_{kind}.jpg", quality=86, optimize=True)


if __name__ == "__main__":
    main()
