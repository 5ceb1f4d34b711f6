"""Refine: the picture itself is optimised under the loss network, coarse to fine (Gatys et al. 2015, 2017).

Everything the losses need is a sum over positions: Gram matrices (with a constant channel, so that means are
in them), and the products of the picture's features with the photo's normalised ones. So a picture of any
size is optimised exactly, tile by tile: the sums are gathered first, the loss is differentiated by the sums,
and each tile then receives its share of the gradient. The result is the same as without tiles.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from statistics import median_low

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.image import resize, to_rgb8
from models.networks.loss_network import CONTENT_LEVELS
from models.news import Metrics, News, Preview, Progress
from models.refine_targets import StyleAt, StyleGrams, products
from models.tiling import Window, windows

HALO_PX = 96  # the loss network reaches 85 px
TILE_PX = 768
RECENT_STEPS = 9  # that the time left is reckoned from


@dataclass(frozen=True)
class RefinePlan:
    """How a picture is optimised; the figures behind the defaults are in docs/experiments.md.

    `steps` are for the coarse and the working size. `content_weight` is relative to a style loss of 1 for the
    photo.
    """

    steps: tuple[int, int] = (60, 120)
    rate: float = 0.02
    content_weight: float = 0.07
    smooth_weight: float = 0.2
    preview_every: int = 10


Taps = list[Tensor]


class Features(nn.Module):
    """The feature maps that style is measured on, as a flat list; `content` names those for content."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network.requires_grad_(False).eval()

    def forward(self, image: Tensor) -> tuple[Taps, Taps]:
        taps: Taps = self.network(image)
        return taps, [taps[index] for index in CONTENT_LEVELS]


class Refiner:
    """Optimises pictures under one loss network. `image` is 1×3×h×w in [0, 1] throughout."""

    def __init__(self, loss_network: nn.Module, device: torch.device, tile_px: int = TILE_PX) -> None:
        self.features = Features(loss_network).to(device)
        with torch.no_grad():  # how much smaller the deepest features are
            probe = self.features(torch.zeros(1, 3, 64, 64, device=device))[0]
        self.stride = 64 // min(tap.shape[2] for tap in probe)
        self.network = self.features.network
        self.device = device
        self.tile_px = tile_px

    def run(
        self,
        photo: Tensor,
        start: Tensor,
        styles: Sequence[StyleGrams],
        weights: Sequence[float],
        plan: RefinePlan,
        strength: float = 1.0,
        masks: Tensor | None = None,
        step_offset: tuple[int, int] = (0, 0),
        work_after: float = 0.0,
    ) -> Generator[News, None, Tensor]:
        """One scale: `start` is optimised towards the styles, holding on to `photo`; both of one size.

        With `masks` (k×h×w, summing to 1) each style has its region; else the styles' statistics are mixed by
        `weights`. `strength` moves the target between the statistics of the photo and those of the styles.
        `work_after` is what other scales will still take, in steps of this one, for the time left.
        """
        objective = _Objective(self, photo.to(self.device), styles, weights, strength, masks, plan)
        picture = start.to(self.device).clone().requires_grad_(True)
        optimizer = torch.optim.Adam([picture], lr=plan.rate, betas=(0.9, 0.99))
        steps = plan.steps[1]
        best, best_loss = picture.detach().clone(), math.inf
        lately: deque[float] = deque(maxlen=RECENT_STEPS)
        done_before, total = step_offset
        for step in range(steps):
            begun = time.perf_counter()
            optimizer.param_groups[0]["lr"] = plan.rate * (
                0.1 + 0.45 * (1 + math.cos(math.pi * step / steps))
            )
            optimizer.zero_grad(set_to_none=False)
            losses = yield from objective.backward(picture)
            if losses["loss"] < best_loss:  # of the picture before the step
                best_loss = losses["loss"]
                best.copy_(picture.detach())
            optimizer.step()
            with torch.no_grad():
                picture.clamp_(0, 1)
            # The middle one: what was paused or waited for others in the midst of a step says nothing.
            lately.append(time.perf_counter() - begun)
            left_s = median_low(lately) * (steps - step - 1 + work_after)
            yield Progress(done_before + step + 1, max(total, steps), "refining", left_s)
            if (step + 1) % plan.preview_every == 0:
                yield Metrics(done_before + step + 1, losses)
                yield Preview(to_rgb8(best), done_before + step + 1)
        return best


