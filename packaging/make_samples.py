"""Makes resources/samples: photographs that may be shared, and style pictures drawn by this file.

    python packaging/make_samples.py

The photographs are public-domain samples that scikit-image carries. The style pictures are ours: one small
scene, painted in strokes, tesserae, engraved lines and glass.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from models.atomic import write_bytes
from models.data.drawn_styles import drawn

SAMPLES = Path(__file__).parent.parent / "resources" / "samples"
PHOTOGRAPHS = {
    "coffee": "Coffee, by Rachel Michetti; public domain (CC0)",
    "cat": "Chelsea the cat, by Stéfan van der Walt; public domain (CC0)",
    "astronaut": "Eileen Collins, by NASA; public domain",
    "rocket": "Falcon 9 launch of DSCOVR, by SpaceX; public domain (CC0)",
}
SOURCES = {"coffee": "coffee", "cat": "chelsea", "astronaut": "astronaut", "rocket": "rocket"}

SHIPPED = ("swirls", "mosaic", "woodcut", "glass")

Rgb = NDArray[np.uint8]


def save(name: str, rgb_hwc: Rgb, quality: int) -> None:
    """Writes one JPEG, its long side at most 1,024 px."""
    image = Image.fromarray(rgb_hwc)
    image.thumbnail((1024, 1024), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    write_bytes(SAMPLES / f"{name}.jpg", buffer.getvalue())


def main() -> None:
    """Writes all samples, always the same."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    lines = ["# Samples", "", "| file | what it is |", "|---|---|"]
    for name, origin in PHOTOGRAPHS.items():
        save(f"photo_{name}", np.asarray(getattr(skimage.data, SOURCES[name])()), 90)
        lines.append(f"| photo_{name}.jpg | {origin}; from scikit-image's samples |")
    for name in SHIPPED:
        save(f"style_{name}", drawn(name), 88)
        lines.append(f"| style_{name}.jpg | drawn by models/data/drawn_styles.py; Apache-2.0 |")
    write_bytes(SAMPLES / "README.md", ("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
