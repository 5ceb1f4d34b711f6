"""Style pictures as a training needs them: codes, what is measured of them, how often each is drawn.

What was excluded with the brush, and what is transparent, takes no part in what is measured; in the picture
itself, which the encoder must see whole, it is painted over from its surroundings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from models.arrays import resize_rgb
from models.exclusion import excluded_of
from models.image import resize, to_image, to_rgb8
from models.networks.style_code import colour_moments, colour_transform, recolour
from models.networks.stylist import Stylist
from models.news import UserError
from models.picture_file import read_picture
from models.training.objective import Statistics, style_statistics
from models.training_requests import StylePicture
from models.universal import STYLE_PX

LARGEST_PX = 2 * STYLE_PX  # no brush reads a style picture larger
LEAST_KEPT = 0.02  # of a picture, or there is no style left in it


@dataclass(frozen=True, eq=False)
class StyleSource:
    """One picture; `kept` (1×1×h×w, 1 where it is style) only where something was excluded."""

    image: Tensor  # 1×3×h×w
    kept: Tensor | None

    @property
    def rgb_hwc(self) -> NDArray[np.uint8]:
        return to_rgb8(self.image)

    def at(self, long_side_px: float) -> Tensor:
        """Reduced to this long side, never enlarged."""
        height, width = self.image.shape[2:]
        factor = min(1.0, long_side_px / max(height, width))
        return resize(self.image, max(16, round(height * factor)), max(16, round(width * factor)))

    def statistics(self, judge: Callable[[Tensor], list[Tensor]], long_side_px: float) -> Statistics:
        """What the style loss paints towards."""
        return style_statistics([self._style_of(tap) for tap in judge(self.at(long_side_px))])

    def _style_of(self, tap: Tensor) -> Tensor:
        """The features where there is style, as a map of one row: statistics know no places."""
        if self.kept is None:
            return tap
        there = F.interpolate(self.kept.to(tap.device), tap.shape[2:], mode="area")[0, 0] > 0.9
        chosen = tap[:, :, there] if bool(there.any()) else tap.flatten(2)
        return chosen[:, :, None]


def read_sources(pictures: Sequence[StylePicture], colours: Tensor, colour: float) -> list[StyleSource]:
    """The pictures, moved by `colour` (0 to 1) towards the colours (1×9) of the photographs."""
    return [_read(picture, colours, colour) for picture in pictures]


def _read(picture: StylePicture, colours: Tensor, colour: float) -> StyleSource:
    read = read_picture(picture.path)
    rgb_hwc, excluded = read.rgb_hwc, excluded_of(read, picture.exclude)
    height, width = rgb_hwc.shape[:2]
    factor = min(1.0, LARGEST_PX / max(height, width))
    rgb_hwc = resize_rgb(rgb_hwc, max(16, round(height * factor)), max(16, round(width * factor)))
    kept = None
    if excluded is not None:
        mask = cv2.resize(excluded, rgb_hwc.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        if float((mask < 0.5).mean()) < LEAST_KEPT:
            raise UserError(f"Nearly all of {picture.path.name} is excluded. Leave some of it to learn from.")
        kept = torch.from_numpy((mask < 0.5).astype(np.float32))[None, None]
        eight_bits, hidden = to_rgb8(to_image(rgb_hwc)), mask >= 0.5
        # Painting over looks a little at what it covers, and nothing is to be seen of that.
        eight_bits[hidden] = eight_bits[~hidden].mean(0)
        filled = cv2.inpaint(eight_bits, hidden.astype(np.uint8), 5, cv2.INPAINT_TELEA)
        rgb_hwc = cast("NDArray[np.uint8]", filled)
    image = to_image(rgb_hwc)
    if colour > 0:
        own = colour_moments(image)
        image = recolour(image, *colour_transform(own, torch.lerp(own, colours, colour))).clamp(0, 1)
    return StyleSource(image, kept)


def mean_colours(photos: Tensor) -> Tensor:
    """Mean and covariance of the colours of all photographs (n×3×h×w) together: 1×9."""
    return colour_moments(photos.transpose(0, 1).flatten(1)[None, :, None])


def chances(pictures: Sequence[StylePicture]) -> Tensor:
    """How often each picture is drawn: every label alike, within a label by weight."""
    for picture in pictures:
        if picture.weight < 0:
            raise UserError(
                f"The weight of {picture.path.name} is {picture.weight:g}. Weights are 0 or more."
            )
    totals: dict[str, float] = defaultdict(float)
    for picture in pictures:
        totals[picture.label] += picture.weight
    if not any(totals.values()):
        raise UserError("All style pictures have the weight 0. Give at least one of them more.")
    groups = sum(total > 0 for total in totals.values())
    return torch.tensor([p.weight / (totals[p.label] or 1) / groups for p in pictures], dtype=torch.float64)


@torch.no_grad()
def codes_of(stylist: Stylist, sources: Sequence[StyleSource], long_side_px: float) -> Tensor:
    """The codes of the pictures, n×size."""
    where = next(stylist.content.parameters()).device
    return stylist.codes([source.at(long_side_px).to(where) for source in sources])
