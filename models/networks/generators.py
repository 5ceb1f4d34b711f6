"""Generators besides our own backbone: picture to picture (ResNet, U-Net), and noise to picture.

Pictures are in [0, 1] on both sides; inside, −1 to 1 as the papers have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.networks.first_weights import small_normal

PaddingMode = Literal["zeros", "circular"]


class _Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, padding_mode="reflect"),
            nn.InstanceNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, padding_mode="reflect"),
            nn.InstanceNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = x + self.layers(x)
        return y


class ResnetGenerator(nn.Module):
    """Down twice, `blocks` residual blocks, up twice (Johnson et al. 2016; Zhu et al. 2017): 6 or 9 blocks.

    Sides are multiples of 4. Enlarges bilinearly before each convolution instead of transposing one, whose
    uneven overlap leaves a chequered pattern (Odena et al. 2016).
    """

    def __init__(self, channels: int = 3, width: int = 64, blocks: int = 9) -> None:
        super().__init__()
        self.inner: list[int] = []  # places in `layers` of what `features` gives
        layers: list[nn.Module] = [nn.Conv2d(channels, width, 7, padding=3, padding_mode="reflect")]
        layers += [nn.InstanceNorm2d(width), nn.ReLU()]
        for before, after in ((width, 2 * width), (2 * width, 4 * width)):
            self.inner.append(len(layers))
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.InstanceNorm2d(after), nn.ReLU()]
        for block in range(blocks):
            if block in (0, blocks // 2):
                self.inner.append(len(layers))
            layers.append(_Residual(4 * width))
        for before, after in ((4 * width, 2 * width), (2 * width, width)):
            layers += [nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(before, after, 3, padding=1)]
            layers += [nn.InstanceNorm2d(after), nn.ReLU()]
        layers += [nn.Conv2d(width, channels, 7, padding=3, padding_mode="reflect"), nn.Tanh()]
        self.layers = nn.ModuleList(layers)
        small_normal(self)

    def forward(self, image: Tensor) -> Tensor:
        x = image * 2 - 1
        for layer in self.layers:
            x = layer(x)
        return (x + 1) / 2

    def features(self, image: Tensor) -> list[Tensor]:
        """The picture itself, and what its encoder makes of it at four depths, for CUT's contrast."""
        x, made = image * 2 - 1, [image * 2 - 1]
        for place, layer in enumerate(self.layers):
            x = layer(x)
            if place in self.inner:
                made.append(x)
            if place == self.inner[-1]:
                break
        return made


class UnetGenerator(nn.Module):
    """U-Net of pix2pix (Isola et al. 2017, appendix 6.1.1): `levels` halvings, skips between equal sizes.

    7 levels take multiples of 128 px, 8 of 256. Dropout stands in for noise, where there is `chance`.
    """

    def __init__(self, channels: int = 3, width: int = 64, levels: int = 8) -> None:
        super().__init__()
        widths = [width * min(2**level, 8) for level in range(levels)]
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        self.noisy: list[int] = []  # places in `up` after which half is dropped
        for level, after in enumerate(widths):
            before = channels if level == 0 else widths[level - 1]
            layers: list[nn.Module] = [nn.LeakyReLU(0.2)] if level else []
            layers.append(nn.Conv2d(before, after, 4, 2, 1))
            if 0 < level < levels - 1:
                layers.append(nn.InstanceNorm2d(after))
            self.down.append(nn.Sequential(*layers))
        for level in reversed(range(levels)):
            before = widths[level] * (1 if level == levels - 1 else 2)
            after = channels if level == 0 else widths[level - 1]
            layers = [nn.ReLU(), nn.Upsample(scale_factor=2, mode="bilinear")]
            layers.append(nn.Conv2d(before, after, 3, padding=1))
            if level:
                layers.append(nn.InstanceNorm2d(after))
            if levels - 4 <= level < levels - 1 and level > 3:
                self.noisy.append(len(self.up))
            self.up.append(nn.Sequential(*layers))
        small_normal(self)

    def forward(self, image: Tensor, chance: Callable[..., Tensor] | None = None) -> Tensor:
        """`chance`, for training: uniform numbers of given sides for each of the n pictures."""
        x, made = image * 2 - 1, []
        for layer in self.down:
            x = layer(x)
            made.append(x)
        for step, layer in enumerate(self.up):
            x = layer(x if step == 0 else torch.cat([x, made[-1 - step]], 1))
            if chance is not None and step in self.noisy:
                x = x * (chance(*x.shape[1:]) < 0.5).to(x) * 2
        return (torch.tanh(x) + 1) / 2


