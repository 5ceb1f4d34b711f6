"""What a painting network is asked for, as losses on batches: style, likeness, clean bytes, steadiness."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.losses.style import content_distance, gram, moments_of, normalized_distance
from models.networks.loss_network import CONTENT_LEVELS
from models.networks.stylist import Stylist

WHITE = 0.99  # what is brighter may be cut when bytes are made
SHIFT_PX = 8  # photographs are cut this much larger, so that a moved crop is at hand
BLOCKS_PX = (1, 2, 4, 8)
CALM_PX = 16  # the side of a window in which a picture is to be as even as the photo
EVEN = 0.03  # of the range: the deviation in a window at which it no longer counts as even
EDGE_PX = 16  # left out where a moved picture is compared: what is beyond a crop's edge differs

Statistics = list[tuple[Tensor, Tensor]]  # by level: Gram matrix n×(c+1)×(c+1) and moments n×2c


def style_statistics(taps: list[Tensor]) -> Statistics:
    """The Gram matrix for texture, the moments for an even hold on each channel."""
    matrices = [gram(tap) for tap in taps]
    return [(matrix, moments_of(matrix)) for matrix in matrices]


def style_distances(taps: list[Tensor], target: Statistics) -> Tensor:
    """Of each sample (n): normalised distance of Gram matrices, half that of moments; mean over levels."""
    levels = [
        normalized_distance(a, b) + 0.5 * normalized_distance(c, d)
        for (a, c), (b, d) in zip(style_statistics(taps), target, strict=True)
    ]
    return torch.stack(levels).mean(0)


def style_loss(taps: list[Tensor], target: Statistics) -> Tensor:
    """`style_distances`, the mean over the batch."""
    return style_distances(taps, target).mean()


def content_loss(
    taps: list[Tensor], photo_taps: list[Tensor], levels: Sequence[int] = CONTENT_LEVELS
) -> Tensor:
    """Distance of instance-normalised features of the deeper levels; mean over levels and the batch.

    Levels that a network does not have are left out: VGG-19 to relu3_1 has one of the two.
    """
    there = [level for level in levels if level < len(taps)]
    distances = [content_distance(taps[level], photo_taps[level]).mean() for level in there]
    return torch.stack(distances).mean()


def clip_loss(out: Tensor) -> Tensor:
    """How far pixels leave the range; not squared, for a little beyond white is as lost as much beyond it."""
    return (F.relu(out - WHITE) + F.relu(1 - WHITE - out)).mean()


def calm_loss(out: Tensor, photo: Tensor) -> Tensor:
    """How uneven the picture is where the photo is even: weaves in skies, rings round heads. 0 is even.

    Losses of style ask for a painting's strokes everywhere, and in an even part there is nothing to make them
    of but the steps between 8-bit values, the blocks of JPEG, and echoes of the next edge.
    """
    evenness = torch.exp(-_local_variance(photo) / EVEN**2)
    return (evenness * (_local_variance(out) + 1e-5).sqrt()).mean()


def _local_variance(image: Tensor) -> Tensor:
    """Of windows of `CALM_PX`, the mean of the three channels: n×1×h×w of the windows."""
    middle = image.float() - 0.5  # so that the difference of two means keeps its digits
    mean, square = (F.avg_pool2d(x, CALM_PX, CALM_PX // 4) for x in (middle, middle.pow(2)))
    return (square - mean.pow(2)).mean(1, keepdim=True).clamp_min(0)


def identity_loss(stylist: Stylist, photo: Tensor) -> Tensor:
    """Strength 0: a photo's own code gives the photo back."""
    same: Tensor = stylist(photo, stylist.code(photo))
    return (same - photo).abs().mean()


def grain(count: int, size_px: int, rng: torch.Generator) -> Tensor:
    """Noise as sensors and compression make it (count×3×size×size): in blocks of one to eight pixels.

    Its deviation is anything up to 1, and with larger blocks, which are seen more easily, less.
    """
    block_px = BLOCKS_PX[int(torch.randint(len(BLOCKS_PX), (), generator=rng))]
    side = -(-size_px // block_px)
    coarse = torch.randn(count, 3, side, side, generator=rng) * torch.rand(count, 1, 1, 1, generator=rng)
    blocks: Tensor = coarse.repeat_interleave(block_px, 2).repeat_interleave(block_px, 3)
    return blocks[..., :size_px, :size_px] / math.sqrt(block_px)


def shift_loss(
    stylist: nn.Module, large: Tensor, code: Tensor, out: Tensor, rng: torch.Generator, noise: float = 0.0
) -> Tensor:
    """A moved photo gives the moved picture: no grid, no flicker. `out` was made of `large`'s upper left.

    With `noise` (its greatest deviation, of the range) the moved photo has grain, and its picture is to be
    without: so that the grain of an even sky is not painted as if it were something.
    """
    size = out.shape[2]
    dx, dy = (int(v) for v in torch.randint(1, SHIFT_PX, (2,), generator=rng))
    photo = large[..., dy : dy + size, dx : dx + size]
    if noise:
        photo = photo + noise * grain(len(photo), size, rng).to(photo.device)
    moved: Tensor = stylist(photo, code)
    inside = moved[..., EDGE_PX : size - dy - EDGE_PX, EDGE_PX : size - dx - EDGE_PX]
    expected = out[..., dy + EDGE_PX : size - EDGE_PX, dx + EDGE_PX : size - EDGE_PX]
    return (inside - expected).pow(2).mean()