class _Objective:
    """Style and content losses of a picture as functions of sums over its windows."""

    def __init__(
        self,
        refiner: Refiner,
        photo: Tensor,
        styles: Sequence[StyleGrams],
        weights: Sequence[float],
        strength: float,
        masks: Tensor | None,
        plan: RefinePlan,
    ) -> None:
        self.features, self.plan, self.photo = refiner.features, plan, photo
        height, width = photo.shape[2:]
        self.size = _multiple(height, refiner.stride), _multiple(width, refiner.stride)
        self.photo = F.pad(photo, (0, self.size[1] - width, 0, self.size[0] - height), mode="replicate")
        self.masks = masks
        if masks is not None:
            self.masks = F.pad(
                masks[None].to(photo), (0, self.size[1] - width, 0, self.size[0] - height), mode="replicate"
            )[0]
        self.windows = list(windows(*self.size, refiner.tile_px, HALO_PX, refiner.stride))
        self.regions = 1 if masks is None else len(masks)
        self.kept: dict[int, Taps] = {}
        with torch.no_grad():
            self._measure_photo()
        own = self.photo_grams
        if masks is None:
            total = sum(weights)
            mixed = [
                sum((w / total) * s[i] for w, s in zip(weights, styles, strict=True))
                for i in range(len(own[0]))
            ]
            styles = [mixed]  # type: ignore[list-item]
        self.targets = [
            [torch.lerp(o, s, strength) for o, s in zip(own[region], style, strict=True)]
            for region, style in enumerate(styles)
        ]
        # The photo's own distance is the unit: every style, and every layer of it, starts at a loss near 1.
        self.units = [
            [
                (o - t).pow(2).sum() + 0.02 * t.pow(2).sum()
                for o, t in zip(own[r], self.targets[r], strict=True)
            ]
            for r in range(self.regions)
        ]

    def _measure_photo(self) -> None:
        grams: list[Tensor] | None = None
        moments: list[tuple[Tensor, Tensor]] | None = None
        for tile in self.windows:
            style, content = self.features(_cut(self.photo, tile))
            sums = self._style_sums(style, tile)
            first = [(_core(c, tile).sum((0, 2, 3)), _core(c, tile).pow(2).sum((0, 2, 3))) for c in content]
            grams = sums if grams is None else [a + b for a, b in zip(grams, sums, strict=True)]
            moments = (
                first
                if moments is None
                else [(a + c, b + d) for (a, b), (c, d) in zip(moments, first, strict=True)]
            )
        assert grams is not None
        assert moments is not None
        self.photo_grams = self._grams(grams)
        self.norms = []
        for index, (total, squares) in enumerate(moments):
            count = self._count(CONTENT_LEVELS[index])
            mean = total / count
            self.norms.append((mean, (squares / count - mean**2).clamp_min(1e-6).sqrt()))

    def _count(self, level: int) -> int:
        return (self.size[0] >> level) * (self.size[1] >> level)

    def _style_sums(self, style: Taps, tile: Window) -> list[Tensor]:
        """Sums of products per feature map, one after the other for each region."""
        sums = []
        for tap in style:
            core = _core(tap, tile)
            for region in range(self.regions):
                mask = None
                if self.masks is not None:
                    divisor = self.size[0] // (self.size[0] * tap.shape[2] // _height(tile))
                    level = F.avg_pool2d(_cut(self.masks[None, region : region + 1], tile), divisor)
                    mask = _core(level, tile)
                sums.append(products(core, mask))
        return sums

    def _grams(self, sums: list[Tensor]) -> list[list[Tensor]]:
        """Sums → Gram matrices by region: divided by the corner, which counts the positions."""
        return [
            [s / s[-1, -1].clamp_min(1e-6) for s in sums[region :: self.regions]]
            for region in range(self.regions)
        ]

    def _content_sums(self, content: Taps, tile: Window, index: int) -> list[Tensor]:
        """Per content map: sums of f, f², and f·t with the photo's normalised features t."""
        if index not in self.kept or len(self.windows) > 1:
            with torch.no_grad():
                _, own = self.features(_cut(self.photo, tile))
                self.kept = {
                    index: [
                        (o - m[:, None, None]) / d[:, None, None]
                        for o, (m, d) in zip(own, self.norms, strict=True)
                    ]
                }
        sums = []
        for tap, target in zip(content, self.kept[index], strict=True):
            f, t = _core(tap, tile), _core(target, tile)
            sums.append(torch.stack([f.sum((0, 2, 3)), f.pow(2).sum((0, 2, 3)), (f * t).sum((0, 2, 3))]))
        return sums

    def _losses(self, style: list[Tensor], content: list[Tensor]) -> dict[str, Tensor]:
        style_loss = torch.zeros((), device=self.photo.device)
        for region, grams in enumerate(self._grams(style)):
            for gram, target, unit in zip(grams, self.targets[region], self.units[region], strict=True):
                style_loss = style_loss + (gram - target).pow(2).sum() / unit / len(grams) / self.regions
        content_loss = torch.zeros((), device=self.photo.device)
        for index, (first, second, cross) in enumerate(content):
            count = self._count(CONTENT_LEVELS[index])
            deviation = (second / count - (first / count) ** 2).clamp_min(1e-8).sqrt()
            # Half the mean squared difference of two normalised maps is one minus their correlation.
            content_loss = content_loss + (1 - cross / count / deviation).mean() / len(content)
        loss = style_loss + self.plan.content_weight * content_loss
        return {"loss": loss, "style": style_loss, "content": content_loss}

    def backward(self, picture: Tensor) -> Generator[News, None, dict[str, float]]:
        """Adds the gradient of the loss to `picture.grad`.

        Yields between tiles, so that it can be stopped there.
        """
        height, width = picture.shape[2:]
        pad = (0, self.size[1] - width, 0, self.size[0] - height)
        if len(self.windows) == 1:
            padded = F.pad(picture, pad, mode="replicate")
            style, content = self.features(padded)
            tile = self.windows[0]
            losses = self._losses(self._style_sums(style, tile), self._content_sums(content, tile, 0))
            torch.autograd.backward(losses["loss"] + self.plan.smooth_weight * _roughness(picture))
            return {name: float(value.detach()) for name, value in losses.items()}
        sums: list[Tensor] | None = None
        split = 0
        with torch.no_grad():
            padded = F.pad(picture, pad, mode="replicate")
            for tile in self.windows:
                part, split = self._sums(padded, tile)
                sums = part if sums is None else [a + b for a, b in zip(sums, part, strict=True)]
                yield Progress(0, 0, "refining")
        assert sums is not None
        leaves = [s.detach().requires_grad_(True) for s in sums]
        losses = self._losses(leaves[:split], leaves[split:])
        shares = torch.autograd.grad(losses["loss"], leaves)
        for tile in self.windows:
            padded = F.pad(picture, pad, mode="replicate")
            part, _ = self._sums(padded, tile)
            share = torch.stack([(p * s).sum() for p, s in zip(part, shares, strict=True)]).sum()
            torch.autograd.backward(share)
            yield Progress(0, 0, "refining")
        torch.autograd.backward(self.plan.smooth_weight * _roughness(picture))
        return {name: float(value.detach()) for name, value in losses.items()}

    def _sums(self, padded: Tensor, tile: Window) -> tuple[list[Tensor], int]:
        style, content = self.features(_cut(padded, tile))
        style_sums = self._style_sums(style, tile)
        return style_sums + self._content_sums(content, tile, id(tile)), len(style_sums)


