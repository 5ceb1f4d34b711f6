"""A run is a folder: configuration, curves, events, samples, checkpoints, snapshots, and its state.

    config.json         what was asked for last, as it was planned; "parent" is the snapshot it began from
    state.json          running, paused, stopped, finished or given up, at which step; by which process
    metrics.jsonl       a row each few steps; events.out.tfevents… beside it is the same for TensorBoard
    events.jsonl        what happened, in words, with its step
    samples/            a picture now and then, named after its step
    nearest.jpg         of the newest, what is most like a work, and right of it that work; its comment says
                        "work: " and the name of that
    checkpoint.pt, .bak all that is needed to go on exactly, and the one before it
    snapshots/STEP/     a checkpoint and a usable style that stay
    style.safetensors   the style as it is now

Every write is atomic. Anything that cannot be written is told as FileError, and never harms what is there.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from PIL import Image

from models.atomic import in_words, write_bytes
from models.news import FileError, UserError
from models.training.rows import Rows
from models.training.tensorboard import EventFile


class RunFolder:
    """Where a training keeps everything that is needed to look at it and to continue it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _make(path)
        self._metrics = Rows(path / "metrics.jsonl")
        self._events = Rows(path / "events.jsonl")
        self._board = EventFile(path)

    @property
    def checkpoint(self) -> Path:
        return self.path / "checkpoint.pt"

    @property
    def style(self) -> Path:
        return self.path / "style.safetensors"

    def snapshot(self, step: int) -> Path:
        """The folder of the snapshot of a step."""
        return self.path / "snapshots" / f"{step:07d}"

    def write_config(self, config: dict[str, Any]) -> None:
        write_bytes(self.path / "config.json", json.dumps(config, indent=1).encode())

    def read_config(self) -> dict[str, Any]:
        """What the run was begun with; FileError where there is none."""
        try:
            config = json.loads((self.path / "config.json").read_bytes())
        except (OSError, ValueError):
            config = None
        if not isinstance(config, dict):
            raise FileError(f"There is no run in {self.path}: it has no config.json that can be read.")
        return config

    def append_metrics(self, row: dict[str, float]) -> None:
        """OSError where the disk refuses; the row is written with the next one then."""
        self._board.append(row)
        self._metrics.append(row)

    def append_event(self, step: int, kind: str, text: str, about: str = "") -> None:
        named = {"about": about} if about else {}
        self._events.append({"step": step, "kind": kind, "text": text, **named})

    def metrics(self) -> list[dict[str, Any]]:
        return self._metrics.read()

    def events(self) -> list[dict[str, Any]]:
        return self._events.read()

    def forget_after(self, step: int) -> None:
        """Forgets the rows after `step`, which a resumed run will write again."""
        self._metrics.forget_after(step)
        self._board.forget_after(step)

    def write_sample(self, rgb_hwc: NDArray[np.uint8], step: int) -> Path:
        path = self.path / "samples" / f"{step:07d}.jpg"
        _make(path.parent)
        _write_picture(rgb_hwc, path)
        return path

    def write_nearest(self, rgb_hwc: NDArray[np.uint8], name: str) -> None:
        _write_picture(rgb_hwc, self.path / "nearest.jpg", f"work: {name}")

    def write_state(self, phase: str, step: int, spent_s: float) -> None:
        """Says who is at work here; `is_running` believes it only while that process lives."""
        process = psutil.Process()
        state = {"phase": phase, "step": step, "spent_s": round(spent_s, 2)}
        owner = {"pid": process.pid, "begun": process.create_time()}
        write_bytes(self.path / "state.json", json.dumps(state | owner).encode())

    def read_state(self) -> dict[str, Any]:
        """Phase (as in `state.json`, or interrupted after a crash), step and seconds of work."""
        try:
            state: dict[str, Any] = json.loads((self.path / "state.json").read_bytes())
            if state["phase"] == "running" and not _lives(state["pid"], state["begun"]):
                state["phase"] = "interrupted"
        except (OSError, ValueError, KeyError, TypeError):
            return {"phase": "interrupted", "step": 0, "spent_s": 0.0}
        return state

    def is_running_elsewhere(self) -> bool:
        """Whether another living process trains in this folder."""
        state = self.read_state()
        return bool(state["phase"] == "running" and state["pid"] != os.getpid())

    def save(self, state: dict[str, Any]) -> bytes:
        """Writes the checkpoint and returns its bytes; the one before is kept, for a disk can fail silently.

        The rows of the curves up to here are on the disk first, so that no resumed run has a gap.
        """
        data = pack(state)
        try:
            self._metrics.settle()
            self._events.settle()
            self._board.settle()
        except OSError as error:
            raise FileError(f"The curves could not be written: {error.strerror}.") from error
        fresh = self.checkpoint.with_suffix(".new")
        write_bytes(fresh, data)
        if self.checkpoint.exists():
            self.checkpoint.replace(self.checkpoint.with_suffix(".bak"))
        fresh.replace(self.checkpoint)
        return data

    def save_snapshot(self, state: dict[str, Any]) -> Path:
        """A checkpoint that stays; returns its folder. FileError leaves none."""
        folder = self.snapshot(int(state["step"]))
        _make(folder)
        try:
            write_bytes(folder / "checkpoint.pt", pack(state))
        except FileError:
            with contextlib.suppress(OSError):  # it has a snapshot of before
                folder.rmdir()
            raise
        return folder

    def load(self) -> dict[str, Any]:
        """The newest checkpoint that reads; FileError if there is none."""
        # A kill between the two renames of `save` leaves the newest under its first name.
        for suffix in (".new", ".pt", ".bak"):
            path = self.checkpoint.with_suffix(suffix)
            if path.exists() and (state := _unpacked(path)) is not None:
                return state
        raise FileError(f"There is no readable checkpoint in {self.path}. Start a new run without --resume.")


def _write_picture(rgb_hwc: NDArray[np.uint8], path: Path, comment: str = "") -> None:
    buffer = io.BytesIO()
    Image.fromarray(rgb_hwc).save(buffer, "JPEG", quality=90, comment=comment)
    write_bytes(path, buffer.getbuffer())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(in_words(error, folder)) from error


def pack(state: dict[str, Any]) -> bytes:
    """A full disk is then met as bytes to write, not inside torch's zip writer."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer.getvalue()


def unpack(data: bytes | Path) -> dict[str, Any]:
    """A checkpoint as plain tensors and numbers; nothing in it can run."""
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    state: dict[str, Any] = torch.load(source, weights_only=True, map_location="cpu")
    return state


def _unpacked(path: Path) -> dict[str, Any] | None:
    try:
        return unpack(path)
    except (OSError, RuntimeError, EOFError, ValueError):
        return None


def _lives(pid: int, begun: float) -> bool:
    try:
        return bool(abs(psutil.Process(pid).create_time() - begun) < 1)
    except psutil.Error:
        return False


def refuse_others_runs(run: Path, goes_on: bool) -> None:
    """A new run never starts in an old one's folder, and nobody joins a run that others are at.

    Asked before the processes of a team meet: until then none of them writes.
    """
    if not (run / "config.json").exists():
        return
    if RunFolder(run).is_running_elsewhere():
        raise UserError(f"Another program is training in {run} just now. Wait for it, or stop it first.")
    if not goes_on:
        raise UserError(f"There is a run in {run} already. Go on with --resume {run}, or name another.")
