"""MicroAST (Wang et al., AAAI 2023), written anew from the paper and the shapes of its published weights.

A peer to measure against and a teacher to learn from; nothing of it ships. Its three strides without a blur
leave a grid of 4 px (see docs/experiments.md), which is why ours is another network.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.news import FileError

Signals = tuple[list[Tensor], list[Tensor], list[Tensor]]  # a style's features, filter weights and biases


class _Conv(nn.Module):
    def __init__(self, channels_in: int, channels_out: int, size: int = 3, stride: int = 1, groups: int = 1):
        super().__init__()
        self.conv_layer = nn.Conv2d(channels_in, channels_out, size, stride, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        pad = int(self.conv_layer.kernel_size[0]) // 2
        y: Tensor = self.conv_layer(F.pad(x, (pad,) * 4, mode="reflect"))
        return y


class _Residual(nn.Module):
    def __init__(self, channels: int = 64) -> None:
        super().__init__()
        self.conv1, self.conv2 = _Conv(channels, channels), _Conv(channels, channels)

    def forward(self, x: Tensor, weight: Tensor | float = 1.0, bias: Tensor | float = 0.0) -> Tensor:
        first = F.relu(weight * self.conv1(x) + bias * x)
        y: Tensor = x + weight * self.conv2(first) + bias * first
        return y


class _Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        relu = nn.ReLU()
        down2, down4 = _Conv(16, 32, 3, 2, 16), _Conv(32, 64, 3, 2, 32)
        stem = [_Conv(3, 16, 9), relu, down2, relu, _Conv(32, 32, 1), relu, down4, relu, _Conv(64, 64, 1)]
        self.enc1 = nn.Sequential(*stem, relu, _Residual())
        self.enc2 = nn.Sequential(_Residual())

    def forward(self, image: Tensor) -> list[Tensor]:
        x: Tensor = self.enc1(image)
        return [x, self.enc2(x)]


class _Modulator(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        for name in ("weight1", "bias1", "weight2", "bias2"):
            self.add_module(name, nn.Sequential(_Conv(64, 64, groups=64), nn.AdaptiveAvgPool2d(1)))

    def forward(self, features: list[Tensor], name: str) -> list[Tensor]:
        return [self.get_submodule(f"{name}{level + 1}")(x) for level, x in enumerate(features)]


class _Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        relu, up = nn.ReLU(), nn.Upsample(scale_factor=2, mode="bilinear")
        self.dec1, self.dec2 = _Residual(), _Residual()
        first = [up, _Conv(64, 32, groups=32), relu, _Conv(32, 32, 1), relu]
        second = [up, _Conv(32, 16, groups=16), relu, _Conv(16, 16, 1), relu, _Conv(16, 3, 9)]
        self.dec3 = nn.Sequential(*first, *second)

    def quarter(self, features: list[Tensor], signals: Signals) -> Tensor:
        """What is painted at a quarter of the size, n×64×h/4×w/4, which the rest enlarges."""
        styles, weights, biases = signals
        x = self.dec1(_adain(features[1], styles[1]), weights[1], biases[1])
        y: Tensor = self.dec2(_adain(x, styles[0]), weights[0], biases[0])
        return y

    def forward(self, features: list[Tensor], signals: Signals) -> Tensor:
        y: Tensor = self.dec3(self.quarter(features, signals))
        return y


def _adain(x: Tensor, style: Tensor) -> Tensor:
    def moments(y: Tensor) -> tuple[Tensor, Tensor]:
        return y.mean((2, 3), keepdim=True), y.var((2, 3), keepdim=True).add(1e-5).sqrt()

    (mean, deviation), (style_mean, style_deviation) = moments(x), moments(style)
    return (x - mean) / deviation * style_deviation + style_mean


class MicroAst(nn.Module):
    """`image` and signals → stylized `image`, not clamped; sides are cut to multiples of 4."""

    def __init__(self) -> None:
        super().__init__()
        self.content_encoder, self.style_encoder = _Encoder(), _Encoder()
        self.modulator, self.decoder = _Modulator(), _Decoder()

    def signals(self, style: Tensor) -> Signals:
        """All that is needed of a style picture (n×3×h×w in [0, 1])."""
        features = self.style_encoder(style)
        return features, self.modulator(features, "weight"), self.modulator(features, "bias")

    def stages(self, image: Tensor, signals: Signals) -> tuple[Tensor, Tensor, Tensor]:
        """The photo as it is read, the painting, both n×64×h/4×w/4, and the picture."""
        features = self.content_encoder(image)
        quarter = self.decoder.quarter(features, signals)
        return features[0], quarter, self.decoder.dec3(quarter)

    def forward(self, image: Tensor, signals: Signals) -> Tensor:
        y: Tensor = self.decoder(self.content_encoder(image), signals)
        return y


def weight_files(folder: Path) -> dict[str, Path]:
    """The four published ones by the part of the network."""
    parts = ("content_encoder", "style_encoder", "modulator", "decoder")
    return {part: folder / f"{part}_iter_160000.pth.tar" for part in parts}


def load_microast(folder: Path) -> MicroAst:
    """The network from its published files, read as weights only."""
    missing = [path.name for path in weight_files(folder).values() if not path.is_file()]
    if missing:
        raise FileError(f"{folder} lacks {', '.join(missing)}, which make MicroAST with the other files.")
    network = MicroAst()
    for part, path in weight_files(folder).items():
        network.get_submodule(part).load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval().requires_grad_(False)
