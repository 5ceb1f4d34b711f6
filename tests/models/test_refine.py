"""Refine with a small random loss network: exact tiles, falling loss, kept best."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models.checkpoints.style_file import StyleCard, StyleFile, load_style, save_style
from models.image import resize
from models.networks.loss_network import LossNetwork, LossNetworkConfig, Together
from models.news import Metrics, Preview, Progress
from models.refine import RefinePlan, Refiner, coarse_to_fine
from models.refine_targets import StyleGrams, of_file, of_picture, pack
from tests.stepping import heard

PLAN = RefinePlan(steps=(6, 12), preview_every=4)


def picture(seed: int, height: int = 96, width: int = 136) -> torch.Tensor:
    coarse = torch.rand(1, 3, 12, 17, generator=torch.Generator().manual_seed(seed))
    return resize(coarse, height, width).clamp(0, 1)


def network() -> LossNetwork:
    torch.manual_seed(0)
    return LossNetwork(LossNetworkConfig((8, 8, 16, 16), (2, 2, 2, 1)))


def styles(refiner: Refiner) -> list[StyleGrams]:
    return [of_picture(refiner.network, style)(1.0) for style in (picture(2).flip(1), picture(3))]


def two_networks() -> Together:
    torch.manual_seed(1)
    return Together(network(), LossNetwork(LossNetworkConfig((8, 16, 16), (1, 1, 1))))


@pytest.mark.parametrize("regions", [False, True])
def test_tiles_give_the_same_picture_as_the_whole(regions: bool) -> None:
    whole = Refiner(two_networks(), torch.device("cpu"))
    tiled = Refiner(two_networks(), torch.device("cpu"), 32)
    photo, masks = picture(1, 144, 216), None
    if regions:
        ramp = torch.linspace(0, 1, 216).expand(144, 216)
        masks = torch.stack([ramp, 1 - ramp])
    plan = replace(PLAN, steps=(0, 3))
    outcomes = [
        heard(r.run(photo, photo, styles(r), [1.0, 2.0], plan, 0.8, masks))[0] for r in (whole, tiled)
    ]
    assert (outcomes[0] - photo).abs().mean() > 0.005
    assert (outcomes[0] - outcomes[1]).abs().max() < 1 / 255


def test_the_loss_falls_and_previews_come() -> None:
    refiner = Refiner(network(), torch.device("cpu"))
    photo = picture(1)
    _, news = heard(refiner.run(photo, photo, styles(refiner), [1.0, 1.0], PLAN))
    losses = [n.values["loss"] for n in news if isinstance(n, Metrics)]
    assert losses == sorted(losses, reverse=True)
    assert len([n for n in news if isinstance(n, Preview)]) == 3


def test_the_time_left_knows_nothing_of_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of one that fell into the midst of a step, as it does between tiles."""
    now = [0.0]
    monkeypatch.setattr("models.refine.time.perf_counter", lambda: now[0])
    refiner = Refiner(network(), torch.device("cpu"), 32)
    photo, plan = picture(1), replace(PLAN, steps=(0, 8))
    left = []
    for news in refiner.run(photo, photo, styles(refiner), [1.0, 1.0], plan):
        now[0] += 1
        if isinstance(news, Progress) and news.total:
            left.append(news.seconds_left or 0)
        elif len(left) == 3:
            now[0] += 600
    each_s = left[0] / 7
    assert left[1:] == pytest.approx([each_s * steps for steps in range(6, -1, -1)])


def test_stopping_in_the_middle_is_possible_at_every_step() -> None:
    refiner = Refiner(network(), torch.device("cpu"))
    photo = picture(1)
    steps = refiner.run(photo, photo, styles(refiner), [1.0, 1.0], PLAN)
    next(steps)
    steps.close()


def test_equal_inputs_give_equal_pictures() -> None:
    refiner = Refiner(network(), torch.device("cpu"))
    photo, style = picture(1), picture(2)
    first, second = (
        heard(coarse_to_fine(refiner, photo, photo, [of_picture(refiner.network, style)], [1.0], PLAN))[0]
        for _ in range(2)
    )
    torch.testing.assert_close(first, second, atol=0, rtol=0)


@pytest.mark.parametrize("size", [(16, 16), (17, 300), (33, 41)])
def test_any_size_is_refined(size: tuple[int, int]) -> None:
    refiner = Refiner(network(), torch.device("cpu"))
    photo = picture(1, *size)
    out, _ = heard(
        coarse_to_fine(
            refiner,
            photo,
            photo,
            [of_picture(refiner.network, picture(2))],
            [1.0],
            replace(PLAN, steps=(2, 2)),
        )
    )
    assert out.shape == photo.shape
    assert bool(torch.isfinite(out).all())


def test_a_style_file_leads_where_its_picture_leads(tmp_path: Path) -> None:
    refiner = Refiner(network(), torch.device("cpu"))
    photo, style = picture(1), picture(2, 192, 256)
    path = tmp_path / "style.safetensors"
    tensors = {"code": np.zeros((3, 4), np.float32), **pack(refiner.network, [style])}
    save_style(path, StyleFile(StyleCard("Mine"), tensors, np.zeros((8, 8, 3), np.uint8)))
    stored = of_file(load_style(path).tensors, 256, torch.device("cpu"))
    for factor in (1.0, 2.0):
        for a, b in zip(of_picture(refiner.network, style)(factor), stored(factor), strict=True):
            torch.testing.assert_close(b, a, rtol=2e-3, atol=2e-3)
    targets = of_picture(refiner.network, style), stored
    pictures = [heard(coarse_to_fine(refiner, photo, photo, [t], [1.0], PLAN))[0] for t in targets]
    assert (pictures[0] - photo).abs().mean() > 0.02
    assert (pictures[0] - pictures[1]).abs().mean() < 0.01


def test_between_its_sizes_a_style_file_is_interpolated() -> None:
    loss_network, style = network(), picture(2, 192, 256)
    stored = of_file(pack(loss_network, [style]), 256, torch.device("cpu"))
    low, between, high = (stored(factor)[1] for factor in (1.0, 2**0.5, 2.0))
    torch.testing.assert_close(between, (low + high) / 2)
    torch.testing.assert_close(stored(100.0)[1], stored(4.0)[1])
