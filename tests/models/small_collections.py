"""Folders of works and small games, for the tests of collections."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.cli import main

RARELY = {"sample_every_s": 1e9, "style_every_s": 1e9}

QUICK: dict[str, object] = {"schedule": {"report_every": 2, "warmup_steps": 1, **RARELY}}

SMALL: dict[str, object] = QUICK | {"size_px": 32, "batch": 2, "width": 8}


def picture(path: Path, seed: int, width_px: int = 160, height_px: int = 140) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    colours = np.random.default_rng(seed).integers(0, 256, (5, 6, 3), np.uint8)
    Image.fromarray(colours).resize((width_px, height_px), Image.Resampling.BICUBIC).save(path)


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "works"
    for index in range(9):
        picture(folder / "ink" / f"{index}.png", index)
    for index in range(3):
        picture(folder / "comic" / f"{index}.png", 50 + index)
    return folder


def gan(words: list[object], recipe: dict[str, object]) -> int:
    return main(["train", "gan", *map(str, words), "--steps", "6", "--recipe", json.dumps(recipe)])
