"""What is seen is what is exported: the shipped universal engine, previews and exports of one photograph.

`pytest -s` prints the figures. Large photographs are made by enlarging a sample, with grain on top. A preview
of more than the working size (1024 pixels at brush 1) shows detail of its own: there the two differ by more.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.engine import Engine
from models.news import Exported, Stylized
from models.picture_file import read_picture, resize_rgb
from models.requests import Controls, Export, StyleChoice, Stylize
from models.stepping import finish

SAMPLES = Path(__file__).parent.parent.parent / "resources" / "samples"
MOST = 3.0  # of 255, on average: section 5.2 of the Stylize room
# photograph, preview, controls: below the working size of 1024, around it, and far above
CASES = [
    ((640, 480), 400, Controls()),
    ((1280, 960), 1024, Controls(strength=0.7)),
    ((1680, 1120), 640, Controls()),
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def photograph(path: Path, size: tuple[int, int]) -> Path:
    with Image.open(SAMPLES / "photo_cat.jpg") as sample:
        pixels = np.asarray(sample.convert("RGB").resize(size, Image.Resampling.LANCZOS)).astype(int)
    grain = np.random.default_rng(0).integers(-12, 13, pixels.shape)
    Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8)).save(path)
    return path


@pytest.mark.parametrize(("size", "preview_px", "controls"), CASES)
def test_a_downscaled_export_is_the_preview(
    engine: Engine, size: tuple[int, int], preview_px: int, controls: Controls, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "photo.png", size)
    styles = (StyleChoice("preset:mosaic"),)
    seen = finish(engine.answer(Stylize(photo, styles, controls, long_side_px=preview_px)))
    export = Export(tmp_path / "out.png")
    done = finish(engine.answer(Stylize(photo, styles, controls, export=export)))
    assert isinstance(seen, Stylized)
    assert isinstance(done, Exported)
    assert (done.width_px, done.height_px) == size
    height, width = seen.rgb_hwc.shape[:2]
    small = resize_rgb(read_picture(export.path).rgb_hwc, width, height)
    difference = np.abs(small.astype(int) - seen.rgb_hwc).mean()
    print(  # noqa: T201 - for whoever asks with -s
        f"\nphoto {size[0]}×{size[1]}, preview {width}×{height}: {difference:.2f}/255 "
        f"in {seen.seconds:.1f} s and {done.seconds:.1f} s"
    )
    assert difference <= MOST
    painted = np.abs(seen.rgb_hwc.astype(int) - resize_rgb(read_picture(photo).rgb_hwc, width, height)).mean()
    assert painted > 3 * MOST, "something was painted, or the comparison says nothing"
