"""Speed and memory of the universal engine, beside the published fast-neural-style network in the same run.

Each measurement has a fresh process of its own, so that neither memory nor warm caches of another count.
There the two variants take turns; processor time and wall time are taken of each, and the ratio of each pair.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.diagnosis import processor_name
from models.news import News, Progress, UserError
from models.stepping import finish

LARGE = {"1080p": (1920, 1080), "24 MP": (6000, 4000)}

# Idle threads sleep: spinning ones would be counted as work, mostly to torch's disadvantage.
CHILD_ENVIRONMENT = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}

Rgb8 = NDArray[np.uint8]


def bench(sizes: Sequence[int], rounds: int, large: bool = True) -> Generator[News, None, dict[str, Any]]:
    """Measures squares of `sizes` pixels in `rounds` turns, then large exports; returns plain data."""
    turns = len(sizes) * (rounds + 1)
    total = float(turns + (len(LARGE) * 4 if large else 0))
    squares, done = [], 0.0
    for size in sizes:
        result: dict[str, Any] = {}
        for line in _child("square", str(size), str(rounds)):
            done += "round" in line
            result = line.get("result", result)
            yield Progress(done, total, f"{size}×{size}")
        squares.append(result)
    rows = []
    for name, (width, height) in LARGE.items() if large else ():
        yield Progress(done, total, name)
        rows.append({"name": name, **measure_large(width, height)})
        done += 4
    return {
        "machine": processor_name(),
        "cores": os.cpu_count(),
        "runtime": squares[0]["runtime"] if squares else "",
        "squares": squares,
        "large": rows,
    }


def bench_live(rounds: int, microast: Path | None) -> Generator[News, None, dict[str, Any]]:
    """Live at its sizes, in a process of its own; returns plain data."""
    result: dict[str, Any] = {}
    total, done = 4.0 * (rounds + 1) + 8, 0.0  # four sizes, and each as a film twice
    for line in _child("live", str(rounds), *([] if microast is None else [str(microast)])):
        done += "round" in line
        result = line.get("result", result)
        yield Progress(done, total, "live")
    return {"machine": processor_name(), "cores": os.cpu_count(), **result}


def measure_large(width_px: int, height_px: int) -> dict[str, Any]:
    """One export of a picture of that size, from file to file, in a fresh process."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        for name, size in (("photo", (width_px, height_px)), ("style", (512, 512))):
            Image.fromarray(made_up_picture(*size)).save(Path(folder) / f"{name}.jpg", quality=92)
        results = [line["result"] for line in _child("large", folder) if "result" in line]
    return {"width_px": width_px, "height_px": height_px, **results[-1]}


def made_up_picture(width_px: int, height_px: int, seed: int = 0) -> Rgb8:
    """Soft patches with fine grain, `rgb_hwc`: neither flat nor pure noise, which codecs are not made for."""
    import cv2

    rng = np.random.default_rng(seed)
    patches = rng.integers(0, 256, (9, 13, 3), np.uint8)
    picture = cv2.resize(patches, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    grain = rng.integers(0, 16, (256, 256, 3), np.uint8)
    tiled = np.tile(grain, (-(-height_px // 256), -(-width_px // 256), 1))[:height_px, :width_px]
    return np.asarray(cv2.add(picture, tiled), np.uint8)


def _child(*arguments: str) -> Generator[dict[str, Any], None, None]:
    """Runs this module in a fresh process and yields the JSON objects it prints."""
    command = [sys.executable, "-m", "models.evaluation.bench", *arguments]
    environment = {**os.environ, **CHILD_ENVIRONMENT}
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as child,
    ):
        assert child.stdout is not None
        try:
            for line in child.stdout:
                yield json.loads(line)
            if child.wait() != 0:
                errors.seek(0)
                raise UserError(f"The measurement {' '.join(arguments)} failed:\n{errors.read()[-2000:]}")
        finally:
            if child.poll() is None:
                child.kill()


# --- in the fresh process


def measure_square(size_px: int, rounds: int) -> dict[str, Any]:
    """Both variants on one picture of `size_px`², array in to array out, style code cached."""
    from models.engine import Engine

    universal = Engine().universal()
    picture = made_up_picture(size_px, size_px)
    code = universal.code(made_up_picture(512, 512, seed=1))
    published = published_network()

    def impasto() -> None:
        universal.stylize_array(picture, code, 1.0)

    turns: list[tuple[float, ...]] = []
    for turn in range(rounds + 1):
        both = (*timed(impasto), *timed(lambda: published(picture)))
        if turn:  # the first turn compiles and fills caches
            turns.append(both)
        emit({"round": turn})
    ours_wall, ours_cpu, their_wall, their_cpu = (
        statistics.median(column) for column in zip(*turns, strict=True)
    )
    return {
        "size_px": size_px,
        "rounds": rounds,
        "runtime": universal.runtime.name,
        "impasto": {"wall_ms": ours_wall * 1000, "cpu_ms": ours_cpu * 1000},
        "published": {"wall_ms": their_wall * 1000, "cpu_ms": their_cpu * 1000},
        "wall_ratio": statistics.median(t[2] / t[0] for t in turns),
        "cpu_ratio": statistics.median(t[3] / t[1] for t in turns),
    }


def published_network() -> Callable[[Rgb8], Rgb8]:
    """The published layout as anyone would run it, in eager float32; weights do not change its speed."""
    import torch

    from models.networks.transformer_net import TransformerNet

    network = TransformerNet().eval()

    @torch.inference_mode()
    def stylize(rgb_hwc: Rgb8) -> Rgb8:
        image = torch.from_numpy(rgb_hwc).permute(2, 0, 1)[None].float()
        out = network(image).clamp(0, 255)[0].permute(1, 2, 0)
        return np.asarray(out.to(torch.uint8).contiguous().numpy())

    return stylize


def timed(work: Callable[[], Rgb8 | None]) -> tuple[float, float]:
    """Wall time and processor time of all threads, in seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def export_large(folder: Path) -> dict[str, Any]:
    """Stylizes photo.jpg of `folder` as a user would; times and peak memory of this whole process."""
    from models.engine import Engine
    from models.requests import Export, StyleChoice, Stylize

    style = StyleChoice(str(folder / "style.jpg"))
    request = Stylize(folder / "photo.jpg", (style,), export=Export(folder / "out.jpg"))
    wall, cpu = time.perf_counter(), time.process_time()
    finish(Engine().answer(request))
    spent = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    return {**spent, "peak_mb": peak_resident_mb()}


def peak_resident_mb() -> float:
    """The most memory this process ever had resident, in MB of 10⁶ bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would also count what the parent had when it started us
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    import psutil

    memory = psutil.Process().memory_info()
    return float(getattr(memory, "peak_wset", memory.rss)) / 1e6


def emit(message: dict[str, Any]) -> None:
    """A JSON object on a line of standard output."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def child_main(arguments: Sequence[str]) -> None:
    """What the fresh process does."""
    if arguments[0] == "live":
        from models.evaluation.live_bench import measure_live

        microast = Path(arguments[2]) if len(arguments) > 2 else None
        emit({"result": measure_live(int(arguments[1]), microast)})
    elif arguments[0] == "square":
        emit({"result": measure_square(int(arguments[1]), int(arguments[2]))})
    else:
        emit({"result": export_large(Path(arguments[1]))})


if __name__ == "__main__":
    child_main(sys.argv[1:])
