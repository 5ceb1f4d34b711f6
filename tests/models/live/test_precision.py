"""The narrow network in half precision, which Live uses on processors that have it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.checkpoints.shipped import load_narrow
from models.devices import choose_device
from models.engine import WEIGHTS
from models.live.network import LiveNetwork

LEAST_DB = 38.0


@pytest.mark.skipif(not choose_device("cpu").openvino, reason="OpenVINO is not installed")
def test_half_precision_gives_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    device = choose_device("cpu")
    soft = np.random.default_rng(1).integers(0, 256, (9, 16, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    pictures = []
    for precision in ("f32", "bf16"):
        network = LiveNetwork(load_narrow(WEIGHTS / "narrow.safetensors"), device, threads=1)
        monkeypatch.setattr(LiveNetwork, "_precision", precision)
        row = np.ones((1, 2 * sum(network.stylist.modulator.points.values())), np.float32)
        identity, nothing = np.eye(3, dtype=np.float32)[None], np.zeros((1, 3), np.float32)
        pictures.append(network.paint(soft, identity, nothing, row, network.blank(), 1.0)[0].astype(float))
    error = float(np.mean((pictures[0] - pictures[1]) ** 2))
    assert 10 * math.log10(255**2 / max(error, 1e-9)) >= LEAST_DB