class DcganGenerator(nn.Module):
    """The textbook one (Radford et al. 2016): noise n×`noise` → `image`, by transposed convolutions."""

    def __init__(self, size_px: int = 64, channels: int = 3, width: int = 64, noise: int = 100) -> None:
        super().__init__()
        levels = size_px.bit_length() - 4
        if size_px != 2 ** (levels + 3) or levels < 1:
            raise ValueError("the size of pictures from DCGAN is a power of two from 16 up")
        self.noise = noise
        widest = width * 2**levels
        layers: list[nn.Module] = [nn.ConvTranspose2d(noise, widest, 4), nn.BatchNorm2d(widest), nn.ReLU()]
        for level in reversed(range(levels)):
            after = width * 2**level
            layers += [nn.ConvTranspose2d(2 * after, after, 4, 2, 1), nn.BatchNorm2d(after), nn.ReLU()]
        layers += [nn.ConvTranspose2d(width, channels, 4, 2, 1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)
        small_normal(self)

    def forward(self, noise: Tensor) -> Tensor:
        x: Tensor = self.layers(noise[..., None, None])
        return (x + 1) / 2


class _Grow(nn.Module):
    """Nearest ×2, convolution, gated linear unit."""

    def __init__(self, before: int, after: int, padding_mode: PaddingMode) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, 2 * after, 3, padding=1, padding_mode=padding_mode)

    def forward(self, x: Tensor) -> Tensor:
        return F.glu(self.conv(F.interpolate(x, scale_factor=2.0)), 1)


class SwatchGenerator(nn.Module):
    """Small and modern: noise n×`noise` → `image`, after FastGAN (Liu et al. 2021) with R3GAN's habits.

    Gated blocks that double the size, and channel excitations from low to high resolution (8 → 64, 16 → 128).
    No normalisation. `width` are the channels at 64 px and beyond, and an eighth of those at the bottom.
    `is_tileable` pads toroidally, so that the right edge goes on at the left.
    """

    def __init__(
        self,
        size_px: int = 128,
        channels: int = 3,
        noise: int = 128,
        *,
        width: int = 32,
        is_tileable: bool = False,
    ) -> None:
        super().__init__()
        levels = size_px.bit_length() - 3
        if size_px != 2 ** (levels + 2) or levels < 2:
            raise ValueError("the size of swatches is a power of two from 16 up")
        mode: PaddingMode = "circular" if is_tileable else "zeros"
        self.noise = noise
        widths = [width * times for times in (8, 8, 4, 2, 1, 1, 1)][: levels + 1]
        self.start = nn.Linear(noise, 2 * widths[0] * 16)
        self.grow = nn.ModuleList(_Grow(widths[i], widths[i + 1], mode) for i in range(levels))
        # From the features at 8 and 16 px to those eight times as large, where there are any.
        self.excite = nn.ModuleDict(
            {
                str(low + 3): nn.Sequential(
                    nn.AdaptiveAvgPool2d(4),
                    nn.Conv2d(widths[low + 1], widths[low + 4], 4),
                    nn.LeakyReLU(0.2),
                    nn.Conv2d(widths[low + 4], widths[low + 4], 1),
                    nn.Sigmoid(),
                )
                for low in (0, 1)
                if low + 3 < levels
            }
        )
        self.out = nn.Conv2d(widths[-1], channels, 3, padding=1, padding_mode=mode)

    def forward(self, noise: Tensor) -> Tensor:
        x = self.start(F.normalize(noise, dim=1) * self.noise**0.5).reshape(len(noise), -1, 4, 4)
        x = F.glu(x, 1)
        made: list[Tensor] = []
        for level, block in enumerate(self.grow):
            x = block(x)
            if str(level) in self.excite:
                x = x * self.excite[str(level)](made[level - 3])
            made.append(x)
        return (torch.tanh(self.out(x)) + 1) / 2
