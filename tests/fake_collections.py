"""Collections for tests: a coach, a game that goes wrong and is mended, and swatches of plain colours."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from models.collection_requests import (
    CheckCollection,
    CheckPairs,
    Imagine,
    Place,
    TimeTraining,
    TrainCollection,
)
from models.news import FileError, Metrics, News, Progress
from models.training_news import (
    CollectionReport,
    Doubt,
    Imagined,
    PairsReport,
    Sheet,
    SnapshotSaved,
    Trained,
    TrainingEvent,
    TrainingStatus,
    TrainingTime,
)
from models.training_requests import ShowCrops, way_back

TILE_PX = 8
MINUTES = {"few-shot": 40, "conditional": 50}  # of what can be measured
WRONG = 40  # the step at which an alarm begins


class FakeCollections:
    """`wishes` are those of the engine; "stop" ends a game, and "snapshot" its alarm."""

    def __init__(self, wishes: list[str]) -> None:
        self._wishes = wishes

    def answer(
        self, request: TrainCollection | CheckCollection | CheckPairs | TimeTraining | Imagine | ShowCrops
    ) -> Generator[News, None, Any]:
        match request:
            case CheckCollection(works):
                yield Progress(1, 2, "looking at the works")
                return self._report(works)
            case CheckPairs(works, photos):
                return PairsReport(2, ("2 pairs are found.", f"{(photos or works).name} has no partner."))
            case TimeTraining(task, count=count):
                minutes = MINUTES.get(task)
                return minutes and TrainingTime(count, 60.0 * minutes, f"It takes {minutes} minutes here.")
            case ShowCrops(rows=rows, columns=columns):
                colours = np.full((rows * 8, columns * 8, 3), 90, np.uint8)
                return Sheet(colours, tuple(map(float, range(rows))), tuple(map(float, range(columns))))
            case Imagine():
                return self._imagine(request)
            case TrainCollection():
                return (yield from self._train(request))

    def _report(self, works: Path) -> CollectionReport:
        files = sorted(works.rglob("*"))
        used = tuple(path for path in files if path.suffix == ".png")
        if not used:
            raise FileError(f"There is no folder of pictures at {works}. Check its name.")
        folders = sorted({path.parent.name for path in used if path.parent != works})
        labels = tuple((name, 5) for name in folders) or (("", len(used)),)
        first, last = used[0], used[-1]
        framed = Doubt(first, f"{first.name} has a frame or an even border.")
        twin = Doubt(last, f"{last.name} looks like {first.name}.", first)
        thumbnails = {path: np.full((90, 144, 3), 120, np.uint8) for path in (first, last)}
        unread = (
            Doubt(path, f"{path.name} cannot be read: it is no picture.")
            for path in files
            if path.suffix == ".txt"
        )
        suits = "conditional" if folders else "few-shot"
        return CollectionReport(
            used, (twin, framed, *unread), labels, (f"{len(used)} works.",), suits, thumbnails
        )

    def _imagine(self, request: Imagine) -> Imagined:
        """Each place has the colour that its shares say."""
        if "broken" in request.generator.name:
            raise FileError("broken.safetensors is damaged or is no generator of Impasto. Copy it again.")
        rows = -(-len(request.places) // request.columns)
        rgb_hwc = np.zeros((rows * TILE_PX, request.columns * TILE_PX, 3), np.uint8)
        for number, place in enumerate(request.places):
            top, left = (number // request.columns) * TILE_PX, (number % request.columns) * TILE_PX
            rgb_hwc[top : top + TILE_PX, left : left + TILE_PX] = colour_of(place)
        if request.path is not None:
            Image.fromarray(rgb_hwc).save(request.path)
        return Imagined(rgb_hwc, TILE_PX, request.path)

    def _train(self, request: TrainCollection) -> Generator[News, None, Trained]:
        yield TrainingEvent("Begun for tests.", 0, "begun")
        request.run.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (33 * 2, 32)).save(request.run / "nearest.jpg", comment="work: ink/3: wave.png")
        for step in range(1, 1_000):
            time.sleep(0.005)
            yield TrainingStatus(step, 1_000, step=step, elapsed_s=step * 0.005)
            if step % 10 == 0:
                row = {"loss": 2 / step, "opponent": 1.0, "ahead": 0.75, "kid": 0.02, "kid_spread": 0.01}
                yield Metrics(step, {**row, "rate": 0.001})
            if step == WRONG:
                yield TrainingEvent("What is made looks alike. Raise r1.", step, "alarm", "collapse")
            if "snapshot" in self._wishes:
                self._wishes.remove("snapshot")
                yield SnapshotSaved(request.run / "snapshots" / f"{step:07d}", step)
                yield TrainingEvent("The alarm about collapse is over.", step, "calm", "collapse")
            if "stop" in self._wishes:
                self._wishes.remove("stop")
                back = way_back(request.out) if "cycle" in request.recipe else None
                return Trained(request.run, request.out, step, step * 0.005, "stopped", back)
        return Trained(request.run, request.out, 1_000, 5.0, "finished")


def colour_of(place: Place) -> tuple[int, int, int]:
    """By the first three seeds."""
    shares = dict(place)
    red, green, blue = (round(255 * min(1.0, shares.get(seed, 0.0))) for seed in range(3))
    return red, green, blue
