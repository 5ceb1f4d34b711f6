"""Speed of Live beside the published fast-neural-style network and MicroAST, taking turns in one process.

The network alone is timed at each whole size: a frame as bytes in, painted bytes out. Then the whole of a
frame, at the working size that Live begins with. Then films of each size are played, alone and beside a busy
program. Last, how long a frame takes to the window.
"""

from __future__ import annotations

import pickle
import statistics
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from models.evaluation.bench import Rgb8, emit, made_up_picture, published_network, timed
from models.evaluation.live_play import PLAYED_S, SETTLED_S, busy_neighbour, play, write_film
from models.live.looks import Look, Looks
from models.live.painter import Painter
from models.live.sizes import working_size
from models.live_frames import FrameRing
from models.live_requests import LiveFrame, LiveSettings
from models.requests import StyleChoice

SIZES = ((256, 256), (512, 288), (960, 540), (1280, 720))
WORKING_PX = 256  # with which Live begins where floor and ceiling are as they come
HANDED_OVER = 50
STYLE = Path(__file__).parent.parent.parent / "resources" / "samples" / "style_swirls.jpg"


def measure_live(rounds: int, microast: Path | None) -> dict[str, Any]:
    """The whole report, in a process that does nothing else."""
    from models.engine import Engine

    engine = Engine(None)
    looks = Looks(engine)
    look = looks.look(LiveSettings("", (StyleChoice(str(STYLE)),)))
    fine = looks.look(LiveSettings("", (StyleChoice(str(STYLE)),), is_fine=True))
    others = {"published": published_network(), "fine": _fine(fine)}
    if microast is not None:
        others["microast"] = microast_network(microast)
    rows = [measure_size(look, width, height, rounds, others) for width, height in SIZES]
    return {
        "runtime": engine.device.reason,
        "precision": look.network.precision,
        "sizes": rows,
        "played": measure_films(looks),
        "seam": measure_seam(1280, 720),
    }


def measure_films(looks: Looks) -> list[dict[str, Any]]:
    """A film of each size, alone and beside a program that wants a core all the time."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (width, height) in enumerate(SIZES):
            film = Path(folder) / f"{number}.mp4"
            write_film(film, width, height)
            settings = LiveSettings(str(film), (StyleChoice(str(STYLE)),))
            row: dict[str, Any] = {"width_px": width, "height_px": height}
            for name, is_busy in (("alone", False), ("beside", True)):
                with busy_neighbour(is_busy):
                    row[name] = asdict(play(looks, settings, SETTLED_S, PLAYED_S))
                emit({"round": number})
            rows.append(row | {"share_beside": row["beside"]["fps"] / row["alone"]["fps"]})
    return rows


def measure_size(
    look: Look, width: int, height: int, rounds: int, others: Mapping[str, Callable[[Rgb8], Rgb8]]
) -> dict[str, Any]:
    """Medians of milliseconds, by the clock and of processor time, and ratios to the network of Live."""
    frame = made_up_picture(width, height)
    painter, network = Painter(look), look.network
    working = working_size(WORKING_PX, height, width)
    inputs = painter.inputs_for(frame)
    rest: list[float] = []

    def whole() -> None:
        stages = painter.paint(frame, working, (height, width), 0.5, 0.0).stages_ms
        rest.append(sum(ms for stage, ms in stages.items() if stage != "network"))

    works: dict[str, Callable[[], Any]] = {
        "network": lambda: network.paint(frame, *inputs, network.blank(), 1.0),
        "whole": whole,
    }
    for name, other in others.items():
        works[name] = partial(other, frame)
    turns: list[dict[str, tuple[float, float]]] = []
    for turn in range(rounds + 1):
        times = {name: timed(work) for name, work in works.items()}
        if turn:  # the first turn compiles and fills caches
            turns.append(times)
        emit({"round": turn})
    row: dict[str, Any] = {"width_px": width, "height_px": height, "working_px": working[::-1]}
    for name in works:
        wall_s, cpu_s = (statistics.median(times[name][kind] for times in turns) for kind in (0, 1))
        row[name] = {"wall_ms": wall_s * 1000, "cpu_ms": cpu_s * 1000, "fps": 1 / wall_s}
    row["rest_ms"] = statistics.median(rest[1:])
    for name in others:
        row[f"cpu_times_{name}"] = statistics.median(t[name][1] / t["network"][1] for t in turns)
    return row


def _fine(look: Look) -> Callable[[Rgb8], Rgb8]:
    """The universal network on a frame, as "fine" has it."""
    painter, network = Painter(look), look.network

    def paint(frame: Rgb8) -> Rgb8:
        return network.paint(frame, *painter.inputs_for(frame), network.blank(), 1.0)[0]

    return paint


def microast_network(folder: Path) -> Callable[[Rgb8], Rgb8]:
    """MicroAST in eager torch, the style's signals cached."""
    import torch

    from models.image import to_image, to_rgb8
    from models.networks.microast import load_microast

    network = load_microast(folder)
    with torch.inference_mode():
        signals = network.signals(to_image(made_up_picture(512, 512, seed=1)))

    @torch.inference_mode()
    def stylize(rgb_hwc: Rgb8) -> Rgb8:
        return to_rgb8(network(to_image(rgb_hwc), signals))

    return stylize


def measure_seam(width: int, height: int) -> dict[str, float]:
    """Milliseconds for a frame through the ring (both ends), and pickled through a pipe."""
    frame = made_up_picture(width, height)
    rings, pipes = [], []
    with closing(FrameRing.make(width, height)) as ring:
        for number in range(1, HANDED_OVER + 1):

            def through_ring(number: int = number) -> None:
                slot = ring.write(number, frame)
                ring.read(LiveFrame(number, slot, width, height, 0.0, 0.0))

            rings.append(timed(through_ring)[0])
    near, far = Pipe()
    for _ in range(HANDED_OVER):
        # The receiving end has a thread: a pipe holds less than a frame.
        receiver = threading.Thread(target=lambda: pickle.loads(far.recv_bytes()))

        def through_pipe(receiver: threading.Thread = receiver) -> None:
            receiver.start()
            near.send_bytes(pickle.dumps(frame, protocol=5))
            receiver.join()

        pipes.append(timed(through_pipe)[0])
    return {"ring_ms": statistics.median(rings) * 1000, "pipe_ms": statistics.median(pipes) * 1000}
