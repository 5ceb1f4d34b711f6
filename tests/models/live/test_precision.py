"""The narrow network in half precision and in eight bits, which Live uses on processors that have them."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from models.checkpoints.shipped import load_narrow, load_stylist
from models.devices import choose_device
from models.engine import WEIGHTS
from models.live.network import LiveNetwork
from models.networks.eight_bits import can_round, watched
from models.networks.narrow import NarrowStylist
from models.networks.stylist import Stylist

LEAST_DB = 38.0


def distance_db(stylist: NarrowStylist | Stylist, precision: str, monkeypatch: pytest.MonkeyPatch) -> float:
    """Between the pictures in float32 and in `precision`; at most 100."""
    device = choose_device("cpu")
    soft = np.random.default_rng(1).integers(0, 256, (9, 16, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    pictures = []
    for one in ("f32", precision):
        monkeypatch.setattr(LiveNetwork, "precision", one)
        network = LiveNetwork(stylist, device, threads=1)
        with torch.no_grad():
            row = stylist.modulator(stylist.modulator.mean[None]).numpy()
        identity, nothing = np.eye(3, dtype=np.float32)[None], np.zeros((1, 3), np.float32)
        pictures.append(network.paint(soft, identity, nothing, row, network.blank(), 1.0)[0].astype(float))
    error = float(np.mean((pictures[0] - pictures[1]) ** 2))
    return 10 * math.log10(255**2 / max(error, 255**2 / 1e10))


@pytest.mark.skipif(not choose_device("cpu").openvino, reason="OpenVINO is not installed")
def test_half_precision_gives_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    for stylist in (
        load_narrow(WEIGHTS / "narrow.safetensors"),
        load_stylist(WEIGHTS / "universal.safetensors"),
    ):
        assert LEAST_DB <= distance_db(stylist, "bf16", monkeypatch) < 80, "or it was not in half at all"


@pytest.mark.skipif(not choose_device("cpu").openvino, reason="OpenVINO is not installed")
def test_eight_bits_give_nearly_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    stylist = NarrowStylist(40).eval().requires_grad_(False)
    styles = {name: torch.ones(1, 2, c, 1, 1) for name, c in stylist.modulator.points.items()}
    with watched(stylist):
        for _ in range(4):
            stylist.content(torch.rand(1, 3, 9, 16).repeat_interleave(8, 2).repeat_interleave(8, 3), styles)
    assert can_round(stylist.content)
    assert LEAST_DB <= distance_db(stylist, "int8", monkeypatch) < 80, "or it was not in eight bits at all"


@pytest.mark.skipif(not choose_device("cpu").openvino, reason="OpenVINO is not installed")
@pytest.mark.parametrize(
    ("able", "of_shipped", "of_others"),
    [(["BF16", "INT8"], "int8", "bf16"), (["BF16"], "bf16", "bf16"), (["FP32"], "f32", "f32")],
)
def test_eight_bits_come_first_where_weights_and_processor_bear_them(
    able: list[str], of_shipped: str, of_others: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = choose_device("cpu")
    shipped, others = (
        load_narrow(WEIGHTS / "narrow.safetensors"),
        load_stylist(WEIGHTS / "universal.safetensors"),
    )
    monkeypatch.setattr(
        "models.live.network.openvino_core", lambda: SimpleNamespace(get_property=lambda *_: able)
    )
    assert [LiveNetwork(one, device).precision for one in (shipped, others)] == [of_shipped, of_others]
