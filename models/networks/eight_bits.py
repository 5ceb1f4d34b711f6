"""Convolutions that can work in eight bits: rounded as a processor's integers are (Jacob et al. 2018).

What comes in is watched on a few pictures. Rounding is then put into the float32 graph as `fake_quantize`:
the training feels it (straight through, eq. 12 there), and OpenVINO makes integers of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LEVELS = 255  # of what comes in; weights have as many, the same to both sides of 0
OUTERMOST = 1e-5  # the share of a picture's values that may lie beyond the range


class EightBitConv(nn.Conv2d):
    """3×3 with zero padding. `is_rounded` makes it work in eight bits; it has to be `watched` first."""

    range: Tensor

    def __init__(self, like: nn.Conv2d) -> None:
        super().__init__(like.in_channels, like.out_channels, 3, padding=1)
        self.weight, self.bias = like.weight, like.bias
        self.is_rounded = self.is_watched = False
        self.register_buffer("range", torch.zeros(2))  # the lowest and the highest value; 0 is between them

    def forward(self, x: Tensor) -> Tensor:
        if self.is_watched:
            self._watch(x.detach())
        if not self.is_rounded:
            return super().forward(x)
        low, high = self.range.tolist()
        step = max(high - low, 1e-6) / LEVELS
        rounded = torch.fake_quantize_per_tensor_affine(x, step, round(-low / step), 0, LEVELS)
        steps = self.weight.detach().abs().amax((1, 2, 3)).clamp_min(1e-8) / (LEVELS // 2)
        zeros = torch.zeros_like(steps, dtype=torch.int32)
        half = LEVELS // 2
        weight = torch.fake_quantize_per_channel_affine(self.weight, steps, zeros, 0, -half, half)
        return F.conv2d(rounded, weight, self.bias, padding=1)

    def _watch(self, x: Tensor) -> None:
        """Widens the range to what is seen."""
        values = x.flatten().float().sort().values
        few = int(OUTERMOST * len(values))
        self.range[0] = torch.minimum(self.range[0], values[few])
        self.range[1] = torch.maximum(self.range[1], values[-1 - few])


@contextmanager
def watched(network: nn.Module) -> Iterator[None]:
    """Learns anew, of what goes through `network` meanwhile, what ranges its convolutions have to bear."""
    found = [module for module in network.modules() if isinstance(module, EightBitConv)]
    for conv in found:
        conv.range.zero_()
        conv.is_watched, conv.is_rounded = True, False
    try:
        yield
    finally:
        for conv in found:
            conv.is_watched = False


def round_all(network: nn.Module, is_wanted: bool) -> None:
    """Switches all convolutions in `network` to eight bits, or back."""
    for module in network.modules():
        if isinstance(module, EightBitConv):
            module.is_rounded = is_wanted


def can_round(network: nn.Module) -> bool:
    """Whether all its convolutions have learnt what range their input has."""
    kinds = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    return all(isinstance(conv, EightBitConv) and bool(conv.range.any()) for conv in kinds)
