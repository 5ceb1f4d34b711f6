"""A run is a folder: frozen configuration, `metrics.jsonl`, samples, checkpoints. Every write is atomic."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import torch

from models.news import FileError


class RunFolder:
    """Where a training keeps everything that is needed to look at it and to continue it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    @property
    def checkpoint(self) -> Path:
        return self.path / "checkpoint.pt"

    def write_config(self, config: dict[str, Any]) -> None:
        _write(self.path / "config.json", json.dumps(config, indent=1).encode())

    def append_metrics(self, row: dict[str, float]) -> None:
        with (self.path / "metrics.jsonl").open("a") as lines:
            lines.write(json.dumps(row) + "\n")

    def truncate_metrics(self, step: int) -> None:
        """Forgets the rows after `step`, which a resumed run will write again."""
        path = self.path / "metrics.jsonl"
        if path.exists():
            rows = [line for line in path.read_text().splitlines() if json.loads(line)["step"] <= step]
            _write(path, "".join(row + "\n" for row in rows).encode())

    def save(self, state: dict[str, Any]) -> None:
        """Keeps the previous checkpoint as `.bak`, because a disk can fail silently."""
        buffer = io.BytesIO()  # a full disk is met here as bytes to write, not inside torch's zip writer
        torch.save(state, buffer)
        if self.checkpoint.exists():
            self.checkpoint.replace(self.checkpoint.with_suffix(".bak"))
        _write(self.checkpoint, buffer.getvalue())

    def load(self) -> dict[str, Any]:
        """The newest checkpoint that reads; FileError if there is none."""
        for path in (self.checkpoint, self.checkpoint.with_suffix(".bak")):
            if not path.exists():
                continue
            try:
                state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
            except (OSError, RuntimeError, EOFError, ValueError):
                continue
            return state
        raise FileError(f"There is no readable checkpoint in {self.path}. Start a new run without --resume.")


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
