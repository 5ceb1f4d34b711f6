"""Whether a distilled judge says what its teacher says: of pictures as they are, and as it has them made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import torch
import torch.nn.functional as F
from torch import Tensor

from models.losses.style import content_distance, gram, normalized_distance

Look: TypeAlias = Callable[[Tensor], Sequence[Tensor]]  # a picture (n×3×h×w) → features by level

RANKED_PX = 160
OPTIMISED_PX = 128
OPTIMISED_PAIRS = 6


def optimised(look: Look, start: Tensor, styles: Tensor, steps: int) -> Tensor:
    """Pictures that begin as `start` (n×3×h×w) and come nearer to the statistics of `styles` under `look`."""
    with torch.no_grad():
        of_start = look(start)
        targets = [gram(tap) for tap in look(styles)]
    picture = start.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([picture], lr=0.03)
    for _ in range(steps):
        taps = look(picture)
        losses = [normalized_distance(gram(t), g).mean() for t, g in zip(taps, targets, strict=True)]
        losses += [0.2 * content_distance(t, o).mean() for t, o in zip(taps[2:4], of_start[2:4], strict=True)]
        optimizer.zero_grad()
        torch.autograd.backward(torch.stack(losses).sum(), inputs=[picture])
        optimizer.step()
        with torch.no_grad():
            picture.clamp_(0, 1)
    return picture.detach()


@torch.no_grad()
def agreement(
    student: Look, teacher: Look, works: Sequence[Tensor], device: torch.device
) -> dict[str, float]:
    """Spearman's rank correlation of style distances over all pairs of `works` (uint8 3×h×w)."""
    crops = [_centre(work, RANKED_PX).to(device) for work in works]
    a, b = (_distances([[gram(tap) for tap in look(crop)] for crop in crops]) for look in (teacher, student))
    per_level = {f"spearman_level{i + 1}": _spearman(a[:, i], b[:, i]) for i in range(a.shape[1])}
    return {"spearman": _spearman(a.mean(1), b.mean(1)), **per_level, "pairs": float(len(a))}


def closed_by_optimising(
    student: Look,
    teacher: Look,
    photos: Sequence[Tensor],
    works: Sequence[Tensor],
    steps: int,
    device: torch.device,
) -> float:
    """How much of the gap of style, as the teacher sees it, is closed by optimising under the student.

    As a share of what is closed by as many steps under the teacher; the median over pairs of photographs and
    works (uint8 3×h×w).
    """
    count = min(len(photos), len(works))
    start, styles = (
        torch.cat([_centre(picture, OPTIMISED_PX) for picture in pictures[:count]]).to(device)
        for pictures in (photos, works)
    )

    @torch.no_grad()
    def gap(pictures: Tensor) -> Tensor:
        pairs = zip(teacher(pictures), teacher(styles), strict=True)
        return torch.stack([normalized_distance(gram(a), gram(b)) for a, b in pairs]).mean(0)

    before = gap(start)
    ours, best = (before - gap(optimised(look, start, styles, steps)) for look in (student, teacher))
    return float((ours / best).median())


def spread(pictures: Sequence[Tensor]) -> list[Tensor]:
    """As many as are optimised on, from the first to the last."""
    count = min(OPTIMISED_PAIRS, len(pictures))
    return [pictures[number * len(pictures) // count] for number in range(count)]


def _centre(picture: Tensor, size_px: int) -> Tensor:
    image = picture[None].float() / 255
    side = min(image.shape[2:])
    top, left = (image.shape[2] - side) // 2, (image.shape[3] - side) // 2
    square = image[..., top : top + side, left : left + side]
    return F.interpolate(square, (size_px, size_px), mode="bilinear", antialias=True)


def _distances(grams: list[list[Tensor]]) -> Tensor:
    rows = [
        [float(normalized_distance(x, y)) for x, y in zip(a, b, strict=True)]
        for i, a in enumerate(grams)
        for b in grams[:i]
    ]
    return torch.tensor(rows)


def _spearman(a: Tensor, b: Tensor) -> float:
    ranks = torch.stack([a.argsort().argsort().float(), b.argsort().argsort().float()])
    return float(torch.corrcoef(ranks)[0, 1])
