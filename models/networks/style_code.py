"""Style codes: a picture becomes a few hundred numbers; mixing styles is arithmetic on them.

A code holds, in this order: mean (3) and covariance (6, row-major upper triangle) of the colours; mean and
deviation of the loss network's first features at each level, which are just what the style loss measures; and
learned texture responses, the means of trained 1×1 convolutions on the same features; last, mean and
deviation of the painting network's own features. All are averages over the picture, so codes of a picture's
parts combine linearly but for the deviations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.losses.style import kept_mean, moments
from models.networks.loss_network import LossNetwork

COLOUR_NUMBERS = 9
TEXTURE_CHANNELS = 64
# Keeps the recolouring of a nearly flat photograph from amplifying its noise without bound.
COVARIANCE_FLOOR = 1e-3


def colour_moments(image: Tensor, keep: Tensor | None = None) -> Tensor:
    """Mean and covariance of the colours, n×9, or of those that are kept (n×1×h×w, 0 to 1)."""
    flat = image.flatten(2)
    share = None if keep is None else keep.flatten(2) / keep.sum((2, 3))[..., None]
    mean = flat.mean(2) if share is None else (flat * share).sum(2)
    centred = flat - mean[..., None]
    weighted = centred / flat.shape[2] if share is None else centred * share
    covariance = weighted @ centred.transpose(1, 2)
    rows, columns = torch.triu_indices(3, 3)
    return torch.cat([mean, covariance[:, rows, columns]], 1)


def colour_transform(source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The linear map that moves colours with moments `source` (n×9) to moments `target`: n×3×3 and n×3.

    Monge–Kantorovich: the one of least movement (Pitié & Kokaram 2007, eq. 8). It is the identity for equal
    moments.
    """
    mean_a, a = _split(source)
    mean_b, b = _split(target)
    root = _root(a)
    inverse = torch.linalg.inv(root)
    matrix = (inverse @ _root(root @ b @ root) @ inverse).to(source.dtype)
    shift = mean_b - (matrix @ mean_a.to(matrix.dtype)[..., None])[..., 0]
    return matrix, shift.to(source.dtype)


def recolour(image: Tensor, matrix: Tensor, shift: Tensor) -> Tensor:
    """Applies a colour transform (n×3×3, n×3) to `image`; the result may leave [0, 1]."""
    flat = matrix @ image.flatten(2) + shift[..., None]
    return flat.reshape(image.shape)


def recoloured(image: Tensor, code: Tensor) -> Tensor:
    """`image` in the colours of `code` (n×size), as the painting networks take it."""
    with exactly(image):
        transform = colour_transform(colour_moments(image), code[:, :COLOUR_NUMBERS])
        return recolour(image, *transform).clamp(-0.2, 1.2)


def exactly(image: Tensor) -> torch.autocast:
    """No half precision where it would be seen (colours) or is the measure of things (codes)."""
    return torch.autocast(image.device.type, enabled=False)


def _split(colours: Tensor) -> tuple[Tensor, Tensor]:
    colours = colours.double()
    rows, columns = torch.triu_indices(3, 3)
    covariance = colours.new_zeros(len(colours), 3, 3)
    covariance[:, rows, columns] = colours[:, 3:COLOUR_NUMBERS]
    covariance[:, columns, rows] = colours[:, 3:COLOUR_NUMBERS]
    return colours[:, :3], covariance + COVARIANCE_FLOOR * torch.eye(
        3, dtype=torch.double, device=colours.device
    )


