"""A scriptable engine for tests; it lives in the engine process, where the name of the photo says what to do.

    steps-COUNT-MS   that many steps with a preview each, every one taking so long
    segv, exit, hang, busy, deaf, raise, user-error, memory, device, unpicklable

Any other photo is a file: it is read, and stylizing inverts it, where the first style's mask is white.
Selecting gives the left half.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.collection_requests import (
    CheckCollection,
    CheckPairs,
    Imagine,
    TimeTraining,
    TrainCollection,
)
from models.judging_requests import MeasureFolders, MeasurePairs, WriteJudgement
from models.live_requests import (
    ChangeLive,
    HearLiveEnd,
    ListMicrophones,
    PrepareLive,
    StartLive,
    TakePhoto,
    TakeSnapshot,
)
from models.news import (
    Crop,
    EngineReady,
    Exported,
    FileError,
    GreyPicture,
    Metrics,
    News,
    Notice,
    OpenedPicture,
    OpenedStyle,
    Preview,
    Progress,
    Stylized,
    UserError,
)
from models.recipe import recipe_in
from models.requests import (
    ListStyles,
    LookAway,
    OpenMask,
    OpenPicture,
    OpenStyle,
    RenderCrop,
    Request,
    SelectRegion,
    Stylize,
    WarmUp,
)
from models.training_news import (
    Ending,
    LeftOut,
    PhotosReport,
    RunHistory,
    RunSummary,
    SnapshotSaved,
    StyleSaved,
    Trained,
    TrainingEvent,
    TrainingStatus,
)
from models.training_requests import (
    CheckPhotos,
    ListRuns,
    OpenRun,
    ResumeTraining,
    ShowCrops,
    SteerTraining,
    TrainStyle,
)
from tests.fake_collections import FakeCollections
from tests.fake_live import FakeLive

ENDINGS: dict[str, Ending] = {"stop": "stopped", "pause": "paused"}
FACTORY = "tests.fakes:FakeEngine"
PRESETS = ("ink", "meadow", "ember")


@dataclass(frozen=True)
class Facts:
    """What the engine process knows of itself, returned by the photo "facts"."""

    pid: int
    modules: frozenset[str]
    omp_wait_policy: str
    thread: str


def read(path: Path, long_side_px: int | None) -> NDArray[np.uint8]:
    try:
        with Image.open(path) as picture:
            colors = picture.convert("RGB")
            if long_side_px:
                colors.thumbnail((long_side_px, long_side_px))
            return np.asarray(colors)
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read as a picture. Choose another file.") from error


def read_grey(path: Path, width_px: int, height_px: int) -> NDArray[np.uint8]:
    try:
        with Image.open(path) as picture:
            return np.array(picture.convert("L").resize((width_px, height_px)))
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read as a picture. Choose another file.") from error


def painted(photo: NDArray[np.uint8], mask: Path | None) -> NDArray[np.uint8]:
    if mask is None:
        return 255 - photo
    share = read_grey(mask, photo.shape[1], photo.shape[0])[..., None] / 255
    return np.rint(photo * (1 - share) + (255 - photo) * share).astype(np.uint8)


def told_of(run: Path) -> dict[str, Any]:
    """What the config.json of a run that tests have made says of it: its name, its task."""
    try:
        told: dict[str, Any] = json.loads((run / "config.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return told


def hold_the_gil(seconds: int) -> None:
    ctypes.PyDLL(None).sleep(seconds)


def compute_in_silence(seconds: int) -> None:
    """The processor is used and nothing can be heard, as in a native step on something very large."""
    work = (hashlib.pbkdf2_hmac, ("sha256", b"", b"", 2_000_000_000))  # minutes, beside the interpreter
    threading.Thread(target=work[0], args=work[1], daemon=True).start()
    hold_the_gil(seconds)


def act(script: str) -> None:
    match script:
        case "segv":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "hang":
            hold_the_gil(60)
        case "busy":
            compute_in_silence(3)
        case "deaf":
            time.sleep(60)
        case "raise":
            raise ZeroDivisionError("nobody expected this")
        case "user-error":
            raise UserError("This photo is too small. Choose one of at least 16 pixels.")
        case "memory":
            raise MemoryError
        case "device":
            raise RuntimeError("CUDA error: an illegal memory access was encountered")


class FakeEngine:
    """`wishes` are what a training was asked for; "stop" and "pause" end it."""

    def __init__(self) -> None:
        self.wishes: list[str] = []
        self._live = FakeLive()
        self._collections = FakeCollections(self.wishes)

    @cached_property
    def _judging(self) -> Any:
        from models.evaluation.service import Judging

        return Judging()

    def _train(self, request: TrainStyle) -> Generator[News, None, Trained]:
        if request.name == "segv":
            act("segv")
        if request.name == "refused":
            raise UserError("These photographs are refused.")
        for _ in range(1_000 if request.name == "slow" else 0):
            time.sleep(0.01)
            yield Progress(0, 1, "looking at the photographs")
        yield TrainingEvent("Begun for tests.", 0, "begun")
        for step in range(1, 1_000):
            time.sleep(0.005)
            if step == 20 and request.name.startswith("mortal"):
                request.run.mkdir(parents=True, exist_ok=True)
                while not (request.run / "may fall").exists():  # what the test asks for first is not lost
                    time.sleep(0.005)
                    yield TrainingStatus(step, 1_000, step=step, elapsed_s=step * 0.005)
                (request.run / "checkpoint.pt").write_text(request.name if "always" in request.name else "")
                act("segv")
            yield TrainingStatus(step, 1_000, step=step, elapsed_s=step * 0.005)
            if step % 10 == 0:
                yield Metrics(step, {"loss": 2 / step, "style": 1 / step, "rate": 0.001})
            if "snapshot" in self.wishes:
                self.wishes.remove("snapshot")
                if request.name == "full disk":
                    yield TrainingEvent("There is no room for a snapshot.", step, "disk")
                    continue
                yield StyleSaved(request.run / "style.safetensors", step)
                yield SnapshotSaved(request.run / "snapshots" / f"{step:07d}", step)
            if ending := next((wish for wish in self.wishes if wish in ENDINGS), None):
                self.wishes.remove(ending)
                return Trained(request.run, request.style, step, step * 0.005, ENDINGS[ending])
        return Trained(request.run, request.style, 1_000, 5.0, "finished")

    def _history(self, run: Path) -> RunHistory:
        if not (told := told_of(run)):
            raise FileError(f"There is no run in {run}: it has no config.json.")
        task = told.get("task", "")
        step, phase = told.get("step", 5), told.get("phase", "paused")
        summary = RunSummary(run, told["name"], phase, step, 60.0, "style", task=task)
        result = run.with_suffix(".safetensors")
        request: object = TrainStyle((), run.parent, run, result, name=told["name"])
        if task:
            request = TrainCollection(task, run.parent, run, result, name=told["name"])
        rows = tuple({"step": row, "seconds": row * 0.1, "loss": 1 / row} for row in range(1, step + 1))
        return RunHistory(
            summary, rows if "phase" in told else (), (), (), None if told.get("ships") else request
        )

    def _check(self, folder: Path) -> Generator[News, None, PhotosReport]:
        if not folder.is_dir():
            raise FileError(f"There is no folder {folder}. Check its name.")
        files = sorted(folder.iterdir())
        for done in range(1_000 if folder.name == "endless" else 0):
            time.sleep(0.02)
            yield Progress(done, 1_000, "looking at the photographs")
        used = tuple(path for path in files if path.suffix == ".png")
        reasons = [LeftOut(path, "unreadable", f"{path.name} cannot be read") for path in files]
        return PhotosReport(used, tuple(one for one in reasons if one.path not in used), "More is better.")

    def answer(self, request: Request) -> Generator[News, None, Any]:
        match request:
            case WarmUp():
                yield Progress(1, 1, "Warming up")
                return EngineReady("CPU", "fake", "made for tests")
            case OpenPicture(path, preview_px):
                yield Progress(1, 2, "Reading")
                return self._open(path, preview_px)
            case OpenStyle(source, thumbnail_px):
                yield Progress(1, 2, "Reading")
                is_foreign, picture = source.endswith(".pth"), read(Path(source), thumbnail_px)
                return OpenedStyle(source, Path(source).stem, "foreign" if is_foreign else "picture", picture)
            case OpenMask(path, width_px, height_px):
                return GreyPicture(read_grey(path, width_px, height_px))
            case SelectRegion(width_px=width_px, height_px=height_px):
                yield Progress(1, 2, "Selecting")
                half = np.zeros((height_px, width_px), np.uint8)
                half[:, : width_px // 2] = 255
                return GreyPicture(half)
            case ListStyles(thumbnail_px):
                return self._presets(thumbnail_px)
            case LookAway():
                return None
            case RenderCrop():
                return (yield from self._crop(request))
            case Stylize():
                return (yield from self._stylize(request))
            case TrainStyle():
                return (yield from self._train(request))
            case (
                TrainCollection()
                | CheckCollection()
                | CheckPairs()
                | TimeTraining()
                | Imagine()
                | ShowCrops()
            ):
                return (yield from self._collections.answer(request))
            case ResumeTraining(run):
                kept = run / "checkpoint.pt"
                name = kept.read_text() if kept.is_file() else ""
                return (
                    yield from self._train(TrainStyle((), run, run, run / "style.safetensors", name=name))
                )
            case CheckPhotos(folder):
                return (yield from self._check(folder))
            case OpenRun(run):
                return self._history(run)
            case ListRuns(folder):
                found = sorted(folder.iterdir()) if folder.is_dir() else []
                return tuple(self._history(run).summary for run in found if "name" in told_of(run))
            case SteerTraining():
                self.wishes.append(request.wish)
                return None
            case PrepareLive():
                return None
            case StartLive():
                return (yield from self._live.run(request))
            case ChangeLive(settings):
                self._live.settings = settings
                return None
            case HearLiveEnd():
                return self._live.end
            case ListMicrophones():
                return "Desk Mic", "Headset"
            case MeasurePairs() | MeasureFolders() | WriteJudgement():
                return (yield from self._judging.answer(request))  # measuring is quick enough to be real
            case TakePhoto(camera, path):
                if "Deaf" in camera:
                    raise UserError("Deaf Cam gives no more pictures. Is it still plugged in?")
                Image.new("RGB", (64, 36)).save(path)
                return None
            case TakeSnapshot(path):
                Image.new("RGB", (64, 36)).save(path)
                return Exported(path, 64, 36, 0.1)
        raise UserError("This is not known here.")

    def _open(self, path: Path, preview_px: int) -> OpenedPicture:
        rgb_hwc = read(path, preview_px)
        with Image.open(path) as picture:
            width_px, height_px = picture.size
            recipe = recipe_in(picture.info.get("xmp"))
        return OpenedPicture(path, rgb_hwc, width_px, height_px, 8, False, "PNG", recipe=recipe)

    def _presets(self, thumbnail_px: int) -> tuple[OpenedStyle, ...]:
        return tuple(
            OpenedStyle(
                f"preset:{name}",
                name,
                "preset",
                np.full((thumbnail_px, thumbnail_px, 3), tone, np.uint8),
                "Public domain",
                f"After A. Painter, {name.capitalize()}",
            )
            for name, tone in zip(PRESETS, (40, 120, 200), strict=True)
        )

    def _stylize(self, request: Stylize) -> Generator[News, None, Any]:
        script = request.photo.name
        if script == "facts":
            return Facts(
                os.getpid(), frozenset(sys.modules), os.environ.get("OMP_WAIT_POLICY", ""), sys.executable
            )
        if script == "unpicklable":
            yield cast("News", lambda: None)  # a fault of the engine, hence outside the contract
            return lambda: None
        if script.startswith("steps-"):
            return (yield from self._steps(script))
        act(script)
        if script == "busy":
            return script
        begun = request.refine.begun
        if begun is not None:  # what refining came to before stays
            rgb_hwc = read(begun, None)
            side_px = request.long_side_px or max(Image.open(request.photo).size)
            factor = side_px / max(rgb_hwc.shape[:2])
            if factor > 1:
                size = round(rgb_hwc.shape[1] * factor), round(rgb_hwc.shape[0] * factor)
                rgb_hwc = np.array(Image.fromarray(rgb_hwc).resize(size))
        else:
            rgb_hwc = painted(read(request.photo, request.long_side_px), request.styles[0].mask)
        steps = 20 if request.engine == "refine" and begun is None else 2
        for step in range(steps):
            time.sleep(0.02)
            yield Progress(step + 1, steps, "Painting", (steps - step) * 0.02)
            if request.engine == "refine" and begun is None:
                rgb_hwc = np.maximum(rgb_hwc, step + 1)  # not one preview like another
                yield Preview(rgb_hwc, step)
        if request.export is None:
            return Stylized(rgb_hwc, 0.04, "fake")
        yield Notice("Made for tests.")
        if not request.export.path.parent.is_dir():
            raise FileError("This folder is not there. Choose another.")
        Image.fromarray(rgb_hwc).save(request.export.path)
        return Exported(request.export.path, rgb_hwc.shape[1], rgb_hwc.shape[0], 0.1)

    def _crop(self, request: RenderCrop) -> Generator[News, None, Crop]:
        yield Progress(1, 2, "Looking")
        asked = request.picture
        rgb_hwc = read(asked.photo, asked.long_side_px)
        if asked.controls.strength > 0:
            rgb_hwc = painted(rgb_hwc, asked.styles[0].mask)
        left, top = request.left_px, request.top_px
        part = rgb_hwc[top : top + request.height_px, left : left + request.width_px]
        return Crop(np.ascontiguousarray(part), left, top, rgb_hwc.shape[1], rgb_hwc.shape[0])

    def _steps(self, script: str) -> Generator[News, None, Any]:
        _, count, ms = script.split("-")
        for step in range(int(count)):
            time.sleep(int(ms) / 1000)
            yield Progress(step + 1, int(count))
            yield Preview(np.full((4, 4, 3), step % 256, np.uint8), step)
        return int(count)
