"""Our own backbone as a generator: from picture to picture in one manner, which its weights hold."""

from __future__ import annotations

import copy
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor, nn

from models.networks.style_code import COLOUR_NUMBERS, by_point, recoloured
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig, UniversalNetwork


class BackboneGenerator(nn.Module):
    """The universal content path whose style is a parameter: `image` → `image`, not clamped.

    n×3×h×w, sides multiples of 8. With `colours` (1×9: mean and covariance) pictures are moved to those
    first, as the universal network does; without (zeros) colours are learnt like all else.
    """

    colours: Tensor

    def __init__(self, **config: int) -> None:
        super().__init__()
        self.content = UniversalNetwork(UniversalConfig(**config))
        neutral = [
            torch.cat([torch.ones(c), torch.zeros(c)]) for c in self.content.config.style_points.values()
        ]
        self.style = nn.Parameter(torch.cat(neutral)[None])
        self.register_buffer("colours", torch.zeros(1, COLOUR_NUMBERS))

    @property
    def options(self) -> dict[str, Any]:
        """What it is built with."""
        return asdict(self.content.config)

    def forward(self, image: Tensor) -> Tensor:
        styles = by_point(self.style.expand(len(image), -1), self.content.config.style_points)
        y: Tensor = self.content(self._in_colour(image), styles)
        return y

    def features(self, image: Tensor) -> list[Tensor]:
        """The picture in its colours, and what is made of it at three depths, for CUT's contrast."""
        seen = self._in_colour(image)
        return [seen * 2 - 1, *self.content.encode(seen)]

    def _in_colour(self, image: Tensor) -> Tensor:
        return recoloured(image, self.colours.expand(len(image), -1)) if self.colours.any() else image


@torch.no_grad()
def backbone_towards(stylist: Stylist, works: Tensor) -> BackboneGenerator:
    """One that begins with the strokes of the mean style of `works` (n×3×h×w); on the CPU.

    Colours stay the picture's: the mean of those of many works is drab, and what is white in one outline and
    the next is to mean the same.

    So is the copy that is read from: of a network that paints some parts may be on another device.
    """
    stylist = copy.deepcopy(stylist).cpu()
    code = stylist.codes(list(torch.split(works.cpu(), 1))).mean(0, keepdim=True)
    made = BackboneGenerator(**asdict(stylist.content.config))
    made.content.load_state_dict(stylist.content.state_dict())
    made.style.copy_(stylist.modulator(code))
    return made
