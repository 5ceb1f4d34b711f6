"""The universal stylizer: any style, given as a code, onto any photograph, in one pass.

Colour first, strokes second: the photograph is moved to the style's colours by a closed form, and the network
paints the strokes as a residual on it. Four things keep its pictures steady and its tiles exact:

- every stride is preceded by a blur (Zhang 2019), every enlargement is bilinear and of blurred features, and
  so is what the first layer gives: what alternates from one position to the next would be painted as a grid
  that stays in place while the picture moves;
- convolutions see the picture mirrored beyond its frame: zeros end in a line round it, and normalisation
  makes echoes of them in even skies. That costs a tenth of the time;
- the encoder sees the photo blurred, and full-resolution detail passes around the network;
- global statistics enter at named points only (`norm_points`), between pieces of finite reach, so that a
  picture can be computed in tiles with the statistics of the whole (`models/tiling.py`).

Sizes of `image` must be multiples of 8 and at least 16; `models/stylizer.py` pads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.losses.style import kept_mean

STRIDE = 8
# Takes away what alternates from one position to the next, and little else: 1 − sin⁶(ω/2).
NOTCH = (1, -6, 15, 44, 15, -6, 1)
LEAK = 0.2  # of what is below 0; with none, a layer can become negative everywhere, and no gradient mends it
Padding = Literal["zeros", "reflect"]


@dataclass(frozen=True)
class UniversalConfig:
    """`width` is the number of channels at half size.

    It doubles at each level. Multiples of 16 run fastest. `hidden` is the width of what turns a code into
    scales and shifts: with 252 the weights stay below 4 MB.
    """

    width: int = 32
    trunk_blocks: int = 2
    middle_blocks: int = 2
    hidden: int = 252

    @property
    def norm_points(self) -> dict[str, int]:
        """Where the statistics of the whole picture are needed, in order of computation, with channels."""
        width = self.width
        points = {"skip2": width, "skip4": 2 * width}
        for block in range(self.trunk_blocks):
            points[f"trunk{block}a"] = points[f"trunk{block}b"] = 4 * width
        points["trunk_out"] = 4 * width
        return points

    @property
    def modulated(self) -> dict[str, int]:
        """Convolutions whose input the style scales and shifts without statistics, with channels."""
        width = self.width
        points = {f"middle{block}": 2 * width for block in range(self.middle_blocks)}
        return points | {"to_fine": 2 * width, "fine": width, "detail": 3}

    @property
    def own_points(self) -> dict[str, int]:
        """Points at which a style's own statistics, seen by this network, are what is aimed at; channels."""
        return {"skip2": self.width, "skip4": 2 * self.width, "trunk0a": 4 * self.width}

    @property
    def style_points(self) -> dict[str, int]:
        """All points that take a scale and a shift from the style."""
        return self.norm_points | self.modulated


def convolution(
    channels_in: int, channels_out: int, gain: float = 1.0, padding: Padding = "zeros"
) -> nn.Conv2d:
    """3×3. Runtimes pad with zeros inside the convolution, and otherwise before it, which takes time."""
    conv = nn.Conv2d(channels_in, channels_out, 3, padding=1, padding_mode=padding)
    nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
    with torch.no_grad():
        conv.weight.mul_(gain)
    if conv.bias is not None:
        nn.init.zeros_(conv.bias)
    return conv


def mirrored(channels_in: int, channels_out: int, gain: float = 1.0) -> nn.Conv2d:
    """Such a convolution of a picture that is mirrored beyond its frame."""
    return convolution(channels_in, channels_out, gain, "reflect")