def _root(matrix: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    root: Tensor = vectors @ torch.diag_embed(values.clamp_min(1e-8).sqrt()) @ vectors.transpose(1, 2)
    return root


class StyleEncoder(nn.Module):
    """`image` (n×3×h×w, sides at least 16 px) → code (n×`size`). The loss network inside stays as it is.

    Only what `keep` keeps of the picture counts (n×1×h×w, 0 to 1).
    """

    def __init__(self, loss_network: LossNetwork) -> None:
        super().__init__()
        self.loss_network = loss_network.requires_grad_(False)
        channels = loss_network.config.channels
        self.texture = nn.ModuleList(nn.Conv2d(c, TEXTURE_CHANNELS, 1) for c in channels)
        self.size = COLOUR_NUMBERS + 2 * sum(channels) + TEXTURE_CHANNELS * len(channels)

    def forward(self, image: Tensor, keep: Tensor | None = None) -> Tensor:
        with torch.no_grad():
            features = self.loss_network(image)
            fixed = [colour_moments(image, keep), *(moments(f, keep) for f in features)]
            scales = [kept_mean(f.abs(), keep).mean(1)[:, None, None, None] + 1e-6 for f in features]
        texture = [
            kept_mean(F.leaky_relu(conv(f / scale), 0.1), keep)
            for conv, f, scale in zip(self.texture, features, scales, strict=True)
        ]
        return torch.cat([*fixed, *texture], 1)


class Points(Protocol):
    """What a modulator must know of a painting network: its points, with channels."""

    @property
    def style_points(self) -> dict[str, int]:
        """All that take a scale and a shift from the style."""

    @property
    def own_points(self) -> dict[str, int]:
        """Those of which a code holds the style's own statistics."""


CALMLY = 0.2  # of what is heard reaches the answer, so that one style's steps do not shake the others


def _heard(numbers: int, units: int) -> list[nn.Module]:
    """A layer that cannot fall silent: without the norm, steps of equal length in every direction (Muon)
    drove all units so far below 0 that no style was heard, and no gradient would have mended it.

    The norm makes the size of the weights indifferent, and large ones turn more slowly.
    """
    linear = nn.Linear(numbers, units)
    with torch.no_grad():
        linear.weight.mul_(4)
    return [linear, nn.LayerNorm(units, elementwise_affine=False), nn.LeakyReLU(0.2)]


class Modulator(nn.Module):
    """Code (n×size) → scale and shift at every style point of a painting network.

    Where the style's own statistics are known they are the scale and the shift, as in AdaIN, and what is
    learnt corrects them; measured, that learns several times faster than learning all (docs/experiments.md).
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, code_size: int, config: Points, hidden: int = 256) -> None:
        super().__init__()
        self.points, self.own_points = dict(config.style_points), dict(config.own_points)
        outputs = 2 * sum(self.points.values())
        self.own_numbers = 2 * sum(self.own_points.values())
        self.layers = nn.Sequential(*_heard(code_size, hidden), *_heard(hidden, hidden))
        self.answer = nn.Linear(hidden, outputs)
        with torch.no_grad():
            self.answer.weight.mul_(0.1)
            self.answer.bias.copy_(
                torch.cat([torch.cat([torch.ones(c), torch.zeros(c)]) for c in self.points.values()])
            )
        self.register_buffer("mean", torch.zeros(code_size))
        self.register_buffer("deviation", torch.ones(code_size))

    @torch.no_grad()
    def calibrate(self, codes: Tensor) -> None:
        """Takes the spread of `codes` (n×size), so that every number of a code starts out equally heard."""
        self.mean.copy_(codes.mean(0))
        self.deviation.copy_(codes.std(0).clamp_min(1e-4))

    @torch.no_grad()
    def follow(self, codes: Tensor, rate: float = 0.01) -> None:
        """Moves towards the spread of `codes` (n×size): what reads pictures learns, and codes wander off."""
        self.mean.lerp_(codes.mean(0), rate)
        variance = (codes - self.mean).square().mean(0)
        self.deviation.copy_(self.deviation.square().lerp(variance, rate).sqrt().clamp_min(1e-4))

    def forward(self, code: Tensor) -> Tensor:
        """All scales and shifts in a row, n×outputs; `split` gives them their names."""
        normal = ((code - self.mean) / self.deviation).clamp(-6, 6)
        parts = self.split(self.answer(CALMLY * self.layers(normal)))
        own = torch.split(
            code[:, code.shape[1] - self.own_numbers :], [2 * c for c in self.own_points.values()], 1
        )
        for (name, channels), numbers in zip(self.own_points.items(), own, strict=True):
            mean, deviation = numbers.reshape(-1, 2, channels, 1, 1).unbind(1)
            scale, shift = parts[name].unbind(1)
            # Of a code beyond the full style a deviation may be below 0: what is even, and not turned about.
            parts[name] = torch.stack([deviation.clamp_min(0) * scale, mean + shift], 1)
        return torch.cat([part.flatten(1) for part in parts.values()], 1)

    def split(self, row: Tensor) -> dict[str, Tensor]:
        """n×outputs → by style point n×2×c×1×1."""
        return by_point(row, self.points)


def by_point(row: Tensor, points: Mapping[str, int]) -> dict[str, Tensor]:
    """Scales and shifts in a row (n×numbers) → by style point n×2×c×1×1; `points` are names with channels."""
    parts = torch.split(row, [2 * c for c in points.values()], 1)
    return {
        name: part.reshape(len(row), 2, c, 1, 1)
        for (name, c), part in zip(points.items(), parts, strict=True)
    }


def mix(codes: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """Convex combination of codes (each 1×size) with weights that need not sum to 1."""
    total = sum(weights)
    return torch.stack([code * (weight / total) for code, weight in zip(codes, weights, strict=True)]).sum(0)
