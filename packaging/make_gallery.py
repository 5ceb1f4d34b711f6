"""Makes the pictures of docs/gallery.md: six photographs in four styles, by both engines, and all presets.

python packaging/make_gallery.py [--long-side 480] [--sheet universal]
"""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.checkpoints.style_file import load_style
from models.engine import Engine
from models.news import Stylized
from models.requests import EngineName, StyleChoice, Stylize
from models.stepping import finish

ROOT = Path(__file__).parent.parent
SAMPLES, IMAGES = ROOT / "resources" / "samples", ROOT / "docs" / "images"
PRESETS = ROOT / "resources" / "styles"
PHOTOGRAPHS = ("coffee", "chelsea", "astronaut", "rocket", "camera", "hubble_deep_field")
STYLES = ("swirls", "mosaic", "woodcut", "glass")
CELL_PX = 240
PRESET_COLUMNS, PRESET_SIZE, NAME_PX = 7, (200, 134), 28


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
            painted = finish(engine.answer(request))
            assert isinstance(painted, Stylized)
            row.append(cell(painted.rgb_hwc))
        rows.append(np.concatenate(row, 1))
    return np.concatenate(rows)


def presets() -> Image.Image:
    """The thumbnails of the styles that ship, each with its name below."""
    styles = [load_style(path) for path in sorted(PRESETS.glob("*.safetensors"))]
    wide, high = PRESET_SIZE
    rows = math.ceil(len(styles) / PRESET_COLUMNS)
    made = Image.new("RGB", (PRESET_COLUMNS * wide, rows * (high + NAME_PX)), "white")
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(14)
    for number, style in enumerate(styles):
        left, top = number % PRESET_COLUMNS * wide, number // PRESET_COLUMNS * (high + NAME_PX)
        assert style.thumbnail_rgb_hwc is not None
        thumbnail = Image.fromarray(style.thumbnail_rgb_hwc)
        thumbnail.thumbnail((wide - 6, high), Image.Resampling.LANCZOS)
        made.paste(thumbnail, (left + (wide - thumbnail.width) // 2, top + high - thumbnail.height))
        name = style.card.name.replace("_", " ").capitalize()
        draw.text((left + wide // 2, top + high + 5), name, "black", font, anchor="mt")
    return made


def main() -> None:
    """Writes one sheet for each engine, and one of the styles that ship."""
    parser = argparse.ArgumentParser(description="Makes the gallery of the documentation.")
    parser.add_argument("--long-side", type=int, default=480)
    both: tuple[EngineName, ...] = ("universal", "refine")
    parser.add_argument("--sheet", choices=(*both, "presets"), help="which one to make (default: all)")
    arguments = parser.parse_args()
    long_side_px, only = arguments.long_side, arguments.sheet
    IMAGES.mkdir(parents=True, exist_ok=True)
    if only in (None, "presets"):
        presets().save(IMAGES / "gallery_presets.jpg", quality=86, optimize=True)
    engine = Engine()
    with tempfile.TemporaryDirectory() as folder:
        photographs = []
        for name in PHOTOGRAPHS:
            path = Path(folder) / f"{name}.png"
            image = Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
            image.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS)
            image.save(path)
            photographs.append(path)
        for kind in (kind for kind in both if only in (None, kind)):
            picture = Image.fromarray(sheet(engine, photographs, kind, long_side_px))
            picture.save(IMAGES / f"gallery_{kind}.jpg", quality=86, optimize=True)


if __name__ == "__main__":
    main()
