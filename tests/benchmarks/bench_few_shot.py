"""Few-shot from the universal network beside the same training from nothing: style by steps, and a picture.

    python tests/benchmarks/bench_few_shot.py WORKS PHOTOS [--steps 1000] [--keep DIR] [--plot PNG]

WORKS is a folder of one hand's works, PHOTOS what is painted. Both trainings learn everything (depth full)
under the same judges before the same discriminator; one begins with the shipped weights and takes a fifth of
the steps, the other from nothing. At doubling numbers of steps the averaged weights are kept, in DIR as style
files, and paint the sample photographs after some of the works, each by its own code; printed is the median
share of the gap to that work that they close, by the loss network that ships. It takes part in both
trainings: for a stranger's verdict score the files of DIR.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from models.checkpoints.style_file import load_style
from models.collection_requests import TrainCollection
from models.engine import Engine
from models.evaluation.features import Eye
from models.evaluation.pairs import score, see_photo, see_style
from models.image import to_image
from models.picture_file import read_preview
from models.stepping import finish
from models.training.collection import prepared
from models.training.loop import Training
from models.training.run_folder import RunFolder
from models.training.steering import Steering
from models.training_news import SnapshotSaved, TrainingStatus

SAMPLES = Path(__file__).parent.parent.parent / "resources" / "samples"
PHOTO_PX = 384
LOOKED_AT = 4
SHARE = 5  # the training from the universal network has so many times fewer steps
PLOT = 720, 400, 46  # width, height, margin
PAPER, INK, GRID = (255, 255, 255), (40, 44, 52), (222, 226, 232)
COLOURS = {"universal": (20, 110, 180), "nothing": (200, 100, 20)}

Rgb8 = NDArray[np.uint8]
Curve = list[tuple[int, float]]


def doubling(last: int) -> list[int]:
    """1, 2, 4, … and the last step, which none of them comes close to."""
    powers = [2**n for n in range(last.bit_length()) if 2**n < 0.7 * last]
    return [*powers, last]


def kept(engine: Engine, request: TrainCollection, steps: int) -> Iterator[tuple[int, Path]]:
    """Trains, and gives the style at doubling numbers of steps."""
    task = finish(prepared(engine, request, None, engine.device.torch_device)).task
    schedule = replace(task.recipe.schedule, steps=steps, minutes=None)
    wanted, steering = doubling(steps), Steering()
    training = Training(task, schedule, RunFolder(request.run), steering)
    for news in training.work({}, False):
        if isinstance(news, TrainingStatus) and news.step >= wanted[0] and len(wanted) > 1:
            wanted.pop(0)
            steering.snapshot = True
        if isinstance(news, SnapshotSaved):
            yield news.step, news.path / "style.safetensors"
    yield steps, request.out


def gap(engine: Engine, eye: Eye, style: Path, works: Sequence[Rgb8]) -> float:
    """Median over the sample photographs and the works."""
    painter, universal, found = engine.adapted(style, load_style(style)), engine.universal(), []
    for work in works:
        code, wanted = universal.code(work), see_style(eye, to_image(work))
        for photo in sorted(SAMPLES.glob("photo_*.jpg")):
            rgb_hwc, _ = read_preview(photo, PHOTO_PX)
            out = to_image(painter.stylize_array(rgb_hwc, code))
            seen = see_photo(eye, to_image(rgb_hwc), (out.shape[2], out.shape[3]))
            found.append(score(eye, out, seen, wanted).gap or 0.0)
    return statistics.median(found)


def plot(curves: dict[str, Curve], path: Path) -> None:
    """Gap by steps, these on a logarithmic scale."""
    width, height, margin = PLOT
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    last = max(step for curve in curves.values() for step, _ in curve)

    def place(step: int, value: float) -> tuple[float, float]:
        x = margin + (width - 2 * margin) * np.log2(step) / np.log2(last)
        return float(x), margin + (height - 2 * margin) * (1 - max(0.0, value))

    for tenth in range(0, 11, 2):
        draw.line([place(1, tenth / 10), place(last, tenth / 10)], GRID)
        draw.text((8, place(1, tenth / 10)[1] - 6), f"{tenth * 10} %", INK)
    for step in doubling(last):
        draw.text((place(step, 0)[0] - 6, height - margin + 8), str(step), INK)
    draw.text((margin, 10), "share of the style gap closed, by steps", INK)
    for row, (name, curve) in enumerate(curves.items()):
        points = [place(step, value) for step, value in curve]
        draw.line(points, COLOURS[name], 3)
        for x, y in points:
            draw.ellipse((x - 4, y - 4, x + 4, y + 4), COLOURS[name])
        draw.text((width - 2 * margin - 90, height - margin - 40 + 16 * row), f"from {name}", COLOURS[name])
    picture.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("works", "photos"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--recipe", default="{}", help="JSON with parts of the recipe of both")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    engine, eye = Engine("cpu"), Eye()
    files = sorted(arguments.works.iterdir())
    looked_at = [read_preview(path, 512)[0] for path in files[:: -(-len(files) // LOOKED_AT)]]
    curves: dict[str, Curve] = {}
    with tempfile.TemporaryDirectory(prefix="impasto-bench-") as place:
        keep = arguments.keep or Path(place)
        for name, steps in (("universal", max(2, arguments.steps // SHARE)), ("nothing", arguments.steps)):
            recipe = {"depth": "full", "fresh": name == "nothing", **json.loads(arguments.recipe)}
            run, out = keep / name, keep / f"{name}.safetensors"
            request = TrainCollection(
                "few-shot", arguments.works, run, out, arguments.photos, recipe=json.dumps(recipe)
            )
            curves[name] = []
            for step, style in kept(engine, request, steps):
                curves[name].append((step, gap(engine, eye, style, looked_at)))
                sys.stdout.write(f"from {name:9} {step:6} steps  gap {curves[name][-1][1]:.3f}\n")
                sys.stdout.flush()
    if arguments.plot:
        plot(curves, arguments.plot)


if __name__ == "__main__":
    main()
