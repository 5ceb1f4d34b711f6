"""Makes resources/styles: presets as style codes with thumbnails of our own output.

    python packaging/make_presets.py --paintings DIR [--list packaging/presets.json]

The list names each painting by its SHA-256, whatever it is called in DIR: {"name": …, "sha256": …,
"origin": "after Hokusai, The Great Wave", "licence": …}. Without paintings only what our own programs
draw is made.
No painting itself enters the repository: a preset is a code, a few hundred numbers at each of three scales,
and Gram matrices at three sizes for refine.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from models.checkpoints.style_file import StyleCard, StyleFile, save_style
from models.data.drawn_styles import DRAWN, drawn
from models.data.pictures import by_digest
from models.engine import Engine
from models.image import RgbArray, to_image
from models.picture_file import read_picture, read_preview, to_rgb8
from models.refine_targets import pack
from models.universal import CODE_SCALES

ROOT = Path(__file__).parent.parent
SAMPLES, PRESETS = ROOT / "resources" / "samples", ROOT / "resources" / "styles"
THUMBNAIL_PX = 256
PHOTOGRAPH = SAMPLES / "photo_cat.jpg"


def make(engine: Engine, rgb_hwc: RgbArray, card: StyleCard) -> None:
    """Codes, matrices, thumbnail and card of one picture."""
    universal = engine.universal()
    codes = np.concatenate([universal.code(rgb_hwc, scale) for scale in CODE_SCALES])
    photo, _ = read_preview(PHOTOGRAPH, THUMBNAIL_PX)
    thumbnail = universal.stylize_array(photo, universal.asked_for(photo, codes[1:2]))
    grams = pack(engine.refiner().network, [to_image(rgb_hwc)])
    save_style(PRESETS / f"{card.name}.safetensors", StyleFile(card, {"code": codes, **grams}, thumbnail))


def main() -> None:
    """All presets: those drawn by our own scripts, then those of a list."""
    parser = argparse.ArgumentParser(description="Makes the built-in style presets.")
    parser.add_argument("--paintings", type=Path)
    parser.add_argument("--list", type=Path, default=Path(__file__).parent / "presets.json")
    arguments = parser.parse_args()
    PRESETS.mkdir(parents=True, exist_ok=True)
    engine = Engine()
    recipe = {"weights": engine.weights_sha256, "loss_network_sha256": engine.loss_network_sha256}
    for name in DRAWN:
        origin = "Drawn by a program of Impasto's own"
        make(engine, drawn(name), StyleCard(name, "Impasto", "Apache-2.0", origin, recipe=recipe))
    if arguments.paintings is None:
        return
    entries = json.loads(arguments.list.read_text(encoding="utf-8"))
    paintings = by_digest(arguments.paintings)
    if missing := [entry["name"] for entry in entries if entry["sha256"] not in paintings]:
        raise SystemExit(f"There is no picture in {arguments.paintings} for: {', '.join(missing)}.")
    for entry in entries:
        digest = entry["sha256"]
        card = StyleCard(
            entry["name"], "Impasto", entry["licence"], entry["origin"], recipe=recipe, hashes=(digest,)
        )
        make(engine, to_rgb8(read_picture(paintings[digest]).rgb_hwc), card)


if __name__ == "__main__":
    main()
