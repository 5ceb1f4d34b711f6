"""Steps per second of a training beside a plain PyTorch loop of the same network, losses and optimiser.

    python tests/benchmarks/bench_training.py [--minutes 3] [--photos DIR] [--style PICTURE]

Both take turns of a few steps in one process, so that whatever else the machine does slows both alike. All
that the training does beside its steps counts: averages, news, curves, checkpoints, samples, styles. The
plain loop has none of it. Prints one JSON object; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.data.pictures import PictureFolder
from models.engine import Engine
from models.news import News
from models.training.loop import Training
from models.training.muon import Muon
from models.training.personal import PersonalTask
from models.training.personal_recipe import PersonalRecipe
from models.training.prepare import style_of
from models.training.processor import prepare_processor
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.steering import Steering
from models.training_news import TrainingStatus
from models.training_requests import StylePicture, TrainStyle

SAMPLES = Path(__file__).parent.parent.parent / "resources" / "samples"
TURN = 8  # steps before it is the other's turn


def plain_steps(task: PersonalTask, recipe: PersonalRecipe) -> Iterator[None]:
    """What anybody would write."""
    learning = [p for p in task.network.parameters() if p.requires_grad]
    optimizer, rng = Muon(learning, lr=recipe.schedule.learning_rate), torch.Generator().manual_seed(0)
    while True:
        optimizer.zero_grad(set_to_none=True)
        losses = task.losses(0.0, rng)
        torch.autograd.backward(losses["loss"])
        nn.utils.clip_grad_norm_(task.network.parameters(), recipe.schedule.clip_norm)
        optimizer.step()
        yield


def our_steps(news: Iterator[News]) -> Iterator[None]:
    """The training, and all it does between two steps."""
    for one in news:
        if isinstance(one, TrainingStatus):
            yield


def turn(steps: Iterator[None]) -> float:
    """Seconds for a turn."""
    begun = time.perf_counter()
    for _ in range(TURN):
        next(steps)
    return time.perf_counter() - begun


def photos_of(folder: Path | None, place: Path) -> PictureFolder:
    if folder is None:
        for photo in SAMPLES.glob("photo_*.jpg"):
            shutil.copy(photo, place)
    return PictureFolder(folder or place)


def measure(arguments: argparse.Namespace, place: Path) -> dict[str, Any]:
    (place / "photos").mkdir()
    prepare_processor(None)
    engine = Engine("cpu")
    pictures = (StylePicture(arguments.style),)
    request = TrainStyle(pictures, place, place / "run", place / "style.safetensors")
    schedule = Schedule(**{**PersonalRecipe().schedule.__dict__, "minutes": None})
    recipe = PersonalRecipe(schedule=schedule)
    photos = photos_of(arguments.photos, place / "photos")

    def task() -> PersonalTask:
        base = engine.universal().stylist
        return PersonalTask(photos, style_of(engine, request), base, engine.judge(), recipe)

    training = Training(task(), schedule, RunFolder(place / "run"), Steering())
    work = training.work({}, False)
    ours, plain = our_steps(work), plain_steps(task(), recipe)
    turn(ours), turn(plain)  # both have made their plans and taken their memory
    spent = {"ours": 0.0, "plain": 0.0}
    turns = 0
    until = time.monotonic() + 60 * arguments.minutes
    while time.monotonic() < until:
        order = (("ours", ours), ("plain", plain))
        for name, steps in order if turns % 2 else reversed(order):
            spent[name] += turn(steps)
        turns += 1
    work.close()
    return {
        "steps_each": turns * TURN,
        "ours_steps_per_s": round(turns * TURN / spent["ours"], 3),
        "plain_steps_per_s": round(turns * TURN / spent["plain"], 3),
        "ratio": round(spent["plain"] / spent["ours"], 3),
        "size_px": recipe.size_px,
        "batch": recipe.batch,
        "threads": torch.get_num_threads(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--style", type=Path, default=SAMPLES / "style_mosaic.jpg")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="impasto-bench-") as place:
        sys.stdout.write(json.dumps(measure(arguments, Path(place)), indent=1) + "\n")


if __name__ == "__main__":
    main()
