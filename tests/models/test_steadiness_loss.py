"""The losses that ask for steady and for calm pictures, on painters whose answers are known."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.training.objective import BLOCKS_PX, CALM_PX, SHIFT_PX, calm_loss, shift_loss

SIDE = 64
CODE = torch.zeros(2, 1)


class Painter(nn.Module):
    def __init__(self, gain: float = 1.0, grid: float = 0.0) -> None:
        super().__init__()
        self.gain, self.grid = gain, grid

    def forward(self, photo: Tensor, _code: Tensor) -> Tensor:
        painted = photo * self.gain
        painted[..., ::4] += self.grid
        return painted


def loss_of(painter: Painter, noise: float = 0.0) -> float:
    rng = torch.Generator().manual_seed(2)
    side = SIDE + SHIFT_PX
    large = F.interpolate(torch.rand(2, 3, 9, 9, generator=rng), (side, side), mode="bilinear")
    out = painter(large[..., :SIDE, :SIDE], CODE)
    # The mean of a few: how far it is moved, and how strong the noise is, is chance.
    losses = [shift_loss(painter, large, CODE, out, rng, noise) for _ in range(40)]
    return float(torch.stack(losses).mean())


def test_a_picture_that_moves_with_the_photo_costs_nothing_and_a_grid_does() -> None:
    assert loss_of(Painter()) == 0
    assert loss_of(Painter(grid=0.1)) > 1e-3


def test_grain_costs_what_is_painted_of_it() -> None:
    """Its deviation is evenly spread up to `noise`, with larger blocks up to less."""
    mean_square = sum(1 / px for px in BLOCKS_PX) / len(BLOCKS_PX) / 3
    assert loss_of(Painter(), 0.06) == pytest.approx(0.06**2 * mean_square, rel=0.4)
    assert loss_of(Painter(gain=2.0), 0.06) == pytest.approx(4 * loss_of(Painter(), 0.06), rel=1e-3)
    assert loss_of(Painter(gain=0.0), 0.06) == 0


def sky_and_leaves() -> Tensor:
    """1×3×96×96: even on the left, busy on the right."""
    photo = torch.full((1, 3, 96, 96), 0.5)
    photo[..., 48:] = torch.rand(1, 3, 96, 48, generator=torch.Generator().manual_seed(4))
    return photo


def test_a_weave_costs_in_the_sky_and_not_in_the_leaves() -> None:
    photo = sky_and_leaves()
    weave = torch.zeros_like(photo)
    weave[..., ::8, :] = weave[..., ::8] = 0.1
    calm = calm_loss(photo, photo)
    sky, leaves = (calm_loss(photo + weave * side, photo) for side in (photo == 0.5, photo != 0.5))
    assert sky > 3 * calm
    assert leaves < 1.05 * calm


def test_even_colours_are_calm_and_so_is_a_slow_change() -> None:
    photo = sky_and_leaves()
    slow = torch.linspace(0, 0.2, 96).expand(1, 3, 96, 96)
    assert float(calm_loss(photo * 0 + 0.9, photo)) == pytest.approx(
        float(calm_loss(photo * 0, photo)), rel=0.02
    )
    within = 0.2 * CALM_PX / 96 / 12**0.5  # the deviation of a ramp in one window
    assert float(calm_loss(slow, photo * 0)) == pytest.approx((within**2 + 1e-5) ** 0.5, rel=0.05)
