"""Augmentation that gradients pass through, in front of a discriminator (DiffAugment, Zhao et al. 2020).

Real and made pictures go through the same policy, so that a few works last longer before they are learnt by
heart, and the generator still learns the works and not their augmentations.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from models.data.dice import Dice
from models.news import UserError

SHIFT = 1 / 8  # of the side, at most
HOLE = 1 / 2  # side of the hole of cutout, as a share of the picture's
GREY = 0.5  # what is not there: the paper's 0, whose pictures go from −1 to 1
LIGHT = 0.25  # brighter or darker by so much at most: the paper's 0.5, on pictures from 0 to 1


def augmented(images: Tensor, policy: str, dice: Dice) -> Tensor:
    """`images` (n×c×h×w) through the named augmentations, each picture by its own chance."""
    for name in check_policy(policy):
        images = AUGMENTATIONS[name](images, dice)
    return images


def check_policy(policy: str) -> list[str]:
    """The names in it; UserError where one is not known."""
    names = list(filter(None, policy.split(",")))
    for name in names:
        if name not in AUGMENTATIONS:
            raise UserError(
                f"There is no augmentation {name!r}. Choose some of {', '.join(AUGMENTATIONS)}, with commas."
            )
    return names


def translation(images: Tensor, dice: Dice) -> Tensor:
    """Moved by up to an eighth of the side; what comes in is grey."""
    height, width = images.shape[2:]
    reach = (max(1, round(height * SHIFT)), max(1, round(width * SHIFT)))
    padded = F.pad(images, (reach[1], reach[1], reach[0], reach[0]), value=GREY)
    tops = dice.below(2 * reach[0] + 1).tolist()
    lefts = dice.below(2 * reach[1] + 1).tolist()
    moved = [
        picture[:, top : top + height, left : left + width]
        for picture, top, left in zip(padded, tops, lefts, strict=True)
    ]
    return torch.stack(moved)


def cutout(images: Tensor, dice: Dice) -> Tensor:
    """A hole of half the side, anywhere; with four of five, so that holes are not learnt themselves."""
    height, width = images.shape[2:]
    middles = dice.uniform(2) * torch.tensor([height, width])
    is_cut = dice.uniform(1, 1) < 0.8
    rows = (torch.arange(height)[None, :] - middles[:, :1]).abs() < height * HOLE / 2
    columns = (torch.arange(width)[None, :] - middles[:, 1:]).abs() < width * HOLE / 2
    hole = rows[:, :, None] & columns[:, None, :] & is_cut
    return images.masked_fill(hole[:, None].to(images.device), GREY)


def colour(images: Tensor, dice: Dice) -> Tensor:
    """Brightness, saturation and contrast; for every second picture, because a palette is part of a style.

    The pictures of a pair lie one over the other, each with colours and a mean of its own; what happens to
    one happens to both.
    """
    light, depth, contrast = (dice.uniform(1, 1, 1, 1).to(images) for _ in range(3))
    is_changed = (dice.uniform(1, 1, 1) < 0.5).to(images.device)
    count, channels, height, width = images.shape
    each = images.reshape(count, -1, min(3, channels), height, width)
    made = each + LIGHT * (2 * light - 1)
    grey = made.mean(2, keepdim=True)
    made = grey + (made - grey) * 2 * depth
    mean = made.mean((2, 3, 4), keepdim=True)
    made = mean + (made - mean) * (contrast + 0.5)
    return torch.where(is_changed, made.flatten(1, 2), images)


AUGMENTATIONS: dict[str, Callable[[Tensor, Dice], Tensor]] = {
    "translation": translation,
    "cutout": cutout,
    "colour": colour,
}
