"""A third loss network that ships: five taps by blocks that narrow before they look, after SqueezeNet.

The two others stand for one VGG-19, slimmed or not, and agree where a stranger does not. This one stands for
a network of another shape, with averaging pools (Iandola et al. 2016, fires); its blocks narrow less and look
with a full 3×3 convolution instead of half of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn

from models.networks.loss_network import Judging, normalized, padded

HALVED = 1, 3  # blocks before which the features are averaged to half the size


@dataclass(frozen=True)
class FireConfig:
    """Channels of the first convolution (whose features are halved once) and the blocks; `narrow` of each."""

    channels: tuple[int, ...] = (64, 128, 128, 256, 256)
    narrow: tuple[int, ...] = (32, 32, 48, 48)


class FireNetwork(Judging):
    """`image` (n×3×h×w, sides at least 16 px) → features at 1/2, 1/4, 1/4, 1/8 and 1/8 of its size."""

    content_levels = 2, 4

    def __init__(self, config: FireConfig = FireConfig()) -> None:
        super().__init__()
        self.config = config
        self.first = nn.Conv2d(3, config.channels[0], 3)
        self.narrow, self.look = nn.ModuleList(), nn.ModuleList()
        for narrow, before, after in zip(config.narrow, config.channels, config.channels[1:], strict=False):
            self.narrow.append(nn.Conv2d(before, narrow, 1))
            self.look.append(nn.Conv2d(narrow, after, 3))
        for conv in (m for m in self.modules() if isinstance(m, nn.Conv2d)):
            nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            if conv.bias is not None:
                nn.init.zeros_(conv.bias)

    @property
    def taps(self) -> int:
        return len(self.config.channels)

    def forward(self, image: Tensor) -> list[Tensor]:
        features = [halved(F.relu(self.first(padded(normalized(image)))))]
        for block in range(len(self.look)):
            features.append(self.next(features[-1], block))
        return features

    def next(self, features: Tensor, block: int) -> Tensor:
        """What a block makes of the features before it."""
        x = halved(features) if block + 1 in HALVED else features
        x = F.relu(self.narrow.get_submodule(str(block))(x))
        y: Tensor = F.relu(self.look.get_submodule(str(block))(padded(x)))
        return y

    def forced(self, targets: Sequence[Tensor]) -> list[Tensor]:
        """What each block makes of what the teacher has before it."""
        return [self.next(target, block) for block, target in enumerate(targets[:-1])]


def halved(x: Tensor) -> Tensor:
    """Averages, which give every pixel the same gradient; strides and maxima do not."""
    return F.avg_pool2d(x, 2, ceil_mode=True)
