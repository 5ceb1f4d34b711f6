"""The published fast-neural-style network (Johnson et al. 2016): instance norm, nearest enlargement."""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class TransformerNetConfig:
    """Channels at full, half and quarter size, and the number of residual blocks."""

    channels: tuple[int, int, int] = (32, 64, 128)
    blocks: int = 5


class ConvLayer(nn.Module):
    """Reflect padding, then a convolution."""

    def __init__(self, channels_in: int, channels_out: int, size: int, stride: int = 1) -> None:
        super().__init__()
        self.reflection_pad = nn.ReflectionPad2d(size // 2)
        self.conv2d = nn.Conv2d(channels_in, channels_out, size, stride)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv2d(self.reflection_pad(x))
        return y


class ResidualBlock(nn.Module):
    """Two convolutions with instance norm around a shortcut; no activation after the sum."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = ConvLayer(channels, channels, 3)
        self.in1 = nn.InstanceNorm2d(channels, affine=True)
        self.conv2 = ConvLayer(channels, channels, 3)
        self.in2 = nn.InstanceNorm2d(channels, affine=True)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = x + self.in2(self.conv2(F.relu(self.in1(self.conv1(x)))))
        return y


class TransformerNet(nn.Module):
    """`image` (n×3×h×w in [0, 1]) → stylized `image`; published weights work in 0…255, so that is inside."""

    def __init__(self, config: TransformerNetConfig = TransformerNetConfig()) -> None:
        super().__init__()
        a, b, c = config.channels
        self.conv1, self.in1 = ConvLayer(3, a, 9), nn.InstanceNorm2d(a, affine=True)
        self.conv2, self.in2 = ConvLayer(a, b, 3, 2), nn.InstanceNorm2d(b, affine=True)
        self.conv3, self.in3 = ConvLayer(b, c, 3, 2), nn.InstanceNorm2d(c, affine=True)
        self.blocks = config.blocks
        for index in range(config.blocks):
            self.add_module(f"res{index + 1}", ResidualBlock(c))
        self.deconv1, self.in4 = ConvLayer(c, b, 3), nn.InstanceNorm2d(b, affine=True)
        self.deconv2, self.in5 = ConvLayer(b, a, 3), nn.InstanceNorm2d(a, affine=True)
        self.deconv3 = ConvLayer(a, 3, 9)

    def forward(self, image: Tensor) -> Tensor:
        x = F.relu(self.in1(self.conv1(image * 255)))
        x = F.relu(self.in2(self.conv2(x)))
        x = F.relu(self.in3(self.conv3(x)))
        for index in range(self.blocks):
            x = self.get_submodule(f"res{index + 1}")(x)
        x = F.relu(self.in4(self.deconv1(F.interpolate(x, scale_factor=2.0))))
        x = F.relu(self.in5(self.deconv2(F.interpolate(x, scale_factor=2.0))))
        y: Tensor = self.deconv3(x) / 255
        return y[..., : image.shape[2], : image.shape[3]].clamp(0, 1)
