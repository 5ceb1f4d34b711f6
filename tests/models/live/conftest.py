"""Small random networks and a style for the tests of moving pictures."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import torch

from models.devices import Device
from models.engine import Engine
from models.live.looks import Looks
from models.live_requests import (
    LiveSettings,
)
from models.networks.narrow import NarrowStylist
from models.requests import StyleChoice
from models.universal import Universal
from tests.models.conftest import MakePicture
from tests.models.test_universal import lively_stylist

CPU = Device(torch.device("cpu"), False, "a test")


class SmallEngine:
    """What Looks needs of an engine, without the shipped weights."""

    device = CPU

    def __init__(self) -> None:
        self._stylist = lively_stylist()
        torch.manual_seed(1)
        self._narrow = NarrowStylist(self._stylist.code_size).eval().requires_grad_(False)

    def universal(self) -> Universal:
        return Universal(self._stylist, CPU)

    def narrow(self) -> NarrowStylist:
        return self._narrow

    def is_adapted(self, path: Path) -> bool:
        return False


@pytest.fixture(scope="module")
def looks() -> Looks:
    return Looks(cast("Engine", SmallEngine()))


@pytest.fixture
def settings(make_picture: MakePicture) -> LiveSettings:
    style = StyleChoice(str(make_picture("style.png", 64, 48, seed=5)))
    return LiveSettings("test", (style,), floor_px=128, ceiling_px=128, target_fps=60)