def _roughness(picture: Tensor) -> Tensor:
    """Total variation, squared, mean per pixel."""
    rows = (picture[..., 1:, :] - picture[..., :-1, :]).pow(2).mean()
    return rows + (picture[..., :, 1:] - picture[..., :, :-1]).pow(2).mean()


def _cut(image: Tensor, tile: Window) -> Tensor:
    return image[..., tile.rows.start : tile.rows.stop, tile.columns.start : tile.columns.stop]


def _height(tile: Window) -> int:
    return tile.rows.stop - tile.rows.start


def _core(features: Tensor, tile: Window) -> Tensor:
    """The valid part of features that were computed on `tile`, at whatever level."""
    scaled = tile.scaled(_height(tile) // features.shape[2])
    rows, columns = scaled
    return features[
        ...,
        rows.core_start - rows.start : rows.core_stop - rows.start,
        columns.core_start - columns.start : columns.core_stop - columns.start,
    ]


def _multiple(side: int, stride: int) -> int:
    return max(2, -(-side // stride)) * stride


def scales(height: int, width: int, plan: RefinePlan) -> list[tuple[int, int, RefinePlan]]:
    """Sizes (height, width) from coarse to fine, each with its plan.

    Half the working size first where that helps.
    """
    found = [(height, width, plan)]
    if max(height, width) >= 256:
        coarse = replace(plan, steps=(0, plan.steps[0]))
        found.insert(0, (max(16, height // 2), max(16, width // 2), coarse))
    return found


def coarse_to_fine(
    refiner: Refiner,
    photo: Tensor,
    start: Tensor,
    styles: Sequence[StyleAt],
    weights: Sequence[float],
    plan: RefinePlan,
    strength: float = 1.0,
    masks: Tensor | None = None,
) -> Generator[News, None, Tensor]:
    """All scales of one working size.

    Styles are halved with the picture, so strokes keep their share of it.
    """
    height, width = photo.shape[2:]
    stages = scales(height, width, plan)
    total, done = sum(stage[2].steps[1] for stage in stages), 0
    picture = start
    for index, (rows, columns, stage) in enumerate(stages):
        factor = rows / height
        work_after = float(sum(r * c * later.steps[1] for r, c, later in stages[index + 1 :]))
        at_scale = None if masks is None else resize(masks[None], rows, columns)[0]
        before = resize(picture, rows, columns)
        after = yield from refiner.run(
            resize(photo, rows, columns),
            before,
            [style(factor) for style in styles],
            weights,
            stage,
            strength,
            at_scale,
            (done, total),
            work_after / (rows * columns),
        )
        # The change is enlarged, not the picture: what the coarse scale did not touch stays sharp.
        change = after - before
        picture = (
            after if factor == 1 else (picture.to(change) + resize(change, *picture.shape[2:])).clamp(0, 1)
        )
        done += stage.steps[1]
    return picture
