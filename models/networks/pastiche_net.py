"""The layout of many styles in one network: shared convolutions, a row of norm parameters for each style.

"A Learned Representation for Artistic Style" (Dumoulin et al. 2017), as Magenta lays it out; of any width.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class PasticheNetConfig:
    """Channels of the three contracting and the first two expanding layers; blocks; styles in the file."""

    contract: tuple[int, int, int] = (32, 64, 128)
    expand: tuple[int, int] = (64, 32)
    blocks: int = 5
    styles: int = 1


class Conv(nn.Module):
    """Reflect padding, convolution without bias, instance norm with the parameters of one style."""

    def __init__(self, styles: int, channels_in: int, channels_out: int, size: int, stride: int = 1) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(channels_out, channels_in, size, size) * 0.1)
        self.gamma = nn.Parameter(torch.ones(styles, channels_out))
        self.beta = nn.Parameter(torch.zeros(styles, channels_out))
        self.stride, self.margin = stride, size // 2

    def forward(self, x: Tensor, index: int) -> Tensor:
        y = F.conv2d(F.pad(x, (self.margin,) * 4, mode="reflect"), self.weight, stride=self.stride)
        return F.instance_norm(y, weight=self.gamma[index], bias=self.beta[index])


class Enlarging(nn.Module):
    """Nearest enlargement, then a convolution."""

    def __init__(self, styles: int, channels_in: int, channels_out: int, size: int, factor: float) -> None:
        super().__init__()
        self.conv, self.factor = Conv(styles, channels_in, channels_out, size), factor

    def forward(self, x: Tensor, index: int) -> Tensor:
        y: Tensor = self.conv(F.interpolate(x, scale_factor=self.factor) if self.factor != 1 else x, index)
        return y


class PasticheNet(nn.Module):
    """`image` (n×3×h×w in [0, 1]) → `image` in style `index`."""

    def __init__(self, config: PasticheNetConfig = PasticheNetConfig(), index: int = 0) -> None:
        super().__init__()
        self.config, self.index = config, index
        n, (a, b, c), (d, e) = config.styles, config.contract, config.expand
        self.contract = nn.ModuleDict(
            {"conv1": Conv(n, 3, a, 9), "conv2": Conv(n, a, b, 3, 2), "conv3": Conv(n, b, c, 3, 2)}
        )
        self.residual = nn.ModuleDict(
            {
                f"residual{i + 1}": nn.ModuleDict({"conv1": Conv(n, c, c, 3), "conv2": Conv(n, c, c, 3)})
                for i in range(config.blocks)
            }
        )
        self.expand = nn.ModuleDict(
            {
                "conv1": Enlarging(n, c, d, 3, 2),
                "conv2": Enlarging(n, d, e, 3, 2),
                "conv3": Enlarging(n, e, 3, 9, 1),
            }
        )

    def forward(self, image: Tensor) -> Tensor:
        x = image
        for conv in self.contract.values():
            x = F.relu(conv(x, self.index))
        for block in self.residual.values():
            assert isinstance(block, nn.ModuleDict)
            x = x + block["conv2"](F.relu(block["conv1"](x, self.index)), self.index)
        x = F.relu(self.expand["conv1"](x, self.index))
        x = F.relu(self.expand["conv2"](x, self.index))
        y: Tensor = torch.sigmoid(self.expand["conv3"](x, self.index))
        return y[..., : image.shape[2], : image.shape[3]]
