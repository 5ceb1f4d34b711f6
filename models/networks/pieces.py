"""The universal network cut into pieces that a runtime can trace: plain tensors in, plain tensors out.

`rows` are the modulator's outputs, one row per style (k×p); `matrices` and `shifts` are the colour transforms
(k×3×3, k×3). Where styles have regions of their own, `masks` (1×k×h×w at the size of the first input, summing
to 1 over k) blends their parameters position by position, while all statistics stay those of the whole
picture: no seams.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.networks.narrow import NarrowNetwork
from models.networks.style_code import Modulator
from models.networks.universal import UniversalNetwork, statistics

NetworkT = TypeVar("NetworkT", bound=nn.Module)
SHOULDER = 0.02  # of the range


class _Piece(nn.Module, Generic[NetworkT]):
    def __init__(self, network: NetworkT, modulator: Modulator) -> None:
        super().__init__()
        self.network = network
        self.widths = [2 * c for c in modulator.points.values()]
        self.points = modulator.points

    def _styles(self, rows: Tensor, masks: dict[int, Tensor]) -> dict[str, Tensor]:
        """Parameters by style point.

        `masks` by the divisor of the point's resolution, empty for one style.
        """
        styles = {}
        for part, (name, channels) in zip(
            torch.split(rows, self.widths, 1), self.points.items(), strict=True
        ):
            mask = masks.get(_divisor(name))
            if mask is None:
                styles[name] = part[:1].reshape(1, 2, channels, 1, 1)
            else:
                blended = part.transpose(0, 1) @ mask.flatten(2)
                styles[name] = blended.reshape(1, 2, channels, mask.shape[2], mask.shape[3])
        return styles

    def _recolour(self, image: Tensor, matrices: Tensor, shifts: Tensor, masks: Tensor | None) -> Tensor:
        if masks is None:
            flat = matrices[0] @ image.flatten(2) + shifts[:1, :, None]
            return flat.reshape(image.shape).clamp(-0.2, 1.2)
        each = torch.matmul(matrices, image.flatten(2)) + shifts[:, :, None]
        blended = (each * masks[0].flatten(1)[:, None]).sum(0, keepdim=True)
        return blended.reshape(image.shape).clamp(-0.2, 1.2)


def shouldered(image: Tensor) -> Tensor:
    """Within 0 to 1, nearly without clipping: film has such a shoulder, and such a toe.

    The last `SHOULDER` of the range before black and white takes up what lies beyond, ever more narrowly, so
    that bright and dark parts keep their drawing where clamping would make them even.
    """
    inside = image.clamp(SHOULDER, 1 - SHOULDER)
    beyond = image - inside
    return inside + SHOULDER * beyond / (SHOULDER + beyond.abs())


def _divisor(point: str) -> int:
    if point.startswith("trunk"):
        return 8
    if point == "detail":
        return 1
    return 2 if point in ("skip2", "fine") else 4


def mask_levels(masks: Tensor | None) -> dict[int, Tensor]:
    """Masks at the resolutions of the style points."""
    if masks is None:
        return {}
    levels = {1: masks}
    for divisor in (2, 4, 8):
        levels[divisor] = F.avg_pool2d(levels[divisor // 2], 2)
    return levels


class Whole(_Piece[UniversalNetwork]):
    """(image, matrices, shifts, rows[, masks]) → image: everything at once."""

    def forward(
        self, image: Tensor, matrices: Tensor, shifts: Tensor, rows: Tensor, masks: Tensor | None = None
    ) -> Tensor:
        styles = self._styles(rows, mask_levels(masks))
        return shouldered(self.network(self._recolour(image, matrices, shifts, masks), styles))


class Encode(_Piece[UniversalNetwork]):
    """(image, matrices, shifts[, masks]) → features at 1/2, 1/4 and 1/8."""

    def forward(
        self, image: Tensor, matrices: Tensor, shifts: Tensor, masks: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        return self.network.encode(self._recolour(image, matrices, shifts, masks))


class TrunkFirst(_Piece[UniversalNetwork]):
    """(x, stats, rows[, masks at 1/8]) → first half of residual block `block`."""

    def __init__(self, network: UniversalNetwork, modulator: Modulator, block: int) -> None:
        super().__init__(network, modulator)
        self.block = block

    def forward(self, x: Tensor, stats: Tensor, rows: Tensor, masks: Tensor | None = None) -> Tensor:
        styles = self._styles(rows, {} if masks is None else dict.fromkeys((1, 2, 4, 8), masks))
        return self.network.trunk_a(self.block, x, stats, styles)


class TrunkSecond(TrunkFirst):
    """(x, residual, stats, rows[, masks at 1/8]) → residual block `block`."""

    def forward(  # type: ignore[override]
        self, x: Tensor, residual: Tensor, stats: Tensor, rows: Tensor, masks: Tensor | None = None
    ) -> Tensor:
        styles = self._styles(rows, {} if masks is None else dict.fromkeys((1, 2, 4, 8), masks))
        return self.network.trunk_b(self.block, x, residual, stats, styles)


class Decode(_Piece[UniversalNetwork]):
    """(image, trunk, stats of skip2, skip4 and trunk_out, matrices, shifts, rows[, masks]) → image.

    Encodes once more instead of keeping the features at 1/2 and 1/4: those of 24 megapixels are a gigabyte.
    """

    def forward(
        self,
        image: Tensor,
        trunk: Tensor,
        skip2: Tensor,
        skip4: Tensor,
        trunk_out: Tensor,
        matrices: Tensor,
        shifts: Tensor,
        rows: Tensor,
        masks: Tensor | None = None,
    ) -> Tensor:
        recoloured = self._recolour(image, matrices, shifts, masks)
        half, quarter, _ = self.network.encode(recoloured)
        stats = {"skip2": skip2, "skip4": skip4, "trunk_out": trunk_out}
        styles = self._styles(rows, mask_levels(masks))
        return shouldered(self.network.decode(recoloured, half, quarter, trunk, stats, styles))


class Moving(_Piece[UniversalNetwork | NarrowNetwork]):
    """(rgb_hwc, matrices, shifts, rows, before, share) → rgb_hwc, statistics: one frame of a moving picture.

    Frames are uint8, 1×h×w×3, in and out: the conversions are part of what is compiled. The statistics of
    the picture at all points in a row (1×2×n×1×1) follow those `before` by `share` (1: at once), so that a
    passing change of the light does not change all strokes.
    """

    def forward(
        self, rgb: Tensor, matrices: Tensor, shifts: Tensor, rows: Tensor, before: Tensor, share: Tensor
    ) -> tuple[Tensor, Tensor]:
        network = self.network
        image = self._recolour(rgb.permute(0, 3, 1, 2).float() * (1 / 255), matrices, shifts, None)
        styles = self._styles(rows, {})
        points = network.config.norm_points
        known = dict(zip(points, torch.split(before, list(points.values()), 2), strict=True))
        followed: dict[str, Tensor] = {}

        def follow(point: str, x: Tensor) -> Tensor:
            followed[point] = known[point] + share * (statistics(x) - known[point])
            return followed[point]

        painted = network(image, styles, follow)
        painted = painted.clamp(0, 1).mul(255).add(0.5).to(torch.uint8).permute(0, 2, 3, 1)
        return painted, torch.cat([followed[point] for point in points], 2)
