"""The fast-style-transfer layout with transposed convolutions and a final tanh; of any width.

Zeros at the edges, placed as TensorFlow's "SAME" does, because the weights were trained so.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EPSILON = 1e-3
# Zeros at the edges become a painted frame. So the picture is continued by its mirror image, and cut again.
MARGIN_PX = 40


@dataclass(frozen=True)
class TanhNetConfig:
    """Channels at full, half and quarter size, and the number of residual blocks."""

    channels: tuple[int, int, int] = (32, 64, 128)
    blocks: int = 5


class _Layer(nn.Module):
    """Convolution without bias, instance norm with `scale` and `shift`."""

    def __init__(self, first: int, second: int, size: int, normed: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(first, second, size, size) * 0.1)
        self.scale = nn.Parameter(torch.ones(normed))
        self.shift = nn.Parameter(torch.zeros(normed))

    def norm(self, x: Tensor) -> Tensor:
        return F.instance_norm(x, weight=self.scale, bias=self.shift, eps=EPSILON)


class Conv(_Layer):
    """From `channels_in` to `channels_out`, reduced `stride` times."""

    def __init__(self, channels_in: int, channels_out: int, size: int, stride: int = 1) -> None:
        super().__init__(channels_out, channels_in, size, channels_out)
        self.size, self.stride = size, stride

    def forward(self, x: Tensor) -> Tensor:
        (top, bottom), (left, right) = (self._margins(n) for n in x.shape[2:])
        return self.norm(F.conv2d(F.pad(x, (left, right, top, bottom)), self.weight, stride=self.stride))

    def _margins(self, length: int) -> tuple[int, int]:
        """ "SAME": the odd one goes to the end."""
        total = max(0, (-(-length // self.stride) - 1) * self.stride + self.size - length)
        return total // 2, total - total // 2


class Transposed(_Layer):
    """From `channels_in` to `channels_out`, enlarged twice."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__(channels_in, channels_out, 3, channels_out)

    def forward(self, x: Tensor) -> Tensor:
        y = F.conv_transpose2d(x, self.weight, stride=2)
        return self.norm(y[..., : 2 * x.shape[2], : 2 * x.shape[3]])


class Residual(nn.Module):
    """Two convolutions around a shortcut; no activation after the sum."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.a, self.b = Conv(channels, channels, 3), Conv(channels, channels, 3)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = x + self.b(F.relu(self.a(x)))
        return y


class TanhNet(nn.Module):
    """`image` (n×3×h×w in [0, 1]) → stylized `image`; the published weights work in 0…255."""

    def __init__(self, config: TanhNetConfig = TanhNetConfig()) -> None:
        super().__init__()
        a, b, c = config.channels
        self.conv1, self.conv2, self.conv3 = Conv(3, a, 9), Conv(a, b, 3, 2), Conv(b, c, 3, 2)
        self.blocks = config.blocks
        for index in range(config.blocks):
            self.add_module(f"res{index + 1}", Residual(c))
        self.up1, self.up2 = Transposed(c, b), Transposed(b, a)
        self.out = Conv(a, 3, 9)

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.shape[2:]
        margin = min(MARGIN_PX, (min(height, width) - 1) // 4 * 4)
        x = F.pad(image * 255, (margin,) * 4, mode="reflect")
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv3(F.relu(self.conv2(x))))
        for index in range(self.blocks):
            x = self.get_submodule(f"res{index + 1}")(x)
        x = F.relu(self.up2(F.relu(self.up1(x))))
        y: Tensor = (torch.tanh(self.out(x)) * 150 + 127.5) / 255
        return y[..., margin : margin + height, margin : margin + width].clamp(0, 1)
