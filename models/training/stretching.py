"""How a few hundred paintings become many styles: each in the colours of another, and halfway between two."""

from __future__ import annotations

import torch
from torch import Tensor

from models.networks.style_code import colour_moments, colour_transform, exactly, recolour
from models.training.objective import Statistics


def in_other_colours(crops: Tensor, chance: float, rng: torch.Generator) -> Tensor:
    """Of `crops` (n×3×h×w, 0 to 1) each, by `chance`, in the colours of its neighbour."""
    chosen = torch.rand(len(crops), generator=rng) < chance
    if not bool(chosen.any()):
        return crops
    with exactly(crops):
        of_each = colour_moments(crops)
        changed = recolour(crops, *colour_transform(of_each, of_each.roll(1, 0))).clamp(0, 1)
    return torch.where(chosen.to(crops.device)[:, None, None, None], changed, crops)


def halfway(code: Tensor, goal: Statistics, rng: torch.Generator) -> tuple[Tensor, Statistics]:
    """Each style with some of its neighbour's: codes (n×size), as the program mixes them, and statistics.

    The mean of two Gram matrices is that of a picture of which each style has its part.
    """
    share = torch.rand(len(code), generator=rng).to(code)[:, None]
    mixed = [
        (
            torch.lerp(matrix, matrix.roll(1, 0), share[..., None].to(matrix)),
            torch.lerp(moments, moments.roll(1, 0), share.to(moments)),
        )
        for matrix, moments in goal
    ]
    return torch.lerp(code, code.roll(1, 0), share), mixed
