"""The loss network that ships: a plain slim encoder whose features stand for those of VGG-19.

Trained by `impasto train loss-network` to carry the features and the style distances of its teacher; its card
in `models/weights` names the teacher and the measured agreement. No batch norm and no residual connections,
because both make Gram matrices peaky (SWAG, Wang et al. 2021). The pools are the teacher's: the smoother
averages of Gatys et al. cost more in fidelity than they give (docs/experiments.md).
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn

CONTENT_LEVELS = 2, 3  # of each network; the finer ones are texture


@dataclass(frozen=True)
class LossNetworkConfig:
    """Channels of the levels (at 1, 1/2, 1/4, 1/8, … of the size), convolutions per level, and the pools.

    `hidden` are the channels of a level's further convolutions; None: as many as of the first. `pool` is
    "average" or "maximum".
    """

    channels: tuple[int, ...] = (16, 32, 64, 128, 128)
    depth: tuple[int, ...] = (2, 2, 4, 4, 1)
    hidden: tuple[int, ...] | None = None
    pool: str = "maximum"


class Judging(nn.Module, ABC):
    """`image` (n×3×h×w in [0, 1]) → features that style is measured on, and some of them content."""

    content_levels: tuple[int, ...] = CONTENT_LEVELS

    @property
    @abstractmethod
    def taps(self) -> int:
        """How many feature maps it gives."""


class LossNetwork(Judging):
    """`image` (n×3×h×w, sides at least 16 px) → the features of each level's first convolution.

    Those are what the teacher was asked about; the others only lead there.
    """

    def __init__(self, config: LossNetworkConfig = LossNetworkConfig()) -> None:
        super().__init__()
        self.config = config
        levels, channels = nn.ModuleList(), 3
        further = config.hidden or config.channels
        for first, hidden, depth in zip(config.channels, further, config.depth, strict=True):
            convs = nn.ModuleList()
            for width in (first, *[hidden] * (depth - 1)):
                convs.append(nn.Conv2d(channels, width, 3))
                channels = width
            levels.append(convs)
        self.levels = levels
        for conv in (m for m in self.modules() if isinstance(m, nn.Conv2d)):
            nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            if conv.bias is not None:
                nn.init.zeros_(conv.bias)

    @property
    def taps(self) -> int:
        return len(self.levels)

    def forward(self, image: Tensor) -> list[Tensor]:
        features = [self.first(normalized(image), 0)]
        for level in range(1, len(self.levels)):
            features.append(self.next(features[-1], level))
        return features

    def first(self, x: Tensor, level: int) -> Tensor:
        """What the first convolution of a level makes of its input."""
        y: Tensor = F.relu(self._convolutions(level)[0](padded(x)))
        return y

    def next(self, features: Tensor, level: int) -> Tensor:
        """The features of `level` from those of the level before."""
        return self.enter(self.further(features, level - 1)[-1], level)

    def enter(self, x: Tensor, level: int) -> Tensor:
        """The features of `level` from all that the level before made of its own."""
        if self.config.pool == "average":
            return self.first(F.avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False), level)
        return self.first(F.max_pool2d(x, 2, ceil_mode=True), level)

    def further(self, features: Tensor, level: int) -> list[Tensor]:
        """A level's features, and what its further convolutions make of them, one after the other."""
        made = [features]
        for conv in self._convolutions(level)[1:]:
            made.append(F.relu(conv(padded(made[-1]))))
        return made

    def _convolutions(self, level: int) -> list[nn.Conv2d]:
        return cast("list[nn.Conv2d]", list(self.levels[level].children()))


class Together(nn.Module):
    """Several judging networks as one: the features of all, those of the first first.

    A picture that is optimised under one network finds what pleases that network alone; what pleases two that
    were trained apart is more often what the eye sees (docs/experiments.md).
    """

    def __init__(self, *networks: Judging) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)
        starts = itertools.accumulate((network.taps for network in networks), initial=0)
        self.content_levels = tuple(
            start + level
            for start, network in zip(starts, networks, strict=False)
            for level in network.content_levels
        )

    def forward(self, image: Tensor) -> list[Tensor]:
        return [tap for network in self.networks for tap in network(image)]


def normalized(image: Tensor) -> Tensor:
    """One mean and one deviation for all channels keeps grey grey; the figures are ImageNet's averages."""
    return (image - 0.449) / 0.226


def padded(x: Tensor) -> Tensor:
    """By a pixel all round, for a 3×3 convolution."""
    # A map of a single row or column, as small pictures have at the deepest level, has nothing to mirror.
    mode = "reflect" if min(x.shape[2:]) > 1 else "replicate"
    return F.pad(x, (1, 1, 1, 1), mode=mode)
