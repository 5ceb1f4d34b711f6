"""How still Live paints, with its measures and without, beside MicroAST frame by frame where it is given."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.evaluation.bench import Rgb8
from models.evaluation.flicker import flicker
from models.live.painter import Painter
from models.live.sizes import working_size
from models.live.sources import FileSource
from models.live_requests import LiveSettings
from models.news import News, Progress
from models.picture_file import read_preview
from models.requests import StyleChoice

if TYPE_CHECKING:
    from models.live.looks import Looks

SIDE_PX = 480  # long side, as for the figures of others
CLIP_FRAMES, STILL_FRAMES = 40, 20
STILL_SIGMA = 3.0  # of 255: the noise of a sensor
STILL_PHOTO = Path(__file__).parent.parent.parent / "resources" / "samples" / "photo_cat.jpg"
CALMS = (0.0, 0.5, 1.0)

SCENE = "the scene itself"  # what it and the flow account for

PaintAll = Callable[[Sequence[Rgb8]], list[Rgb8]]


def steadiness(
    looks: Looks, clips: Sequence[Path], style: Path, microast: Path | None
) -> Generator[News, None, dict[str, Any]]:
    """By clip and by painter: the flicker of what was painted, and what the clip accounts for itself."""
    painters: dict[str, PaintAll] = {f"calm {calm:g}": live_painter(looks, style, calm) for calm in CALMS}
    if microast is not None:
        painters["MicroAST"] = microast_painter(microast, style)
    scenes: dict[str, Callable[[], list[Rgb8]]] = {path.name: partial(clip_frames, path) for path in clips}
    scenes[f"still, noise of {STILL_SIGMA:g}"] = still_frames
    rows: dict[str, Any] = {}
    total = float(len(scenes) * (len(painters) + 1))
    for name, read in scenes.items():
        frames = read()
        rows[name] = {}
        for painter, paint in painters.items():
            yield Progress(sum(map(len, rows.values())), total, f"{name}, {painter}")
            found = flicker(frames, paint(frames))
            rows[name] |= {painter: found.painted, SCENE: found.scene}
    return {"style": style.name, "long_side_px": SIDE_PX, "flicker": rows}


def live_painter(looks: Looks, style: Path, calm: float) -> PaintAll:
    look = looks.look(LiveSettings("", (StyleChoice(str(style)),)))

    def paint(frames: Sequence[Rgb8]) -> list[Rgb8]:
        painter, found = Painter(look), []
        for index, frame in enumerate(frames):
            height, width = frame.shape[:2]
            size = working_size(SIDE_PX, height, width)
            found.append(painter.paint(frame, size, (height, width), calm, index / 30).rgb_hwc)
        return found

    return paint


def microast_painter(folder: Path, style: Path) -> PaintAll:
    """Every frame for itself."""
    import torch

    from models.image import to_image, to_rgb8
    from models.networks.microast import load_microast

    network = load_microast(folder)
    rgb_hwc, _ = read_preview(style, 512)
    with torch.inference_mode():
        signals = network.signals(to_image(rgb_hwc))

    def paint(frames: Sequence[Rgb8]) -> list[Rgb8]:
        with torch.inference_mode():
            return [to_rgb8(network(to_image(frame), signals)) for frame in frames]

    return paint


def clip_frames(path: Path) -> list[Rgb8]:
    """The beginning of a clip, small."""
    import cv2

    with closing(FileSource(path)) as source:
        frames = [source.read() for _ in range(CLIP_FRAMES)]
    height, width = frames[0].shape[:2]
    factor = min(1.0, SIDE_PX / max(height, width))
    size = round(width * factor / 8) * 8, round(height * factor / 8) * 8
    return [np.asarray(cv2.resize(f, size, interpolation=cv2.INTER_AREA), np.uint8) for f in frames]


def still_frames() -> list[Rgb8]:
    """A camera that stands still: one picture, and another noise in each frame."""
    rgb_hwc, _ = read_preview(STILL_PHOTO, SIDE_PX)
    rgb_hwc = rgb_hwc[: rgb_hwc.shape[0] // 8 * 8, : rgb_hwc.shape[1] // 8 * 8]
    rng = np.random.default_rng(0)
    noisy = (rgb_hwc + rng.normal(0, STILL_SIGMA, rgb_hwc.shape) for _ in range(STILL_FRAMES))
    return [np.clip(frame, 0, 255).round().astype(np.uint8) for frame in noisy]
