"""Style and content losses on feature maps (n×c×h×w), normalised: no style needs weights of its own."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def gram(features: Tensor) -> Tensor:
    """Gram matrix per position with the mean as an extra channel: n×(c+1)×(c+1) (Gatys et al. 2015, eq. 3).

    The extra constant channel carries the mean activation, scaled to the features' own size so that both
    count. It is put in afterwards: a copy of all features with one channel more took as long as the rest.
    """
    flat = features.flatten(2)
    mean = flat.mean(2)
    scale = flat.detach().abs().mean((1, 2)) + 1e-6
    inner = flat @ flat.transpose(1, 2) / flat.shape[2]
    edge = (mean * scale[:, None])[..., None]
    last = torch.cat([edge.transpose(1, 2), scale.square()[:, None, None]], 2)
    return torch.cat([torch.cat([inner, edge], 2), last], 1)


def moments_of(matrix: Tensor) -> Tensor:
    """`moments` from `gram`, n×(c+1)×(c+1) → n×2c, without looking at the features again."""
    mean = matrix[:, :-1, -1] / matrix[:, -1:, -1].sqrt()
    square = torch.diagonal(matrix, dim1=1, dim2=2)[:, :-1]
    return torch.cat([mean, (square - mean.square()).clamp_min(0).add(1e-8).sqrt()], 1)


def normalized_distance(a: Tensor, b: Tensor) -> Tensor:
    """‖a − b‖² / (‖a‖² + ‖b‖²) per sample: 0 for equal, at most 1 for non-negative statistics.

    The denominator replaces the hand-set layer weights of the papers: style losses of different paintings
    differ a thousandfold without it (Cheng et al. 2021, style-aware normalised loss).
    """
    a, b = a.flatten(1), b.flatten(1)
    return (a - b).pow(2).sum(1) / (a.pow(2).sum(1) + b.pow(2).sum(1) + 1e-12)


def kept_mean(features: Tensor, keep: Tensor | None) -> Tensor:
    """Mean over the positions, n×c; each counts as much as `keep` says (n×1×h×w of any size, 0 to 1)."""
    if keep is None:
        return features.mean((2, 3))
    share = F.interpolate(keep, features.shape[2:], mode="area")
    return (features * share).sum((2, 3)) / share.sum((2, 3))


def moments(features: Tensor, keep: Tensor | None = None) -> Tensor:
    """Mean and standard deviation per channel, n×2c (AdaIN, Huang & Belongie 2017)."""
    if keep is not None:
        mean = kept_mean(features, keep)
        variance = kept_mean((features - mean[..., None, None]).pow(2), keep)
        return torch.cat([mean, variance.add(1e-8).sqrt()], 1)
    flat = features.flatten(2)
    return torch.cat([flat.mean(2), flat.var(2, unbiased=False).add(1e-8).sqrt()], 1)


def normalize(features: Tensor) -> Tensor:
    """Instance-normalised features: what is left of the content when the style's statistics are gone."""
    mean = features.mean((2, 3), keepdim=True)
    std = features.var((2, 3), keepdim=True, unbiased=False).add(1e-6).sqrt()
    return (features - mean) / std


def content_distance(a: Tensor, b: Tensor) -> Tensor:
    """Half the mean squared difference of instance-normalised features.

    0 same, about 1 unrelated. Per sample.
    """
    return (normalize(a) - normalize(b)).pow(2).mean((1, 2, 3)) / 2


def total_variation(image: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels (anisotropic)."""
    rows = (image[..., 1:, :] - image[..., :-1, :]).pow(2).mean()
    columns = (image[..., :, 1:] - image[..., :, :-1]).pow(2).mean()
    return rows + columns
