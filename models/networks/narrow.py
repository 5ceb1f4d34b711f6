"""The live-width network: what the universal one paints, for a sixth of the work.

Frames of a moving picture cannot wait for the universal network. This one learns from it (`impasto train
narrow`): it takes the same style codes, so that a style needs no training of its own to be live. Against the
universal network it works at 1/4 and 1/8 alone; the finest details reach it as the frame itself, louder or
softer as the style wants them.

Sizes of `image` must be multiples of 8 and at least 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.networks.eight_bits import EightBitConv
from models.networks.style_code import Modulator, recoloured
from models.networks.universal import (
    Measure,
    Styles,
    adain,
    apply,
    convolution,
    enlarge,
    measured,
    rectified,
)

BLOCK = 4  # pixels of a side that are one position of the first convolution


@dataclass(frozen=True)
class NarrowConfig:
    """Channels at 1/4, 1/8 and 1/2; the last ones and the frame's three make sixteen, which runs fastest."""

    quarter: int = 32
    trunk: int = 64
    half: int = 13
    blocks: int = 2

    @property
    def norm_points(self) -> dict[str, int]:
        """Where statistics of the whole picture are needed, in order of computation, with channels."""
        points = {"skip4": self.quarter}
        for block in range(self.blocks):
            points[f"trunk{block}a"] = points[f"trunk{block}b"] = self.trunk
        return points | {"trunk_out": self.trunk}

    @property
    def own_points(self) -> dict[str, int]:
        """None: codes hold what the universal network saw of a style, not what this one would."""
        return {}

    @property
    def style_points(self) -> dict[str, int]:
        """All points that take a scale and a shift from the style."""
        return self.norm_points | {"fine": self.half, "smooth": 3, "detail": 3}


def _convolution(channels_in: int, channels_out: int, gain: float = 1.0) -> EightBitConv:
    return EightBitConv(convolution(channels_in, channels_out, gain))


class NarrowNetwork(nn.Module):
    """The content path; as `UniversalNetwork`, without the pieces for tiling."""

    def __init__(self, config: NarrowConfig = NarrowConfig()) -> None:
        super().__init__()
        self.config = config
        self.stem = _convolution(3 * BLOCK**2, config.quarter)
        self.down8 = _convolution(config.quarter, config.trunk)
        self.trunk = nn.ModuleDict(
            {
                f"trunk{i}{part}": _convolution(config.trunk, config.trunk, 0.3)
                for i in range(config.blocks)
                for part in "ab"
            }
        )
        self.to_quarter = _convolution(config.trunk, config.quarter, 0.5)
        self.to_half = _convolution(config.quarter, config.half, 0.7)
        self.out = _convolution(config.half + 3, 12, 0.15)

    def forward(self, image: Tensor, styles: Styles, measure: Measure = measured) -> Tensor:
        """`image`, already in the style's colours, and the style at every point → `image`, not clamped."""
        quarter = F.relu(self.stem(F.pixel_unshuffle(image - 0.5, BLOCK)))
        x = self.down8(F.avg_pool2d(quarter, 2))
        quarter = adain(quarter, measure("skip4", quarter), styles["skip4"])
        for block in range(self.config.blocks):
            y = x
            for part in "ab":
                point = f"trunk{block}{part}"
                y = self.trunk[point](F.relu(adain(y, measure(point, y), styles[point])))
            x = x + y
        x = self.to_quarter(F.relu(adain(x, measure("trunk_out", x), styles["trunk_out"])))
        x = enlarge(self.to_half(F.relu(enlarge(x) + quarter)))
        smooth = apply(F.avg_pool2d(image, 2) - 0.5, styles["smooth"])
        paint = self.out(torch.cat([rectified(apply(x, styles["fine"])), smooth], 1))
        painted: Tensor = apply(image, styles["detail"]) + F.pixel_shuffle(paint, 2)
        return painted


class NarrowStylist(nn.Module):
    """Modulator and content path as the one module that is trained and shipped.

    `code_size` is that of the `Stylist` whose codes it takes.
    """

    def __init__(self, code_size: int, config: NarrowConfig = NarrowConfig()) -> None:
        super().__init__()
        self.code_size = code_size
        self.content = NarrowNetwork(config)
        self.modulator = Modulator(code_size, config)

    def forward(self, image: Tensor, code: Tensor) -> Tensor:
        """`image` n×3×h×w (multiples of 8) in the style of `code` (n×size); not clamped."""
        styles: Mapping[str, Tensor] = self.modulator.split(self.modulator(code))
        y: Tensor = self.content(recoloured(image, code), styles)
        return y

    def card(self) -> dict[str, Any]:
        """What is needed to build the same network again."""
        return {"config": asdict(self.content.config), "code_size": self.code_size}
