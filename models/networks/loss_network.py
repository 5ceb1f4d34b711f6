"""The loss network that ships: a plain slim encoder whose features stand for those of VGG-19.

Trained by `impasto train loss-network` to carry the features and the style distances of its teacher; its card
in `models/weights` names the teacher and the measured agreement. No batch norm and no residual connections,
because both make Gram matrices peaky (SWAG, Wang et al. 2021); average pools instead of max pools, because
they give smooth gradients to a picture that is being optimised (Gatys et al. 2015).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class LossNetworkConfig:
    """Channels of the four levels (at 1, 1/2, 1/4 and 1/8 of the size) and convolutions per level."""

    channels: tuple[int, int, int, int] = (16, 32, 64, 128)
    depth: tuple[int, int, int, int] = (2, 2, 3, 1)


class LossNetwork(nn.Module):
    """`image` (n×3×h×w, sides at least 16 px) → the features of each level's first convolution.

    Those are what the teacher was asked about; the others only lead there.
    """

    def __init__(self, config: LossNetworkConfig = LossNetworkConfig()) -> None:
        super().__init__()
        self.config = config
        levels, channels = nn.ModuleList(), 3
        for width, depth in zip(config.channels, config.depth, strict=True):
            convs = nn.ModuleList()
            for _ in range(depth):
                convs.append(nn.Conv2d(channels, width, 3))
                channels = width
            levels.append(convs)
        self.levels = levels
        for conv in (m for m in self.modules() if isinstance(m, nn.Conv2d)):
            nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            if conv.bias is not None:
                nn.init.zeros_(conv.bias)

    def forward(self, image: Tensor) -> list[Tensor]:
        # One mean and one deviation for all channels keeps grey grey; the figures are ImageNet's averages.
        x = (image - 0.449) / 0.226
        features: list[Tensor] = []
        for index, convs in enumerate(self.levels):
            assert isinstance(convs, nn.ModuleList)
            if index:
                x = F.avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False)
            for position, conv in enumerate(convs):
                x = F.relu(conv(F.pad(x, (1, 1, 1, 1), mode="reflect")))
                if position == 0:
                    features.append(x)
        return features
