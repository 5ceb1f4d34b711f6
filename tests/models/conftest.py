"""Fixtures for the tests of `models`: pictures made on the spot, and an engine that needs no weights."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.news import Exported, FileError, News, Notice, Progress
from models.requests import Request, Stylize

MakePicture = Callable[..., Path]


@pytest.fixture
def make_picture(tmp_path: Path) -> MakePicture:
    """Writes a small picture and returns its path."""

    def make(name: str, width_px: int = 24, height_px: int = 16, seed: int = 0) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        noise = np.random.default_rng(seed).integers(0, 256, (height_px, width_px, 3), np.uint8)
        Image.fromarray(noise).save(path)
        return path

    return make


class FakeEngine:
    """Answers `Stylize` by copying the photo to the export; fails for photos named "bad"."""

    def __init__(self) -> None:
        self.requests: list[Stylize] = []
        self.closed = 0

    def answer(self, request: Request) -> Generator[News, None, Any]:
        """The steps of a real export, without its work."""
        assert isinstance(request, Stylize)
        assert request.export is not None
        self.requests.append(request)
        try:
            yield Notice("this is only a test")
            yield Progress(1, 2, "painting")
            if request.photo.stem == "bad":
                raise FileError(f"{request.photo} is no picture. Choose another.")
            with Image.open(request.photo) as photo:
                photo.convert("RGB").save(request.export.path)
                width, height = photo.size
            yield Progress(2, 2, "writing")
        finally:
            self.closed += 1
        return Exported(request.export.path, width, height, 0.1, ("animated: its first frame was taken",))


@pytest.fixture
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The engine that `impasto stylize` gets."""
    engine = FakeEngine()
    monkeypatch.setattr("models.commands.stylize.make_engine", lambda _universal: engine)
    return engine


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Weights of a network that has learnt nothing, and of its judges, as if they shipped."""
    import torch
    from safetensors.torch import save_file

    from models import engine as engine_module
    from models import style_codes
    from models.checkpoints import judges
    from models.networks.fire_network import FireConfig, FireNetwork
    from models.networks.loss_network import LossNetwork, LossNetworkConfig
    from models.networks.stylist import Stylist
    from models.networks.universal import UniversalConfig

    small = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
    folder = tmp_path / "weights"
    folder.mkdir()
    torch.manual_seed(0)
    stylist = Stylist(LossNetwork(small), UniversalConfig(16))
    save_file({k: v.contiguous() for k, v in stylist.state_dict().items()}, folder / "universal.safetensors")
    (folder / "universal.json").write_text(json.dumps(stylist.card()))
    judge = LossNetwork(small)
    save_file(judge.state_dict(), folder / "loss_network.safetensors")
    (folder / "loss_network.json").write_text(json.dumps({"config": dataclasses.asdict(small)}))
    monkeypatch.setattr(engine_module, "WEIGHTS", folder)
    monkeypatch.setattr(style_codes, "SHIPPED", folder / "universal.safetensors")
    fires = FireNetwork(FireConfig((8, 8, 8, 16, 16), (4, 4, 4, 4)))
    save_file(fires.state_dict(), folder / "fire_network.safetensors")
    (folder / "fire_network.json").write_text(json.dumps({"config": dataclasses.asdict(fires.config)}))
    monkeypatch.setattr(judges, "LOSS_NETWORKS", (folder / "loss_network.safetensors",) * 2)
    monkeypatch.setattr(judges, "FIRE_NETWORK", folder / "fire_network.safetensors")
    return folder


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for index in range(3):
        soft = Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize((160, 130))
        soft.save(folder / f"{index}.png")
    return folder


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    stripes = np.zeros((80, 90, 3), np.uint8)
    stripes[::4], stripes[1::4] = (220, 40, 20), (200, 60, 30)
    path = tmp_path / "painting.png"
    Image.fromarray(stripes).save(path)
    return path


@pytest.fixture
def one_thread() -> Iterator[None]:
    """So that equal sums are added in the same order."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
