"""A guide: a published network, whose pictures and inner layers are a first aim for one that begins anew.

Losses of style say what a picture lacks; a guide says where each stroke goes, and every pixel is a sample.
What it reads and what it paints at a quarter of the size are hints (Romero et al. 2015, "FitNets"): ours need
not be equal to them, only say as much. Where the paper learns the map between the two, we solve for the best
one at each step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.networks.microast import MicroAst
from models.networks.universal import UniversalNetwork

RIDGE = 1e-3  # of the mean variance of a channel
GUIDED = 0.6  # the part of a training in which the guide counts, ever less


def unexplained(ours: Tensor, aim: Tensor) -> Tensor:
    """The part of the variance of `aim` (n×c×h×w) that `ours`, of the same shape, misses: 0 is equal."""
    ours, aim = ours.float(), aim.float()
    return (ours - aim).pow(2).mean() / aim.var((0, 2, 3)).mean().clamp_min(1e-6)


def linearly_unexplained(ours: Tensor, aim: Tensor) -> Tensor:
    """The same for the best linear map of the channels of `ours` to those of `aim`.

    The map is the best there is, so that it has no gradient of its own to give.
    """
    if ours.shape[2:] != aim.shape[2:]:  # ours reads and paints pictures a quarter larger
        aim = F.interpolate(aim.float(), ours.shape[2:], mode="bilinear", align_corners=False)
    x, y = (tap.float().permute(0, 2, 3, 1).flatten(0, 2) for tap in (ours, aim))
    x, y = x - x.mean(0), y - y.mean(0)
    with torch.autocast(x.device.type, enabled=False):  # sums over all positions want their digits
        with torch.no_grad():
            spread, product = (x.T @ other for other in (x, y))
            spread.diagonal().add_(RIDGE * spread.diagonal().mean().clamp_min(1e-9))
            best = torch.linalg.solve(spread.cpu().double(), product.cpu().double()).to(x)
        missed: Tensor = (x @ best - y).pow(2).mean() / y.var(0).mean().clamp_min(1e-6)
    return missed


@contextmanager
def listening(*layers: nn.Module) -> Iterator[list[Tensor]]:
    """While it is open, what goes into `layers` is left in the list, in the order in which it passes."""
    heard: list[Tensor] = []
    hooks = [
        layer.register_forward_pre_hook(lambda _layer, given: heard.append(given[0])) for layer in layers
    ]
    try:
        yield heard
    finally:
        for hook in hooks:
            hook.remove()


def spoken_of(network: UniversalNetwork) -> tuple[nn.Module, nn.Module]:
    """Layers that take, at a quarter of the size, what the photo is read as, and what is painted."""
    return network.blur8, network.to_fine


class Guide:
    """MicroAST as a guide."""

    def __init__(self, teacher: MicroAst, device: torch.device) -> None:
        self._teacher = teacher.to(device).to(memory_format=torch.channels_last)

    def losses(
        self,
        photo: Tensor,
        style: Tensor,
        out: Tensor,
        heard: Sequence[Tensor],
        judge: nn.Module,
        taps: Sequence[Tensor],
    ) -> dict[str, Tensor]:
        """By name, as parts of the variance that are missed: pixels, features of `judge`, hints.

        `out` is the picture that was painted of `photo` after `style` (n×3×h×w, sides multiples of 8), `taps`
        its features, and `heard` what went into the layers `spoken_of`.
        """
        with torch.no_grad():
            read, painted, picture = self._teacher.stages(photo, self._teacher.signals(style))
            aims = judge(picture.clamp(0, 1))
        features = [unexplained(tap, aim) for tap, aim in zip(taps, aims, strict=True)]
        return {
            "guide_pixels": unexplained(out, picture.clamp(0, 1)),
            "guide_features": torch.stack(features).mean(),
            "guide_reading": linearly_unexplained(heard[0], read),
            "guide_painting": linearly_unexplained(heard[1], painted),
        }


def guided_part(progress: float) -> float:
    """How much the guide counts: 1 at first, nothing once its part of the training is over."""
    return max(0.0, 1 - progress / GUIDED)
