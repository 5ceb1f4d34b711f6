"""Measures of one painted picture against its photograph and its style picture.

Pictures are `image` tensors 1×3×h×w in [0, 1]; the measures on features take the lists of maps that
`Eye.look` returns. Pixel measures are taken at the painted picture's own size; features of all pictures with
the same long side, so that strokes are judged as large beside the picture as they are in the style.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.evaluation.features import Eye
from models.image import fit_long_side, resize
from models.judgement import Scores
from models.losses.style import content_distance as level_content_distance
from models.losses.style import gram, normalized_distance
from models.networks.loss_network import CONTENT_LEVELS

LONG_SIDE_PX = 512  # at which features are taken; larger pictures are reduced to it
LUMA = (0.299, 0.587, 0.114)  # BT.601, as JPEG has it
WINDOW_RADIUS = 5  # of SSIM's Gaussian: 3.5 deviations of 1.5 px
STRIP_PX = 512

Features = Sequence[Tensor]


@dataclass(frozen=True, eq=False)
class StyleSeen:
    """A style picture as the measures need it: its Gram matrices, and its own share of clipped pixels."""

    grams: Sequence[Tensor]
    clipped: float


@dataclass(frozen=True, eq=False)
class PhotoSeen:
    """A photograph at the size of its painted picture, with its features and Gram matrices."""

    image: Tensor
    features: Features
    grams: Sequence[Tensor]


def see_style(eye: Eye, style: Tensor, long_side_px: int = LONG_SIDE_PX) -> StyleSeen:
    """What of a style picture all its paintings are measured by."""
    return StyleSeen(grams(eye.look(reduced(style, long_side_px))), clipped_share(style))


def see_photo(eye: Eye, photo: Tensor, size: tuple[int, int], long_side_px: int = LONG_SIDE_PX) -> PhotoSeen:
    """A photograph, resampled to `size` (height, width), as its paintings of that size are measured by."""
    image = resize(photo, *size)
    features = eye.look(reduced(image, long_side_px))
    return PhotoSeen(image, features, grams(features))


def score(
    eye: Eye, out: Tensor, photo: PhotoSeen, style: StyleSeen | None, long_side_px: int = LONG_SIDE_PX
) -> Scores:
    """All measures of `out`, which has the size of `photo`."""
    features = eye.look(reduced(out, long_side_px))
    own = grams(features)
    mse = mean_squared_error(out, photo.image)
    return Scores(
        mse=mse,
        psnr_db=psnr_db(mse),
        ssim=ssim(out, photo.image),
        perceptual=perceptual_distance(features, photo.features),
        content=content_distance(features, photo.features),
        style=None if style is None else style_distance(own, style.grams),
        gap=None if style is None else gap_closed(own, photo.grams, style.grams),
        clipped=clipped_beyond(out, 0.0 if style is None else style.clipped),
    )


def reduced(image: Tensor, long_side_px: int) -> Tensor:
    """`image` with its long side at most `long_side_px`, its short side at least 16."""
    height, width = image.shape[2:]
    width, height = fit_long_side(width, height, min(long_side_px, max(width, height)))
    return resize(image, max(16, height), max(16, width))


def mean_squared_error(a: Tensor, b: Tensor) -> float:
    """Mean over pixels and colours of (a − b)², 0…1."""
    total = sum(float((x - y).double().square().sum()) for x, y in _strips(a, b))
    return total / a.numel()


def psnr_db(mse: float) -> float:
    """Peak signal-to-noise ratio of pictures in [0, 1], −10·log₁₀(mse); infinite for equal ones."""
    return -10 * math.log10(mse) if mse > 0 else math.inf


def ssim(a: Tensor, b: Tensor) -> float:
    """Structural similarity of the luma with the settings of its paper (Wang et al. 2004): Gaussian windows.

    Sides of 11 px or more. In strips that overlap by a window, so that the mean is that of the whole picture,
    without a dozen copies of a large one.
    """
    from skimage.metrics import structural_similarity

    measure: Any = structural_similarity  # carries no types
    total = 0.0
    for x, y in _strips(a, b, 2 * WINDOW_RADIUS):
        found = measure(
            *(_luma(x), _luma(y)), data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        total += float(found) * (x.shape[2] - 2 * WINDOW_RADIUS)
    return total / (a.shape[2] - 2 * WINDOW_RADIUS)


def perceptual_distance(a: Features, b: Features) -> float:
    """Mean over levels and positions of the squared distance of unit feature vectors.

    LPIPS (Zhang et al. 2018, eq. 1) with all channel weights 1 and the mean of levels for their sum; 0 … 2.
    """
    parts = [(_unit(x) - _unit(y)).pow(2).sum(1).mean() for x, y in zip(a, b, strict=True)]
    return float(torch.stack(parts).mean())


def grams(features: Features) -> list[Tensor]:
    """Gram matrix of each level, with its mean as one more channel; positions do not matter."""
    return [gram(level) for level in features]


def style_distance(a: Sequence[Tensor], b: Sequence[Tensor]) -> float:
    """Mean over levels of the normalised distance of Gram matrices (`models/losses/style.py`), 0 … 1."""
    parts = [normalized_distance(x, y).mean() for x, y in zip(a, b, strict=True)]
    return float(torch.stack(parts).mean())


def content_distance(a: Features, b: Features) -> float:
    """Mean over the two deep levels of half the squared difference of instance-normalised features."""
    parts = [level_content_distance(a[level], b[level]).mean() for level in CONTENT_LEVELS]
    return float(torch.stack(parts).mean())


def gap_closed(out: Sequence[Tensor], photo: Sequence[Tensor], style: Sequence[Tensor]) -> float | None:
    """1 − L(out, style) / L(photo, style) of Gram matrices, L their distance; None where there is no gap."""
    gap = style_distance(photo, style)
    return 1 - style_distance(out, style) / gap if gap > 1e-9 else None


def clipped_share(image: Tensor) -> float:
    """Share of pixels with any colour at the very end of the range, 0 … 1."""
    return float(((image <= 0) | (image >= 1)).any(1).double().mean())


def clipped_beyond(out: Tensor, style_share: float) -> float:
    """Clipped pixels of `out` beyond the share that the style picture has itself, 0 … 1."""
    return max(0.0, clipped_share(out) - style_share)


def _unit(features: Tensor) -> Tensor:
    lengths: Tensor = torch.linalg.vector_norm(features, dim=1, keepdim=True)
    return features / lengths.clamp_min(1e-10)


def _luma(image: Tensor) -> NDArray[np.float64]:
    weights = torch.tensor(LUMA, dtype=torch.float64)
    luma: NDArray[np.float64] = torch.tensordot(weights, image[0].double().cpu(), 1).numpy()
    return luma


def _strips(a: Tensor, b: Tensor, overlap_px: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
    """Both pictures in rows of at most `STRIP_PX` more than the overlap."""
    for top in range(0, a.shape[2] - overlap_px, STRIP_PX):
        rows = slice(top, top + STRIP_PX + overlap_px)
        yield a[..., rows, :], b[..., rows, :]