class Blur(nn.Module):
    """Binomial blur per channel.

    [1 2 1]² at stride 1 (zero at the Nyquist frequency), [1 3 3 1]² at stride 2.
    """

    kernel: Tensor

    def __init__(self, channels: int, stride: int = 1) -> None:
        super().__init__()
        self.channels, self.stride = channels, stride
        taps = torch.tensor([1.0, 2.0, 1.0] if stride == 1 else [1.0, 3.0, 3.0, 1.0])
        kernel = taps[:, None] * taps / taps.sum() ** 2
        self.register_buffer("kernel", kernel.repeat(channels, 1, 1, 1), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        wider = F.pad(x, (1, 1, 1, 1), mode="reflect")
        return F.conv2d(wider, self.kernel, stride=self.stride, groups=self.channels)


class Filter(nn.Module):
    """The same symmetric taps along rows and columns of each channel."""

    taps: Tensor

    def __init__(self, channels: int, taps: Sequence[float]) -> None:
        super().__init__()
        self.channels, self.reach = channels, len(taps) // 2
        normal = torch.tensor(taps) / sum(taps)
        self.register_buffer("taps", normal.repeat(channels, 1, 1, 1), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        wider = F.pad(x, (self.reach,) * 4, mode="reflect")
        rows = F.conv2d(wider, self.taps, groups=self.channels)
        return F.conv2d(rows, self.taps.transpose(2, 3), groups=self.channels)


def rectified(x: Tensor) -> Tensor:
    """Leaky ReLU."""
    return F.leaky_relu(x, LEAK)


def enlarge(x: Tensor) -> Tensor:
    """Bilinear ×2."""
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def statistics(x: Tensor, keep: Tensor | None = None) -> Tensor:
    """Mean and standard deviation over the picture, or what is kept of it: n×2×c×1×1."""
    mean = kept_mean(x, keep)[..., None, None]
    deviation = kept_mean((x - mean).pow(2), keep)[..., None, None].add(1e-5).sqrt()
    return torch.stack([mean, deviation], 1)


def apply(x: Tensor, style: Tensor) -> Tensor:
    """`style` is n×2×c×1×1 (or n×2×c×h×w where regions differ): scale and shift."""
    return x * style[:, 0] + style[:, 1]


def adain(x: Tensor, stats: Tensor, style: Tensor) -> Tensor:
    """AdaIN (Huang & Belongie 2017, eq. 8) with statistics that may come from a larger picture."""
    scale = style[:, 0] / stats[:, 1]
    return x * scale + (style[:, 1] - stats[:, 0] * scale)


Styles = Mapping[str, Tensor]  # by style point: n×2×c×1×1, or n×2×c×h×w at the point's own resolution
Measure = Callable[[str, Tensor], Tensor]  # a norm point and what is there → the statistics to go by


def measured(_point: str, x: Tensor) -> Tensor:
    """Those of the picture itself."""
    return statistics(x)


class UniversalNetwork(nn.Module):
    """The content path.

    `forward` is the whole; `encode`, `trunk_*` and `decode` are its pieces for tiling.
    """

    def __init__(self, config: UniversalConfig = UniversalConfig()) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.blur = Blur(3)
        self.blur4, self.blur8 = Blur(w, 2), Blur(2 * w, 2)
        self.smooth2, self.smooth4, self.smooth8 = Blur(w), Blur(w), Blur(2 * w)
        self.stem = mirrored(12, w)
        self.down4 = mirrored(w, 2 * w)
        self.down8 = mirrored(2 * w, 4 * w)
        self.trunk = nn.ModuleDict(
            {
                f"trunk{i}{part}": mirrored(4 * w, 4 * w, 0.3)
                for i in range(config.trunk_blocks)
                for part in "ab"
            }
        )
        self.to_middle = mirrored(4 * w, 2 * w, 0.5)
        self.middle = nn.ModuleDict(
            {
                f"middle{i}{part}": mirrored(2 * w, 2 * w, 0.5)
                for i in range(config.middle_blocks)
                for part in "ab"
            }
        )
        self.to_fine = mirrored(2 * w, w, 0.5)
        self.fine = mirrored(w, w, 0.7)
        self.out = mirrored(w, 12, 0.15)
        self.notch = Filter(12, NOTCH)

    def encode(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Features at 1/2, 1/4 and 1/8. Reach: 24 px."""
        half = rectified(self.smooth2(self.stem(F.pixel_unshuffle(self.blur(image) - 0.5, 2))))
        quarter = rectified(self.down4(self.blur4(half)))
        return half, quarter, self.down8(self.blur8(quarter))

    def own_statistics(self, image: Tensor, keep: Tensor | None = None) -> Tensor:
        """Means and deviations of a style picture at `own_points`, one after the other: n×numbers."""
        return torch.cat([statistics(x, keep).flatten(1) for x in self.encode(image)], 1)

    def trunk_a(self, block: int, x: Tensor, stats: Tensor, styles: Styles) -> Tensor:
        """First half of a residual block at 1/8. Reach: 1 position."""
        name = f"trunk{block}a"
        y: Tensor = self.trunk[name](rectified(adain(x, stats, styles[name])))
        return y

    def trunk_b(self, block: int, x: Tensor, residual: Tensor, stats: Tensor, styles: Styles) -> Tensor:
        """Second half of a residual block. Reach: 1 position."""
        name = f"trunk{block}b"
        y: Tensor = residual + self.trunk[name](rectified(adain(x, stats, styles[name])))
        return y

    def decode(
        self, image: Tensor, half: Tensor, quarter: Tensor, trunk: Tensor, stats: Styles, styles: Styles
    ) -> Tensor:
        """Paints: the features of all levels → `image`. Reach: 80 px beyond the trunk's."""
        x = self.to_middle(rectified(adain(trunk, stats["trunk_out"], styles["trunk_out"])))
        x = enlarge(self.smooth8(x))
        x = x + adain(quarter, stats["skip4"], styles["skip4"])
        for block in range(self.config.middle_blocks):
            y = self.middle[f"middle{block}a"](rectified(apply(x, styles[f"middle{block}"])))
            x = x + self.middle[f"middle{block}b"](rectified(y))
        x = enlarge(self.smooth4(self.to_fine(rectified(apply(x, styles["to_fine"])))))
        x = x + adain(half, stats["skip2"], styles["skip2"])
        x = self.fine(rectified(apply(x, styles["fine"])))
        paint = self.blur(F.pixel_shuffle(self.notch(self.out(rectified(x))), 2))
        smooth = self.blur(self.blur(image))
        painted: Tensor = smooth + apply(image - smooth, styles["detail"]) + paint
        return painted

    def forward(self, image: Tensor, styles: Styles, measure: Measure = measured) -> Tensor:
        """`image`, already in the style's colours, and the style at every point → `image`, not clamped."""
        half, quarter, x = self.encode(image)
        stats = {"skip2": measure("skip2", half), "skip4": measure("skip4", quarter)}
        for block in range(self.config.trunk_blocks):
            y = self.trunk_a(block, x, measure(f"trunk{block}a", x), styles)
            x = self.trunk_b(block, y, x, measure(f"trunk{block}b", y), styles)
        stats["trunk_out"] = measure("trunk_out", x)
        return self.decode(image, half, quarter, x, stats, styles)
